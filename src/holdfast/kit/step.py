"""One thing a room could offer next on Today. Plain data, so that no room needs to know another's."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Act:
    """A button: its words and the name of the address behind it, with the address's own parts."""

    label: str
    route: str
    parts: tuple[str | int, ...] = ()


@dataclass(frozen=True)
class Step:
    """An offer: a heading, one or two sentences, the main act, and others of equal right beside it."""

    title: str
    text: str
    act: Act
    others: tuple[Act, ...] = field(default_factory=tuple)
