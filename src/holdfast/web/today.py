"""Today: a greeting and the first offer of a fixed list of rooms (decision 26). Composes; decides nothing itself."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from holdfast.accounts.access import unlocked
from holdfast.checkins import queries as checkins
from holdfast.kit import clock
from holdfast.kit.step import Step
from holdfast.people import queries as people
from holdfast.people import rules
from holdfast.people.schema import Profile
from holdfast.programme import offers as programme
from holdfast.progress import queries as progress
from holdfast.safety import rules as safety
from holdfast.together import parts as together
from holdfast.web import spare_key

Offer = Callable[[Any, Profile, datetime], Step | None]

# In the order they are asked; the first that has something to offer is shown. The programme stands twice: what the
# person planned for today, and last of all the next part of their path.
OFFERS: tuple[Offer, ...] = (
    spare_key.next_step,
    people.next_step,
    checkins.next_step,
    programme.planned_step,
    progress.next_step,
    people.alongside_step,
    programme.next_step,
)


def next_step(keyring: Any, profile: Profile, now: datetime) -> Step | None:
    """The one thing to offer now, or None on a day that wants nothing."""
    return next((step for offer in OFFERS if (step := offer(keyring, profile, now)) is not None), None)


@unlocked
def today(request: HttpRequest) -> HttpResponse:
    """The page of the day."""
    profile = people.profile(request.keyring)
    now = clock.now()
    local = now.astimezone(rules.zone(profile))
    pairs = people.pairs(request.keyring)  # once for the page: opening what two have is most of its work
    page = {
        "place": "today",
        "moment": local,
        "part_of_day": part_of_day(local),
        "arrived": people.arrived(request.keyring, pairs),
        "together": together.today(request, profile, pairs),
        "step": next_step(request.keyring, profile, now),
        "reading": safety.reading(local.date()),
        "back_after_gap": checkins.gap(request.keyring, profile, now),
    }
    return render(request, "web/today.html", people.frame(profile) | page)


def part_of_day(local: datetime) -> str:
    """morning, afternoon, evening or night, by the person's own clock."""
    for hour, name in ((5, "night"), (12, "morning"), (18, "afternoon"), (22, "evening")):
        if local.hour < hour:
            return name
    return "night"
