"""The shape of an instrument file: what is asked, how it is scored, whose it is. Knows no framework and no person.

Values, ids and words are those of the published instrument. How well each is known stands beside it.
"""

from typing import Literal

from pydantic import Field, model_validator

from holdfast.catalogue.strict import Day, Flag, Misfit, Name, Slug, Strict, Text, Version, Whole
from holdfast.instruments import references
from holdfast.instruments.parts import Case, Change, Gate, Rule, Score, ShowIf, Status, Watch

NA = "na"
Role = Literal["recovering", "supporting"]


class Option(Strict):
    """One answer on offer. Answered by its value, or by its id where it has one; `na` is "does not apply to me"."""

    id: Name | None = None
    value: Whole | None = None
    label: str = ""
    na: Flag = False
    loinc: Text | None = None

    @model_validator(mode="after")
    def _can_be_named(self) -> "Option":
        if self.na and (self.value is not None or self.id != NA):
            raise ValueError("an option that means `not applicable` has the id na and no value")
        if self.id is None and self.value is None:
            raise ValueError("an option without a value needs an id")
        return self

    @property
    def key(self) -> str:
        """What is stored for it: its id, else its value as text."""
        return self.id or str(self.value)


class Item(Strict):
    """One question or statement. `{person}` in its text stands for the person it asks about."""

    id: Name
    text: Text | None = None
    responses: Name
    poles: tuple[Text, Text] | None = None
    role: Literal["gate", "acuity"] | None = None
    reverse: Flag = False
    scored: Flag = True
    multiple: Flag = False
    rotating: Flag = False
    private: Flag = False
    never_persist: Flag = False
    show_if: ShowIf | None = None
    render: Text | None = None
    loinc: Text | None = None

    @property
    def asks_about_someone(self) -> bool:
        """Whether it needs a person to ask about."""
        return "{person}" in (self.text or "")

    @property
    def listed(self) -> bool:
        """Whether a plain list of answers holds it."""
        return self.role != "gate" and self.scored


class Stem(Strict):
    """The words that open several items."""

    items: tuple[Name, ...] = Field(min_length=1)
    text: Text


class Variant(Strict):
    """Another form of an instrument: fewer items, or another period. Never on one line with other forms."""

    id: Slug
    title: Text | None = None
    recall: Text | None = None
    instructions: Text | None = None
    stem: Text | None = None
    retest_days: Whole | None = None
    items: tuple[Name, ...] = ()
    scores: tuple[Name, ...] = ()
    note: Text | None = None


class Licence(Strict):
    """On what terms the words may be passed on, and where that was seen. `link-only`: the file holds no item text."""

    name: Text
    seen: Text
    tier: Literal["A", "B", "C"]
    pack: Literal["core", "nc", "scoring-only"]
    confidence: Literal["high", "medium", "low"]
    conditions: tuple[Text, ...] = ()
    attribution: Text | None = None
    text: Literal["bundled", "link-only"]


class Source(Strict):
    """Where the instrument comes from and how its wording is known. `recalled`: parts that are from memory."""

    citation: Text
    status: Status
    detail: Text
    recalled: tuple[Text, ...] = ()
    licence: Licence


class Loinc(Strict):
    """Codes of the LOINC catalogue for the whole form and its main score."""

    panel: Text | None = None
    total: Text | None = None
    phq2_panel: Text | None = None
    phq2_total: Text | None = None
    answer_lists: tuple[Text, ...] = ()
    source: Text | None = None
    note: Text | None = None


class Codes(Strict):
    """Codes by which other programs know this instrument."""

    loinc: Loinc


class Target(Strict):
    """About whom a relationship measure asks."""

    who: Literal["romantic-partner", "main-person", "any-person"]
    note: Text


class Blocks(Strict):
    """Which items for whom: `shared` for everyone, then by role; `both` has both roles; `more` only on request."""

    shared: tuple[Name, ...]
    recovering: tuple[Name, ...]
    supporting: tuple[Name, ...]
    both: tuple[Name, ...]
    more: tuple[Name, ...] = ()


