"""Whether both said romantic, without either learning what the other said (decision 17).

Each side's half lies in the space: a public key and a tag that looks random to all but a matching yes. Lowering puts
a half in its place that nothing matches: at the next look the pair is "friend or relative" for both.
"""

from typing import Any
from uuid import UUID

from holdfast.people.records import ROLE
from holdfast.vault import matching, spaces
from holdfast.vault.matching import Offer
from holdfast.vault.spaces import Shared

ROMANTIC, FRIEND, PEER, CLINICIAN = "romantic", "friend", "peer", "clinician"
DECLARED = (ROMANTIC, FRIEND, PEER)


def half(role: str) -> Offer:
    """A fresh half for a declared role."""
    return matching.offer(role == ROMANTIC)


def both(shared: Shared, mine: Offer) -> bool:
    """Whether both said romantic. False until the other's half is there and was made against mine."""
    theirs = _theirs(shared)
    return theirs is not None and matching.matches(mine, theirs[0], theirs[1], *_about(shared.id))


def publish(shared: Shared, mine: Offer, their_public: bytes | None = None) -> None:
    """Put my half into the space, made against the other's, which is read there unless the code has just brought it."""
    theirs = _theirs(shared)
    public = their_public or (theirs[0] if theirs else b"")
    tag = matching.tag(mine, public, *_about(shared.id))
    body = {"public": mine.public.hex(), "tag": tag.hex(), "to": public.hex()}
    spaces.revise(shared, ROLE, lambda _before: body)


def keep_up(shared: Shared, mine: Offer) -> None:
    """Make my half anew where the other's has changed since; writes nothing otherwise."""
    theirs, own = _theirs(shared), spaces.mine(shared, ROLE)
    if theirs is not None and (not own or own[0].body.get("to") != theirs[0].hex()):
        publish(shared, mine)


def _theirs(shared: Shared) -> tuple[bytes, bytes] | None:
    """The other's public key and tag; None when there is none that can be read."""
    for row in spaces.theirs(shared, ROLE):
        try:
            return bytes.fromhex(row.body["public"]), bytes.fromhex(row.body["tag"])
        except (KeyError, TypeError, ValueError):
            continue
    return None


def _about(space: UUID) -> tuple[Any, ...]:
    return "romantic", space
