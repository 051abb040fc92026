"""How sure we are of a way to write, in words, and why (decision 29)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from holdfast.journal.schema import Way
from holdfast.library import queries as library


@dataclass(frozen=True)
class Label:
    """What stands under a way to write: on what it rests, the claims, who read its words."""

    basis: str
    claims: Sequence[library.Told]
    review: str


def label(way: Way) -> Label:
    """The label of one way to write."""
    return Label(_basis(way), library.told(way.evidence.claims), _review(way))


def _basis(way: Way) -> str:
    return {
        "practice": _("Used in practice; we know of no test of it alone."),
        "plausible": _("We know of no test of it alone. It rests on what follows, which is about more than this."),
        "tested": _("Writing like this was tested alone. What was found:"),
    }[way.evidence.basis]


def _review(way: Way) -> str:
    if way.review.status == "clinician":
        return _("Read by a clinician: {name}.").format(name=way.review.by)
    return _("Not yet read by a clinician.")
