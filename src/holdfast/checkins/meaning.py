"""What a finished form says to the person: never a number without its range, its meaning and a next step (CR-11).

Pure: instrument and administration in, sentences out. No band the authors did not publish, no verdict, and no number
made only of items that are never drawn.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from holdfast.instruments.schema import Instrument
from holdfast.safety import rules as safety

# Their labels would name a relationship or a person; the line and its source are enough.
UNLABELLED = {"csi-16"}
STIRRING = {"pcl-5", "itq", "dss", "lec-5"}
FIRST_LOOK, CLOSER_LOOK = "pc-ptsd-5", "pcl-5"


@dataclass(frozen=True)
class Source:
    """Where a published line, band or threshold comes from, and whether it was seen there."""

    text: str
    source: str
    mark: str = ""


@dataclass(frozen=True)
class Meaning:
    """The words of a result page, in the order they stand there. `number` is empty when there is none.

    `page` is "first-look", "closer-look" or "any"; `stirring` adds the offer of a short tool afterwards.
    """

    page: str
    number: str
    sentences: tuple[str, ...]
    sources: tuple[Source, ...] = ()
    stirring: bool = False


def of(instrument: Instrument, administration: Any) -> Meaning:
    """What this administration means, in words."""
    shown = main_scores(instrument, administration.variant)
    made = [(score, value) for score in shown if (value := _value(administration, score.id)) is not None]
    stirring = instrument.id in STIRRING
    if not made:
        return Meaning("any", "", (_without_number(instrument, shown),), stirring=stirring)
    if instrument.id == FIRST_LOOK:
        return _first_look(instrument, administration, made[0][1])
    if instrument.id == CLOSER_LOOK:
        return _closer_look(instrument, administration, made[0][1])
    sentences = [sentence for score, value in made for sentence in _plain(score, value, several=len(made) > 1)]
    if len(made) == 1 and not made[0][0].bands:
        sentences += [_line(instrument, cut, _met(administration, made[0][0], cut)) for cut in made[0][0].cut_points]
    number = _number(*made[0]) if len(made) == 1 else ""
    sources = [source for score, _made in made for source in _sources(instrument, score, administration)]
    return Meaning("any", number, tuple(sentences), tuple(sources), stirring)


def main_scores(instrument: Instrument, variant: str | None) -> list[Any]:
    """The scores a result page tells: the total, else those with a published line, else all that may be shown."""
    never = safety.unplottable(instrument)
    shown = [score for score in instrument.scores_in(variant) if score.shown and not set(score.items) <= never]
    totals = [score for score in shown if score.id == "total"]
    lined = [score for score in shown if score.cut_points or score.bands]
    return totals or lined[:1] or shown


def _value(administration: Any, score: str) -> float | None:
    found = administration.result.scores.get(score)
    return found.value if found else None


def _without_number(instrument: Instrument, shown: list[Any]) -> str:
    if not shown:
        return _("There is no number for this one. What you answered is kept.")
    return _("There is no number this time, because some were left out. That's fine. What you answered is kept.")


def _first_look(instrument: Instrument, administration: Any, value: float) -> Meaning:
    """A17, in its own words."""
    number = _("You said yes to %(n)d of 5.") % {"n": value}
    if value >= 3:
        text = _(
            "In studies, people with three or four yeses or more often gain from a closer look. "
            "Others with the same number are fine without one."
        )
    else:
        text = _(
            "Many people with this number don't need a closer look. "
            "If you feel bad all the same, that counts more than a number."
        )
    sources = tuple(_sources(instrument, instrument.scores[0], administration))
    return Meaning("first-look", number, (text,), sources)


def _closer_look(instrument: Instrument, administration: Any, value: float) -> Meaning:
    """A34, in its own words."""
    score = main_scores(instrument, administration.variant)[0]
    if value > 33:
        place = _("Your number is above that.")
    elif value < 31:
        place = _("Your number is below that.")
    else:
        place = _("Your number is right there.")
    sentences = (
        _("0 would mean none of these troubles, 80 all of them, as strong as can be."),
        _("Many clinics take a closer look from about 31 to 33 on.") + " " + place,
        _("Up or down by 5 is mostly chance. Fifteen or more is likely real."),
    )
    closing = _("Treatments made for this help many people.")
    sources = tuple(_sources(instrument, score, administration))
    return Meaning("closer-look", _number(score, value), (*sentences, closing), sources, stirring=True)


def _number(score: Any, value: float) -> str:
    low, high = score.range
    if low == 0:
        return _("%(value)s of %(high)s") % {"value": plain(value), "high": plain(high)}
    return _("%(value)s, on a scale from %(low)s to %(high)s") % {
        "value": plain(value), "low": plain(low), "high": plain(high),
    }  # fmt: skip


def plain(value: float) -> str:
    """A number for a sentence: 12, 3.4; never more than one decimal."""
    return f"{round(float(value), 1):g}"


def _plain(score: Any, value: float, *, several: bool) -> Iterator[str]:
    """Range, direction, band and lines of one score."""
    low, high = plain(score.range[0]), plain(score.range[1])
    if several:
        yield f"{score.title}: {_number(score, value)}."
    if score.higher_is == "worse":
        yield _("It can go from %(low)s to %(high)s. A higher number means more trouble.") % {"low": low, "high": high}
    else:
        yield _("It can go from %(low)s to %(high)s. A higher number means things are better.") % {
            "low": low, "high": high,
        }  # fmt: skip
    band = _band(score, value)
    if band:
        yield _("Its authors call this stretch “%(label)s”.") % {"label": band}
    elif not score.cut_points:
        yield _("Its authors draw no lines on it. It is most use beside your own earlier numbers.")


def _band(score: Any, value: float) -> str:
    below = [band.label for band in score.bands if band.start <= value]
    return below[-1] if below else ""


def _sources(instrument: Instrument, score: Any, administration: Any) -> Iterator[Source]:
    """Every published line, band and threshold of a score, each with its source and how it is known."""
    for cut in score.cut_points:
        line = _line(instrument, cut, _met(administration, score, cut))
        yield Source(line, cut.source, mark(cut.status))
    for band in score.bands[:1]:
        yield Source(_("The names of the stretches are the authors'."), band.source, mark(band.status))
    for change in instrument.change:
        if change.score == score.id and change.points is not None and instrument.id != CLOSER_LOOK:
            known = change.published or change.computed
            text = _("A difference of less than %(points)s is mostly chance.") % {"points": plain(change.points)}
            yield Source(text, known.source or change.source or "", mark(known.status))


def _met(administration: Any, score: Any, cut: Any) -> bool:
    return bool(administration.result.scores[score.id].meets.get(cut.key))


def _line(instrument: Instrument, cut: Any, met: bool) -> str:
    edge = {
        "gte": _("A line used in studies: %(value)s or more."),
        "gt": _("A line used in studies: more than %(value)s."),
        "lte": _("A line used in studies: %(value)s or less."),
        "lt": _("A line used in studies: below %(value)s."),
    }[cut.direction] % {"value": plain(cut.value)}
    label = "" if instrument.id in UNLABELLED else f" ({cut.label})"
    side = _("Your number is on that side.") if met else _("Your number is not on that side.")
    return f"{edge}{label} {side}"


def mark(status: str) -> str:
    """How a value is known, where that is less than seen in its source."""
    return {
        "recalled": _("from memory, not yet checked"),
        "second-hand": _("seen quoted, not yet in the source"),
        "computed": _("worked out by us"),
        "own": _("our own"),
    }.get(status, "")
