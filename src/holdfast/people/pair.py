"""A pair, as one of the two sees it in one request."""

from dataclasses import dataclass, field
from uuid import UUID

from holdfast.vault.spaces import Shared


@dataclass(frozen=True)
class Pair:
    """Two who are linked, seen from one side. Never stored: `space` holds a key for as long as the request lasts.

    `id` is the space's id and that of the pair; `other` the other's account id, for nobody to see. `name` is what I
    call them. `declared` is what I said we are; `romantic` whether both said so. `met`: I have seen on Today that they
    are here. `mutes`: kinds of incoming things I have silenced.
    """

    id: UUID
    other: UUID
    name: str
    declared: str
    romantic: bool
    met: bool
    mutes: frozenset[str]
    space: Shared = field(repr=False, compare=False)

    @property
    def role(self) -> str:
        """What decides content: "romantic" only if both said so, "clinician", else "friend" (decision 17)."""
        if self.declared == "clinician":
            return "clinician"
        return "romantic" if self.romantic else "friend"

    @property
    def to(self) -> str:
        """What streams may go here: those for a pair, or those for a clinician."""
        return "clinician" if self.declared == "clinician" else "pair"
