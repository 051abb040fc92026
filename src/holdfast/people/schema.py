"""The shape of a profile. Reading is tolerant: what is missing or damaged becomes its default, never an error.

Writing is strict: `check` refuses what cannot be, with a plain sentence.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from holdfast.people.card import Card as Card
from holdfast.people.pair import Pair as Pair

RELATIONS = ("romantic", "friend", "peer")  # partner in love; friend or relative; someone who's been through it too
WHEN = ("morning", "evening", "any")
REMINDERS = ("", "minute", "daily", "water")  # keys of the dull lines a reminder may say; "" is none
SPARE_KEY = ("made", "later", "none")
THEMES = ("auto", "light", "dark")

LONGEST_NAME = 80
MOST_PEOPLE = 20
MOST_DATES = 60
LONGEST_SPAN = timedelta(days=31)
VISITS_KEPT = 3


class NotAProfile(ValueError):
    """What was handed in cannot stand in a profile; the message is a plain sentence."""


@dataclass(frozen=True)
class Someone:
    """A person in someone's life, known only to whoever wrote them down."""

    id: str
    name: str
    relation: str = "friend"
    main: bool = False
    pair: str = ""  # the id of the space, once linked


@dataclass(frozen=True)
class Span:
    """A run of hard days, first and last included."""

    first: date
    last: date

    def __str__(self) -> str:
        return f"{self.first.isoformat()}/{self.last.isoformat()}"


@dataclass(frozen=True)
class Profile:
    """How one person wants this to be. Days are local ISO dates; `zone` is an IANA name.

    `started` is the local date of the first day; `learn_until` ends the opt-in ten-item form; `visits` keeps the
    first three days of use and no more, for the one question that waits for the third.
    """

    name: str = ""
    recovering: bool = True
    supporting: bool = False
    zone: str = "UTC"
    zone_known: bool = False
    one_at_a_time: bool = True
    check_in_at: str = "any"
    reminder: str = ""
    people: list[Someone] = field(default_factory=list)
    spare_key: str = "later"
    started: str | None = None
    visits: list[str] = field(default_factory=list)
    soft_days: list[str] = field(default_factory=list)
    learn_until: str | None = None
    theme: str = "auto"
    lang: str = "en"
    minutes_to_lock: int = 5
    pairs: list[str] = field(default_factory=list)  # ids of the spaces one belongs to, for the bar of places alone

    def body(self) -> dict[str, Any]:
        """The profile as sealed."""
        return asdict(self)


def span(text: Any) -> Span | None:
    """Hard days from "2026-11-20/2026-11-26"; None when that cannot be read."""
    first, slash, last = str(text).partition("/")
    start, end = day(first), day(last)
    if not slash or start is None or end is None or not timedelta(0) <= end - start <= LONGEST_SPAN:
        return None
    return Span(start, end)


def day(text: Any) -> date | None:
    """A date from exactly "2026-11-20"; None for anything else."""
    try:
        found = date.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return found if found.isoformat() == text else None


def _text(longest: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and len(value) <= longest


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _one_of(*options: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in options


def _minutes(value: Any) -> bool:
    return type(value) is int and 2 <= value <= 15


def _day_or_none(value: Any) -> bool:
    return value is None or day(value) is not None


def _list_of(fits: Callable[[Any], bool], most: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and len(value) <= most and all(map(fits, value))


def _someone(value: Any) -> bool:
    return (
        isinstance(value, Someone)
        and _is_uuid(value.id)
        and _text(LONGEST_NAME)(value.name)
        and bool(value.name.strip())
        and value.relation in RELATIONS
        and _flag(value.main)
        and (value.pair == "" or _is_uuid(value.pair))
    )


def _is_uuid(value: Any) -> bool:
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


@cache
def zones() -> frozenset[str]:
    """Every IANA time zone this installation knows."""
    return frozenset(available_timezones())


def is_zone(value: Any) -> bool:
    """Whether this is an IANA time zone, for example "Europe/Berlin"."""
    return isinstance(value, str) and value in zones()


# For each field: what fits, and the sentence said when something else is handed in.
RULES: dict[str, tuple[Callable[[Any], bool], Any]] = {
    "name": (_text(LONGEST_NAME), _("A name can have up to 80 letters.")),
    "recovering": (_flag, _("Please choose what you are here for.")),
    "supporting": (_flag, _("Please choose what you are here for.")),
    "zone": (is_zone, _("We don't know this time zone. Please choose one from the list.")),
    "zone_known": (_flag, _("Please choose a time zone.")),
    "one_at_a_time": (_flag, _("Please choose one of the two.")),
    "check_in_at": (_one_of(*WHEN), _("Please choose one of the times.")),
    "reminder": (_one_of(*REMINDERS), _("Please choose one of the lines.")),
    "people": (
        _list_of(_someone, MOST_PEOPLE),
        _("A person needs a name of up to 80 letters, and the list can hold 20."),
    ),
    "spare_key": (_one_of(*SPARE_KEY), _("Please choose one of the three.")),
    "started": (_day_or_none, _("A day looks like 2026-11-20.")),
    "visits": (_list_of(lambda value: day(value) is not None, VISITS_KEPT), _("A day looks like 2026-11-20.")),
    "soft_days": (
        _list_of(lambda value: span(value) is not None, MOST_DATES),
        _("Hard days run from a first to a last day, a month at most, and the list can hold 60."),
    ),
    "learn_until": (_day_or_none, _("A day looks like 2026-11-20.")),
    "theme": (_one_of(*THEMES), _("Please choose one of the three.")),
    "lang": (_one_of("en"), _("Only English is here so far.")),
    "minutes_to_lock": (
        lambda value: type(value) is int and 2 <= value <= 15,
        _("Please choose from 2 to 15 minutes."),
    ),
    "pairs": (_list_of(lambda value: _is_uuid(value), MOST_PEOPLE), _("You can be linked with up to 20 people.")),
}


def check(profile: Profile) -> Profile:
    """The same profile when every field fits. Raises NotAProfile with the first sentence that applies."""
    for name, (fits, sentence) in RULES.items():
        if not fits(getattr(profile, name)):
            raise NotAProfile(str(sentence))
    if not profile.recovering and not profile.supporting:
        raise NotAProfile(_("Please choose at least one: for yourself, or for someone else."))
    if sum(someone.main for someone in profile.people) > 1:
        raise NotAProfile(_("Only one person can be the main one."))
    return profile


def _people(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    names = {part.name for part in fields(Someone)}
    return [
        Someone(**{key: part for key, part in entry.items() if key in names})
        for entry in value
        if isinstance(entry, dict) and {"id", "name"} <= entry.keys()
    ]


def read(body: dict[str, Any] | None) -> Profile:
    """A profile from its sealed body. A field that is missing or cannot be read takes its default."""
    given = {name: _people(value) if name == "people" else value for name, value in (body or {}).items()}
    profile = Profile(**{name: given[name] for name, (fits, _) in RULES.items() if name in given and fits(given[name])})
    return profile if profile.recovering or profile.supporting else replace(profile, recovering=True)
