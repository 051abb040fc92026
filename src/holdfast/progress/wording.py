"""Results into sentences. Short, plain, with their range and how sure they are; no praise, no alarm, no cause.

Decides no number: a verdict, a gate or an interval arrives from `insights` and is only put into words here.
"""

from collections.abc import Sequence
from datetime import date

from django.utils import dates, formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast.insights.change import Shift, Verdict
from holdfast.insights.result import Result
from holdfast.progress.schema import Cut, Item, Rule, Scale, Status
from holdfast.ui.words import SENTENCES

NO_BREAK = "\N{NO-BREAK SPACE}"


def say(key: str) -> str:
    """One of the fixed sentences, always worded alike."""
    return str(SENTENCES[key])


def number(value: float) -> str:
    """A value as people write it: at most two decimals, none where it is whole."""
    return formats.number_format(round(value, 2) + 0.0, decimal_pos=_decimals(value), use_l10n=True)


def rounded(value: float) -> str:
    """A calculated value (a mean, a bound): one decimal at most, since more would pretend to know more."""
    return number(round(value, 1))


def _decimals(value: float) -> int:
    for places in (0, 1):
        if abs(round(value, places) - round(value, 2)) < 1e-9:
            return places
    return 2


def day(when: date, today: date | None = None) -> str:
    """A date in words; the year only where it is not this one."""
    this_year = today is not None and when.year == today.year
    return formats.date_format(when, "j F" if this_year else "j F Y")


def short_day(when: date) -> str:
    """A date for a table, which never breaks over a line: "2 Jul 2026"."""
    return formats.date_format(when, "j M Y").replace(" ", NO_BREAK)


def between(low: float, high: float) -> str:
    """A calculated range for a table, which never breaks over a line."""
    return f"{rounded(low)}{NO_BREAK}–{NO_BREAK}{rounded(high)}"


def diary() -> str:
    """What else may move a number in the first two weeks."""
    return _("Changes like this also happen when people simply start keeping a diary.")


# Scales asked now and then


def span(scale: Scale) -> str:
    """The range of a scale and which end is the lighter one."""
    ends = {"low": number(scale.low), "high": number(scale.high)}
    if scale.higher_is_better:
        return _("%(low)s to %(high)s. Higher is better.") % ends
    return _("%(low)s to %(high)s. Lower is lighter.") % ends


def of(value: float, high: float) -> str:
    """A number with the end of its range: "43 of 80"."""
    return _("%(value)s of %(high)s") % {"value": number(value), "high": number(high)}


def rule(found: Rule | None) -> str:
    """How many points mean something on this scale."""
    if found is None:
        return _("Nobody has shown yet how big a real change is on this scale. So we only show the numbers.")
    threshold = found.threshold
    if threshold.computed:
        return _(
            "We worked out that about %(points)s points or more may be real. That may be too few. "
            "So we wait for two in a row."
        ) % {"points": rounded(threshold.points)}
    points = number(threshold.points)
    if threshold.noise is None:
        return _("%(points)s points or more, up or down, is likely real. Less is mostly chance.") % {"points": points}
    words = {"noise": number(threshold.noise), "points": points}
    return _("Up or down by %(noise)s is mostly chance. %(points)s or more is likely real.") % words


def rule_source(found: Rule | None) -> str:
    """Where the rule comes from; empty where there is none."""
    if found is None:
        return ""
    rests = _("It rests on values that are recalled, not yet checked.") if found.rests_on_recalled else ""
    return " ".join(filter(None, [source(found.source, found.status), rests]))


def source(text: str, status: Status) -> str:
    """Where a value comes from, and how sure we are of it; empty where there is neither."""
    said = _("Source: %(source)s.") % {"source": text.rstrip(".")} if text else ""
    return " ".join(filter(None, [said, known(status)]))


def known(status: Status) -> str:
    """The mark beside a value that was not seen in its own source."""
    marks = {
        "second-hand": _("We saw this value quoted, not in the source itself."),
        "recalled": _("This value is recalled, not yet checked."),
        "computed": _("We worked this value out ourselves."),
        "own": _("This is our own value."),
    }
    return marks.get(status, "")


def cut(point: Cut) -> str:
    """A published cut point in words, with its label as published."""
    words = {
        "gte": _("%(value)s and above: %(label)s."),
        "gt": _("Above %(value)s: %(label)s."),
        "lte": _("%(value)s and below: %(label)s."),
        "lt": _("Below %(value)s: %(label)s."),
    }[point.direction]
    return words % {"value": number(point.value), "label": point.label.rstrip(".")}


def verdict(found: Verdict, since: date, today: date, too_soon: bool = False) -> list[str]:
    """What may be said of the way from the first reading (on `since`) to the latest.

    `too_soon`: the two lie closer together than the scale allows; then nothing is said but that.
    """
    if found.n == 0:
        return [_("No number here yet.")]
    if found.n == 1:
        return [_("One number so far. The next one will stand beside it.")]
    said = [_way(found, since, today)]
    if too_soon:
        return [*said, say("early"), diary()]
    said.append(_size(found))
    if found.kind in ("perhaps", "once", "reliable"):
        said.append(_("We can't say what caused it."))
    return said


def _way(found: Verdict, since: date, today: date) -> str:
    values = {"since": day(since, today), "first": number(found.first), "latest": number(found.latest)}
    if found.first == found.latest:
        return _("On %(since)s your number was %(first)s. It's %(latest)s again.") % values
    return _("Since %(since)s your number went from %(first)s to %(latest)s.") % values


