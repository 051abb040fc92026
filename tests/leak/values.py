"""What is typed. A word can be found again wherever it turns up; its twin has other letters and another length.

Everything is made from (the program's step, the field, the variant) alone, so that a run can be repeated to the byte.
"""

import random
from datetime import date, timedelta

from tests.leak.pages import Field

LETTERS = "bcdfghjklmnpqrstvwxz"  # no vowels: such words stand in no text of ours
PIECE = 8
FIRST, OTHER = 1, 2  # the variants: as the program is run first, and its value twin
NUMBERS = ("number", "range", "numeric")


def chance(*about: object) -> random.Random:
    """A stream of its own for each thing drawn."""
    return random.Random("/".join(map(str, about)))


def canary(*about: object, variant: int = FIRST, most: int = 0) -> str:
    """Some words found nowhere else, of a length that differs from variant to variant."""
    draw = chance("canary", variant, *about)
    count = draw.choice((1, 2, 3)) if variant == FIRST else draw.choice((4, 9, 25))
    words = ["".join(draw.choice(LETTERS) for _ in range(draw.randrange(12, 20))) for _ in range(count)]
    text = " ".join(words)
    return text[: most or 400].rstrip()


def pieces(text: str) -> set[str]:
    """Every piece of eight letters of the words of a text."""
    words = text.casefold().split()
    return {word[at : at + PIECE] for word in words for at in range(len(word) - PIECE + 1)}


def choose(options: list[str], *about: object, variant: int = FIRST) -> str:
    """One of some options; the twin chooses another one where there is another."""
    first = chance("choice", *about).randrange(len(options))
    if variant == FIRST or len(options) == 1:
        return options[first]
    return options[(first + 1 + chance("other", *about).randrange(len(options) - 1)) % len(options)]


def typed(field: Field, today: date, *about: object, variant: int = FIRST) -> str | None:
    """A fitting value for a field; None leaves it out."""
    about = (field.name, *about)
    least, most, longest = (int(each) if each.lstrip("-").isdecimal() else None for each in field.limits)
    if field.kind == "hidden" or field.kind == "password":
        return field.value
    if field.kind in ("radio", "select"):
        return choose([*field.options], *about, variant=variant)
    if field.kind == "checkbox":
        return choose([*field.options, ""], *about, variant=variant) or None
    if field.kind in NUMBERS:
        low = least or 0
        return choose([str(number) for number in range(low, (most or low + 10) + 1)], *about, variant=variant)
    if field.kind == "date":
        return choose([(today - timedelta(days=back)).isoformat() for back in range(20)], *about, variant=variant)
    if field.kind == "file":
        return None
    return canary(*about, variant=variant, most=longest or 0)
