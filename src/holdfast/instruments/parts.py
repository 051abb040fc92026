"""The parts of an instrument file that make numbers: scores, cut points, rules, change, watched items, worked cases."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from holdfast.catalogue.strict import Flag, Name, Number, Slug, Strict, Text, Whole

Status = Literal["verified", "second-hand", "recalled", "computed", "own"]
"""How a value is known: seen in the source itself; seen quoted elsewhere; from memory; worked out; our own."""

Method = Literal["sum", "mean", "count_equal", "weighted-sum", "percent_of_max", "prorated_sum"]
Policy = Literal[
    "require_complete",
    "prorate",
    "mean_of_answered",
    "percent_of_answered_max",
    "any_yes_is_positive",
    "refusal_counts_as_positive",
]


class Band(Strict):
    """A named stretch of a score, up to the next band. Only where the authors published it."""

    start: Number = Field(alias="from")
    label: Text
    status: Status
    source: Text


class CutPoint(Strict):
    """A published line on a score. It is drawn with its source and is no verdict."""

    value: Number
    direction: Literal["gte", "gt", "lte", "lt"]
    label: Text
    status: Status
    source: Text

    @property
    def key(self) -> str:
        """How results name it: "gte:31"."""
        return f"{self.direction}:{self.value:g}"


class Missing(Strict):
    """What happens to a score when answers are missing, and whether the authors say so."""

    policy: Policy
    min_answered: Whole = 0
    published_rule: Flag
    note: Text | None = None
    status: Status | None = None

    @model_validator(mode="after")
    def _least(self) -> "Missing":
        counted = self.policy in ("prorate", "mean_of_answered", "percent_of_answered_max")
        if counted != (self.min_answered > 0):
            raise ValueError(f"the policy {self.policy} {'needs' if counted else 'takes no'} min_answered")
        return self


class Score(Strict):
    """One number made of items. `raw` leaves reversed items as answered; `shown: false` keeps it off pages."""

    id: Name
    title: Text
    method: Method
    items: tuple[Name, ...] = Field(min_length=1)
    weights: dict[Name, Number] = {}
    equals: Whole | None = None
    item_max: Whole | None = None
    multiplier: Number = 1
    raw: Flag = False
    range: tuple[Number, Number]
    higher_is: Literal["better", "worse"]
    missing: Missing
    status: Status
    source: Text | None = None
    note: Text | None = None
    role: Literal["recovering", "supporting"] | None = None
    shown: Flag = True
    bands: tuple[Band, ...] = ()
    cut_points: tuple[CutPoint, ...] = ()

    @model_validator(mode="after")
    def _method_has_its_numbers(self) -> "Score":
        wants = {"count_equal": "equals", "percent_of_max": "item_max", "weighted-sum": "weights"}
        for method, key in wants.items():
            if (method == self.method) != (getattr(self, key) not in (None, {})):
                raise ValueError(f"{key} belongs to the method {method}, and only to it")
        if self.weights and set(self.weights) != set(self.items):
            raise ValueError("weights must name the same items as the score")
        if (self.method == "prorated_sum") != (self.missing.policy == "prorate"):
            raise ValueError("prorated_sum and the missing policy prorate go together")
        return self

    @model_validator(mode="after")
    def _bands_go_up(self) -> "Score":
        starts = [band.start for band in self.bands]
        if starts and (starts != sorted(set(starts)) or starts[0] != self.range[0]):
            raise ValueError("bands must begin at the low end of the range and go up")
        if len(set(self.items)) < len(self.items) or len({cut.key for cut in self.cut_points}) < len(self.cut_points):
            raise ValueError("an item or a cut point stands here twice")
        return self


class CountGte(Strict):
    """True when at least `min_count` of the items were answered `value` or higher."""

    op: Literal["count_gte"]
    items: tuple[Name, ...] = Field(min_length=1)
    value: Whole
    min_count: Whole


class CountEqual(Strict):
    """True when at least `min_count` of the items were answered exactly `value`."""

    op: Literal["count_equal"]
    items: tuple[Name, ...] = Field(min_length=1)
    value: Whole
    min_count: Whole


class Part(Strict):
    """A part of a sum of counts: items, and the answer from which each counts."""

    items: tuple[Name, ...] = Field(min_length=1)
    value: Whole


class SumCounts(Strict):
    """True when the parts together hold at least `min_count` items at or above each part's own value."""

    op: Literal["sum_counts"]
    parts: tuple[Part, ...] = Field(min_length=1)
    min_count: Whole


