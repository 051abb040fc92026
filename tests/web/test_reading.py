"""Public pages read at the age of eleven: Flesch–Kincaid grade at most 6, page by page (storyboards 3.10, CR-25).

Buttons and numbers to press are left out; each line and each full stop ends a sentence.
"""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

PAGES = ["/", "/p/2", "/p/6", "/p/7", "/p/8", "/p/9", "/help", "/p/129/fi", "/about", "/nope", "/p/170"]
LINES = {"p", "li", "h1", "h2", "h3", "legend", "summary", "caption"}
QUIET = {"button", "label", "nav", "script", "head", "header", "dl"}
# The licences are named, not explained: their names are long.
APART = re.compile(r"Holdfast, version|typeface|Whoever runs a server|A stolen disk")


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


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end; at least one."""
    word = re.sub(r"[^a-z]", "", word.lower())
    count = len(re.findall(r"[aeiouy]+", word))
    silent = re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouycgsxz]es$", word) is not None
    return max(1, count - silent)


def grade(lines: list[str]) -> float:
    """Flesch–Kincaid grade of some lines: 0.39 words per sentence + 11.8 syllables per word − 15.59."""
    sentences = [part for line in lines for part in re.split(r"[.?:]+\s*", line) if re.search(r"[a-zA-Z]", part)]
    found = [word for sentence in sentences for word in re.findall(r"[A-Za-z']+", sentence)]
    per_sentence = len(found) / len(sentences)
    return 0.39 * per_sentence + 11.8 * sum(map(syllables, found)) / len(found) - 15.59


@pytest.mark.parametrize(("word", "count"), [("cat", 1), ("water", 2), ("home", 1), ("danger", 2), ("little", 2)])
def test_syllables_are_counted_about_right(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_measure_tells_plain_from_heavy() -> None:
    assert grade(["Press both feet down.", "Look round."]) < 3
    assert grade(["Psychological interventions facilitate considerable symptomatic improvement."]) > 15


@pytest.mark.parametrize("address", PAGES)
def test_cr_25_public_pages_are_read_easily(client: Client, address: str) -> None:
    reader = Reader()
    reader.feed(client.get(address).content.decode())
    lines = [line.strip() for line in reader.lines if line.strip() and not APART.search(line)]
    hard = sorted(((round(grade([line]), 1), line) for line in lines), reverse=True)[:4]
    assert grade(lines) <= 6, hard
