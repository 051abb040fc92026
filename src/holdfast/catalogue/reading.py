"""How hard words are to read: the grade of Flesch and Kincaid, about the school year in which a text is read easily.

    0.39 × words per sentence + 11.8 × syllables per word − 15.59

Each line, full stop and question mark ends a sentence (storyboards, 3.10). Syllables are counted by rule, which is
right for most English words and wrong by one for some: read a grade as about half a grade wide. English only.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

SENTENCE_ENDS = re.compile(r"[.?!…]+(?=[\s\"”’')]|$)")
WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouycgsxz]es$")

APART = re.compile(r"[aeiouy]ing$")  # being, going, trying


@lru_cache(maxsize=8192)
def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end and with an -ing of its own; at least one."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    return max(1, len(VOWELS.findall(letters)) - bool(SILENT.search(letters)) + bool(APART.search(letters)))


def sentences(lines: Iterable[str]) -> list[list[str]]:
    """The words of each sentence; what holds no word is none."""
    parts = (part for line in lines for part in SENTENCE_ENDS.split(line))
    return [words for part in parts if (words := WORD.findall(part))]


def grade(lines: Iterable[str]) -> float:
    """The grade of some lines together; 0 where there are no words."""
    found = sentences(lines)
    words = [word for sentence in found for word in sentence]
    if not words:
        return 0.0
    return 0.39 * len(words) / len(found) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
