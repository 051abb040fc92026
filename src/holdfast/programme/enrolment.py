"""The shape of what is kept of a person's path: the path page, an enrolment, and what was done in a module.

Reading is tolerant: what is missing or damaged becomes its default, never an error; a module whose entry cannot be read
has simply not begun. Pure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal
from uuid import UUID

from holdfast.programme import states
from holdfast.programme.states import Place, State

Which = Literal["full", "short"]
HOW = ("done", "partly", "not", "worse")
HERE = ("here", "partly", "far")
WANTED = ("wanted", "neither", "unwanted")
ROLES = ("recovering", "supporting")
BEGUN = Place("learn")
LONGEST = 8_000  # letters of one piece of writing
MOST = 200  # ids in one list
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
VERSION = re.compile(r"\d{1,4}\.\d{1,4}\.\d{1,4}")
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True)
class Path:
    """Which path a person walks: full or short; the last day of a small week, or ""; the ways they ticked.

    `heard`: the day of the form by which the rule of care held when the person last said to go on, or "".
    """

    path: Which = "full"
    small: str = ""
    ways: tuple[str, ...] = ()
    heard: str = ""

    def body(self) -> dict[str, Any]:
        """As sealed."""
        return {"path": self.path, "small": self.small, "ways": list(self.ways), "heard": self.heard}

    def is_small(self, today: date) -> bool:
        """Whether this week is a small one, by the person's own word."""
        until = day(self.small)
        return until is not None and today <= until


@dataclass(frozen=True)
class Plan:
    """A day for trying it in real life, and a time or ""."""

    on: str
    at: str = ""


@dataclass(frozen=True)
class Enrolment:
    """One module as one person walks it, on one version of it.

    `beside`: the pair in whose company, or "" for alone. `step`: the id of the step to read next. `done`: the exercises
    that were done, by id. `on`: the last day something was done in it.
    """

    module: str
    version: str
    roles: tuple[str, ...] = ("recovering",)
    beside: str = ""
    place: Place = BEGUN
    step: str = ""
    done: tuple[str, ...] = ()
    plan: Plan | None = None
    on: str = ""

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.place.state or "learn"

    @property
    def stage(self) -> State:
        """What comes next in it, also while it is put aside."""
        return self.place.back or self.state

    def moved(self, move: str) -> "Enrolment":
        """The enrolment after a move of the table."""
        return replace(self, place=states.moved(self.place, move))

    def body(self) -> dict[str, Any]:
        """As sealed, without the module: that is its key on the page."""
        told: dict[str, Any] = {"version": self.version, "roles": list(self.roles), "state": self.state}
        told |= {"beside": self.beside, "step": self.step, "done": list(self.done), "on": self.on}
        told |= {"back": self.place.back or ""}
        return told | ({"plan": {"on": self.plan.on, "at": self.plan.at}} if self.plan else {})


def path(body: Mapping[str, Any] | None) -> Path:
    """The path page from its sealed body."""
    told = body or {}
    ways = tuple(dict.fromkeys(way for way in _texts(told.get("ways")) if _slug(way)))
    return Path(
        "short" if told.get("path") == "short" else "full", _text(told.get("small")), ways, _text(told.get("heard"))
    )


def enrolments(body: Mapping[str, Any] | None) -> dict[str, Enrolment]:
    """Every enrolment on the page, by module."""
    held = (body or {}).get("modules")
    found = {id: _enrolment(id, told) for id, told in held.items()} if isinstance(held, dict) else {}
    return {id: made for id, made in found.items() if made is not None}


def _enrolment(id: str, told: Any) -> Enrolment | None:
    if not isinstance(told, dict) or not VERSION.fullmatch(_text(told.get("version"))) or not _slug(id):
        return None
    roles = tuple(role for role in ROLES if role in _texts(told.get("roles")))
    place = Place(states.known(told.get("state")) or "learn", states.known(told.get("back")))
    return Enrolment(
        module=id,
        version=told["version"],
        roles=roles or ("recovering",),
        beside=_text(told.get("beside")) if _is_id(told.get("beside")) else "",
        place=place,
        step=_text(told.get("step")),
        done=tuple(dict.fromkeys(each for each in _texts(told.get("done")) if _slug(each))),
        plan=plan(told.get("plan")),
        on=_text(told.get("on")),
    )


def plan(told: Any) -> Plan | None:
    """A plan, or None for whatever is none."""
    if not isinstance(told, dict) or day(told.get("on")) is None:
        return None
    at = _text(told.get("at"))
    return Plan(told["on"], at if CLOCK.fullmatch(at) else "")


