"""How sure we are of a tool, in words, and why (decision 29). Shown under every tool."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from holdfast.library import queries as library
from holdfast.programme.exercise import Head
from holdfast.programme.module import Module


@dataclass(frozen=True)
class Label:
    """The sentence under a tool, and what stands behind "Why we say that"."""

    sure: str
    basis: str
    review: str
    claims: Sequence[library.Told]


def label(head: Head) -> Label:
    """The label of one exercise."""
    return Label(_sure(head), _basis(head), _review(head), library.told(head.evidence.claims))


def of_module(head: Module) -> Label:
    """The label of a module: about the whole of it, not about one of its exercises."""
    return Label(_sure(head), _basis_of_module(head), _review(head), library.told(head.evidence.claims))


def _sure(head: Head | Module) -> str:
    if head.evidence.basis == "tested":
        return _("How sure are we? Fairly, for people like those it was tested with.")
    return _("How sure are we? Not very.")


def _basis(head: Head) -> str:
    if head.evidence.basis == "practice":
        return _("Used in practice; we know of no test of it alone.")
    if head.evidence.basis == "plausible":
        return _("We know of no test of this tool alone. It rests on what follows, which is about more than this tool.")
    return _("A tool like this was tested alone. What was found:")


def _basis_of_module(head: Module) -> str:
    if head.evidence.basis == "practice":
        return _("Used in practice; we know of no test of this part alone.")
    if head.evidence.basis == "plausible":
        return _("We know of no test of this part alone. It rests on what follows, which is about more than this part.")
    return _("Something like this was tested. What was found:")


def _review(head: Head | Module) -> str:
    if head.review.status == "clinician":
        return _("Read by a clinician: {name}.").format(name=head.review.by)
    return _("Not yet read by a clinician.")
