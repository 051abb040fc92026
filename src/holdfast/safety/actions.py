"""Writes of this room, and the answer to a risk answer: one calm page, for the person alone.

Nothing is sent and nothing is blocked (CR-08, CR-09). Every verb on the gate record seals the whole record anew, also
when nothing in it changed: the table looks the same whatever was chosen (PS-19).
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from holdfast.people import rounds
from holdfast.safety import gate, queries, rules
from holdfast.safety import plan as plans
from holdfast.safety.gate import GateRecord, Gates
from holdfast.safety.plan import Written
from holdfast.safety.records import GATE, PLAN
from holdfast.safety.rules import Choice
from holdfast.vault import actions as vault
from holdfast.vault import queries as rows
from holdfast.vault.errors import CannotOpen

SHOWN = 2  # lines on the support page; all of a country's stand on its Help page


@dataclass(frozen=True)
class GoOn:
    """How the support page leads on: an address, or the form to send again where nothing could be saved.

    `offers` names a form with a few more questions, for whoever likes (never after that form itself).
    """

    to: str
    result: bool = False
    saved: bool = True
    record: Any = None
    fields: Sequence[tuple[str, str]] = ()
    offers: str = ""


def support(request: HttpRequest, frame: dict[str, Any], go_on: GoOn) -> HttpResponse:
    """The support page (A36). `frame` is what every signed-in page needs.

    It comes although the answer could not be saved, and then says so; 503 tells browsers and scripts the same.
    """
    try:
        planned = bool(queries.plan(request.keyring).filled)
    except DatabaseError:
        planned = True  # not known now; the page behind the link will say
    context = {"go_on": go_on, "planned": planned, "lines": queries.lines(settings.COUNTRY, "suicide")[:SHOWN]}
    return render(request, "safety/support.html", frame | context, status=200 if go_on.saved else 503)


def begin(keyring: Any) -> None:
    """Make the gate record, at sign-up and for accounts older than it; where there is one, nothing is written."""
    if not rows.rows(keyring, GATE):
        vault.revise(keyring, GATE, "", lambda body: body or GateRecord().body())


def choose(keyring: Any, choice: Choice, today: date, pair: UUID | None = None) -> None:
    """Keep a choice of the quiet check, a skip included. `today` is the person's own day.

    Without a pair it was said of nobody in particular: see `rules.choose`. Raises ValueError for no such choice.
    """
    _change(keyring, lambda record: rules.choose(record, choice, today, pair))


def answered(keyring: Any, today: date, *, holds: bool) -> None:
    """After each screen of a form that can hold: set the crisis hold, or seal the record as it was."""
    until = today + rules.CRISIS
    _change(keyring, lambda record: replace(record, crisis_until=until) if holds else record)


def lift_crisis(keyring: Any) -> None:
    """End the crisis hold, if there is one: the person said so."""
    _change(keyring, lambda record: replace(record, crisis_until=None))


def link(keyring: Any, pair: UUID) -> None:
    """Give a pair its gates, shut as far as was chosen before. Again for a pair that has them: nothing changes.

    Raises TooManyPairs.
    """
    _change(keyring, lambda record: rules.linked(record, pair))


def unlink(keyring: Any, pair: UUID) -> None:
    """Take a pair's gates away; what it held stays for whoever comes next."""
    _change(keyring, lambda record: rules.unlinked(record, pair))


def set_ready(keyring: Any, pair: UUID, tier: int, today: date, *, ready: bool) -> None:
    """One's own yes to a tier, counted from the next morning, or taking it back at once. Unknown pairs stay unknown.

    Raises ValueError when `tier` is none of 1, 2, 3.
    """
    place = gate.TIERS.index(tier)
    first = today + timedelta(days=1) if ready else None

    def changed(gates: Gates) -> Gates:
        days = [first if index == place else day for index, day in enumerate(gates.ready_from)]
        return replace(gates, ready_from=(days[0], days[1], days[2]))

    _change_pair(keyring, pair, changed)


def say(keyring: Any, pair: UUID, tiers: Collection[int], today: date, *, yes: bool) -> None:
    """A yes to some tiers, or "not now" to them, as said on a page: see `rules.said`. An unknown pair stays unknown.

    Raises ValueError when one of `tiers` is none of 1, 2, 3.
    """
    _change_pair(keyring, pair, lambda gates: rules.said(gates, tiers, today, yes=yes))


def set_not_now(keyring: Any, pair: UUID, *, not_now: bool) -> None:
    """ "Not now", for everything above tier 0, or taking that back."""
    _change_pair(keyring, pair, lambda gates: replace(gates, not_now=not_now))


def hold_until(keyring: Any, pair: UUID, day: date) -> None:
    """Shut a pair's gates before this day, for whatever reason; a longer hold stays."""
    _change_pair(keyring, pair, lambda gates: replace(gates, held_until=max(gates.held_until or day, day)))


def write(keyring: Any, part: str, sent: Written, today: date) -> None:
    """Write one part of the plan. Raises ChangedElsewhere when it was changed from another page, then nothing is lost.

    A plan that is damaged is never written over: CannotOpen.
    """
    vault.revise(keyring, PLAN, "", lambda body: plans.written(body, part, sent, today))


def delete_plan(keyring: Any) -> None:
    """Delete the plan, readable or not."""
    for row in rows.rows(keyring, PLAN):
        vault.delete(keyring, PLAN, row.id)


def _change_pair(keyring: Any, pair: UUID, change: Callable[[Gates], Gates]) -> None:
    def changed(record: GateRecord) -> GateRecord:
        pairs = tuple(change(gates) if gates.pair == pair else gates for gates in record.pairs)
        return replace(record, pairs=pairs)

    _change(keyring, changed)


def _change(keyring: Any, change: Callable[[GateRecord], GateRecord]) -> None:
    """Read the record, change it, seal it again, in one transaction.

    One that is damaged gives way to a careful new one, on which everything waits: a person is never stuck with it.
    """

    def revised(body: dict[str, Any]) -> dict[str, Any]:
        return change(gate.read(body) or GateRecord(anyone=Gates(waits=True))).body()

    try:
        vault.revise(keyring, GATE, "", revised)
    except CannotOpen:
        with transaction.atomic():
            for row in rows.rows(keyring, GATE):
                if row.body is None:
                    vault.delete(keyring, GATE, row.id)
            vault.revise(keyring, GATE, "", revised)
    rounds.turn(keyring)  # what has just closed has to be closed at the next tick, also if nobody comes back before it
