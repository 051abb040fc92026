"""Parts of pages that rooms above compose: this room's share of Today and of Us.

Somebody without anyone alongside pays nothing for them.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from holdfast.kit import clock
from holdfast.people import queries as people
from holdfast.people import rules
from holdfast.people.schema import Pair, Profile
from holdfast.together import arrivals, side, signals, week, wording
from holdfast.together.arrivals import Arrival, Now
from holdfast.together.mutes import MUTES
from holdfast.together.schema import WISHES, WORDS


@dataclass(frozen=True)
class Today:
    """Two parts of Today: what the other has said, which comes first; how I am, and a break."""

    arrived: SafeString
    mine: SafeString


def today(request: HttpRequest, profile: Profile, pairs: list[Pair]) -> Today | None:
    """Today's share, with these pairs of mine; None for whoever is solo."""
    moments = _moments(request, profile, _of_two(pairs))
    if not moments:
        return None
    context = {
        "signals": [_signal(now) for now in moments if now.side.is_on(now.pair.id)],
        "taking": moments[0].side.taking,
        "until": _until(moments[0]),
    }
    return Today(_drawn(_arrivals(request, moments)), render_to_string("together/today.html", context, request))


def arrived(request: HttpRequest) -> SafeString:
    """What of Today the other can change, alone: the same bytes whatever anybody keeps private."""
    moments = _moments(request, people.profile(request.keyring), _of_two(people.pairs(request.keyring)))
    return _drawn(_arrivals(request, moments))


def us(request: HttpRequest, pair: Pair) -> SafeString:
    """This room's share of the page of a pair."""
    profile = people.profile(request.keyring)
    (now,) = _moments(request, profile, [pair])
    context: dict[str, Any] = {
        "pair": pair,
        "on": now.side.is_on(pair.id),
        "signal": _signal(now),
        "taking": now.side.taking,
        "until": _until(now),
        "planned": week.planned(pair, now.found, now.side) is not None,
        "mutes": [(number, title, kind in pair.mutes) for number, (kind, title) in enumerate(MUTES, start=1)],
    }
    return render_to_string("together/us.html", context, request)


def _drawn(found: list[Arrival]) -> SafeString:
    return render_to_string("together/arrivals.html", {"arrivals": found})


def _of_two(pairs: list[Pair]) -> list[Pair]:
    return [pair for pair in pairs if pair.role != "clinician"]


def _moments(request: HttpRequest, profile: Profile, pairs: list[Pair]) -> list[Now]:
    if not pairs:
        return []
    now, zone = clock.now(), rules.zone(profile)
    page = side.read(request.keyring, now)
    return [arrivals.read(request.keyring, pair, page, now, zone) for pair in pairs]


def _arrivals(request: HttpRequest, moments: list[Now]) -> list[Arrival]:
    if not moments:
        return []
    written = arrivals.of_letters(request.keyring, moments[0].now, moments[0].side)
    return [arrival for now in moments for arrival in arrivals.of_pair(now)] + written


def _signal(now: Now) -> dict[str, Any]:
    """My own signal to somebody: the three words, or what stands and until when."""
    sent = signals.mine(now.found)
    return {
        "pair": now.pair,
        "sent": sent and wording.signal_line(sent),
        "shapes": [sent.word, *([sent.wish] if sent.wish else [])] if sent else [],
        "fades": sent and wording.clock(sent.until, now.zone),
        "words": [(word, wording.SIGNALS[word]) for word in WORDS],
        "wishes": [(wish, wording.WISHES[wish]) for wish in WISHES if wish],
    }


def _until(now: Now) -> str:
    taking = now.side.taking
    return wording.until(taking.until, taking.tomorrow, now.now, now.zone) if taking else ""
