"""What this room says on its pages, as in the storyboards (3.3, 3.6, 3.7). Pure: facts in, sentences out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as written
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.together.schema import Signal, Told

Words = str | Promise

SIGNALS: dict[str, Words] = {
    "steady": gettext_lazy("Steady"),
    "shaky": gettext_lazy("Shaky"),
    "too-much": gettext_lazy("Too much"),
}
MEANINGS: dict[str, Words] = {
    "steady": gettext_lazy("I'm all right."),
    "shaky": gettext_lazy("It's harder than it looks."),
    "too-much": gettext_lazy("I can't talk or decide now."),
}
WISHES: dict[str, Words] = {
    "near": gettext_lazy("Please stay near"),
    "room": gettext_lazy("Please give me room"),
}
WISH_MEANINGS: dict[str, Words] = {
    "near": gettext_lazy("Same room, no questions."),
    "room": gettext_lazy("I'll come to you."),
}
FADES: list[tuple[int, Words]] = [
    (1, gettext_lazy("1 hour")),
    (3, gettext_lazy("3 hours")),
    (6, gettext_lazy("6 hours")),
]
LENGTHS: list[tuple[str, Words]] = [
    ("20", gettext_lazy("20 minutes")),
    ("40", gettext_lazy("40 minutes")),
    ("60", gettext_lazy("an hour")),
    ("tomorrow", gettext_lazy("until tomorrow")),
]
NOW_LENGTHS: list[tuple[str, Words]] = [
    ("20", gettext_lazy("20")),
    ("40", gettext_lazy("40")),
    ("60", gettext_lazy("60 minutes")),
    ("tomorrow", gettext_lazy("until tomorrow")),
]
BREAK_WORDS: list[Words] = [gettext_lazy("I need a break"), gettext_lazy("Time for air")]
HOW: list[tuple[str, Words]] = [
    ("good", gettext_lazy("Good")),
    ("okay", gettext_lazy("Okay")),
    ("hard", gettext_lazy("Hard")),
    ("worse", gettext_lazy("It made it worse")),
    ("didnt", gettext_lazy("We didn't")),
]
HERE: list[tuple[str, Words]] = [
    ("here", gettext_lazy("Here")),
    ("partly", gettext_lazy("Partly here")),
    ("far", gettext_lazy("Far away")),
]


@dataclass(frozen=True)
class Said:
    """Something of the other's as it is shown: a heading and a few lines."""

    heading: str
    lines: tuple[str, ...]


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """A moment as an hour of one's own day."""
    return written(moment.astimezone(zone), "H:i")


def day_and_clock(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """A moment of the coming days: "today 16:00", "Saturday 16:00", and with the date where the weekday may mislead."""
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return _("today {time}").format(time=written(local, "H:i"))
    return written(local, "l H:i" if local.date() - today < timedelta(days=6) else "l j F, H:i")


def short_day(moment: datetime, zone: ZoneInfo) -> str:
    """The same for a button: "Sat 16:00"."""
    return written(moment.astimezone(zone), "D H:i")


def signal_line(signal: Signal) -> str:
    """The word, and the wish if there is one: "Shaky. Please stay near."."""
    parts = [SIGNALS[signal.word], *([WISHES[signal.wish]] if signal.wish else [])]
    return " ".join(f"{part}." for part in parts)


def signal(signal: Signal, name: str) -> Said:
    """S4: what the other sees."""
    heading = _("{name}: {signal}").format(name=name, signal=signal_line(signal))
    do, rest = _do(signal, name), []
    if signal.word != "steady":
        rest.append(_("What to skip: following, asking why, messages, fixing."))
        feels = _("It's about how {name} feels, not about what you did. It isn't a no or a yes to anything else.")
        rest.append(feels.format(name=name))
    elif signal.wish:
        rest.append(_("It isn't a yes to touch, or to anything else. Ask each time."))
    return Said(heading, (do, *rest))


def _do(signal: Signal, name: str) -> str:
    if signal.wish == "near":
        return _("What you can do: sit within reach of a voice, not of a hand. You needn't talk.")
    if signal.word == "too-much" or signal.wish == "room":
        said = _('What you can do: say "okay", give room, keep the house calm. Wait until {name} comes to you.')
        return said.format(name=name)
    if signal.word == "shaky":
        return _("What you can do: ask once, 'Company or quiet?' No answer means quiet.")
    return _("Nothing to do. It isn't a yes to touch, or to anything else. Ask each time.")


def until(moment: datetime, tomorrow: bool, now: datetime, zone: ZoneInfo) -> str:
    """The end of a break: its hour, or "tomorrow" where it was meant so and that is still ahead."""
    ahead = moment.astimezone(zone).date() > now.astimezone(zone).date()
    return _("tomorrow") if tomorrow and ahead else clock(moment, zone)


def told(told: Told, name: str, now: datetime, zone: ZoneInfo) -> Said:
    """P5: what the other sees of a break that was told."""
    if told.state == "enough":
        heading = _("{name} would like to leave this talk for today.").format(name=name)
        return Said(heading, (_("You can say goodnight kindly."),))
    if now >= told.until:
        said = _("{name} may need longer. Let {name} come to you.").format(name=name)
        return Said(_("The time is about up."), (said,))
    when = until(told.until, told.tomorrow, now, zone)
    if told.state == "longer":
        return Said(_("{name} is taking a bit longer: until {time}.").format(name=name, time=when), ())
    lines = (
        _("The talk has stopped. That's a good thing."),
        _("Meanwhile: do something with your hands, walk, breathe out slowly."),
        _("What to skip: following, knocking, messages, asking others to step in."),
        _("If a child is upset, be with the child. Don't send the child to {name}.").format(name=name),
    )
    return Said(_("{name} is taking a break until {time}.").format(name=name, time=when), lines)


def suits(title: str, when: str, name: str) -> str:
    """What the other sees of a plan I offer."""
    return _("{title}. {when} would suit {name}.").format(title=title, when=_capital(when), name=name)


def agreed(title: str, when: str, name: str) -> str:
    """A plan that both want."""
    return _("{title}. {when}, you and {name}.").format(title=title, when=_capital(when), name=name)


def planned(plan: Any, when: str, name: str) -> str:
    """A plan as one of the two reads it: what both want, what the other offers, or what I offer."""
    if plan.agreed:
        return agreed(plan.thing.title, when, name)
    if plan.mine:
        return _("{title}. {when}.").format(title=plan.thing.title, when=_capital(when))
    return suits(plan.thing.title, when, name)


def asks(name: str, asks: str) -> str:
    """What the other sees of an ask."""
    return _("{name} asks: {asks}").format(name=name, asks=asks)


def card_words(words: str, when: str, tomorrow: bool) -> list[str]:
    """A break as words to hold up: mine, and when I look in again."""
    looks = _("I'll look in tomorrow.") if tomorrow else _("I'll look in at {time}.").format(time=when)
    return [f"{words.rstrip('. ')}.", looks, _("Please don't follow.")]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
