"""The pages of sheets: the list, one sheet, a line, a try, paper, and deleting. All of it one person's own.

An id that is not on the person's own sheet is 404, whoever else may have one like it. Nothing here is sent to anyone.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms as django
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.access import fresh, unlocked
from holdfast.accounts.forms import read_token
from holdfast.kit import clock, random
from holdfast.people import queries as people
from holdfast.programme.sheets import actions, queries, rules, shelf, wording
from holdfast.programme.sheets import lines as written
from holdfast.programme.sheets.forms import LineForm, TryForm
from holdfast.programme.sheets.lines import ChangedElsewhere, Full, Gone, Line, Try
from holdfast.programme.sheets.queries import Page
from holdfast.programme.sheets.schema import Sheet
from holdfast.vault.errors import CannotOpen

View = Callable[..., HttpResponse]
pages = require_http_methods(["GET", "HEAD", "POST"])


def of_sheet(view: View) -> View:
    """A page of one sheet: `view(request, sheet, …)`. 404 for a number that is none."""

    @wraps(view)
    def found(request: HttpRequest, number: int, **more: Any) -> HttpResponse:
        sheet = shelf.numbered(number)
        if sheet is None:
            raise Http404
        return view(request, sheet, **more)

    return found


@require_safe
@unlocked
def sheets(request: HttpRequest) -> HttpResponse:
    """Every sheet of this installation. What is on them is not told here."""
    return _page(request, "sheets", sheets=shelf.every())


@require_safe
@unlocked
@of_sheet
def sheet(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """One sheet with its lines."""
    mine = queries.page(request.keyring, sheet)
    context = {
        "mine": mine,
        "groups": wording.groups(sheet, mine.lines, rules.too_high_first(sheet, mine.lines)),
        "full": len(mine.lines) >= sheet.most,
        "worse": rules.just_worse(sheet, mine.lines, _today(request)),
        "enough": rules.two_worse(sheet, mine.lines),
    }
    return _page(request, "sheet", **wording.page(sheet, **context))


@pages
@unlocked
@of_sheet
def add(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """A new line. Its id comes with the form, so that a form sent twice makes one."""
    if request.method != "POST":
        return _form(request, sheet, LineForm(sheet), random.uuid())
    id = read_token(request).record_id
    return _written(request, sheet, id, LineForm(sheet, request.POST))


@pages
@unlocked
@of_sheet
def line(request: HttpRequest, sheet: Sheet, id: UUID) -> HttpResponse:
    """Change one line. Words that were written elsewhere meanwhile are shown, and never written over unseen."""
    if request.method == "POST":
        return _written(request, sheet, id, LineForm(sheet, request.POST), new=False)
    mine = _line(queries.page(request.keyring, sheet), id)
    began = written.mark(mine.values)
    return _form(request, sheet, LineForm.showing(sheet, mine.values), id, began=began, new=False)


@require_POST
@unlocked
@of_sheet
def draft(request: HttpRequest, sheet: Sheet, id: UUID | None = None) -> HttpResponse:
    """What the page of a line posts by itself while someone is on it: kept without a page in return."""
    token, form = read_token(request), LineForm(sheet, request.POST)
    if id is not None and queries.page(request.keyring, sheet).line(str(id)) is None:
        raise Http404
    try:
        kept = form.is_valid() and not _keep(request, sheet, id or token.record_id, form)
    except (ChangedElsewhere, Gone):
        return HttpResponse(status=409)
    return HttpResponse(status=204 if kept else 422)


@pages
@unlocked
@of_sheet
def remove(request: HttpRequest, sheet: Sheet, id: UUID) -> HttpResponse:
    """Ask once, then take a line off. A line that was changed meanwhile is shown again first."""
    mine, status = _line(queries.page(request.keyring, sheet), id), 200
    if request.method == "POST":
        read_token(request)
        try:
            actions.remove(request.keyring, sheet, id, request.POST.get("began", ""))
        except ChangedElsewhere:
            mine, status = _line(queries.page(request.keyring, sheet), id), 409
        else:
            return redirect("sheet", sheet.number)
    context = {"line": wording.told(sheet, mine), "began": written.whole_mark(mine), "changed": status == 409}
    return _page(request, "remove", status, **wording.page(sheet, **context))


@pages
@unlocked
@of_sheet
def tried(request: HttpRequest, sheet: Sheet, id: UUID) -> HttpResponse:
    """Note a try: its numbers, and how it ended. Stopped when wanted counts the same."""
    mine = queries.page(request.keyring, sheet)
    found, form = _line(mine, id), TryForm(sheet, request.POST or None)
    if sheet.tries is None:
        raise Http404
    problem, record = "", random.uuid()
    if request.method == "POST":
        record = read_token(request).record_id
        if form.is_valid():
            made = Try(str(record), form.ratings(), form.cleaned_data["ended"], _today(request), 0)
            try:
                actions.keep_try(request.keyring, sheet, id, made)
                return redirect("sheet", sheet.number)
            except Full:
                problem = _("There's no room for another one here. You could take an old one off first.")
            except Gone:
                return redirect("sheet", sheet.number)
    advised = found.id in rules.too_high_first(sheet, mine.lines)
    context = {"line": wording.told(sheet, found, advised), "form": form, "problem": problem, "record": record}
    return _page(request, "try", **wording.page(sheet, **context))


@pages
@unlocked
@of_sheet
def remove_try(request: HttpRequest, sheet: Sheet, id: UUID, row: UUID) -> HttpResponse:
    """Ask once, then take a try off."""
    told = wording.told(sheet, _line(queries.page(request.keyring, sheet), id))
    found = [each for each in told.tries if each.id == str(row)]
    if not found:
        raise Http404
    if request.method == "POST":
        read_token(request)
        actions.remove_try(request.keyring, sheet, id, row)
        return redirect("sheet", sheet.number)
    return _page(request, "remove_try", **wording.page(sheet, line=told, tried=found[0]))


@require_safe
@fresh
@of_sheet
def printed(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """The sheet on one clean page, for paper. Asks for words or PIN anew."""
    mine = queries.page(request.keyring, sheet)
    return _page(request, "print", **wording.page(sheet, groups=wording.groups(sheet, mine.lines)))


@pages
@fresh
@of_sheet
def delete(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Ask once, then delete all of a sheet."""
    if request.method == "POST":
        read_token(request)
        actions.delete(request.keyring, sheet)
        return redirect("sheet", sheet.number)
    return _page(request, "delete", **wording.page(sheet))


