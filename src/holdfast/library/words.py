"""What somebody typed, as words to look for: no small words, other words for the same thing, and typing errors mended.

Pure, and made for the words of one library; nothing here is kept from one search to the next.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

WORD = re.compile(r"[^\W_]+")
APOSTROPHE = re.compile(r"[\u2018\u2019'\u02bc`\u00b4]")
ENDINGS = ("ings", "ing", "ies", "ied", "ers", "ed", "es", "er", "ly", "s", "y", "e")
MOST_SIGNS, MOST_WORDS = 200, 16
SHORTEST_MENDED, SHORTEST_MENDED_TWICE = 5, 8  # shorter words are too often other words
LONGEST_MENDED = 24


def plain(text: str) -> str:
    """A text in small letters without accents, and "can't" as one word."""
    bare = unicodedata.normalize("NFKD", APOSTROPHE.sub("", text)).casefold()
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def words(text: str) -> list[str]:
    """The words of a text."""
    return WORD.findall(plain(text))


def root(word: str) -> str:
    """A word without its commonest English endings: enough to see that "hits" and "hitting" are one."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem
    return word


@dataclass(frozen=True)
class Wanted:
    """What to look for: the words as typed (mended), other words for a phrase among them, other words for one."""

    said: tuple[str, ...]
    phrased: tuple[str, ...]
    meant: tuple[str, ...]


class Speller:
    """Words that look like a given one: a sign more, less, other or swapped; two of them in a long word.

    Every known word is kept under itself with one or two signs left out, so that a look-up is a few table reads.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._often = Counter(known)
        self._roots = {root(word) for word in self._often}
        self._under: dict[str, list[str]] = {}
        for word in self._often:
            if SHORTEST_MENDED - 1 <= len(word) <= LONGEST_MENDED:
                for short in _shortened(word):
                    self._under.setdefault(short, []).append(word)

    def knows(self, word: str) -> bool:
        """Whether the word, or another form of it, stands in the library."""
        return word in self._often or root(word) in self._roots

    def like(self, word: str) -> list[str]:
        """The nearest known words, at most two; none for a short, endless or known one."""
        if self.knows(word) or not SHORTEST_MENDED <= len(word) <= LONGEST_MENDED:
            return []
        near: dict[str, int] = {}
        for short in _shortened(word):
            for other in self._under.get(short, ()):
                near[other] = near.get(other) or _distance(word, other)
        least = min(near.values(), default=9)
        if least > (2 if len(word) >= SHORTEST_MENDED_TWICE else 1):
            return []
        best = (other for other, steps in near.items() if steps == least)
        return sorted(best, key=lambda other: (other[0] != word[0], -self._often[other], other))[:2]


def _shortened(word: str) -> set[str]:
    """The word, and the word with one sign left out; with two, where it is long."""
    once = {word[:at] + word[at + 1 :] for at in range(len(word))}
    if len(word) < SHORTEST_MENDED_TWICE:
        return {word, *once}
    return {word, *once, *(short[:at] + short[at + 1 :] for short in once for at in range(len(short)))}


def _distance(one: str, other: str) -> int:
    """How many signs have to be added, left out, changed or swapped with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, right in enumerate(other, start=1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                least = min(least, older[j - 2] + 1)
            row.append(least)
    return row[-1]


@dataclass(frozen=True)
class Reader:
    """Reads what was typed with the words of one library."""

    speller: Speller
    skip: frozenset[str] = frozenset()
    groups: tuple[tuple[str, ...], ...] = ()
    _of_root: dict[str, set[int]] = field(default_factory=dict, repr=False)
    _of_phrase: dict[tuple[str, ...], set[int]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for number, group in enumerate(self.groups):
            for name in group:
                parts = tuple(root(part) for part in words(name))
                table: dict = self._of_phrase if len(parts) > 1 else self._of_root
                table.setdefault(parts if len(parts) > 1 else parts[0], set()).add(number)

    def read(self, text: str) -> Wanted:
        """What to look for. Too long a text is cut; where every word is small, all of them count."""
        typed = words(text[:MOST_SIGNS])[:MOST_WORDS]
        telling = [word for word in typed if word not in self.skip] or typed
        mended = (each for word in telling for each in (self.speller.like(word) or [word]))
        said = list(dict.fromkeys(word for word in mended if word not in self.skip or telling is typed))
        surely = set(self._phrases([root(word) for word in typed]))
        perhaps = {number for word in said for number in self._of_root.get(root(word), ())} - surely
        return Wanted(tuple(said), self._others(surely, said), self._others(perhaps, said))

    def _others(self, numbers: set[int], said: list[str]) -> tuple[str, ...]:
        """The words of some groups, without those that were said."""
        names = (name for number in sorted(numbers) for name in self.groups[number])
        return tuple(dict.fromkeys(name for name in names if name not in said))

    def _phrases(self, roots: list[str]) -> Iterator[int]:
        for at in range(len(roots)):
            for long in (2, 3, 4):
                yield from self._of_phrase.get(tuple(roots[at : at + long]), ()) if at + long <= len(roots) else ()
