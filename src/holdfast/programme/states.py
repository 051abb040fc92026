"""How one person walks one module: the states of an enrolment, and every move there is between them.

The table is the whole of it. `tools/states_page.py` draws it for the manual, and a test holds the drawing current. What
a person sees never says "behind" or "late": a state only says what comes next, and each part can be opened at any time.
Pure.
"""

from dataclasses import dataclass
from typing import Literal, get_args

State = Literal["learn", "alone", "practice", "check", "done", "paused", "steady"]
Move = Literal["begin", "learned", "tried", "practised", "checked", "pause", "too-much", "go-on", "again"]

STATES: tuple[State, ...] = get_args(State)
BACK = "back"  # to where it was before it was put aside

MEANING: dict[State, str] = {
    "learn": "reading, one step a screen",
    "alone": "something to do alone",
    "practice": "trying it in real life",
    "check": "two minutes to look back",
    "done": "walked; can be walked again",
    "paused": "put aside by the person; the place is kept",
    "steady": "stepped down after two in a row that made it worse (CR-17): steady things, and a person",
}

# (where one is, what happens) -> where one is then. What is not in the table changes nothing.
MOVES: dict[tuple[State | None, Move], State | Literal["back"]] = {
    (None, "begin"): "learn",
    ("learn", "learned"): "alone",
    ("alone", "tried"): "practice",
    ("practice", "practised"): "check",
    ("check", "checked"): "done",
    ("learn", "pause"): "paused",
    ("alone", "pause"): "paused",
    ("practice", "pause"): "paused",
    ("check", "pause"): "paused",
    ("learn", "too-much"): "steady",
    ("alone", "too-much"): "steady",
    ("practice", "too-much"): "steady",
    ("check", "too-much"): "steady",
    ("paused", "go-on"): BACK,
    ("steady", "go-on"): BACK,
    ("steady", "pause"): "paused",
    ("done", "again"): "learn",
    ("paused", "again"): "learn",
    ("learn", "again"): "learn",
    ("alone", "again"): "learn",
    ("practice", "again"): "learn",
    ("check", "again"): "learn",
}


@dataclass(frozen=True)
class Place:
    """Where an enrolment stands. `back`: where it goes on after `paused` or `steady`."""

    state: State | None = None
    back: State | None = None


def moved(place: Place, move: str) -> Place:
    """The place after a move; the same place for a move that there is not from here."""
    to = next((to for (state, name), to in MOVES.items() if (state, name) == (place.state, move)), None)
    if to is None:
        return place
    if to == "back":
        return Place(place.back or "learn")
    return Place(to, place.back or place.state) if to in ("paused", "steady") else Place(to)


def known(state: object) -> State | None:
    """This as a state, or None."""
    return next((each for each in STATES if each == state), None)