def _written(request: HttpRequest, sheet: Sheet, id: UUID, form: LineForm, *, new: bool = True) -> HttpResponse:
    """Keep what a form sent and go back to the sheet; or the form again, with what is in the way and every word."""
    read_token(request)
    began = request.POST.get("began", "")
    if not new and not began and queries.page(request.keyring, sheet).line(str(id)) is None:
        raise Http404
    problem, status = "", 422
    try:
        if form.is_valid() and not (problem := _keep(request, sheet, id, form)):
            return redirect("sheet", sheet.number)
    except ChangedElsewhere as changed:
        there = wording.facts_of(sheet, changed.there, first=True)
        return _form(request, sheet, form, id, began=written.mark(changed.there), there=there, new=new, status=409)
    except Gone:
        # The line was taken off on another page. Its words are here, and pressing again makes a new line of them.
        return _form(request, sheet, form, random.uuid(), gone=True, status=409)
    return _form(request, sheet, form, id, began=began, problem=problem, new=new, status=status)


def _keep(request: HttpRequest, sheet: Sheet, id: UUID, form: LineForm) -> str:
    """Keep a line; why it could not be kept, or nothing. Raises ChangedElsewhere, Gone."""
    token = read_token(request)
    try:
        actions.keep(request.keyring, sheet, id, form.sent(token.record_id.hex))
    except Full:
        return _("This sheet is full. You could take a line off first. Your words are still here.")
    except CannotOpen:
        return _("What was here can't be read any more. You can delete the sheet and begin anew. Your words are below.")
    return ""


def _form(request: HttpRequest, sheet: Sheet, form: LineForm, id: UUID, **more: Any) -> HttpResponse:
    """The page of one line. `began`: the mark of what it starts from; `there`: words written elsewhere meanwhile."""
    context = {"form": form, "id": id, "began": "", "new": True, "status": 200} | more
    # The form of a new line has the id of the line; a form that changes one has an id of its own.
    context["record"] = id if context["new"] else random.uuid()
    return _page(request, "line", context.pop("status"), **wording.page(sheet, **context))


def _line(mine: Page, id: UUID) -> Line:
    """One of one's own lines. Raises Http404."""
    found = mine.line(str(id))
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page of sheets; 422 when it shows a form again because something in it did not fit."""
    form = context.get("form")
    wrong = isinstance(form, django.Form) and form.is_bound and bool(form.errors)
    refused = status == 200 and (wrong or bool(context.get("problem")))
    frame = {"place": "path"} | people.frame(people.profile(request.keyring)) | context
    return render(request, f"programme/sheets/{template}.html", frame, status=422 if refused else status)


def _today(request: HttpRequest) -> str:
    return clock.today(people.profile(request.keyring).zone).isoformat()
