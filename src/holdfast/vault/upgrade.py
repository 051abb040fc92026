"""Old bodies and old envelopes become new ones without anybody noticing (11-vault §2.12).

A body is upgraded whenever it is read, by pure functions; it is stored in its new shape at its next change.
An envelope of an older version or suite is sealed anew at an unlock, a few hundred at a time.
"""

from holdfast.vault.errors import CannotOpen
from holdfast.vault.records import Body, Kind


def upgraded(kind: Kind, v: int, body: Body) -> Body:
    """A body of version `v` as the kind's newest version has it.

    Raises CannotOpen for a version this program does not know: it was written by a newer one.
    """
    if not 1 <= v <= kind.v:
        raise CannotOpen
    for step in kind.upgrades[v - 1 :]:
        body = step(body)
    return body