def _size(found: Verdict) -> str:
    step = {"step": number(abs(found.difference))}
    sentences = {
        "no-rule": _("We can't say if that's more than chance."),
        "none": _("That's no clear change."),
        "perhaps": _("A step of %(step)s may be real, or chance."),
        "once": _("A step of %(step)s may be real. We wait for the next number before we say more."),
        "reliable": _("A step of %(step)s is likely real."),
    }
    return sentences[found.kind] % step


def heavier() -> str:
    """A reliable change for the worse: support, not alarm."""
    return _("That's heavier than before. It's worth telling someone: a doctor, or a person you trust.")


# Daily answers


def days_seen(answered: int, of: int) -> str:
    """How many days have a number; a gap is no fault."""
    if answered == of:
        return _("Each of these days has a number.")
    return ngettext(
        "%(n)s of these %(of)s days has a number. A gap is fine.",
        "%(n)s of these %(of)s days have a number. A gap is fine.",
        answered,
    ) % {"n": answered, "of": of}


def usual(found: Result, item: Item) -> str:
    """The middle eight in ten days, or how many days are wanted."""
    if not found.enough:
        return more_days(found)
    low, high = found.interval
    values = {"low": rounded(low), "high": rounded(high), "end": number(item.high)}
    if rounded(low) == rounded(high):
        return _("On most of these days it was %(low)s, out of %(end)s.") % values
    return _("On most of these days it lay between %(low)s and %(high)s, out of %(end)s.") % values


def level(found: Result, item: Item) -> str:
    """The average with how sure it is, within the range of the answers; empty while there is not enough."""
    if not found.enough:
        return ""
    low, high = max(found.interval[0], item.low), min(found.interval[1], item.high)
    values = {"mean": rounded(found.estimate), "low": rounded(low), "high": rounded(high)}
    return _("On average it was %(mean)s. Give or take: %(low)s to %(high)s.") % values


def swing(found: Result) -> str:
    """The usual swing of days around their mean; empty while there is not enough."""
    if not found.enough:
        return ""
    return _("Your days tend to swing by about %(swing)s up or down.") % {"swing": rounded(found.estimate)}


def more_days(found: Result) -> str:
    """Why there is no number yet, and about how many days it takes."""
    if found.why == "no-spread":
        return _("You gave the same number each day so far.")
    missing = max(found.need - found.n, 1)
    return ngettext(
        "That needs about %(days)s more day with a number.",
        "That needs about %(days)s more days with a number.",
        missing,
    ) % {"days": missing}


def shift(found: Shift) -> list[str]:
    """The last two weeks against the first two, or an honest "can't tell"."""
    result = found.result
    if result.why in ("nothing", "too-soon"):
        return [say("early")]
    if result.why == "too-few":
        return [say("early"), _("It takes ten days with a number in each of two fortnights.")]
    means = {"then": rounded(found.earlier), "now": rounded(found.later)}
    said = [_("Your first two weeks were at %(then)s on average. Your last two weeks were at %(now)s.") % means]
    if result.why == "no-spread":
        return said
    if not found.clear:
        return [*said, _("We can't tell if that's more than chance. That's normal.")]
    return [*said, _clear(found), _("We can't say what caused it.")]


def _clear(found: Shift) -> str:
    """The direction, which is what is likely; and the size, which is known less well."""
    low, high = found.result.interval
    up = found.result.estimate > 0
    least, most = (max(low, 0), high) if up else (max(-high, 0), -low)
    values = {"least": rounded(least), "most": rounded(most)}
    if up:
        return _("That's likely a real step up: about %(least)s to %(most)s.") % values
    return _("That's likely a real step down: about %(least)s to %(most)s.") % values


def weekday(index: int) -> str:
    """The name of a weekday, 0 for Monday."""
    return str(dates.WEEKDAYS[index])


def weekday_note() -> str:
    """What seven means can and cannot show."""
    return _("Weekdays often differ by chance alone. A day shows here once it has four numbers.")


# The look back on the first week


def tools_used(times: int) -> str:
    """How often a tool was kept."""
    if times == 2:
        return _("You used a tool twice.")
    return ngettext("You used a tool once.", "You used a tool %(times)s times.", times) % {"times": times}


def before_and_after(pairs: list[tuple[int, int]]) -> str:
    """The numbers before and after each use; empty when nobody tapped any."""
    if not pairs:
        return ""
    words = {
        "before": listed([before for before, _after in pairs]),
        "after": listed([after for _before, after in pairs]),
    }
    return _("Before: %(before)s. After: %(after)s, out of 10.") % words


def listed(numbers: Sequence[int]) -> str:
    """Numbers as said aloud: "7", "7 and 6", "7, 6 and 5"."""
    said = [number(value) for value in numbers]
    if len(said) == 1:
        return said[0]
    return _("%(others)s and %(last)s") % {"others": ", ".join(said[:-1]), "last": said[-1]}


def days_noted(days: int) -> str:
    """On how many days of the week three taps were kept."""
    return ngettext("You noted how %(n)s day was.", "You noted how %(n)s days were.", days) % {"n": days}


def forms_answered(forms: int) -> str:
    """How many forms were answered in the week."""
    return ngettext("You answered %(n)s form.", "You answered %(n)s forms.", forms) % {"n": forms}
