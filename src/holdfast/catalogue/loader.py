"""Reads YAML without its guessing: a file becomes text, lists and tables of text, and nothing else.

`no` stays the text "no" and `1.0` the text "1.0"; a room's schema turns text into numbers and dates. Refused, with file
and line: a key twice, anchors, aliases, tags, an empty value, more than one document, control characters.
Never calls a constructor that a file could choose.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from holdfast.catalogue.problems import broken

Place = tuple[str | int, ...]

MOST_BYTES = 1_000_000
DEEPEST = 30
FENCE = "---\n"
ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")  # control characters and halves of characters

# libyaml's parser where the wheel has it: the same events, ten times sooner.
_PARSER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True)
class Document:
    """A file as read: its text values, and the line each of them stands on."""

    path: Path
    data: dict[str, Any]
    lines: Mapping[Place, int] = field(default_factory=dict, repr=False)
    body: str = ""  # what follows the front matter of a page
    body_line: int = 1  # the line the body begins on

    def line_of(self, place: Sequence[str | int]) -> int:
        """The line of a value, or of the nearest thing around it that has one. `place` is keys and positions."""
        known: Place = ()
        for step in place:
            if (*known, step) in self.lines:
                known = (*known, step)
        return self.lines.get(known, 1)


def read_yaml(path: Path) -> dict[str, Any]:
    """The content of a YAML file: a table of text, lists and tables. Raises ContentError."""
    return read(path).data


def read(path: Path) -> Document:
    """A YAML file with the line of each value. Raises ContentError."""
    return parse(_text(path), path)


def read_page(path: Path) -> Document:
    """A page: YAML between two lines of `---`, then a body as written. Raises ContentError."""
    text = _text(path)
    head, fence, body = text.removeprefix(FENCE).partition(f"\n{FENCE}")
    if not text.startswith(FENCE) or not fence:
        raise broken(path, 1, "This page has no head.", "Begin it with a line of ---, the head, and another ---.")
    return replace(parse("\n" + head, path), body=body, body_line=head.count("\n") + 4)


def parse(text: str, path: Path) -> Document:
    """Read YAML from text; `path` only names it in errors. Raises ContentError."""
    events = _events(text, path)
    lines: dict[Place, int] = {}
    data = _Builder(path, events, lines).document()
    return Document(path, data, lines)


def _text(path: Path) -> str:
    """A file as text with plain line ends. Raises ContentError."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as missing:
        raise broken(path, 0, f"The file cannot be read: {missing.strerror}.") from None
    if len(raw) > MOST_BYTES:
        raise broken(path, 0, "The file is larger than a megabyte.", "Split it: one thing, one file.")
    try:
        return raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as odd:
        line = raw[: odd.start].count(b"\n") + 1
        raise broken(path, line, "This line is not UTF-8 text.", "Save the file as UTF-8.") from None


def _events(text: str, path: Path) -> Iterator[yaml.Event]:
    """The events of libyaml, its errors turned into ours."""
    try:
        yield from yaml.parse(text, Loader=_PARSER)
    except yaml.MarkedYAMLError as odd:
        mark = odd.problem_mark or odd.context_mark
        what = " ".join(part for part in (odd.context, odd.problem) if part)
        mend = "Look for a missing quotation mark, a tab or an indent that is off."
        raise broken(path, mark.line + 1 if mark else 0, f"This is not YAML: {what}.", mend) from None
    except yaml.YAMLError as odd:
        raise broken(path, 0, f"This is not YAML: {str(odd).splitlines()[0]}.") from None


class _Builder:
    """Turns the events of one file into text, lists and tables."""

    def __init__(self, path: Path, events: Iterator[yaml.Event], lines: dict[Place, int]) -> None:
        self.path, self.events, self.lines = path, events, lines

    def document(self) -> dict[str, Any]:
        """The one table a file holds."""
        first = self._past(yaml.StreamStartEvent, yaml.DocumentStartEvent)
        if not isinstance(first, yaml.MappingStartEvent):
            line = 0 if isinstance(first, yaml.StreamEndEvent) else first.start_mark.line + 1
            raise broken(self.path, line, "The file must hold a table of `key: value` lines.")
        data = self._value(first, ())
        after = self._past(yaml.DocumentEndEvent)
        if not isinstance(after, yaml.StreamEndEvent):
            raise self._odd(after, "A second document begins here.", "One thing, one file: move it to its own.")
        return data

    def _past(self, *kinds: type[yaml.Event]) -> yaml.Event:
        """The next event that is none of `kinds`."""
        return next(event for event in self.events if not isinstance(event, kinds))

    def _value(self, event: yaml.Event, place: Place) -> Any:
        self._plain(event, place)
        self.lines.setdefault(place, event.start_mark.line + 1)
        if isinstance(event, yaml.MappingStartEvent):
            return self._table(place)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(place)
        return self._scalar(event)

    def _plain(self, event: yaml.Event, place: Place) -> None:
        """Refuse what would let a file mean more than it says."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._odd(event, "Anchors and aliases (& and *) are not used here.", "Write the value out again.")
        if event.tag is not None:
            raise self._odd(event, "Tags (!) are not used here.", "Leave the tag out, or put the text in quotes.")
        if len(place) > DEEPEST:
            raise self._odd(event, "This is nested too deeply.", "No content file needs that.")

    def _scalar(self, event: yaml.ScalarEvent) -> str:
        if event.value == "" and not event.style:
            raise self._odd(event, "A key stands here without a value.", "Leave the key out when there is none.")
        if ODD.search(event.value):
            raise self._odd(event, "There is a control character in this text.", "Type it again by hand.")
        return event.value

    def _list(self, place: Place) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self._value(event, (*place, len(found))))
        return found

    def _table(self, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._plain(event, place)
                raise self._odd(event, "A key must be plain text.", "Give it a name.")
            self._plain(event, place)
            key = self._scalar(event)
            if key in found:
                first = self.lines[(*place, key)]
                raise self._odd(event, f"The key {key!r} stands here again.", f"It is already on line {first}.")
            self.lines[(*place, key)] = event.start_mark.line + 1
            found[key] = self._value(next(self.events), (*place, key))
        return found

    def _odd(self, event: yaml.Event, what: str, mend: str) -> Exception:
        return broken(self.path, event.start_mark.line + 1, what, mend)
