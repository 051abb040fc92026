"""The shape of a module file: a head of facts, then what there is to learn in small steps.

The body is one `## step-id: Title` per step, short paragraphs with an empty line between them, and three directives:

    ::: only recovering          the step is for these alone: recovering | supporting | romantic | friend
    ::: think: words             a question to think about; nobody answers it and nothing is passed
    ::: shorter: words           the step in one or two sentences, behind "Lighter" and in a small week
"""

import re
from typing import Annotated, Literal

from pydantic import Field, model_validator

from holdfast.catalogue.loader import Document
from holdfast.catalogue.problems import ContentError, Problem, broken
from holdfast.catalogue.strict import Flag, Misfit, Slug, Strict, Text, Version, Whole, build
from holdfast.programme.exercise import HEADING, STOP, Evidence, Review

Role = Literal["recovering", "supporting"]
Only = Literal["recovering", "supporting", "romantic", "friend"]
Mechanism = Literal["communication", "emotion", "attachment"]
Pinned = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*@\d+\.\d+\.\d+$")]
Phase = Annotated[Whole, Field(ge=0, le=5)]
Minutes = Annotated[Whole, Field(ge=1, le=30)]

ONLY = re.compile(r"only (?P<who>recovering|supporting|romantic|friend)")
MOST_ASKED = 3  # questions of the two-minute check, for one role
SAID = re.compile(r"(?P<name>think|shorter): (?P<words>.+)")


class Alone(Strict):
    """Something a person does by themselves in this module. `small`: what a small week takes from it."""

    exercise: Pinned
    who: Annotated[list[Role], Field(min_length=1)] = ["recovering", "supporting"]
    small: Flag = False


class Together(Strict):
    """The part for two, in two forms of equal credit; the app picks which (decision 13). `tier` of the part."""

    tier: Annotated[Whole, Field(ge=0, le=3)]
    minutes: Minutes
    side_by_side: Annotated[Pinned, Field(alias="side-by-side")]
    face_to_face: Annotated[Pinned, Field(alias="face-to-face")]


class Practice(Strict):
    """What is tried in real life: an exercise, on how many days of a week, in minutes, and a line that offers it."""

    exercise: Pinned
    days: Annotated[Whole, Field(ge=1, le=7)]
    minutes: Minutes
    say: Text


class Asked(Strict):
    """One question of the two-minute check, 0 to 10 with its end words; answered alone and kept for the person.

    `load`: it asks how much being alongside weighs; a high answer leads to words for whoever carries it (G8).
    """

    id: Slug
    text: Text
    low: Text
    high: Text
    who: Annotated[list[Role], Field(min_length=1)] = ["recovering", "supporting"]
    load: Flag = False


class Said(Strict):
    """What is said first to whoever walks the module in another way than recovering with a romantic partner.

    `alone`: what takes the place of the part for two. `supporting`: whoever walks beside somebody. `friend`: where the
    other is a friend, a relative or a peer. `clinician`: how a professional could use it.
    """

    alone: Text
    supporting: Text
    friend: Text
    clinician: Text | None = None


class Module(Strict):
    """The facts of a module. `before` names gates: of the person for all of it, of a pair for the part for two."""

    id: Slug
    version: Version
    status: Literal["draft", "active", "retired"]
    number: Annotated[str, Field(pattern=r"^\d{1,2}b?$")]
    phase: Phase
    title: Text
    aim: Text
    mechanisms: Annotated[list[Mechanism], Field(min_length=1)]
    roles: Annotated[list[Role], Field(min_length=1)]
    minutes: Minutes
    opening: Text
    said: Said
    before: list[Slug] = []
    learn: Annotated[list[Slug], Field(min_length=2, max_length=9)]
    alone: Annotated[list[Alone], Field(min_length=1, max_length=4)]
    together: Together | None = None
    practice: Practice
    check: Annotated[list[Asked], Field(min_length=1, max_length=6)]
    measures: list[Slug] = []
    evidence: Evidence
    review: Review
    source: Text

    @model_validator(mode="after")
    def _goes_together(self) -> "Module":
        if faults := _faults(self):
            raise Misfit(((place,), sentence) for place, sentence in faults)
        return self

    @property
    def pins(self) -> list[str]:
        """Every exercise it pins, "id@version"."""
        both = [self.together.side_by_side, self.together.face_to_face] if self.together else []
        return [*(one.exercise for one in self.alone), *both, self.practice.exercise]


