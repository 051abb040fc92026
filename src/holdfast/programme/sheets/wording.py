"""What pages say of a line and of a try: title, facts, groups. Draws from the sheet's file; decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from holdfast.programme.sheets.lines import Line, Try, Value, Values
from holdfast.programme.sheets.schema import CHOICE, HIGH, RATING, TEXT, Asked, Sheet


@dataclass(frozen=True)
class Fact:
    """One part of a line in words. `own`: the person's own, kept from any script."""

    label: str
    words: str
    own: bool


@dataclass(frozen=True)
class Tried:
    """One try in words."""

    id: str
    on: date | None
    words: str


@dataclass(frozen=True)
class Told:
    """One line as a page shows it."""

    id: str
    title: str
    facts: tuple[Fact, ...]
    tries: tuple[Tried, ...]
    advised: bool


@dataclass(frozen=True)
class Group:
    """Lines under one heading; "" where the sheet has no headings."""

    title: str
    lines: tuple[Told, ...]


def groups(sheet: Sheet, lines: Sequence[Line], advised: frozenset[str] = frozenset()) -> list[Group]:
    """The lines of a sheet, under the options of the choice it is sorted by if it is sorted by one."""
    field = sheet.field(sheet.order) if sheet.order else None
    if field is None or field.kind != CHOICE:
        return [Group("", tuple(told(sheet, line, line.id in advised) for line in lines))] if lines else []
    titles = {option.id: option.words for option in field.options}
    found: dict[str, list[Told]] = {}
    for line in lines:
        heading = titles.get(str(line.values.get(field.id)), _("Not sorted yet"))
        found.setdefault(heading, []).append(told(sheet, line, line.id in advised))
    return [Group(title, tuple(each)) for title, each in found.items()]


def told(sheet: Sheet, line: Line, advised: bool = False) -> Told:
    """One line as a page shows it."""
    heading = sheet.field(sheet.order) if sheet.order else None
    under = heading.id if heading and heading.kind == CHOICE else ""
    facts = facts_of(sheet, {name: value for name, value in line.values.items() if name != under})
    tries = tuple(Tried(each.id, _day(each.on), _try(sheet, each)) for each in line.tries)
    return Told(line.id, title(sheet, line), facts, tries, advised)


def title(sheet: Sheet, line: Line) -> str:
    """What a line is called: its first field."""
    return str(line.values.get(sheet.fields[0].id, "")) or _("A line without words")


def facts_of(sheet: Sheet, values: Values, first: bool = False) -> tuple[Fact, ...]:
    """The parts of a line in words, in the order of the sheet; with the first, which is its title, or without it."""
    shown = sheet.fields if first else sheet.fields[1:]
    return tuple(
        Fact(asked.label, _said(asked, values[asked.id]), asked.kind == TEXT) for asked in shown if asked.id in values
    )


def page(sheet: Sheet, **more: Any) -> dict[str, Any]:
    """What each page of a sheet has."""
    return {"sheet": sheet, "reviewed": sheet.review.status != "none", **more}


def _said(asked: Asked, value: Value) -> str:
    if asked.kind == RATING:
        return _("{number} of {most}").format(number=value, most=HIGH)
    words = {option.id: option.words for option in asked.options}
    if isinstance(value, list):
        return ", ".join(words[option.id] for option in asked.options if option.id in value)
    return words.get(str(value), str(value))


def _try(sheet: Sheet, each: Try) -> str:
    if sheet.tries is None:
        return ""
    ending = sheet.tries.ending(each.ended)
    numbers = [f"{rated.label}: {each.ratings[rated.id]}." for rated in sheet.tries.ratings if rated.id in each.ratings]
    return " ".join([*numbers, *([ending.words] if ending else [])])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
