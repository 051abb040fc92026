"""A card: one shared thing, whole in itself, so that who gets it needs nothing else to draw it (decision 16).

What arrives was sealed by somebody else's program, so reading is strict: a card that is not well formed is no card.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from math import isfinite
from typing import Any

V = 1
LONGEST_TITLE, LONGEST_TEXT, LONGEST_NAME, MOST_POINTS = 120, 4000, 80, 400
LONGEST = timedelta(days=400)  # from the first day shown to the last day of the share

Point = tuple[str, float | None]


@dataclass(frozen=True)
class Card:
    """A shared thing as both see it.

    `stream` is the id of its file in `content/streams`; `author` the name its author goes by; `points` are (local ISO
    day, value or None) on a scale from `range[0]` to `range[1]`; `until` is the last ISO day. Author and until are
    filled in by `people.actions.share` and `publish`: who builds a card leaves them empty.
    """

    stream: str
    title: str
    text: str = ""
    points: tuple[Point, ...] = ()
    range: tuple[float, float] | None = None
    author: str = ""
    until: str = ""
    v: int = V

    def body(self) -> dict[str, Any]:
        """As it is sealed."""
        return {
            "v": self.v,
            "stream": self.stream,
            "author": self.author,
            "title": self.title,
            "text": self.text,
            "points": [list(point) for point in self.points],
            "range": list(self.range) if self.range else None,
            "until": self.until,
        }


def read(body: Any) -> Card | None:
    """A card from a sealed body; None for anything that `Card.body` of this version would not write."""
    try:
        points = tuple((str(day), value) for day, value in body["points"])
        ends = tuple(body["range"]) if body["range"] is not None else None
        card = Card(body["stream"], body["title"], body["text"], points, ends, body["author"], body["until"], body["v"])
    except (KeyError, TypeError, ValueError):
        return None
    return card if fits(card) else None


def fits(card: Card) -> bool:
    """Whether a card is well formed: texts of sane length, days up to its last one, values within the range."""
    texts = (
        (card.stream, LONGEST_NAME),
        (card.title, LONGEST_TITLE),
        (card.text, LONGEST_TEXT),
        (card.author, LONGEST_NAME),
    )
    return (
        card.v == V
        and all(isinstance(text, str) and len(text) <= most for text, most in texts)
        and bool(card.title.strip())
        and _is_day(card.until)
        and len(card.points) <= MOST_POINTS
        and _points_fit(card)
    )


def _points_fit(card: Card) -> bool:
    if not card.points:
        return card.range is None or _is_range(card.range)
    if card.range is None or not _is_range(card.range):
        return False
    low, high = card.range
    days = [day for day, _value in card.points]
    last = date.fromisoformat(card.until)
    values = [value for _day, value in card.points if value is not None]
    return (
        all(_is_day(day) and timedelta(0) <= last - date.fromisoformat(day) <= LONGEST for day in days)
        and len(set(days)) == len(days)
        and all(_is_number(value) and low <= value <= high for value in values)
    )


def _is_range(value: Any) -> bool:
    return len(value) == 2 and all(map(_is_number, value)) and value[0] < value[1]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) and abs(value) < 1e6


def _is_day(text: Any) -> bool:
    try:
        return isinstance(text, str) and date.fromisoformat(text).isoformat() == text and "2000" <= text[:4] < "2200"
    except ValueError:
        return False
