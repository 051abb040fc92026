"""Pages of this room that need a person: one's own order of the tools, and what follows "Keep this"."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from holdfast.accounts.access import unlocked
from holdfast.people import queries as people
from holdfast.programme import queries, rules
from holdfast.programme.rules import Record
from holdfast.programme.shelf import Shelf


@dataclass(frozen=True)
class Own:
    """A tool in a person's own list: its number, its name, and what was noted."""

    number: int
    title: str
    said: str


@require_safe
@unlocked
def what_helped(request: HttpRequest) -> HttpResponse:
    """The tools in one's own order: easier after first, set aside last, the untried behind them."""
    shelf, kept = queries.tools(), queries.practices(request.keyring)
    records = rules.what_helped(kept)
    used = {record.exercise for record in records}
    context = {
        "mine": _own(shelf, [record for record in records if not record.set_aside]),
        "aside": _own(shelf, [record for record in records if record.set_aside]),
        "others": [tool for tool in shelf.tools.values() if tool.id not in used],
        "enough": rules.two_worse(kept),
    }
    frame = {"place": "relief"} | people.frame(people.profile(request.keyring))
    return render(request, "programme/what_helped.html", frame | context)


def _own(shelf: Shelf, records: list[Record]) -> list[Own]:
    """The tools of these records that this installation still has."""
    found = ((shelf.find(record.exercise), record) for record in records)
    return [Own(tool.number, tool.exercise.head.title, _said(record)) for tool, record in found if tool is not None]


def _said(record: Record) -> str:
    """What was noted, in a line: never what a tool did."""
    times = ngettext("Kept once.", "Kept {times} times.", record.uses).format(times=record.uses)
    if not record.told:
        return times
    if not record.eased:
        return f"{times} {_('Not easier after, so far.')}"
    if record.eased == record.uses == 1:
        return f"{times} {_('Easier after.')}"
    eased = ngettext("Easier after, once.", "Easier after {times} of them.", record.eased).format(times=record.eased)
    return f"{times} {eased}"


@require_safe
@unlocked
def kept(request: HttpRequest) -> HttpResponse:
    """After "Keep this": it is saved. After two in a row that made it worse: a person, not another tool (CR-17)."""
    frame = {"place": "relief"} | people.frame(people.profile(request.keyring))
    enough = rules.two_worse(queries.practices(request.keyring))
    return render(request, "programme/kept.html", frame | {"enough": enough})
