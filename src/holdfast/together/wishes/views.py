"""The pages of wishes and of what opens: answering alone, what both could talk about, taking back, saying yes.

No page tells whether the other has looked, answered or waits; none shows again what was said of a list; none says why
something is not there. What one reads here changes at the weekly tick alone, whatever the other does (PS-26).
"""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms as django
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.access import fresh, unlocked
from holdfast.accounts.forms import read_token
from holdfast.kit import clock
from holdfast.people import queries as people
from holdfast.people.schema import Pair
from holdfast.safety import actions as safety
from holdfast.together.wishes import answering, book, shelf, wording
from holdfast.together.wishes.answering import NotNow
from holdfast.together.wishes.book import Book
from holdfast.together.wishes.forms import ANSWERS, Answers
from holdfast.together.wishes.schema import Sheet
from holdfast.vault.errors import SpaceClosed

View = Callable[..., HttpResponse]
pages = require_http_methods(["GET", "HEAD", "POST"])


def of_pair(view: View) -> View:
    """A page about one pair: `view(request, pair, …)`. 404 for every id that is no pair of one's own at this moment."""

    @wraps(view)
    def found(request: HttpRequest, id: UUID, **more: Any) -> HttpResponse:
        pair = people.pair(request.keyring, id)
        if pair is None or pair.to != "pair":
            raise Http404
        try:
            return view(request, pair, **more)
        except SpaceClosed:
            raise Http404 from None

    return found


def page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """A page of wishes; 422 when it shows a form again because something in it did not fit."""
    form = context.get("form")
    refused = isinstance(form, django.Form) and form.is_bound and bool(form.errors)
    status = context.pop("status", 422 if refused else 200)
    found = {"place": "us"} | people.frame(people.profile(request.keyring)) | context
    return render(request, f"together/wishes/{template}.html", found, status=status)


@pages
@unlocked
@of_pair
def wishes(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Before first use what it is and what it gives away; then what both could talk about, and the lists."""
    if request.method == "POST":
        read_token(request)
        if request.POST.get("do") != "begin":
            return redirect("us")
        answering.begin(request.keyring, pair)
        return redirect("wishes", pair.id)
    mine = book.read(request.keyring, pair.id)
    if not mine.begun:
        return page(request, "before", pair_=pair)
    context = {"shown": _shown(mine), "sheets": list(enumerate(shelf.sheets(pair), start=1))}
    return page(request, "wishes", pair_=pair, **context)


@pages
@unlocked
@of_pair
def sheet(request: HttpRequest, pair: Pair, number: int) -> HttpResponse:
    """A list, answered alone and once; then that it stays as it is, and a way to take it back."""
    found, mine = _sheet(pair, number), book.read(request.keyring, pair.id)
    if not mine.begun:
        return redirect("wishes", pair.id)
    if found.intimate and not mine.intimate:
        return _intimate(request, pair, number)
    today = _today(request)
    if mine.locked(found.name, today):
        return _answered(request, pair, (number, found), mine)
    form = Answers(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        read_token(request)
        try:
            answering.answer(request.keyring, pair, found, form.said(), today)
        except NotNow:
            return redirect("wish-list", pair.id, number)
        return redirect("wishes", pair.id)
    context = {"sheet": found, "form": form, "answers": ANSWERS, "marks": wording.marks(found)}
    return page(request, "sheet", pair_=pair, number=number, **context)


@pages
@unlocked
@of_pair
def let_go(request: HttpRequest, pair: Pair, number: int) -> HttpResponse:
    """Take back something that was shown. Nobody is told, and it goes at the next tick."""
    shown = [each for each in _shown(book.read(request.keyring, pair.id)) if each["round"] == number]
    if not shown:
        return redirect("wishes", pair.id)
    if request.method == "POST":
        read_token(request)
        if request.POST.get("do") == "back":
            answering.let_go(request.keyring, pair, number)
        return redirect("wishes", pair.id)
    return page(request, "let_go", pair_=pair, shown=shown[0], number=number)


@pages
@unlocked
@of_pair
def closer(request: HttpRequest, pair: Pair) -> HttpResponse:
    """A yes or a "not now" to what is closer, said alone. Never shown again; each answer leads to the same page."""
    offered = wording.closer(pair)
    if request.method == "POST":
        read_token(request)
        tiers = [tier for tier, _title, _about in offered]
        said, _, which = request.POST.get("say", "").partition("-")
        if said in ("yes", "not") and which in ("all", *map(str, tiers)):
            meant = tiers if which == "all" else [int(which)]
            safety.say(request.keyring, pair.id, meant, _today(request), yes=said == "yes")
        return redirect("wishes", pair.id)
    return page(request, "closer", pair_=pair, offered=offered)


@require_safe
@unlocked
def what_opens(request: HttpRequest) -> HttpResponse:
    """What opens when: the same words for everyone, and no reason for anybody."""
    return page(request, "what_opens")


@require_safe
@fresh
@of_pair
def my_notes(request: HttpRequest, pair: Pair) -> HttpResponse:
    """My own notes on the lists, without what I answered. Asks for words or PIN anew."""
    mine, told = book.read(request.keyring, pair.id), []
    for each in shelf.sheets(pair):
        said = mine.said.get(each.name)
        notes = [(item.words, said.notes[item.id]) for item in each.items if said and item.id in said.notes]
        if notes:
            told.append((each.title, notes))
    return page(request, "my_notes", pair_=pair, told=told)


def _intimate(request: HttpRequest, pair: Pair, number: int) -> HttpResponse:
    """The list is off until each opens it alone."""
    if request.method == "POST":
        read_token(request)
        if request.POST.get("do") == "open":
            answering.open_intimate(request.keyring, pair, opened=True)
            return redirect("wish-list", pair.id, number)
        return redirect("wishes", pair.id)
    return page(request, "intimate", pair_=pair, by=wording.switched_on_by())


def _answered(request: HttpRequest, pair: Pair, found: tuple[int, Sheet], mine: Book) -> HttpResponse:
    number, sheet = found
    said = mine.said[sheet.name]
    if request.method == "POST":
        read_token(request)
        if request.POST.get("do") == "back":
            answering.take_back(request.keyring, pair, sheet, _today(request))
        elif request.POST.get("do") == "close" and sheet.intimate:
            answering.open_intimate(request.keyring, pair, opened=False)
        return redirect("wishes", pair.id)
    until = date.fromisoformat(said.until)
    return page(request, "answered", pair_=pair, number=number, sheet=sheet, until=until, back=said.back)


def _shown(mine: Book) -> list[dict[str, Any]]:
    """What is to be seen now: words of each item, with one's own note beside it."""
    found = []
    for each in answering.here(mine):
        sheet = shelf.sheet(each.sheet)
        said = mine.said.get(each.sheet)
        notes = said.notes if said else {}
        words = {item.id: item.words for item in sheet.items} if sheet else {}
        items = [(words[item], notes.get(item, "")) for item in each.items if item in words]
        if items:
            found.append({"round": each.round, "items": items, "title": sheet.title})
    return found


def _sheet(pair: Pair, number: int) -> Sheet:
    found = shelf.sheets(pair)
    if not 1 <= number <= len(found):
        raise Http404
    return found[number - 1]


def _today(request: HttpRequest) -> date:
    return clock.today(people.profile(request.keyring).zone)
