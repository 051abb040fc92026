"""The shape of an exercise file: a head of facts about it, then its steps in plain words.

The body is one `## step-id` or `## step-id: Title` per step, a few short sentences, and directives (`directives`). Two
words in curly brackets are filled in where a page can: `{call}`, the emergency number, and `{weekday}`.
"""

import re
from typing import Annotated, Literal

from pydantic import Field, model_validator

from holdfast.catalogue.loader import Document
from holdfast.catalogue.problems import ContentError, Problem, broken
from holdfast.catalogue.strict import Flag, Misfit, Slug, Strict, Text, Version, Whole, build
from holdfast.programme import directives
from holdfast.programme.directives import Directive

FEELINGS = (
    "dont-know", "too-much", "on-edge", "memories", "far-away", "panic", "angry", "ashamed", "sad", "alone",
    "cant-sleep", "bad-dream", "pain", "hurt-myself", "drink-or-use", "scared",
)  # fmt: skip
Feeling = Literal[
    "dont-know", "too-much", "on-edge", "memories", "far-away", "panic", "angry", "ashamed", "sad", "alone",
    "cant-sleep", "bad-dream", "pain", "hurt-myself", "drink-or-use", "scared",
]  # fmt: skip
Kind = Literal["relief", "learn", "reflect", "write", "approach", "rehearse", "talk", "do", "touch"]
Means = Literal["outside", "weight", "breath", "muscles", "movement", "cold", "touch", "body", "images", "thoughts",
                "words", "company", "rest"]  # fmt: skip
Avoid = Literal[
    "voices-or-visions", "little-sleep-and-racing", "far-away-now", "images-turn-bad", "kindness-backfires",
    "phone-may-be-watched", "real-danger", "body-feels-unsafe", "recent-injury", "numbness", "breath-is-a-trigger",
    "lung-trouble", "dizzy", "strangulation-recent", "chest-pain", "new-symptom", "eating-disorder", "pelvic-pain",
    "freeze-now", "heavy-daily-drinking", "touch-is-a-trigger", "heart-trouble", "blood-flow", "cold-is-a-trigger",
    "told-to-rest", "lost-time", "suicidal-now", "court-case",
]  # fmt: skip

# What draws on this is not for these people now (12-decisions, "People who are easily forgotten").
NOT_FOR: dict[str, set[str]] = {
    "images": {"voices-or-visions", "far-away-now", "images-turn-bad"},
    "body": {"voices-or-visions", "body-feels-unsafe"},
    "thoughts": {"voices-or-visions"},
    "breath": {"breath-is-a-trigger", "lung-trouble", "strangulation-recent"},
    "cold": {"cold-is-a-trigger", "heart-trouble", "blood-flow", "eating-disorder"},
    "movement": {"chest-pain", "recent-injury", "eating-disorder", "told-to-rest"},
    "muscles": {"recent-injury", "pelvic-pain", "freeze-now"},
    "touch": {"touch-is-a-trigger"},
}
STOP = "You can stop at any moment."
LONGEST = 20  # minutes of writing about what happened, or of going toward what is avoided (CR-17)
HEAVY = {"write", "approach"}
HEADING = re.compile(r"(?P<id>[a-z0-9-]+)(?:: (?P<title>.+))?")


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
    """The facts of an exercise, before its steps.

    `layout`: steps, numbered and one a screen; lines, one large line a screen; page, a few large lines on one.
    `danger`: the question asked above the first step; without it the first two steps ask it. `fold_rating`: the first
    step must be seen at once, so the rating above it opens only when pressed.
    """

    id: Slug
    version: Version
    status: Literal["draft", "active", "retired"]
    title: Text
    kind: Kind
    relief: list[Feeling] = []
    for_: Annotated[Literal["person", "pair"], Field(alias="for")]
    roles: Annotated[list[Literal["recovering", "supporting"]], Field(min_length=1)]
    relations: Annotated[list[Literal["romantic", "friend"]], Field(min_length=1)] = ["romantic", "friend"]
    tier: Annotated[Whole, Field(ge=0, le=3)]
    minutes: Annotated[Whole, Field(ge=1, le=60)]
    layout: Literal["steps", "lines", "page"] = "steps"
    fold_rating: Flag = False
    eyes: Literal["open", "either"]
    draws_on: Annotated[list[Means], Field(min_length=1)]
    opening: Text
    danger: Text | None = None
    about: Text
    lighter: Text
    skip_if: Text
    avoid_when: list[Avoid] = []
    aftercare: Text
    before_after: list[Literal["strength", "here", "close"]]
    evidence: Evidence
    review: Review
    source: Text
    steps: Annotated[list[Slug], Field(min_length=1)]

    @model_validator(mode="after")
    def _goes_together(self) -> "Head":
        faults = [*_stops(self), *_is_for(self), *_leaves_out(self)]
        if faults:
            raise Misfit(((place,), sentence) for place, sentence in faults)
        return self


