"""Generated lock words: four from a public list of 7,776, about 52 bits (11-vault §2.9)."""

from functools import cache
from importlib.resources import files

from holdfast.kit import random

COUNT = 4


@cache
def words() -> tuple[str, ...]:
    """The list, in its order. Source and licence: words/en.LICENSE.txt."""
    text = files("holdfast.vault").joinpath("words", "en.txt").read_text(encoding="utf-8")
    return tuple(text.split())


def generate(count: int = COUNT) -> str:
    """Lock words, drawn independently and uniformly: small letters, one space between."""
    every = words()
    return " ".join(every[random.below(len(every))] for _ in range(count))
