"""Words the library never uses, and words it uses only with a hedge (04-evidence, section 2). Pure.

The rules are content (`library/audit.yaml`), so that a clinician can read and mend them. A rule looks at one sentence
at a time: one that holds a word of the rule is a fault, unless it is hedged or denied where the rule lets it be.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from holdfast.catalogue.lint import whole_words
from holdfast.catalogue.strict import Flag, Slug, Strict, Text

Place = Literal["all", "statements", "answers"]
Kind = Literal["statement", "answer", "other"]
LOOKED_AT: dict[Kind, set[Place]] = {
    "answer": {"all", "statements", "answers"},
    "statement": {"all", "statements"},
    "other": {"all"},
}
SENTENCE = re.compile(r"(?:[^.?!:]|[.:](?=\w))+(?:[.?!:]+[\"”’')]*|$)")


class Spared(Strict):
    """A sentence that breaks a rule word for word and may, with the reason."""

    sentence: Text
    because: Text


class Lint(Strict):
    """One rule. `words` are whole words or phrases; a `*` at an end stands for any ending."""

    id: Slug
    why: Text
    mend: Text
    where: Place
    words: Annotated[list[Text], Field(min_length=1)]
    hedged: Flag = False
    denied: Flag = False
    spared: list[Spared] = []

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any of its words."""
        return whole_words(self.words)

    @cached_property
    def lets(self) -> frozenset[str]:
        """The sentences spared by name."""
        return frozenset(one.sentence for one in self.spared)


class HumanCheck(Strict):
    """What no rule about words can see, and what whoever reviews a text or a page looks for instead."""

    id: Slug
    look: Text


@dataclass(frozen=True)
class Fault:
    """A sentence that breaks a rule."""

    lint: Lint
    word: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.word!r} stands in {self.sentence!r}. {self.lint.why}"


class Audit(Strict):
    """The rules, the checks by people, and which of them hold the `must_not` of each claim."""

    hedges: Annotated[list[Text], Field(min_length=1)]
    denials: Annotated[list[Text], Field(min_length=1)]
    lints: Annotated[list[Lint], Field(min_length=1)]
    checks: Annotated[list[HumanCheck], Field(min_length=1)]
    claims: dict[str, Annotated[list[Slug], Field(min_length=1)]]

    @cached_property
    def _hedge(self) -> re.Pattern[str]:
        return whole_words(self.hedges)

    @cached_property
    def _denial(self) -> re.Pattern[str]:
        return whole_words(self.denials)

    def faults(self, text: str, kind: Kind = "other") -> Iterator[Fault]:
        """Every sentence of a text that breaks a rule. What an answer must say, it may say in any of its sentences."""
        for lint in self.lints:
            if lint.where not in LOOKED_AT[kind]:
                continue
            for part in [text] if lint.where == "answers" else sentences(text):
                found = lint.pattern.search(part)
                if found and not self._may(lint, part):
                    yield Fault(lint, found[0], part)

    def _may(self, lint: Lint, sentence: str) -> bool:
        if sentence in lint.lets:
            return True
        hedged = lint.hedged and self._hedge.search(sentence)
        return bool(hedged or (lint.denied and self._denial.search(sentence)))


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text; a colon ends one too, since a hedge before it does not reach behind it."""
    for match in SENTENCE.finditer(text):
        if match[0].strip():
            yield match[0].strip()