@dataclass(frozen=True)
class Kept:
    """One thing that was kept in a module, for the person alone.

    `what`: "words" somebody wrote and kept, "asked" the state checks of one exercise, "check" the two-minute check,
    "log" how trying it in real life went. `exercise` is empty for a check.
    """

    what: Literal["words", "asked", "check", "log"]
    module: str
    on: str
    exercise: str = ""
    key: str = ""  # of words: which of the exercise's writing it is
    words: str = ""
    answers: Mapping[str, int | str] = field(default_factory=dict)
    how: str = ""
    id: UUID | None = None

    def body(self) -> dict[str, Any]:
        """As sealed: only what was said, without the row's own id."""
        told = {name: value for name, value in vars(self).items() if value and name != "id"}
        return told | ({"answers": dict(self.answers)} if self.answers else {})


def kept(body: Mapping[str, Any] | None, id: UUID | None = None) -> Kept | None:
    """A kept thing from its sealed body; None for whatever is none."""
    told = body or {}
    if not is_kept(told):
        return None
    return Kept(**{name: told[name] for name in told if name in Kept.__dataclass_fields__}, id=id)


def is_kept(told: Any) -> bool:
    """Whether this body is what this room itself would have kept."""
    known = {"what", "module", "on", "exercise", "key", "words", "answers", "how"}
    return (
        isinstance(told, dict)
        and told.keys() <= known
        and told.get("what") in ("words", "asked", "check", "log")
        and _slug(told.get("module"))
        and day(told.get("on")) is not None
        and all(_slug(told[name]) for name in ("exercise", "key") if name in told)
        and isinstance(told.get("words", ""), str)
        and len(told.get("words", "")) <= LONGEST
        and told.get("how", "") in ("", *HOW)
        and is_answers(told.get("answers", {}))
    )


def is_answers(told: Any) -> bool:
    """Whether these are answers by name: a number from 0 to 10, or one of the closed words."""
    return (
        isinstance(told, dict)
        and len(told) <= MOST
        and all(isinstance(key, str) and len(key) <= 120 for key in told)
        and all(
            (type(value) is int and value in range(11)) or (isinstance(value, str) and value in (*HERE, *WANTED))
            for value in told.values()
        )
    )


@dataclass(frozen=True)
class Open:
    """An exercise under way: what was tapped before it, and what was written, which nothing keeps until Keep."""

    module: str
    exercise: str
    before: int | None = None
    asked: Mapping[str, int | str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)
    finished: bool = False  # its last step was reached: "And now?" comes next

    def body(self) -> dict[str, Any]:
        """As sealed."""
        told = {"module": self.module, "exercise": self.exercise, "finished": self.finished}
        told |= {"asked": dict(self.asked), "written": dict(self.written)}
        return told | ({"before": self.before} if self.before is not None else {})


def under_way(body: Mapping[str, Any] | None) -> Open | None:
    """An exercise under way from its sealed body; None for whatever is none."""
    told = body or {}
    return Open(**told) if is_open(told) else None


def is_open(told: Any) -> bool:
    """Whether this body is an exercise under way as this room itself would have kept it."""
    return (
        isinstance(told, dict)
        and {"module", "exercise"} <= told.keys() <= set(Open.__dataclass_fields__)
        and _slug(told["module"])
        and _slug(told["exercise"])
        and (told.get("before") is None or (type(told["before"]) is int and told["before"] in range(11)))
        and isinstance(told.get("finished", False), bool)
        and is_answers(told.get("asked", {}))
        and is_written(told.get("written", {}))
    )


def is_written(told: Any) -> bool:
    """Whether these are pieces of writing by name."""
    return (
        isinstance(told, dict)
        and len(told) <= 40
        and all(_slug(key) and isinstance(words, str) and len(words) <= LONGEST for key, words in told.items())
    )


def is_enrolment(told: Any) -> bool:
    """Whether this is an entry of the enrolment page as this room itself would have written it."""
    known = {"version", "roles", "state", "beside", "step", "done", "on", "back", "plan"}
    return (
        isinstance(told, dict)
        and told.keys() <= known
        and _enrolment("any", told) is not None
        and all(isinstance(told.get(name, ""), str) and len(told.get(name, "")) <= 80 for name in ("step", "on"))
        and len(_texts(told.get("done"))) <= MOST
    )


def day(text: Any) -> date | None:
    """A date from exactly "2026-11-20"; None for anything else."""
    try:
        found = date.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return found if found.isoformat() == text else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _slug(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 80 and SLUG.fullmatch(value) is not None


def _is_id(value: Any) -> bool:
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False
