"""A question as a page draws it and a form answers it, made from an instrument's item or from a daily item.

Answers are what `instruments.scoring` takes: a number, an option's id, "na" for not applicable, a list of ids where
several may be ticked, and None for skipped. Nothing here knows a person beyond the name a question asks about.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from holdfast.checkins.schema import DailyItem
from holdfast.instruments.schema import Instrument, Item, Option

RATING = tuple(range(11))
NA = "na"
CANT_TELL = "cant-tell"  # what the rating posts for "I can't tell": no answer
FIELD = "a-"


class NotAnAnswer(ValueError):
    """What was sent is none of the answers on the page; the message is a plain sentence."""


@dataclass(frozen=True)
class Question:
    """One question. `options` are (key, label) with `answers` their meaning, in the same order.

    kind: "rating" 0 to 10 · "options" one of several · "poles" positions between two words · "circles" the seven
    pairs of circles · "many" any number of boxes. `kept` is False where the answer is shown and never stored.
    """

    id: str
    text: str
    kind: str
    options: tuple[tuple[str, str], ...]
    answers: tuple[Any, ...]
    low: str = ""
    high: str = ""
    none: str = ""
    why: str = ""
    stem: str = ""
    kept: bool = True
    shown: str = ""
    ticked: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """The name of its form field."""
        return FIELD + self.id

    def answered(self, answer: Any) -> "Question":
        """The same question with an earlier answer marked."""
        if isinstance(answer, list | tuple):
            return replace(self, ticked=tuple(answer))
        keys = [key for (key, _label), value in zip(self.options, self.answers, strict=True) if value == answer]
        return replace(self, shown=keys[0] if keys and answer is not None else "")


def from_daily(item: DailyItem, person: str = "") -> Question:
    """A daily item: a rating with its end words, and a way to say that there was nothing to rate."""
    options = tuple((str(number), str(number)) for number in RATING)
    none = ((NA, item.none),) if item.none else ()
    return Question(
        id=item.id,
        text=item.text.replace("{person}", person),
        kind="rating",
        options=options + none,
        answers=RATING + ((NA,) if none else ()),
        low=item.low,
        high=item.high,
        none=item.none or "",
        why=item.why,
    )


def from_item(instrument: Instrument, item: Item, variant: str | None = None, person: str = "") -> Question:
    """An instrument's item in its published words, `{person}` filled in."""
    options = instrument.options(item)
    question = Question(
        id=item.id,
        text=(item.text or "").replace("{person}", person),
        kind=_kind(item, options),
        options=tuple((option.key, _label(option, place, len(options))) for place, option in enumerate(options, 1)),
        answers=tuple(_answer(option) for option in options),
        stem=_stem(instrument, item, variant),
        kept=not (item.never_persist or instrument.never_persist),
    )
    if question.kind == "rating":
        words = [label.lstrip("0123456789 ") for _key, label in (question.options[0], question.options[-1])]
        return replace(question, low=words[0], high=words[1])
    if item.poles:
        return replace(question, low=item.poles[0], high=item.poles[1])
    return question


def _kind(item: Item, options: tuple[Option, ...]) -> str:
    if item.multiple:
        return "many"
    if item.poles:
        return "poles"
    if item.render:
        return "circles"
    return "rating" if tuple(option.value for option in options) == RATING else "options"


def _label(option: Option, place: int, of: int) -> str:
    """The published label; a position without words is named by its place."""
    return option.label or _("position %(place)d of %(of)d") % {"place": place, "of": of}


def _answer(option: Option) -> Any:
    if option.na:
        return NA
    return option.id if option.id is not None else option.value


def _stem(instrument: Instrument, item: Item, variant: str | None) -> str:
    """The words that open this item: its own group's, else the variant's, else the form's."""
    if item.role == "gate":
        return ""
    for stem in instrument.stems:
        if item.id in stem.items:
            return stem.text
    chosen = instrument.variant(variant)
    return (chosen.stem if chosen and chosen.stem else instrument.stem) or ""


def read(questions: Iterable[Question], sent: Any) -> dict[str, Any]:
    """The answers of one page from its form; None for what was skipped. Raises NotAnAnswer.

    `sent` is a QueryDict: a radio group gives one value, boxes give any number.
    """
    return {question.id: _read(question, sent.getlist(question.field)) for question in questions}


def _read(question: Question, sent: list[str]) -> Any:
    meaning = {key: answer for (key, _label), answer in zip(question.options, question.answers, strict=True)}
    ticked = [value for value in sent if value not in ("", CANT_TELL)]
    if any(value not in meaning for value in ticked):
        raise NotAnAnswer(_("That answer is not one of those on the page. Nothing was changed."))
    if question.kind == "many":
        return [meaning[value] for value in dict.fromkeys(ticked)] or None
    if len(ticked) > 1:
        raise NotAnAnswer(_("Only one answer fits here. Nothing was changed."))
    return meaning[ticked[0]] if ticked else None


def numbers(instrument: Instrument, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers with the ids of options turned into their values, for rules that compare numbers."""
    found = dict(answers)
    for item in instrument.items:
        for option in instrument.options(item):
            if option.id is not None and answers.get(item.id) == option.id:
                found[item.id] = option.value
    return found
