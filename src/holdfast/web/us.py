"""Us (place 4): what two share in each direction and until when, at one glance. Composes; decides nothing itself.

A room adds its own part for a pair to PARTS, as rooms add offers to Today. Nothing here counts, dates or waits for
anybody: what is not shared is not there, and has no place kept for it.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.accounts.access import unlocked
from holdfast.kit.step import Step
from holdfast.people import queries as people
from holdfast.people import sharing
from holdfast.people.schema import Pair
from holdfast.together import parts as together
from holdfast.together.wishes import wording as wishes

Part = Callable[[Any, Pair], Step | None]

# What stands in Us for each pair besides what is shared, in this order: the signal, the break, this week, wishes.
PARTS: tuple[Part, ...] = (wishes.part,)


@require_safe
@unlocked
def us(request: HttpRequest) -> HttpResponse:
    """The page."""
    page = people.frame(people.profile(request.keyring)) | _found(request.keyring)
    for row in page["rows"]:
        row["together"] = together.us(request, row["pair"])
    page["arrivals"] = together.arrived(request) if page["rows"] else ""
    return render(request, "web/us.html", page | {"place": "us"})


@require_safe
@unlocked(counts=False)
def shared_now(request: HttpRequest) -> HttpResponse:
    """What the others share with me, as an open page asks for it again each minute (PS-04). Keeps nobody awake."""
    return render(request, "web/us_theirs.html", _found(request.keyring))


def _found(keyring: Any) -> dict[str, Any]:
    rows = []
    for pair in people.pairs(keyring):
        shown = sharing.shown(keyring, pair)
        rows.append(
            {
                "pair": pair,
                "mine": [each for each in shown if each.mine],
                # What was written to me has a page of its own: letters.
                "theirs": [each for each in shown if not each.mine and not each.keep],
                "asked": sharing.asked(keyring, pair),
                "parts": [part for build in PARTS if (part := build(keyring, pair)) is not None],
            }
        )
    return {"rows": rows, "unsure": people.unsure(keyring)}
