"""The words a person reads, with the line they stand on: out of a content file, a template, or a Python file.

Knows where words stand, never what they are about.
"""

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from holdfast.catalogue.loader import Document, Place


@dataclass(frozen=True)
class Saying:
    """A line of words. `screen`: what is seen together with it. `door`: a button, a link to press, a heading."""

    line: int
    text: str
    screen: str = ""
    door: bool = False

    @property
    def read(self) -> bool:
        """Whether it is read as a sentence; a button is pressed, and left out of the measure."""
        return not self.door


def values(document: Document, keys: Collection[str], under: Place = ()) -> Iterator[Saying]:
    """Every text under one of these keys, alone or in a list, however deep it stands."""
    value: Any = document.data
    for step in under:
        value = value[step]
    yield from _values(document, value, under, keys)


def _values(document: Document, value: Any, place: Place, keys: Collection[str]) -> Iterator[Saying]:
    if isinstance(value, dict):
        for key, inner in value.items():
            texts = inner if isinstance(inner, list) else [inner]
            for at, text in enumerate(texts if key in keys else ()):
                if isinstance(text, str):
                    yield Saying(document.line_of((*place, key, at)), text)
            yield from _values(document, inner, (*place, key), keys)
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _values(document, inner, (*place, at), keys)


def body(document: Document, heading: str = "## ") -> Iterator[Saying]:
    """Every line of a page's body, each part under its heading a screen. Headings themselves are doors."""
    screen = ""
    for line, text in enumerate(document.body.splitlines(), start=document.body_line):
        if text.startswith(heading):
            screen = text.removeprefix(heading).strip()
        elif text.strip():
            yield Saying(line, text.strip(), screen)


WORDS = re.compile(
    r"{%\s*translate\s+(?:\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>(?:[^'\\]|\\.)*)')[^%]*%}"
    r"|{%\s*blocktranslate\b[^%]*%}(?P<block>.*?){%\s*endblocktranslate\s*%}",
    re.DOTALL,
)
NOTES = re.compile(r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}", re.DOTALL)
ESCAPED = re.compile(r"\\(.)")
FILLED = re.compile(r"{{[^}]*}}|{%[^%]*%}|{[a-z_]+}")
MARK = re.compile("\ue000(\\d+)\ue001")
PRESSED = {"button", "h1", "h2", "h3", "nav", "header", "label"}
PRESSED_LINKS = {"btn", "tile", "bar"}
EMPTY = {"input", "br", "hr", "img", "link", "meta", "wbr", "col", "source", "track"}


def template(text: str) -> Iterator[Saying]:
    """The words of a page template that are marked for translation. What is filled in counts as one word."""
    text = NOTES.sub(lambda note: "\n" * note[0].count("\n"), text)
    found: list[tuple[int, str]] = []

    def mark(match: re.Match[str]) -> str:
        said = next(part for part in match.groups() if part is not None)
        said = FILLED.sub("one", ESCAPED.sub(r"\1", " ".join(said.split())))
        found.append((text.count("\n", 0, match.start()) + 1, said))
        return f"\ue000{len(found) - 1}\ue001"

    reader = _Doors()
    reader.feed(WORDS.sub(mark, text))
    reader.close()
    for number, (line, said) in enumerate(found):
        if said:
            yield Saying(line, said, door=reader.doors.get(number, False))


class _Doors(HTMLParser):
    """Finds out of each marked place whether it stands in something one presses."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.doors: dict[int, bool] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        pressed = tag in PRESSED or (tag == "a" and bool(PRESSED_LINKS & set(known.get("class", "").split())))
        for value in known.values():
            self._note(value, pressed)
        if tag not in EMPTY:
            self.open.append((tag, pressed))

    def handle_endtag(self, tag: str) -> None:
        while any(name == tag for name, _ in self.open):
            if self.open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        self._note(data, any(pressed for _, pressed in self.open))

    def _note(self, text: str, pressed: bool) -> None:
        for number in MARK.findall(text):
            self.doors[int(number)] = pressed


SENTENCE = re.compile(r"[.?:…][\"”’')]*$")
MARKED = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}


def source(text: str) -> Iterator[Saying]:
    """The words of a Python file that are marked for translation. What does not end as a sentence is a label."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKED:
            for given in node.args:
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    yield Saying(given.lineno, given.value, door=not SENTENCE.search(given.value.strip()))
