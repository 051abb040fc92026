"""The lines of a sheet in one sealed body: reading, ordering, changing. Pure: a body goes in, a body comes out.

Reading is tolerant: what does not fit the sheet as it is now is left out of the page, and stays in the body.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from holdfast.programme.sheets.schema import CHOICE, HIGH, LOW, RATING, TEXT, Asked, Sheet

Body = Mapping[str, Any]
Value = str | int | list[str]
Values = Mapping[str, Value]
LONGEST = 4000  # letters of any text here, whatever a sheet says: files change, and imports come from elsewhere
MOST = 40  # lines that a page can ever hold, by imports, and tries of a line
MOST_VALUES = 20
LAST = 10**6  # more than anything is ever counted to
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class ChangedElsewhere(ValueError):
    """The line was changed from another page meanwhile; `there` is what it says now."""

    def __init__(self, there: Values) -> None:
        super().__init__("This line was changed elsewhere.")
        self.there = there


class Gone(ValueError):
    """The line, or what it was tried for, is not there any more."""


class Full(ValueError):
    """There is no room for another one."""


@dataclass(frozen=True)
class Try:
    """One try of a line: its numbers, how it ended, the person's own day, and its place among all tries of the page."""

    id: str
    ratings: Mapping[str, int]
    ended: str
    on: str
    nth: int


@dataclass(frozen=True)
class Line:
    """One line. `at`: its place in the order of adding; `by`: the form that wrote it last."""

    id: str
    values: Values
    at: int
    by: str
    tries: tuple[Try, ...] = ()

    def number(self, field: str) -> int | None:
        """A rating of it; None where none was given."""
        value = self.values.get(field)
        return value if isinstance(value, int) else None


@dataclass(frozen=True)
class Sent:
    """What a page sends for a line. `form`: the id that came with it; `began`: the mark of what stood there, or ""."""

    values: Values
    form: str
    began: str


def fits(field: Asked, value: Any) -> bool:
    """Whether a field of a sheet can hold this."""
    options = {option.id for option in field.options}
    if field.kind == TEXT:
        return isinstance(value, str) and 0 < len(value) <= LONGEST
    if field.kind == RATING:
        return type(value) is int and LOW <= value <= HIGH
    if field.kind == CHOICE:
        return isinstance(value, str) and value in options
    return isinstance(value, list) and value != [] and all(isinstance(one, str) and one in options for one in value)


def read(sheet: Sheet, body: Body | None) -> tuple[Line, ...]:
    """The lines of a body, in the order of the sheet."""
    found = [_line(sheet, id, kept) for id, kept in _lines(body).items() if isinstance(kept, Mapping)]
    return tuple(sorted(found, key=_order(sheet)))


def mark(values: Values) -> str:
    """A short number that stands for what a line says, so that a form can say from which words it began."""
    told = json.dumps(sorted(values.items()), ensure_ascii=True)
    return str(int.from_bytes(sha256(told.encode()).digest()[:6], "big"))


def whole_mark(line: Line) -> str:
    """The same for all of a line, tries and all, for whoever removes it."""
    return mark({**line.values, "tries/": [each.id for each in line.tries]})


def kept(sheet: Sheet, body: Body, id: str, sent: Sent) -> dict[str, Any]:
    """The body with one line written. What a page had not shown is never written over.

    A form that began from nothing adds a line; the same page may write again and again while somebody is typing.
    Raises ChangedElsewhere, Gone, Full.
    """
    lines = _lines(body)
    before = lines.get(id)
    if not isinstance(before, Mapping):
        if sent.began:
            raise Gone
        if len(lines) >= sheet.most:
            raise Full
        new = {"values": dict(sent.values), "by": sent.form, "at": _next(lines, "at"), "tries": {}}
        return {**body, "lines": {**lines, id: new}}
    there = _line(sheet, id, before)
    if sent.form != there.by and sent.began != mark(there.values) and sent.values != there.values:
        raise ChangedElsewhere(there.values)
    ours = {field.id for field in sheet.fields}
    others = {name: value for name, value in _table(before, "values").items() if name not in ours}
    new = {**before, "values": {**others, **sent.values}, "by": sent.form}
    return {**body, "lines": {**lines, id: new}}