def _faults(module: Module) -> list[tuple[str, str]]:
    faults = []
    if STOP not in module.opening:
        faults.append(("opening", f"the opening does not say {STOP!r}"))
    for role in module.roles:
        if not 1 <= sum(role in asked.who for asked in module.check) <= MOST_ASKED:
            faults.append(("check", f"whoever is {role} is asked one to {MOST_ASKED} questions"))
        if not any(role in one.who for one in module.alone):
            faults.append(("alone", f"there is nothing to do alone for whoever is {role}"))
    ids = [asked.id for asked in module.check]
    if len(set(ids)) < len(ids):
        faults.append(("check", "two questions have the same id"))
    return faults


class Step(Strict):
    """One screen of what there is to learn. `only`: for these alone; empty: for everyone."""

    id: Slug
    title: Text
    paragraphs: Annotated[list[Text], Field(min_length=1)]
    only: list[Only] = []
    think: Text | None = None
    shorter: Text | None = None


class Course(Strict):
    """A whole module as read from its file."""

    head: Module
    learn: list[Step]


def read(document: Document) -> Course:
    """A module from a page file. Raises ContentError with file, line and how to mend it."""
    head: Module = build(Module, document)
    course = Course(head=head, learn=[_step(part, line, document) for part, line in _parts(document)])
    if [step.id for step in course.learn] != head.learn:
        line, what = document.line_of(("learn",)), "The headings of the body are not the steps under `learn`."
        raise ContentError([Problem(document.path, line, what, "Name them in their order.")])
    return course


def _parts(document: Document) -> list[tuple[str, int]]:
    """The `## id: Title` parts of the body in order, each with its line."""
    found: list[tuple[list[str], int]] = []
    for line, text in enumerate(document.body.splitlines(), start=document.body_line):
        if text.startswith("## "):
            found.append(([text.removeprefix("## ")], line))
        elif found:
            found[-1][0].append(text)
        elif text.strip():
            raise broken(document.path, line, "There is text before the first step.", "Begin with ## step-id: Title.")
    return [("\n".join(lines), line) for lines, line in found]


def _step(part: str, line: int, document: Document) -> Step:
    name, _, rest = part.partition("\n")
    heading = HEADING.fullmatch(name.strip())
    if heading is None or not heading["title"]:
        raise broken(document.path, line, f"This is no heading of a step: {name!r}.", "Write ## step-id: Title.")
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n|\n(?=:::)", rest)]
    paragraphs = [block for block in blocks if block and not block.startswith(":::")]
    if not paragraphs:
        raise broken(document.path, line, f"The step {heading['id']!r} says nothing.", "Give it a sentence.")
    told = [block.removeprefix(":::").strip() for block in blocks if block.startswith(":::")]
    return Step(id=heading["id"], title=heading["title"], paragraphs=paragraphs, **_told(told, line, document))


def _told(lines: list[str], line: int, document: Document) -> dict[str, str | list[str]]:
    found: dict[str, str | list[str]] = {}
    for text in lines:
        only, said = ONLY.fullmatch(text), SAID.fullmatch(text)
        key, value = ("only", [only["who"]]) if only else (said["name"], said["words"]) if said else ("", "")
        if not key or (key in found and key != "only"):
            known = "only recovering | supporting | romantic | friend, think: …, shorter: …"
            raise broken(document.path, line, f"A directive is not one of the list: {text!r}.", f"Known: {known}.")
        found[key] = [*found.get(key, []), *value] if key == "only" else value
    return found
