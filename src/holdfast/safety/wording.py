"""A helpline in words: what a page shows of it, and what happens when one calls.

A field nobody knows shows less beside the number and is said as unknown where it is explained; nothing is a guess.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.dateformat import format as written
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from holdfast.safety import schema
from holdfast.safety.schema import ALWAYS, UNKNOWN, Check, Helpline, Helplines, Open

DAYS = {
    "mon": gettext_lazy("Monday"),
    "tue": gettext_lazy("Tuesday"),
    "wed": gettext_lazy("Wednesday"),
    "thu": gettext_lazy("Thursday"),
    "fri": gettext_lazy("Friday"),
    "sat": gettext_lazy("Saturday"),
    "sun": gettext_lazy("Sunday"),
}

_NAME = {
    "no": gettext_lazy("You needn't give your name."),
    "asked": gettext_lazy("They may ask your name."),
    "yes": gettext_lazy("They ask your name."),
}
_SENDS = {
    "never": gettext_lazy("They don't send anyone unless you ask."),
    "may": gettext_lazy("They may send help without your yes, if a life is at risk."),
}
_BILL = {
    "shows": gettext_lazy("The call can show on a phone bill."),
    "hidden": gettext_lazy("The call doesn't show on a phone bill."),
}


@dataclass(frozen=True)
class Way:
    """One button: "Call 116 123" with where it leads. `hours` only where they differ from the line's own."""

    kind: str
    label: str
    href: str
    short: str  # the number alone, or the name of the site, for the middle of a sentence
    hours: str = ""


@dataclass(frozen=True)
class Line:
    """A helpline, ready to be shown. `anchor` is its place on the page of its country, where everything is said."""

    id: str
    country: str
    anchor: str
    name: str
    for_whom: str
    hours: str  # empty where nobody knows
    cost: str  # empty where nobody knows
    languages: str  # empty where nobody knows
    ways: tuple[Way, ...]
    happens: tuple[str, ...]  # what happens when one calls: what is known, then what is not
    checked: str
    old: str  # a warning where the check is old, else empty
    source: str
    local: bool = False
    on_call: bool = False

    @property
    def texts(self) -> tuple[Way, ...]:
        """The ways that need no voice and no other site: a text message."""
        return tuple(each for each in self.ways if each.kind == "text")


def line(of: Helplines, given: Helpline, today: date) -> Line:
    """What pages show of one line of a file."""
    return Line(
        id=given.id,
        country=of.country,
        anchor=f"line-{of.id}-{given.id}" if of.local else f"line-{given.id}",
        name=given.service,
        for_whom=given.for_whom,
        hours=hours(given),
        cost=cost(given),
        languages="" if given.languages == UNKNOWN else ", ".join(given.languages),
        ways=tuple(way(each) for each in given.ways),
        happens=tuple(happens(given)),
        checked=checked(given.check),
        old=old(given.check, today),
        source=given.source,
        local=of.local,
        on_call=given.on_call,
    )


def way(given: schema.Way) -> Way:
    """One button and where it leads. The number stands on it, for whoever dials on another phone."""
    if given.kind == "phone":
        number = given.shown or given.dial
        return Way("phone", _("Call %(number)s") % {"number": number}, f"tel:{given.dial}", number, given.hours or "")
    if given.kind == "text":
        number = given.shown or given.dial
        label = _("Text %(word)s to %(number)s") if given.say else _("Text %(number)s")
        said = label % {"word": given.say, "number": number}
        return Way("text", said, f"sms:{given.dial}", number, given.hours or "")
    site = given.dial.removeprefix("https://").removeprefix("www.").partition("/")[0]
    label = _("Chat: %(site)s") if given.kind == "chat" else _("Page: %(site)s")
    return Way(given.kind, label % {"site": site}, given.dial, site, given.hours or "")


def hours(given: Helpline) -> str:
    """When somebody answers; empty where nobody knows. An on-call service says so with "only"."""
    if given.on_call:
        return _("Only %(hours)s.") % {"hours": "; ".join(stretch(each) for each in given.open)}
    return {ALWAYS: _("Day and night."), UNKNOWN: ""}.get(given.hours, given.hours)


def stretch(given: Open) -> str:
    """A stretch of the week: "Monday to Friday, 09:00 to 17:00"."""
    clock = _("%(from)s to %(to)s") % {"from": given.from_, "to": given.to}
    places = [schema.WEEK.index(day) for day in given.days]
    in_a_row = len(places) > 2 and places == list(range(places[0], places[-1] + 1))
    if in_a_row:
        days = _("%(first)s to %(last)s") % {"first": DAYS[given.days[0]], "last": DAYS[given.days[-1]]}
    else:
        days = ", ".join(str(DAYS[day]) for day in given.days)
    return f"{days}, {clock}"


def cost(given: Helpline) -> str:
    """What it costs; empty where nobody knows."""
    return {"free": _("Free."), UNKNOWN: ""}.get(given.cost, given.cost)


def happens(given: Helpline) -> Iterator[str]:
    """What happens when one calls: what the service itself says, then plainly what we don't know."""
    known = {
        _("the hours"): given.hours if given.hours == UNKNOWN else "",
        _("the cost"): given.cost if given.cost == UNKNOWN else "",
        _("the languages"): UNKNOWN if given.languages == UNKNOWN else "",
        _("who answers"): given.answered_by,
        _("the wait"): given.wait,
        _("if they ask your name"): _NAME.get(given.name_needed, UNKNOWN),
        _("if they may send help you didn't ask for"): _SENDS.get(given.sends_help, UNKNOWN),
        _("if it shows on a phone bill"): _BILL.get(given.on_bill, UNKNOWN),
    }
    yield from (str(sentence) for sentence in known.values() if sentence not in ("", UNKNOWN))
    if given.more:
        yield given.more
    if unknown := [what for what, sentence in known.items() if sentence == UNKNOWN]:
        yield _("We don't know: %(what)s.") % {"what": ", ".join(unknown)}


def checked(check: Check) -> str:
    """How anyone made sure, with the month: a day more or less changes nothing for whoever calls."""
    month = {"month": written(check.on, "F Y")}
    if check.kind == "dialled":
        return _("Dialled by us, %(month)s.") % month
    page = _("the service's own page") if check.whose == "service" else _("a government page")
    if check.seen == "stored-copy":
        page = _("a stored copy of %(page)s") % {"page": page}
    if check.page_from:
        page += f" ({check.page_from})"
    return _("Read in %(page)s, %(month)s. Not yet dialled.") % {"page": page, **month}


def old(check: Check, today: date) -> str:
    """A plain warning once nobody has looked for half a year; empty before that."""
    if schema.age(check, today) == "fresh":
        return ""
    months = (today - check.on).days // 30
    said = ngettext(
        "No one has checked this for %(months)s month.", "No one has checked this for %(months)s months.", months
    )
    return said % {"months": months} + " " + _("It may have changed.")
