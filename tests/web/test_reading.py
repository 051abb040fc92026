"""Public pages read at the age of eleven: Flesch–Kincaid grade at most 6, page by page (storyboards 3.10, CR-25).

As a browser shows them, with everything filled in; `holdfast content check` reads the same words in their files.
Buttons and numbers to press are left out; each line and each full stop ends a sentence.
"""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import resolve

from holdfast.catalogue.reading import grade
from holdfast.web import held

LINES = {"p", "li", "h1", "h2", "h3", "legend", "summary", "caption"}
QUIET = {"button", "label", "nav", "script", "head", "header", "dl"}
# The licences are named, not explained: their names are long.
APART = re.compile(r"Holdfast, version|typeface|Whoever runs a server|A stolen disk")
# Every page that phones keep, and some that they don't. The library is measured file by file, up to grade 8.
PAGES = [
    address for address in held.held().pages if not resolve(address).func.__module__.startswith("holdfast.library")
]
PAGES += ["/p/129/fi", "/nope"]


class Reader(HTMLParser):
    """Collects the lines of a page, without its buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.quiet = 0
        self.button = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A new line, or the start of something that is not read."""
        classes = dict(attrs).get("class") or ""
        if tag in QUIET:
            self.quiet += 1
        elif tag == "a" and ("btn" in classes or "tile" in classes):
            self.button += 1
        elif tag in LINES:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        """The end of it."""
        if tag in QUIET:
            self.quiet -= 1
        elif tag == "a" and self.button:
            self.button -= 1
        elif tag in LINES:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        """Words that are read."""
        if not self.quiet and not self.button and self.lines:
            self.lines[-1] += data


def lines_of(page: str) -> list[str]:
    """The lines of a page that are read as sentences."""
    reader = Reader()
    reader.feed(page)
    return [line.strip() for line in reader.lines if line.strip() and not APART.search(line)]


def test_the_list_of_pages_is_that_of_the_addresses() -> None:
    assert {"/", "/help", "/about", "/p/2", "/p/8", "/p/9", "/p/141", "/p/142"} <= set(PAGES)
    assert len(PAGES) >= 14


@pytest.mark.parametrize("address", PAGES)
def test_cr_25_public_pages_are_read_easily(client: Client, address: str) -> None:
    response = client.get(address)
    if not response["Content-Type"].startswith("text/html"):
        return
    lines = lines_of(response.content.decode())
    hard = sorted(((round(grade([line]), 1), line) for line in lines), reverse=True)[:4]
    assert grade(lines) <= 6, hard