class Pattern(Strict):
    """A model of two persons' days that this form was made for; nothing here computes it."""

    id: Name
    title: Text
    model: Text


class Review(Strict):
    """Who looked this file over: nobody yet, a peer, or a clinician with a name."""

    status: Literal["none", "peer", "clinician"]
    by: Text | None = None
    on: Day | None = None

    @model_validator(mode="after")
    def _signed(self) -> "Review":
        if (self.status == "none") != (self.by is None) or (self.by is None) != (self.on is None):
            raise ValueError("a review has a name in `by` and a day in `on`; the status none has neither")
        return self


class Instrument(Strict):
    """One version of one instrument."""

    id: Slug
    version: Version
    status: Literal["draft", "active", "retired"]
    replaces: Version | None = None
    reason: Text | None = None
    title: Text
    short_title: Text
    measures: tuple[Slug, ...] = Field(min_length=1)
    roles: tuple[Role, ...] = Field(min_length=1)
    respondent: Literal["self", "partner", "clinician"]
    target: Target | None = None
    recall: Text
    cadence: Text
    retest_days: Whole | None = None
    never_persist: Flag = False
    storage_note: Text | None = None
    source: Source
    codes: Codes | None = None
    translations: tuple[Text, ...] = ()
    default_variant: Slug | None = None
    variants: tuple[Variant, ...] = ()
    instructions: Text | None = None
    stem: Text | None = None
    stems: tuple[Stem, ...] = ()
    response_sets: dict[Name, tuple[Option, ...]]
    blocks: Blocks | None = None
    rotating_rule: Text | None = None
    items: tuple[Item, ...] = Field(min_length=1)
    gates: tuple[Gate, ...] = ()
    scores: tuple[Score, ...] = ()
    item_level_only: Flag = False
    rules: tuple[Rule, ...] = ()
    dyadic: tuple[Pattern, ...] = ()
    change: tuple[Change, ...] = ()
    change_note: Text | None = None
    watch: tuple[Watch, ...] = ()
    notes: tuple[Text, ...] = ()
    review: Review
    cases: tuple[Case, ...] = ()

    @model_validator(mode="after")
    def _hangs_together(self) -> "Instrument":
        if faults := references.faults(self):
            raise Misfit(faults)
        return self

    def item(self, id: str) -> Item | None:
        """The item of that id, or None."""
        return next((item for item in self.items if item.id == id), None)

    def score(self, id: str) -> Score | None:
        """The score of that id, or None."""
        return next((score for score in self.scores if score.id == id), None)

    def variant(self, id: str | None) -> Variant | None:
        """The variant of that id; None gives the default one, or None for the whole form. Raises KeyError."""
        wanted = id or self.default_variant
        if wanted is None:
            return None
        return next((variant for variant in self.variants if variant.id == wanted), None) or _unknown(wanted)

    def items_in(self, id: str | None) -> tuple[Item, ...]:
        """The items of a variant, in file order. Raises KeyError for an unknown one."""
        variant = self.variant(id)
        if variant is None or not variant.items:
            return self.items
        return tuple(item for item in self.items if item.id in variant.items)

    def scores_in(self, id: str | None) -> tuple[Score, ...]:
        """The scores of a variant, the main one first. Raises KeyError for an unknown one."""
        variant = self.variant(id)
        if variant is None or not variant.scores:
            return self.scores
        return tuple(score for score in self.scores if score.id in variant.scores)

    def options(self, item: Item) -> tuple[Option, ...]:
        """The answers on offer for one of its items."""
        return self.response_sets[item.responses]

    @property
    def has_words(self) -> bool:
        """Whether the file holds the questions, so that it can be asked."""
        return self.source.licence.text == "bundled"


def _unknown(variant: str) -> Variant:
    raise KeyError(variant)