class Ref(Strict):
    """The answer of another rule."""

    op: Literal["ref"]
    rule: Name


class Not(Strict):
    """The opposite."""

    op: Literal["not"]
    arg: "Condition"


class Both(Strict):
    """All of them (`and`), or at least one (`or`)."""

    op: Literal["and", "or"]
    args: tuple["Condition", ...] = Field(min_length=1)


Condition = Annotated[CountGte | CountEqual | SumCounts | Ref | Not | Both, Field(discriminator="op")]


class Rule(Strict):
    """A named yes, no or cannot-be-known about the answers."""

    id: Name
    title: Text
    source: Text | None = None
    when: Condition


class Measured(Strict):
    """A number from a study, with how it is known."""

    value: Number
    status: Status
    kind: Text | None = None
    source: Text | None = None


class Change(Strict):
    """From how many points on a difference of one score is more than measurement error.

    `published`: the threshold a study or manual gives. `computed`: 1.96 SD sqrt(2 (1 - r)) where none is published.
    `noise`: differences up to here are called no clear change, those between are "perhaps".
    """

    score: Name
    published: Measured | None = None
    computed: Measured | None = None
    noise: Measured | None = None
    reliability: Measured | None = None
    sd: Measured | None = None
    source: Text | None = None
    note: Text | None = None

    @property
    def points(self) -> int | float | None:
        """The threshold to use: the published one, else the computed one, else none."""
        chosen = self.published or self.computed
        return chosen.value if chosen else None


class Gate(Strict):
    """An answer that ends a form with scores of its own, or fills in what follows from it."""

    item: Name
    equals: Whole
    then: Literal["complete_with_scores", "fill"]
    scores: dict[Name, Number] = {}
    skip: tuple[Name, ...] = ()
    values: dict[Name, Whole] = {}


class ShowIf(Strict):
    """When an item is asked: after another item's answer, a rule, or a score."""

    item: Name | None = None
    rule: Name | None = None
    score: Name | None = None
    gte: Whole | None = None

    @model_validator(mode="after")
    def _one_reason(self) -> "ShowIf":
        named = [part for part in (self.item, self.rule, self.score) if part is not None]
        if len(named) != 1 or (self.rule is None) != (self.gte is not None):
            raise ValueError("name one of item, rule and score; item and score also need gte")
        return self


class Watch(Strict):
    """An answer that deserves company at once. `offers` names an instrument, `holds` the answers that set a hold."""

    item: Name
    at_least: Whole
    wakes: Literal["suicidality"]
    offers: Slug | None = None
    holds: tuple[Whole, ...] = ()


class ExpectedScore(Strict):
    """What a worked case expects of a score; only what is written is compared, and no value means none is made."""

    value: Number | None = None
    band: Text | None = None
    n_answered: Whole | None = None
    imputed: Whole | None = None
    meets: dict[str, Flag] = {}


class Expected(Strict):
    """What a worked case expects: scores, and rules as true, false or unknown."""

    scores: dict[Name, ExpectedScore] = {}
    rules: dict[Name, Literal["true", "false", "unknown"]] = {}


class Case(Strict):
    """A worked example that stays for good, found by its uuid. In lists of answers `missing` stands for none."""

    uuid: Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
    about: Text
    variant: Slug | None = None
    answers: dict[Name, str | tuple[str, ...]] | tuple[str, ...]
    expect: Expected
