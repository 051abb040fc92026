"""Which daily questions a person gets: the three taps, or the opt-in ten-item form. Pure: profile and day in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from holdfast.checkins import monthly, questions
from holdfast.checkins.questions import Question
from holdfast.checkins.schema import Daily, DailyItem
from holdfast.instruments.schema import Instrument, Item
from holdfast.people import rules as people
from holdfast.people.schema import Profile

MOST = 10  # questions on a day beside a form (decision 26b)


@dataclass(frozen=True)
class Sheet:
    """The daily questions of one day: `form` as stored with the answers ("three-taps@1.0.0"), and the questions."""

    form: str
    questions: tuple[Question, ...]
    more: tuple[Question, ...] = ()
    target: str | None = None
    flags: tuple[str, ...] = ()

    def kept(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The answers that may be stored: known ones, without those that are shown and never kept."""
        known = {question.id for question in (*self.questions, *self.more) if question.kept}
        return {item: value for item, value in answers.items() if item in known}

    def visible(self, answers: Mapping[str, Any]) -> list[Question]:
        """The questions to show after `answers`; what follows from "no contact" is not asked."""
        gone = {"felt", "gave"} if answers.get("contact") == 0 else set()
        return [question for question in self.questions if question.id not in gone]


def sheet(profile: Profile, day: date, taps: Daily, ten: Instrument | None) -> Sheet:
    """The questions for this person on this day; `ten` is the opt-in form where this installation has it."""
    main = people.main(profile)
    target = main.id if main else None
    flags = (monthly.SOFT,) if people.soft(profile, day) else ()
    more = tuple(_from_daily(item, profile) for item in taps.more)
    if ten is not None and people.learning(profile, day):
        return Sheet(f"{ten.id}@{ten.version}", _ten(ten, profile, day), target=target, flags=flags)
    asked = tuple(_from_daily(item, profile) for item in taps.items if _wanted(item, profile))
    return Sheet(f"{taps.id}@{taps.version}", asked, more, target, flags)


def _from_daily(item: DailyItem, profile: Profile) -> Question:
    main = people.main(profile)
    return questions.from_daily(item, main.name if main else "")


def _wanted(item: DailyItem, profile: Profile) -> bool:
    """Whether an item is for this person. Someone who is both gets the questions of the one recovering."""
    supports = people.main(profile) is not None and profile.supporting and not profile.recovering
    if item.needs == "someone-to-support" and not supports:
        return False
    if item.without == "someone-to-support" and supports:
        return False
    if item.who == "supporting" and profile.recovering:
        return False
    return item.who == "anyone" or bool(getattr(profile, item.who))


def _ten(ten: Instrument, profile: Profile, day: date) -> tuple[Question, ...]:
    """The ten-item form: shared items, those of one's role, and at most one that changes from day to day."""
    main = people.main(profile)
    ids = [*ten.blocks.shared, *_role(ten, profile)] if ten.blocks else []
    items = [item for id in ids if (item := ten.item(id)) and _has_its_person(item, profile)]
    if len(items) > MOST:
        # Both roles at once make eleven; `gave` is the one nearest to another item (p2).
        items = [item for item in items if item.id != "gave"]
    rotating = [item for item in ten.items if item.rotating and _has_its_person(item, profile)]
    if rotating and len(items) < MOST:
        items.append(rotating[day.toordinal() % len(rotating)])
    return tuple(questions.from_item(ten, item, None, main.name if main else "") for item in items)


def _role(ten: Instrument, profile: Profile) -> tuple[str, ...]:
    if profile.recovering and profile.supporting:
        return ten.blocks.both
    return ten.blocks.recovering if profile.recovering else ten.blocks.supporting


def _has_its_person(item: Item, profile: Profile) -> bool:
    """Items about "someone" mean the main person; without one they do not appear (decision 21)."""
    return (not item.asks_about_someone and item.id != "conflict") or people.main(profile) is not None
