"""Every kind of content file that `holdfast content` can begin, describe and read the words of, one a line.

A room that brings a kind writes a `kind.py`, with an example file beside its schema, and is named here.
"""

from holdfast.catalogue.kinds import Kind
from holdfast.checkins import kind as checkins
from holdfast.instruments import kind as instruments
from holdfast.journal import kind as journal
from holdfast.library import kind as library
from holdfast.people import kind as people
from holdfast.programme import kind as programme
from holdfast.programme.sheets import kind as sheets
from holdfast.safety import kind as safety
from holdfast.together import kind as together

KINDS: tuple[Kind, ...] = (
    instruments.KIND,
    programme.KIND,
    programme.MODULE,
    sheets.SHEET,
    checkins.SCHEDULE,
    checkins.DAILY,
    library.ARTICLE,
    library.CLAIM,
    journal.KIND,
    safety.KIND,
    people.STREAM,
    people.CONSENT,
    together.THING,
    together.WANT,
    together.SHEET,
)


def named(name: str) -> Kind:
    """A kind by its name. Raises KeyError."""
    return {kind.name: kind for kind in KINDS}[name]