def _stops(head: Head) -> list[tuple[str, str]]:
    faults = []
    if STOP not in head.opening:
        faults.append(("opening", f"the opening does not say {STOP!r}"))
    if head.kind in HEAVY and head.minutes > LONGEST:
        faults.append(("minutes", f"heavy work lasts at most {LONGEST} minutes (CR-17)"))
    if head.kind in HEAVY and "strength" not in head.before_after:
        faults.append(("before_after", "heavy work asks how strong it is, before and after (CR-17)"))
    return faults


def _is_for(head: Head) -> list[tuple[str, str]]:
    """Relief is for one person and gentle; what is heavy is done alone (CR-18); touch is for two, at tier 2 or 3."""
    faults = []
    if (head.kind == "relief") != bool(head.relief):
        faults.append(("relief", "a tool names the feelings it is offered for, and nothing else does"))
    if head.kind == "relief" and (head.tier, head.for_) != (0, "person"):
        faults.append(("tier", "a tool is for one person and of tier 0"))
    if head.kind == "relief" and head.eyes != "open":
        faults.append(("eyes", "in a tool the eyes stay open"))
    if head.kind in HEAVY and head.for_ == "pair":
        faults.append(("for", "nothing that is heavy is done or told together here (CR-18)"))
    if head.kind == "touch" and (head.for_ != "pair" or head.tier < 2):
        faults.append(("tier", "touch is for two, at tier 2 or 3"))
    return faults


def _leaves_out(head: Head) -> list[tuple[str, str]]:
    wanted = {avoid for means in head.draws_on for avoid in NOT_FOR.get(means, ())}
    missing = sorted(wanted - set(head.avoid_when))
    return [("avoid_when", f"what it draws on is not for: {', '.join(missing)}")] if missing else []


class Step(Strict):
    """One screen: its id, its title if it has one, its words and its directives in order."""

    id: Slug
    title: str = ""
    text: Text
    directives: list[Directive] = []


class Exercise(Strict):
    """A whole exercise as read from its file."""

    head: Head
    steps: list[Step]

    @property
    def danger_first(self) -> bool:
        """Whether it begins by looking round: above the first step, or within the first two."""
        asked = (target for step in self.steps[:2] for part in step.directives for target in part.targets)
        return self.head.danger is not None or "help:scared" in asked


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
        raise broken(document.path, 0, "There is text before the first step.", "Begin with ## step-id.")
    return [_step(part, document) for part in parts[1:]]


def _step(part: str, document: Document) -> Step:
    name, _, rest = part.partition("\n")
    heading = HEADING.fullmatch(name.strip())
    if heading is None:
        raise broken(document.path, 0, f"This is no heading of a step: {name!r}.", "Write ## step-id: Title.")
    lines = [line.strip() for line in rest.splitlines() if line.strip()]
    words = " ".join(line for line in lines if not line.startswith(":::"))
    if not words:
        raise broken(document.path, 0, f"The step {heading['id']!r} says nothing.", "Give it a sentence.")
    found = [_directive(line, document) for line in lines if line.startswith(":::")]
    return Step(id=heading["id"], title=heading["title"] or "", text=words, directives=found)


def _directive(line: str, document: Document) -> Directive:
    found = directives.parse(line)
    if found is None:
        what = f"This directive is not one of the list: {line!r}."
        raise broken(document.path, 0, what, f"Known: {', '.join(sorted(directives.SHAPES))}.")
    return found


def _agree(exercise: Exercise, document: Document) -> None:
    """What a head alone cannot say: headings as announced, danger looked for first, known targets, fitting parts."""
    head, problems = exercise.head, []
    parts = [part for step in exercise.steps for part in step.directives]
    if [step.id for step in exercise.steps] != head.steps:
        problems.append("The headings of the body are not the steps of the head.")
    targets = {target for part in parts for target in part.targets}
    if targets - directives.TARGETS:
        problems.append(f"A choice leads nowhere: {', '.join(sorted(targets - directives.TARGETS))}.")
    if head.kind == "relief" and not exercise.danger_first:
        problems.append("It does not begin by asking whether there is a danger now, with a way to Help.")
    used = {part.name for part in parts}
    if head.kind == "relief" and used - directives.FOR_RELIEF:
        problems.append(f"A tool has no: {', '.join(sorted(used - directives.FOR_RELIEF))}.")
    if head.for_ == "person" and used & directives.FOR_TWO:
        problems.append("What is for one person has no part for two.")
    if head.kind in HEAVY | {"touch"} and "aftercare" not in {part.name for part in exercise.steps[-1].directives}:
        problems.append("The last step has no aftercare (CR-17).")
    if problems:
        line = document.line_of(("steps",))
        raise ContentError([Problem(document.path, line, what, "See content/README.md.") for what in problems])
