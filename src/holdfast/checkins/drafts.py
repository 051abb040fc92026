"""Forms that were begun: their answers so far, sealed as one goes. Pure: the drafts page in, the drafts page out.

All drafts of a person stand on one page, so that neither their number nor their names show in the table.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, timedelta
from typing import Any

from holdfast.people import schema

KEPT = timedelta(days=7)  # longer ago, "the last two weeks" would mean other weeks


@dataclass(frozen=True)
class Draft:
    """A form that was begun. `on` is the local day it is about; `told` when the support page was shown for it.

    `corrects` is the id of the administration that it will replace.
    """

    id: str
    form: str
    on: str
    zone: str
    variant: str | None = None
    target: str | None = None
    corrects: str | None = None
    told: bool = False
    flags: tuple[str, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)

    def fresh(self, today: date) -> bool:
        """Whether it may still be gone on with."""
        on = schema.day(self.on)
        return self.corrects is not None or (on is not None and today - on <= KEPT)


NAMES = {part.name for part in fields(Draft)}


def read(page: dict[str, Any] | None) -> list[Draft]:
    """The drafts of a page, in the order in which they were begun."""
    stored = (page or {}).get("drafts", {})
    return [_draft(body) for body in stored.values()]


def _draft(body: dict[str, Any]) -> Draft:
    known = {key: value for key, value in body.items() if key in NAMES}
    return Draft(**known | {"flags": tuple(body.get("flags", ()))})


def find(page: dict[str, Any] | None, id: str) -> Draft | None:
    """One draft of a page, or None."""
    body = (page or {}).get("drafts", {}).get(id)
    return _draft(body) if body else None


def put(page: dict[str, Any], draft: Draft) -> dict[str, Any]:
    """The page with this draft on it, in place of one with the same id."""
    return page | {"drafts": page.get("drafts", {}) | {draft.id: asdict(draft)}}


def without(page: dict[str, Any], id: str) -> dict[str, Any]:
    """The page without one draft."""
    return page | {"drafts": {key: body for key, body in page.get("drafts", {}).items() if key != id}}


def swept(page: dict[str, Any], today: date, form: str, variant: str | None) -> dict[str, Any]:
    """The page without stale drafts, and without an earlier one of the form that now begins again."""
    kept = {
        draft.id: asdict(draft)
        for draft in read(page)
        if draft.fresh(today) and (draft.form, draft.variant) != (form, variant)
    }
    return page | {"drafts": kept}


def revised(page: dict[str, Any], draft: Draft, answers: Mapping[str, Any], told: bool) -> dict[str, Any]:
    """The page with one screen's answers put into a draft as it stands there now.

    A draft that is gone by then has ended meanwhile, and is not brought back.
    """
    now = find(page, draft.id)
    return page if now is None else put(page, answered(now, answers, told))


def answered(draft: Draft, answers: Mapping[str, Any], told: bool) -> Draft:
    """The draft with one screen's answers in it; None takes an answer back."""
    merged = dict(draft.answers) | dict(answers)
    kept = {item: value for item, value in merged.items() if value is not None}
    return replace(draft, answers=kept, told=draft.told or told)
