"""The answers of one form as they were given: each question with what was chosen, and whose measure it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from holdfast.instruments import queries as instruments
from holdfast.people.schema import Profile
from holdfast.progress import panel, wording
from holdfast.progress.schema import Line


@dataclass(frozen=True)
class Given:
    """One question and its answer; an empty answer was skipped or not asked."""

    question: str
    answer: str


@dataclass(frozen=True)
class GivenPage:
    """One administration: its answers, its numbers, and where they lead."""

    id: Any
    title: str
    on: date
    period: str
    scores: Sequence[tuple[str, str]]
    answers: Sequence[Given]
    credit: Sequence[str]
    line: Line | None
    here: bool
    corrected: bool


def page(given: Any, profile: Profile, lines: Sequence[Line]) -> GivenPage:
    """Everything the page of one administration shows. Without its file the bare answers stand by their ids."""
    instrument = instruments.definition(given.instrument, given.version) or instruments.definition(given.instrument)
    about = next((someone.name for someone in profile.people if someone.id == given.target), "")
    form = _variant(instrument, given.variant) if instrument else None
    return GivenPage(
        id=given.id,
        title=title(given),
        on=given.local_date,
        period=(form.recall if form and form.recall else instrument.recall) if instrument else "",
        scores=list(_scores(instrument, given)) if instrument else [],
        answers=list(_answers(instrument, given, about)),
        credit=panel.credit(instrument) if instrument else (),
        line=next((line for line in panel.main(lines) if _holds(line, given)), None),
        here=instrument is not None and instrument.status == "active",
        corrected="corrected" in given.flags,
    )


def title(given: Any) -> str:
    """The short title of a form, or its id where this installation no longer has it."""
    instrument = instruments.definition(given.instrument, given.version) or instruments.definition(given.instrument)
    form = _variant(instrument, given.variant) if instrument else None
    if instrument is None:
        return given.instrument
    return form.title if form and form.title else instrument.short_title


def _variant(instrument: Any, variant: str | None) -> Any:
    try:
        return instrument.variant(variant)
    except KeyError:
        return None


def _holds(line: Line, given: Any) -> bool:
    return any(reading.administration == given.id for reading in line.readings)


def _scores(instrument: Any, given: Any) -> Any:
    for score in panel.scores(instrument, given.variant) if _known(instrument, given.variant) else []:
        made = given.result.scores.get(score.id)
        number = panel.number(made, float(score.range[0]), float(score.range[1]))
        shown = _("no number: not all was answered")
        if number is not None:
            shown = wording.of(number, float(score.range[1]))
        yield score.title, shown


def _known(instrument: Any, variant: str | None) -> bool:
    return variant is None or _variant(instrument, variant) is not None


def _answers(instrument: Any, given: Any, about: str) -> Any:
    items = instrument.items_in(given.variant) if instrument and _known(instrument, given.variant) else ()
    for item in items:
        words = item.text or " – ".join(item.poles or ()) or item.id
        text = words.replace("{person}", about or _("someone"))
        yield Given(text, _answer(instrument, item, given.answers.get(item.id)))
    named = {item.id for item in items}
    for id, answer in given.answers.items():
        if id not in named:
            yield Given(id, str(answer))


def _answer(instrument: Any, item: Any, answer: Any) -> str:
    """The words of an answer: the option's label, several of them, or nothing."""
    if answer is None:
        return ""
    chosen = list(answer) if isinstance(answer, list | tuple) else [answer]
    labels = {}
    for option in instrument.options(item):
        label = option.label or (str(option.value) if option.value is not None else option.key)
        labels[option.key] = label
        if option.value is not None:
            labels.setdefault(option.value, label)
    return ", ".join(str(labels.get(each, each)) for each in chosen if isinstance(each, str | int))
