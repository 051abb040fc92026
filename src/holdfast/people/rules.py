"""Decisions about one person: which days are soft, who is meant by "someone", when the spare key is asked about."""

from datetime import date
from zoneinfo import ZoneInfo

from holdfast.people import schema
from holdfast.people.schema import Profile, Someone, Span


def zone(profile: Profile) -> ZoneInfo:
    """The time zone a person's days follow."""
    return ZoneInfo(profile.zone)


def spans(profile: Profile) -> list[Span]:
    """The hard days a person marked, in order of their first day."""
    found = [span for text in profile.soft_days if (span := schema.span(text))]
    return sorted(found, key=lambda span: (span.first, span.last))


def hard(profile: Profile, day: date) -> bool:
    """Whether this very day was marked: nothing is asked on it."""
    return any(span.first <= day <= span.last for span in spans(profile))


def soft(profile: Profile, day: date) -> bool:
    """Whether this day lies in the same week, Monday to Sunday, as a marked day: no forms, easy things only."""
    # Counted, not dated: the week of the last day there is has no Sunday, and an import may name any day.
    monday = day.toordinal() - day.weekday()
    return any(span.first.toordinal() <= monday + 6 and span.last.toordinal() >= monday for span in spans(profile))


def main(profile: Profile) -> Someone | None:
    """The one person whom questions about "someone" mean, or None: such questions then do not appear."""
    return next((someone for someone in profile.people if someone.main), None)


def romantic(profile: Profile) -> bool:
    """Whether the main person is a partner in love. One's own word, shown to nobody."""
    someone = main(profile)
    return someone is not None and someone.relation == "romantic"


def learning(profile: Profile, day: date) -> bool:
    """Whether the opt-in ten-item form stands in for the three taps on this day."""
    until = schema.day(profile.learn_until)
    return until is not None and day <= until


def spare_key_due(profile: Profile) -> bool:
    """Whether this is the third visit of someone who asked to be reminded of a spare key then."""
    return profile.spare_key == "later" and len(profile.visits) >= schema.VISITS_KEPT


def visited(profile: Profile, today: date) -> list[str]:
    """The kept visits after a visit today: at most the first three days, nothing of the later ones."""
    seen = profile.visits
    if len(seen) >= schema.VISITS_KEPT or today.isoformat() in seen:
        return seen
    return [*seen, today.isoformat()]
