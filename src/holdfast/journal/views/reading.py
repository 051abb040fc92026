"""Reading what one wrote: by month, one entry, looking for words, on paper; and letting go of it.

Words are shown after a fresh secret only. Nothing of it is counted, and what one looks for ends with the answer.
"""

from datetime import date
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from holdfast.accounts.access import fresh, unlocked
from holdfast.accounts.forms import read_token
from holdfast.journal import actions, entries, queries, shelf
from holdfast.journal.entries import Entry
from holdfast.journal.queries import Book
from holdfast.journal.views.common import either, of_entry, page, parts
from holdfast.kit import windows
from holdfast.people.schema import day

LONGEST = 100  # letters of what one can look for


@require_safe
@unlocked
def kept_words(request: HttpRequest) -> HttpResponse:
    """What I wrote: the latest month. Without anything there is nothing to ask a secret for."""
    book = queries.book(request.keyring)
    return _months(request, book) if book.entries or book.damaged else page(request, "months", months=[])


@require_safe
@fresh
def month(request: HttpRequest, text: str) -> HttpResponse:
    """One month of it."""
    return _month(request, "months", text)


@require_safe
@fresh
def print_month(request: HttpRequest, text: str) -> HttpResponse:
    """One month, word for word, on one page for paper."""
    return _month(request, "print", text)


@require_safe
@fresh
@of_entry
def entry(request: HttpRequest, entry: Entry) -> HttpResponse:
    """One entry."""
    return page(request, "entry", entry=entry, parts=parts(entry), way=shelf.of(entry.way))


@require_safe
@fresh
@of_entry
def print_entry(request: HttpRequest, entry: Entry) -> HttpResponse:
    """One entry for paper."""
    return page(request, "print", shown=[_shown(entry)], back_to=entry)


@either
@fresh
@of_entry
def delete(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Ask once, then delete the entry."""
    if request.method == "POST":
        read_token(request)
        actions.delete(request.keyring, entry.id)
        return redirect("journal-months")
    return page(request, "delete", entry=entry, way=shelf.of(entry.way))


@require_safe
@unlocked
@of_entry
def aside(request: HttpRequest, entry: Entry) -> HttpResponse:
    """CR-18: what to think of before showing this to somebody. There is nothing here that sends it."""
    return page(request, "aside", entry=entry, way=shelf.of(entry.way))


@either
@fresh
def look(request: HttpRequest) -> HttpResponse:
    """Look for words, in memory, among what this session can open. Writes nothing, and no address holds the words."""
    words = request.POST.get("words", "")[:LONGEST].strip()
    found = queries.looked_for(request.keyring, words) if words else []
    told = [(entry, shelf.of(entry.way), around) for entry, around in found]
    return page(request, "look", words=words, found=told)


@fresh
def _months(request: HttpRequest, book: Book) -> HttpResponse:
    return _of(request, "months", book, next(entries.months(book.entries), None))


def _month(request: HttpRequest, template: str, text: str) -> HttpResponse:
    """A page about one month. 404 for a month in which nothing was written."""
    first = day(f"{text}-01") if len(text) == len("2026-11") else None
    book = queries.book(request.keyring)
    if first is None or (first.year, first.month) not in set(entries.months(book.entries)):
        raise Http404
    return _of(request, template, book, (first.year, first.month))


def _of(request: HttpRequest, template: str, book: Book, wanted: tuple[int, int] | None) -> HttpResponse:
    written = [entry for entry in book.entries if entry.written]
    here = [entry for entry in written if (entry.on.year, entry.on.month) == wanted]
    days = [(on, [_shown(entry) for entry in found]) for on, found in groupby(here, key=lambda entry: entry.on)]
    others = [_named(*each) for each in entries.months(written) if each != wanted]
    context: dict[str, Any] = {
        "months": others,
        "here": _named(*wanted) if wanted else None,
        "days": days,
        "shown": [_shown(entry) for entry in reversed(here)],
        "damaged": book.damaged,
    }
    return page(request, template, **context)


def _shown(entry: Entry) -> tuple[Entry, str, list[tuple[str, str]]]:
    return entry, shelf.of(entry.way).title, parts(entry)


def _named(year: int, month: int) -> tuple[str, date]:
    """A month as its address has it, and its first day to write its name from."""
    first = date(year, month, 1)
    return windows.month(first), first
