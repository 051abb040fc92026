"""The small language of an article's body: sections, paragraphs, lists, **bold** and four kinds of link.

    ## What is known

    Some people find it **easier**. See [the room](relief:check-the-room), [trust](library:trust) or [Help](help).

    - one thing
    - another

Anything else is refused with its line, so that a page can hold nothing that was not meant. Nothing here makes HTML: the
templates print words and links, each escaped.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from holdfast.catalogue.loader import Document
from holdfast.catalogue.problems import ContentError, Problem

KNOWN, UNKNOWN, DO, READ = "What is known", "What is not known", "What you can do", "You may have read that"
HEADINGS = (KNOWN, UNKNOWN, DO, READ)
NEEDED = HEADINGS[:3]
DOORS = ("scared", "hurt-myself", "body", "hurt-someone", "attacked", "worried", "not-sure")

SPAN = re.compile(r"\*\*(?P<bold>[^*\[\]]+)\*\*|\[(?P<words>[^\[\]*]+)\]\((?P<to>[^()\s]*)\)")
TARGET = re.compile(rf"(?P<kind>library|relief):(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*)|help(?:#(?P<door>{'|'.join(DOORS)}))?")
STRAY = re.compile(r"[*\[\]<>`\\|{}]|^\s*(?:#|\d+[.)]\s|[+•–]\s)|https?:|www\.|_{2}|\bC\d\d\b")
MEND = "Only paragraphs, lists with `- `, **bold** and links to library:, relief: and help are read."


@dataclass(frozen=True)
class Span:
    """A few words of one kind: plain, bold, or a link to an article, a tool or Help."""

    words: str
    bold: bool = False
    kind: Literal["", "library", "relief", "help"] = ""
    to: str = ""  # the article, the tool, or the door of Help


@dataclass(frozen=True)
class Block:
    """A paragraph (one item) or a list (any number), with the line it begins on."""

    line: int
    items: tuple[tuple[Span, ...], ...]
    list: bool = False


@dataclass(frozen=True)
class Section:
    """A part of an article under its heading."""

    heading: str
    line: int
    blocks: tuple[Block, ...]

    def spans(self) -> Iterator[tuple[int, Span]]:
        """Every span with the line of its block."""
        for block in self.blocks:
            for item in block.items:
                for span in item:
                    yield block.line, span

    def texts(self) -> Iterator[tuple[int, str]]:
        """The plain words of each paragraph and list item, with the line of its block."""
        for block in self.blocks:
            for item in block.items:
                yield block.line, "".join(span.words for span in item)


def read(document: Document) -> tuple[Section, ...]:
    """The sections of a page's body. Raises ContentError: file, line, what is wrong and how to mend it."""
    reader = _Reader(document)
    sections = reader.sections()
    reader.check_order(sections)
    if reader.problems:
        raise ContentError(reader.problems)
    return sections


class _Reader:
    """Reads one body and gathers everything that is wrong with it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []

    def wrong(self, line: int, what: str, mend: str = MEND) -> None:
        """Note a problem."""
        self.problems.append(Problem(self.document.path, line, what, mend))

    def sections(self) -> tuple[Section, ...]:
        """Split at the headings."""
        found: list[tuple[str, int, list[tuple[int, str]]]] = []
        for line, text in enumerate(self.document.body.splitlines(), start=self.document.body_line):
            if text.startswith("## "):
                found.append((text.removeprefix("## ").strip(), line, []))
            elif found:
                found[-1][2].append((line, text))
            elif text.strip():
                self.wrong(line, "There are words before the first heading.", f"Begin with ## {KNOWN}.")
                return ()
        return tuple(Section(name, line, tuple(self.blocks(lines))) for name, line, lines in found)

    def check_order(self, sections: tuple[Section, ...]) -> None:
        """The headings, each once, in their order; none of them empty."""
        names = [section.heading for section in sections]
        if names not in (list(NEEDED), list(HEADINGS)) and not self.problems:
            line = sections[0].line if sections else self.document.body_line
            said = ", ".join(f"## {name}" for name in HEADINGS)
            self.wrong(
                line,
                f"The headings are {', '.join(names) or 'none'}.",
                f"Wanted, in this order: {said} (last optional).",
            )
        for section in sections:
            if not section.blocks:
                self.wrong(section.line, f"Under {section.heading!r} stands nothing.", "Write a sentence.")

    def blocks(self, lines: list[tuple[int, str]]) -> Iterator[Block]:
        """Paragraphs and lists, parted by blank lines."""
        group: list[tuple[int, str]] = []
        for line, text in [*lines, (0, "")]:
            if text.strip():
                group.append((line, text))
            elif group:
                yield self.block(group)
                group = []

    def block(self, group: list[tuple[int, str]]) -> Block:
        """One paragraph or one list."""
        first = group[0][0]
        if not group[0][1].startswith("- "):
            for line, text in group:
                if text.startswith(("- ", " ")):
                    self.wrong(line, "A list begins in the middle of a paragraph, or a line is indented.",
                               "Put an empty line before a list.")  # fmt: skip
            return Block(first, (self.spans(first, [text for _, text in group]),))
        items: list[tuple[int, list[str]]] = []
        for line, text in group:
            if text.startswith("- "):
                items.append((line, [text[2:]]))
            elif text.startswith("  "):
                items[-1][1].append(text)
            else:
                self.wrong(
                    line, "This line belongs to no item of the list.", "Indent it by two spaces, or leave a line."
                )
        return Block(first, tuple(self.spans(line, texts) for line, texts in items), list=True)

    def spans(self, line: int, texts: list[str]) -> tuple[Span, ...]:
        """Words, bold words and links."""
        text, at, found = " ".join(part.strip() for part in texts), 0, []
        for match in SPAN.finditer(text):
            found += self.plain(line, text[at : match.start()])
            found += [Span(match["bold"], bold=True)] if match["bold"] else self.link(line, match["words"], match["to"])
            at = match.end()
        return (*found, *self.plain(line, text[at:]))

    def plain(self, line: int, words: str) -> list[Span]:
        """Words without any mark."""
        stray = STRAY.search(words)
        if stray:
            self.wrong(line, f"{stray[0].strip()!r} means nothing here, in {words.strip()[:50]!r}.")
        return [Span(words)] if words else []

    def link(self, line: int, words: str, to: str) -> list[Span]:
        """A link to an article, a tool or Help."""
        target = TARGET.fullmatch(to)
        if target is None:
            self.wrong(
                line,
                f"The link {to!r} leads nowhere.",
                "Use library:an-article, relief:a-tool, help or help#hurt-myself.",
            )
            return []
        if target["kind"]:
            return [Span(words, kind=target["kind"], to=target["id"])]
        return [Span(words, kind="help", to=target["door"] or "")]
