"""How sure, in plain words; and what a page says of a source that nobody has checked whole. Facts in, words out."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from holdfast.library.schema import Certainty, Verdict
from holdfast.library.sources import Citation

OF_VERDICT: dict[Verdict, Certainty] = {
    "supported": "well-supported",
    "partly supported": "partly-supported",
    "mixed": "mixed",
    "weak or indirect": "weak",
    "unsupported": "not-supported",
    "misleading-or-unsafe": "unsafe-as-told",
}
# From the most to the least sure; an article is never surer than the surest of its claims.
ORDER: tuple[Certainty, ...] = ("well-supported", "partly-supported", "mixed", "weak", "not-supported")

LABELS = {
    "well-supported": later("Well supported"),
    "partly-supported": later("Partly supported"),
    "mixed": later("Mixed"),
    "weak": later("Weak"),
    "not-supported": later("Not supported"),
    "unsafe-as-told": later("Unsafe as it is told"),
    "practice": later("Not from research"),
}
MEANINGS = {
    "well-supported": later("The studies we found point the same way."),
    "partly-supported": later("The studies we found support a part of this, or support it for some people."),
    "mixed": later("The studies we found disagree."),
    "weak": later("The studies we found are few or small, or asked something a little different."),
    "not-supported": later("We looked, and found no study that shows this."),
    "unsafe-as-told": later("To follow this as it is often told could hurt someone."),
    "practice": later("This page rests on no study. It says what people do, or how this place works."),
}
PARTS = {
    "authors": later("the authors"),
    "co-authors": later("the other authors"),
    "title": later("the title"),
    "year": later("the year"),
    "journal": later("the journal"),
    "DOI": later("its number (DOI)"),
}


def certainty(verdict: Verdict) -> Certainty:
    """The certainty that a verdict of the ledger is said as."""
    return OF_VERDICT[verdict]


def too_sure(said: Certainty, verdicts: list[Verdict]) -> bool:
    """Whether an article claims more than the surest of its claims, or warns of none that is unsafe."""
    known = [certainty(verdict) for verdict in verdicts]
    if said not in ORDER:
        return said == "unsafe-as-told" and said not in known
    best = [ORDER.index(one) for one in known if one in ORDER]
    return not best or ORDER.index(said) < min(best)


def marks(citation: Citation) -> list[str]:
    """What a page says beside a source: parts from memory, parts that were not shown, and how it was seen at all."""
    if citation.from_memory:
        return [_("From memory, not yet checked.")]
    said = []
    if citation.recalled:
        said.append(_("From memory, not yet checked: %(parts)s.") % {"parts": _listed(citation.recalled)})
    if citation.not_shown:
        said.append(_("Not shown where we saw it: %(parts)s.") % {"parts": _listed(citation.not_shown)})
    if citation.only_listed:
        said.append(_("We saw it in a list of references only."))
    if citation.only_reported:
        said.append(_("We know it only through a later review."))
    return said


def _listed(parts: tuple[str, ...]) -> str:
    return ", ".join(str(PARTS[part]) for part in parts)