def without(sheet: Sheet, body: Body, id: str, began: str) -> dict[str, Any]:
    """The body without one line; as it is where there is none. Raises ChangedElsewhere for what no page had shown."""
    lines = _lines(body)
    before = lines.get(id)
    if isinstance(before, Mapping):
        there = _line(sheet, id, before)
        if began != whole_mark(there):
            raise ChangedElsewhere(there.values)
    return {**body, "lines": {name: line for name, line in lines.items() if name != id}}


def tried(sheet: Sheet, body: Body, id: str, made: Try) -> dict[str, Any]:
    """The body with a try noted at a line; a form sent twice is kept once. Raises Gone, Full."""

    def note(tries: dict[str, Any]) -> dict[str, Any]:
        if made.id in tries:
            return tries
        if sheet.tries is None or len(tries) >= sheet.tries.most:
            raise Full
        nth = 1 + max((each.nth for line in read(sheet, body) for each in line.tries), default=0)
        return {**tries, made.id: {"ratings": dict(made.ratings), "ended": made.ended, "on": made.on, "nth": nth}}

    return _with_tries(body, id, note)


def untried(body: Body, id: str, which: str) -> dict[str, Any]:
    """The body without one try. Raises Gone where the line is not there."""
    return _with_tries(body, id, lambda tries: {name: each for name, each in tries.items() if name != which})


def joined(here: Body, came: Body) -> tuple[dict[str, Any], int, int]:
    """A page that came in with an import, joined with the page that is here: what is here stays as it is."""
    held, coming = _lines(here), _lines(came)
    room = max(MOST - len(held), 0)
    new = dict([(id, line) for id, line in coming.items() if id not in held][:room])
    return {**here, "lines": {**held, **new}}, len(new), len(coming) - len(new)


def _with_tries(body: Body, id: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    lines = _lines(body)
    line = lines.get(id)
    if not isinstance(line, Mapping):
        raise Gone
    return {**body, "lines": {**lines, id: {**line, "tries": change(_table(line, "tries"))}}}


def _line(sheet: Sheet, id: str, kept: Mapping[str, Any]) -> Line:
    values = _table(kept, "values")
    shown = {field.id: values[field.id] for field in sheet.fields if fits(field, values.get(field.id))}
    tries = [_try(sheet, name, each) for name, each in _table(kept, "tries").items() if isinstance(each, Mapping)]
    by = kept.get("by")
    inorder = tuple(sorted(tries, key=lambda each: (each.nth, each.id)))
    return Line(id, shown, _whole(kept.get("at")), by if isinstance(by, str) else "", inorder)


def _try(sheet: Sheet, id: str, kept: Mapping[str, Any]) -> Try:
    asked = {rating.id for rating in sheet.tries.ratings} if sheet.tries else set()
    given = _table(kept, "ratings").items()
    ratings = {name: value for name, value in given if name in asked and type(value) is int and LOW <= value <= HIGH}
    ended, on = kept.get("ended"), kept.get("on")
    told = ended if isinstance(ended, str) else "", on if isinstance(on, str) else ""
    return Try(id, ratings, *told, _whole(kept.get("nth")))


def _order(sheet: Sheet) -> Callable[[Line], tuple[int, int, str]]:
    """Low numbers first, or the options as the sheet has them; what has none stands last; else as they were added."""
    field = sheet.field(sheet.order) if sheet.order else None
    places = {option.id: place for place, option in enumerate(field.options)} if field else {}

    def place(line: Line) -> tuple[int, int, str]:
        value = line.values.get(field.id) if field else 0
        last = max(HIGH, len(places)) + 1
        at = last if value is None else value if isinstance(value, int) else places.get(str(value), last)
        return at, line.at, line.id

    return place


def _next(lines: Mapping[str, Any], key: str) -> int:
    return 1 + max((_whole(line.get(key)) for line in lines.values() if isinstance(line, Mapping)), default=0)


def _lines(body: Body | None) -> dict[str, Any]:
    return _table(body, "lines") if isinstance(body, Mapping) else {}


def _table(body: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = body.get(key)
    return dict(found) if isinstance(found, Mapping) else {}


def _whole(value: Any) -> int:
    return value if type(value) is int and 0 <= value < LAST else 0
