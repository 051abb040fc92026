"""Reads that other rooms may import: lines to call by country and purpose, the number when life is in danger, and of a
person the gate record and the plan.

The country is the host's choice or picked by hand on the page; no address, language or place of anyone is looked at.
"""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from holdfast.catalogue import roots, versions
from holdfast.catalogue.cache import Cache
from holdfast.catalogue.problems import ContentError
from holdfast.kit import clock
from holdfast.safety import emergency as recalled
from holdfast.safety import gate as shape
from holdfast.safety import plan as plans
from holdfast.safety import schema, wording
from holdfast.safety.gate import GateRecord
from holdfast.safety.plan import Plan
from holdfast.safety.records import GATE, PLAN
from holdfast.safety.schema import Helpline, Helplines
from holdfast.safety.wording import Line
from holdfast.vault import queries as vault

__all__ = [
    "Emergency",
    "Line",
    "Place",
    "all_lines",
    "countries",
    "emergency",
    "gate",
    "lines",
    "local",
    "places",
    "plan",
]

_files: Cache[Helplines] = Cache(schema.read)


@dataclass(frozen=True)
class Emergency:
    """The number of a country, where to go, and how sure both are. What nobody looked up is empty."""

    call: str
    country: str
    place: str = ""
    silent: str = ""
    also: tuple[str, ...] = ()
    checked: str = ""  # how we know; empty while it is only recalled
    old: str = ""


@dataclass(frozen=True)
class Place:
    """A country in the table of emergency numbers. `lines`: whether there are checked lines to call there, too."""

    code: str
    name: str
    call: str
    lines: bool


def lines(country: str, purpose: str) -> tuple[Line, ...]:
    """The lines of a country for one purpose: the country's own in the order of its file, then the host's.

    `purpose` is one of `schema.PURPOSES`. Empty where we have no checked number: say so, never leave a gap.
    """
    return tuple(_line(file, each) for file in _of(country) for each in file.offers(purpose))


def all_lines(country: str) -> tuple[Line, ...]:
    """Every line of a country, each once: the country's own, then the host's."""
    return tuple(_line(file, each) for file in _of(country) for each in file.lines)


def local(country: str) -> tuple[Line, ...]:
    """The lines that the host added in a country."""
    return tuple(found for found in all_lines(country) if found.local)


def emergency(country: str) -> Emergency | None:
    """The number when life is in danger; None where we have none for this country."""
    code = country.lower()
    if (file := countries().get(code)) and (given := file.emergency):
        return Emergency(
            call=given.call,
            country=_named(file),
            place=given.place,
            silent=given.silent.words if given.silent else "",
            also=tuple(given.also),
            checked=wording.checked(given.check),
            old=wording.old(given.check, clock.now().date()),
        )
    found = recalled.numbers().find(code)
    return Emergency(call=found[0].call, country=found[1].name) if found else None


def countries() -> dict[str, Helplines]:
    """The countries with checked lines, by code, in the order of their names."""
    found = [file for file in _active() if not file.local]
    return {file.country: file for file in sorted(found, key=lambda file: file.name)}


def places() -> list[Place]:
    """Every country that has an emergency number here, by name."""
    checked = countries()
    known = [Place(code, file.name, file.emergency.call, True) for code, file in checked.items() if file.emergency]
    known += [
        Place(place.code, place.name, group.call, False)
        for group in recalled.numbers().groups
        for place in group.places
        if place.code not in checked
    ]
    return sorted(known, key=lambda place: place.name)


def gate(keyring: Any) -> GateRecord | None:
    """The person's gate record, for `rules.may_open` alone. None where there is none that can be read: all is shut.

    Never render it, count it, export it or let it change a page that somebody else can see before the weekly tick.
    """
    found = vault.rows(keyring, GATE)
    return shape.read(found[0].body) if found else None


def plan(keyring: Any) -> Plan:
    """The person's own plan; all of it empty where there is none, or none that can be read."""
    found = vault.rows(keyring, PLAN)
    made = plans.read(found[0].body if found else None)
    return made if not found or found[0].body is not None else replace(made, readable=False)


def _named(file: Helplines) -> str:
    """The country's name in the middle of a sentence."""
    return _("the %(country)s") % {"country": file.name} if file.the else file.name


def _of(country: str) -> list[Helplines]:
    """The files of a country: its own first, then the host's by name."""
    found = [file for file in _active() if file.country == country.lower()]
    return sorted(found, key=lambda file: (file.local, file.id))


def _line(file: Helplines, given: Helpline) -> Line:
    return wording.line(file, given, clock.now().date())


def _active() -> list[Helplines]:
    """The newest active version of every file."""
    paths = _paths(settings.CONTENT_NC, str(settings.CONTENT_EXTRA or ""))
    return [found for path in paths if (found := _read(path)) is not None]


def _read(path: Path) -> Helplines | None:
    """A file, or None for one that is not right: Help opens all the same, and `holdfast check` names the fault."""
    try:
        return _files.get(path).made
    except ContentError:
        return None


@cache
def _paths(nc: bool, extra: str) -> tuple[Path, ...]:
    """Where they lie, found once in the life of a process: a changed file is read again, a new one needs a start."""
    newest: dict[str, Path] = {}
    found = roots.files(schema.FOLDER, roots.content(nc=nc, extra=extra))
    for file in sorted(found, key=lambda file: versions.key(file.version)):
        made = _read(file.path)
        if made is not None and made.status == "active":
            newest[file.id] = file.path
    return tuple(newest[id] for id in sorted(newest))
