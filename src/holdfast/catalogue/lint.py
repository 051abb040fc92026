"""Words that must not stand where people read, and how hard to read a text may be: rules as files, applied to sheets.

A rule names words, why they wound or promise, and how to mend the sentence. It carries sentences it must catch and
sentences it must let pass, and cannot be read where one of them fails. What may stand all the same is spared by file
and quotation, with a reason. Knows no subject: the rules are content.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from holdfast.catalogue import reading
from holdfast.catalogue.problems import Problem
from holdfast.catalogue.prose import Saying
from holdfast.catalogue.strict import Flag, Misfit, Number, Slug, Strict, Text

FEW = 30  # words; a screen with fewer is measured with its file alone, since one long word would decide


def whole_words(words: list[str]) -> re.Pattern[str]:
    """Whole words in any case; `*` stands for any ending, and a straight apostrophe for a curly one too."""
    longest_first = sorted(words, key=len, reverse=True)
    each = (re.escape(word).replace(r"\*", r"\w*").replace("'", "['’]") for word in longest_first)
    return re.compile(rf"(?:(?<![\w-])|(?=!))(?:{'|'.join(each)})(?![\w-])", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """What is checked as one: its name ("exercises/check-the-room/1.0.0.md"), its file, its place and its words."""

    name: str
    path: Path
    where: str
    sayings: tuple[Saying, ...]

    def screens(self) -> dict[str, list[Saying]]:
        """The lines that are read as sentences, by what is seen together."""
        found: dict[str, list[Saying]] = {}
        for saying in self.sayings:
            if saying.read:
                found.setdefault(saying.screen, []).append(saying)
        return found


class Spared(Strict):
    """Words that break a rule and may: in which file (how its name begins), in which quotation, and why."""

    file: Text
    quote: Text
    because: Text

    def spares(self, sheet: Sheet, text: str, start: int, end: int) -> bool:
        """Whether the words from `start` to `end` stand inside the quotation."""
        at = text.find(self.quote) if sheet.name.startswith(self.file) else -1
        return at >= 0 and at <= start and end <= at + len(self.quote)


class Rule(Strict):
    """Words, where they must not stand, why, and what to write.

    `doors`: on buttons, links and headings alone, and only where such a word is the whole of it.
    """

    id: Slug
    why: Text
    mend: Text
    where: Annotated[list[Text], Field(min_length=1)]
    doors: Flag = False
    words: Annotated[list[Text], Field(min_length=1)]
    catches: Annotated[list[Text], Field(min_length=1)]
    lets: list[Text] = []
    spared: list[Spared] = []

    @model_validator(mode="after")
    def _holds_its_cases(self) -> "Rule":
        faults = [(("catches", at), f"the rule does not catch: {text}") for at, text in enumerate(self.catches)
                  if not any(self.hits(text))]  # fmt: skip
        faults += [(("lets", at), f"the rule should let this pass: {text}") for at, text in enumerate(self.lets)
                   if any(self.hits(text))]  # fmt: skip
        if faults:
            raise Misfit(faults)
        return self

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any of its words."""
        return whole_words(self.words)

    def hits(self, text: str) -> Iterator[re.Match[str]]:
        """Each place in a text where one of the words stands."""
        whole = text.strip(" .…")
        for word in self.pattern.finditer(text):
            if not self.doors or word[0] == whole:
                yield word

    def finds(self, sheet: Sheet) -> Iterator[tuple[Saying, str]]:
        """Each word that may not stand in a sheet, with the line it stands in."""
        if not {sheet.where, "all"} & set(self.where):
            return
        for saying in sheet.sayings:
            if self.doors and not saying.door:
                continue
            for word in self.hits(saying.text):
                if not any(one.spares(sheet, saying.text, *word.span()) for one in self.spared):
                    yield saying, word[0]


class Rules(Strict):
    """One file of rules, and the requirements it holds."""

    holds: Annotated[list[Text], Field(min_length=1)]
    rules: Annotated[list[Rule], Field(min_length=1)]


class Limit(Strict):
    """The highest grade in some places."""

    where: Annotated[list[Text], Field(min_length=1)]
    most: Number


class Harder(Strict):
    """A file that may be harder to read, up to a grade, and why."""

    file: Text
    most: Number
    because: Text


class Limits(Strict):
    """How hard to read a text may be. A place that is named nowhere is not measured: its words are others' own."""

    holds: Annotated[list[Text], Field(min_length=1)]
    limits: Annotated[list[Limit], Field(min_length=1)]
    spared: list[Harder] = []

    def of(self, sheet: Sheet) -> float | None:
        """The highest grade for a sheet, or None."""
        own = [one.most for one in self.spared if sheet.name.startswith(one.file)]
        return next(iter(own), next((limit.most for limit in self.limits if sheet.where in limit.where), None))


def words(sheets: Iterable[Sheet], rules: Iterable[Rule]) -> Iterator[Problem]:
    """Every word that must not stand where it stands, with file, line and how to mend it."""
    rules = list(rules)
    for sheet in sheets:
        for rule in rules:
            for saying, word in rule.finds(sheet):
                what = f"{word!r} stands in {saying.text!r}. {rule.why}"
                yield Problem(sheet.path, saying.line, what, f"{rule.mend} (rule {rule.id})")


def hard(sheets: Iterable[Sheet], limits: Limits) -> Iterator[Problem]:
    """Files and screens that are harder to read than they may be, at the line that is hardest."""
    for sheet in sheets:
        most = limits.of(sheet)
        if most is None:
            continue
        screens = sheet.screens()
        whole = [saying for screen in screens.values() for saying in screen]
        for name, sayings in [("", whole), *((name, lines) for name, lines in screens.items() if name)]:
            if name and sum(map(len, reading.sentences(saying.text for saying in sayings))) < FEW:
                continue
            grade = reading.grade(saying.text for saying in sayings)
            if grade > most:
                yield _too_hard(sheet, name, sayings, grade, most)
                break


def _too_hard(sheet: Sheet, name: str, sayings: list[Saying], grade: float, most: float) -> Problem:
    worst = max(sayings, key=lambda saying: reading.grade([saying.text]))
    part = f"The part {name!r}" if name else "This file"
    what = f"{part} reads at grade {grade:.1f}; here at most {most:g}. Hardest is this line: {worst.text!r}."
    return Problem(sheet.path, worst.line, what, "Make sentences shorter, or use shorter words.")


def idle(sheets: Iterable[Sheet], rules: Iterable[Rule], path: Path) -> Iterator[Problem]:
    """Exceptions that spare nothing any more: worth a note."""
    sheets = list(sheets)
    for rule in rules:
        for one in rule.spared:
            quoted = (saying.text for sheet in sheets if sheet.name.startswith(one.file) for saying in sheet.sayings)
            if not any(one.quote in text and rule.pattern.search(one.quote) for text in quoted):
                what = f"The rule {rule.id} spares {one.quote!r} in {one.file}, and it does not stand there."
                yield Problem(path, 0, what, "Take the exception out.", warning=True)
