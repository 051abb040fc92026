"""Words of these pages that depend on a list or a pair."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from holdfast.kit.step import Act, Step
from holdfast.people.schema import Pair
from holdfast.safety import decisions
from holdfast.together.wishes.schema import Sheet


def marks(sheet: Sheet) -> list[str]:
    """What one should know of a list: who read it, and how sure anybody is."""
    said = [_("Used in practice; we know of no test of such lists alone.")]
    if sheet.review.status != "clinician":
        said.append(_("Not yet reviewed by a clinician."))
    return said


def closer(pair: Pair) -> list[tuple[int, str, str]]:
    """(tier, title, about) of what is closer, for this pair."""
    romantic = pair.role == "romantic"
    found = [
        (1, _("Face to face"), _("Talks in which you sit across from each other. Without it they come side by side.")),
        (
            2,
            _("Harder talks, and everyday touch") if romantic else _("Harder talks"),
            _("What hurt, and what helps. Touch that asks first, clothed.")
            if romantic
            else _("What hurt, what helps."),
        ),
    ]
    if decisions.closest(pair):
        found.append((3, _("Slow touch"), _("Attention and no aim. Everything else is off by agreement.")))
    return found


def switched_on_by() -> str:
    """The clinician who switched intimate lists on here."""
    return settings.INTIMACY_BY


def part(_keyring: Any, pair: Pair) -> Step | None:
    """This subject's share of Us: the same words whatever either of the two has done."""
    if pair.to != "pair":
        return None
    return Step(
        _("What you'd both be glad to talk about"),
        _("Each answers lists alone. Once a week a few things that both said yes to may be here."),
        Act(_("Look at it"), "wishes", (str(pair.id),)),
        (Act(_("What opens when"), "what-opens"),),
    )
