"""The shape of an exercise file: a head of facts about it, then its steps in plain words.

The body is one `## step-id` per step, a few short sentences, and the directives of a closed list (decision 28):
`::: wait 60`, `::: breathe IN OUT TIMES`, `::: choose ID: label -> where | label -> where`, `::: card copy: words`.
Nothing else is read from the body, and nothing in it can run.
"""

import re
from typing import Annotated, Literal

from pydantic import Field, model_validator

from holdfast.catalogue.loader import Document
from holdfast.catalogue.problems import ContentError, Problem
from holdfast.catalogue.strict import Flag, Slug, Strict, Text, Version, Whole, build

FEELINGS = (
    "dont-know", "too-much", "on-edge", "memories", "far-away", "panic", "angry", "ashamed", "sad", "alone",
    "cant-sleep", "bad-dream", "pain", "hurt-myself", "drink-or-use", "scared",
)  # fmt: skip
Feeling = Literal[
    "dont-know", "too-much", "on-edge", "memories", "far-away", "panic", "angry", "ashamed", "sad", "alone",
    "cant-sleep", "bad-dream", "pain", "hurt-myself", "drink-or-use", "scared",
]  # fmt: skip
DIRECTIVES = {
    "wait": re.compile(r"(?P<seconds>[1-9]\d{0,2})"),
    "breathe": re.compile(r"(?P<in_>[2-6]) (?P<out>[3-9]) (?P<times>[1-9]\d?)"),
    "choose": re.compile(r"(?P<id>[a-z-]+): (?P<options>.+)"),
    "card": re.compile(r"copy: (?P<words>.+)"),
}
TARGETS = {"next", "help", "done", "again"}
STOP = "You can stop at any moment."


class Evidence(Strict):
    """How sure: tested alone, plausible from the claims named, or used in practice with no test of it alone known."""

    basis: Literal["tested", "practice", "plausible"]
    claims: Annotated[list[Annotated[str, Field(pattern=r"^C\d\d$")]], Field(default_factory=list)]

    @model_validator(mode="after")
    def _basis_fits(self) -> "Evidence":
        if bool(self.claims) == (self.basis == "practice"):
            raise ValueError("without a claim the basis is practice, and with one it is tested or plausible")
        return self


class Review(Strict):
    """Who read it, honestly. A clinician is named, or the status does not say clinician."""

    status: Literal["none", "peer", "clinician"]
    by: Text | None = None
    on: Text | None = None

    @model_validator(mode="after")
    def _named(self) -> "Review":
        if self.status != "none" and not (self.by and self.on):
            raise ValueError("a review needs who read it and on which day")
        return self


class Head(Strict):
    """The facts of an exercise, before its steps."""

    id: Slug
    version: Version
    status: Literal["draft", "active", "retired"]
    title: Text
    kind: Literal["relief"]
    feelings: Annotated[list[Feeling], Field(min_length=1)]
    for_: Annotated[Literal["person", "pair"], Field(alias="for")]
    roles: Annotated[list[Literal["recovering", "supporting"]], Field(min_length=1)]
    tier: Whole
    minutes: Whole
    eyes: Literal["open", "either"]
    danger_first: Flag
    about: Text
    lighter: Text
    skip_if: Text
    avoid_when: list[Slug] = []
    aftercare: Text
    before_after: list[Literal["strength", "here"]]
    evidence: Evidence
    review: Review
    source: Text
    steps: Annotated[list[Slug], Field(min_length=1)]


class Directive(Strict):
    """One line of the closed list: its name and its parts as text."""

    name: Literal["wait", "breathe", "choose", "card"]
    parts: dict[str, str]

    @property
    def options(self) -> list[tuple[str, str]]:
        """For `choose`: pairs of label and target."""
        pairs = (option.rsplit(" -> ", 1) for option in self.parts.get("options", "").split(" | "))
        return [(pair[0].strip(), pair[-1].strip()) for pair in pairs]


class Step(Strict):
    """One screen: its id, its words and its directives in order."""

    id: Slug
    text: Text
    directives: list[Directive] = []


class Exercise(Strict):
    """A whole exercise as read from its file."""

    head: Head
    steps: list[Step]


def read(document: Document) -> Exercise:
    """An exercise from a page file. Raises ContentError with file, line and how to mend it."""
    head: Head = build(Head, document)
    exercise = Exercise(head=head, steps=_steps(document))
    _agree(exercise, document)
    return exercise


def _steps(document: Document) -> list[Step]:
    """The `## id` parts of the body in order."""
    parts = re.split(r"^## ", document.body, flags=re.MULTILINE)
    if parts[0].strip():
        raise ContentError(
            [Problem(document.path, 0, "There is text before the first step.", "Begin with ## step-id.")]
        )
    return [_step(part, document) for part in parts[1:]]


def _step(part: str, document: Document) -> Step:
    name, _, rest = part.partition("\n")
    lines = [line.strip() for line in rest.splitlines() if line.strip()]
    words = " ".join(line for line in lines if not line.startswith(":::"))
    if not words:
        raise ContentError(
            [Problem(document.path, 0, f"The step {name.strip()!r} says nothing.", "Give it a sentence.")]
        )
    directives = [_directive(line, document) for line in lines if line.startswith(":::")]
    return Step(id=name.strip(), text=words, directives=directives)


def _directive(line: str, document: Document) -> Directive:
    name, _, rest = line.removeprefix(":::").strip().partition(" ")
    match = DIRECTIVES[name].fullmatch(rest) if name in DIRECTIVES else None
    if match is None:
        what = f"This directive is not one of the list: {line!r}."
        raise ContentError([Problem(document.path, 0, what, f"Known: {', '.join(sorted(DIRECTIVES))}.")])
    return Directive(name=name, parts=match.groupdict())


def _agree(exercise: Exercise, document: Document) -> None:
    """What a schema alone cannot say: headings as announced, a way to stop, danger looked for first, known targets."""
    found, problems = [step.id for step in exercise.steps], []
    if found != exercise.head.steps:
        problems.append("The headings of the body are not the steps of the head.")
    if STOP not in exercise.steps[0].text:
        problems.append(f"The first step does not say {STOP!r}")
    targets = {target for step in exercise.steps for part in step.directives for _, target in part.options if target}
    if targets - TARGETS:
        problems.append(f"A choice leads nowhere: {', '.join(sorted(targets - TARGETS))}.")
    if exercise.head.danger_first and not any(target == "help" for _, target in _first_choice(exercise)):
        problems.append("The first steps do not ask whether there is a danger now, with a way to Help.")
    if problems:
        line = document.line_of(("steps",))
        raise ContentError([Problem(document.path, line, what, "See content/README.md.") for what in problems])


def _first_choice(exercise: Exercise) -> list[tuple[str, str]]:
    """The options of the first choice within the first two steps; empty when there is none."""
    choices = (part for step in exercise.steps[:2] for part in step.directives if part.name == "choose")
    return next((part.options for part in choices), [])
