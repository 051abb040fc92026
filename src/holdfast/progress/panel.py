"""From opened records to series and lines. Decides what may stand on one line together; computes nothing itself.

One line holds one score of one instrument in one variant and language, about one person. Watched items (those that
wake the support page) are never drawn, nor is any score made of them alone (CR-11).
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from holdfast.insights.change import Threshold
from holdfast.insights.series import Series, daily
from holdfast.progress import questions
from holdfast.progress.schema import Band, Cut, Item, Line, Reading, Rule, Scale
from holdfast.safety.rules import unplottable


def series(days: Iterable[Any], item: Item, first: date, last: date) -> Series:
    """One daily item as a series from `first` to `last`; a day without a number on its scale is a gap."""
    points = {day.date.toordinal(): on_scale(day.values.get(item.id), item.low, item.high) for day in days}
    return daily(points, first.toordinal(), last.toordinal())


def on_scale(value: Any, low: float, high: float) -> float | None:
    """The value; None when it is no number, or one outside its scale, which is no number of this scale."""
    fits = isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
    return value if fits else None


def answered(days: Iterable[Any]) -> list[Item]:
    """The daily items with at least one number, in the order in which they are always shown."""
    there = {id for day in days for id, value in day.values.items() if value is not None}
    return [item for id in questions.ITEMS if id in there and (item := questions.item(id)) is not None]


def scores(instrument: Any, variant: str | None) -> list[Any]:
    """The scores of a form that may be drawn, the main one first: the one a rule of change is published for."""
    hidden = unplottable(instrument)
    ruled = {change.score for change in instrument.change}
    drawn = [score for score in instrument.scores_in(variant) if score.shown and not set(score.items) <= hidden]
    return sorted(drawn, key=lambda score: score.id not in ruled)


def scale(instrument: Any, variant: str | None, language: str, score: Any) -> Scale:
    """Everything a page says about one score, from the instrument's file."""
    form = instrument.variant(variant)
    return Scale(
        instrument=instrument.id,
        variant=form.id if form else "",
        language=language,
        score=score.id,
        score_title=score.title,
        title=(form.title if form and form.title else instrument.short_title),
        question=questions.measure(instrument.id, instrument.short_title),
        low=float(score.range[0]),
        high=float(score.range[1]),
        higher_is_better=score.higher_is == "better",
        period=(form.recall if form and form.recall else instrument.recall),
        retest_days=int((form.retest_days if form and form.retest_days else instrument.retest_days) or 0),
        rule=_rule(instrument, score.id),
        cuts=tuple(_cuts(score)),
        bands=tuple(_bands(score)),
        credit=credit(instrument),
        reviewed=instrument.review.status == "clinician",
    )


def credit(instrument: Any) -> tuple[str, ...]:
    """Who made a measure and on what terms it is shown: said beside each form and each result."""
    licence = instrument.source.licence
    said = (instrument.source.citation, licence.attribution or licence.name)
    return tuple(dict.fromkeys(part for part in said if part))


def _rule(instrument: Any, score: str) -> Rule | None:
    change = next((change for change in instrument.change if change.score == score), None)
    chosen = change and (change.published or change.computed)
    if not change or not chosen:
        return None
    noise = float(change.noise.value) if change.noise else None
    computed = change.published is None
    threshold = Threshold(float(chosen.value), computed=computed, noise=noise)
    inputs = [part.status for part in (change.sd, change.reliability) if part]
    return Rule(threshold, chosen.source or change.source or "", chosen.status, computed and "recalled" in inputs)


def _cuts(score: Any) -> Iterable[Cut]:
    """Cut points; a source that says "same" is the one before it."""
    source = ""
    for cut in score.cut_points:
        source = source if cut.source == "same" else cut.source
        yield Cut(float(cut.value), cut.direction, cut.label, source, cut.status)


def _bands(score: Any) -> Iterable[Band]:
    starts = [float(band.start) for band in score.bands]
    ends = [*starts, float(score.range[1])][1:] if starts else []
    for band, low, high in zip(score.bands, starts, ends, strict=True):
        yield Band(low, high, band.label, band.source, band.status)


Definition = Callable[[str], Any]
Key = Callable[[str], str]


def lines(administrations: Sequence[Any], definition: Definition, key: Key, *, whole: bool = False) -> list[Line]:
    """The lines of all administrations: measures in the order of their first answer, each with its main score first.

    `definition(id)` gives the instrument's newest file, or None where its pack is absent: then there is nothing to
    draw it with. `key(label)` gives an address that tells nobody what the line is about. `whole`: main scores only.
    """
    forms: dict[tuple[str, str, str, str], list[Any]] = {}
    for given in administrations:
        place = (given.instrument, given.variant or "", given.language, given.target or "")
        forms.setdefault(place, []).append(given)
    found = []
    for (id, variant, language, about), taken in forms.items():
        instrument = definition(id)
        if instrument is None or not _has_variant(instrument, variant or None):
            continue
        for score in scores(instrument, variant or None)[: 1 if whole else None]:
            drawn = scale(instrument, variant or None, language, score)
            label = "/".join((id, variant, language, score.id, about))
            found.append(Line(key(label), drawn, tuple(_reading(each, drawn) for each in taken), about))
    return found


def _has_variant(instrument: Any, variant: str | None) -> bool:
    try:
        instrument.variant(variant)
    except KeyError:
        return False
    return True


def _reading(given: Any, of: Scale) -> Reading:
    """One score of one administration."""
    result = given.result.scores.get(of.score)
    return Reading(
        administration=given.id,
        on=given.local_date,
        value=number(result, of.low, of.high),
        n_answered=result.n_answered if result is not None else 0,
        imputed=result.imputed if result is not None else 0,
        soft="soft" in given.flags,
    )


def number(result: Any, low: float, high: float) -> float | None:
    """A score's value on its scale, or None."""
    return on_scale(result.value, low, high) if result is not None else None


def main(found: Sequence[Line]) -> list[Line]:
    """One line for each form: its first score. The parts of a form stand on its own page."""
    firsts: dict[tuple[str, ...], Line] = {}
    for line in found:
        firsts.setdefault(form(line), line)
    return list(firsts.values())


def parts(found: Sequence[Line], of: Line) -> list[Line]:
    """The other scores of the same form."""
    return [line for line in found if form(line) == form(of) and line.scale.score != of.scale.score]


def form(line: Line) -> tuple[str, ...]:
    """What makes two lines belong to one form."""
    return (line.scale.instrument, line.scale.variant, line.scale.language, line.about)
