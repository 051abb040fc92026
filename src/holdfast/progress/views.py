"""The pages of Me and of one's own numbers. Each looks up, asks for words, and renders; none computes."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.access import unlocked
from holdfast.accounts.forms import read_token
from holdfast.checkins import actions as checkins
from holdfast.instruments import queries as instruments
from holdfast.people import queries as people
from holdfast.people.schema import Profile
from holdfast.programme import actions as programme
from holdfast.progress import answers, pages, printing, queries

SPANS = (30, 90, 365)  # days a daily page can show


def _page(request: HttpRequest, template: str, profile: Profile, **context: Any) -> HttpResponse:
    frame = {"place": "me"} | people.frame(profile) | context
    return render(request, f"progress/{template}.html", frame)


@require_safe
@unlocked
def me(request: HttpRequest) -> HttpResponse:
    """Me: quiet links to what is one's own."""
    return _page(request, "me", people.profile(request.keyring))


@require_safe
@unlocked
def overview(request: HttpRequest) -> HttpResponse:
    """My numbers: the last days, and each measure with its latest number."""
    profile = people.profile(request.keyring)
    return _page(request, "overview", profile, book=pages.overview(request.keyring, profile))


@require_safe
@unlocked
def measure(request: HttpRequest, key: str) -> HttpResponse:
    """One measure: its question, what may be said, the line, where its limits come from."""
    found = queries.line(request.keyring, key)
    if found is None:
        raise Http404
    profile = people.profile(request.keyring)
    return _page(request, "measure", profile, page=pages.measure(*found, profile))


@require_safe
@unlocked
def days(request: HttpRequest, key: str, span: int) -> HttpResponse:
    """One daily question over a stretch of days."""
    profile = people.profile(request.keyring)
    diary = queries.diary(request.keyring, profile, queries.EVER)
    item = next((item for item, address in queries.items(diary, request.keyring) if address == key), None)
    if item is None or span not in SPANS:
        raise Http404
    return _page(request, "days", profile, page=pages.days(diary, item, span), key=key, spans=SPANS)


@require_safe
@unlocked
def given(request: HttpRequest, id: UUID) -> HttpResponse:
    """The answers of one form as they were given, with who made it; from here they can be corrected or deleted."""
    profile = people.profile(request.keyring)
    own, lines = _own(request, id), queries.lines(request.keyring)
    return _page(request, "given", profile, page=answers.page(own, profile, lines))


@require_http_methods(["POST"])
@unlocked
def correct(request: HttpRequest, id: UUID) -> HttpResponse:
    """Open a form again with its answers, to correct them."""
    read_token(request)
    return redirect("form", checkins.reopen(request.keyring, _own(request, id)))


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def delete(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask once, then delete one form's answers and numbers."""
    own = _own(request, id)
    if request.method == "POST":
        read_token(request)
        checkins.delete(request.keyring, own.id)
        return redirect("progress")
    profile = people.profile(request.keyring)
    return _page(request, "delete", profile, given=own, title=answers.title(own))


@require_safe
@unlocked
def first_week(request: HttpRequest) -> HttpResponse:
    """A37: the look back on one's first week. Before it is over, a line that says so."""
    profile = people.profile(request.keyring)
    week = queries.first_week(request.keyring, profile)
    return _page(request, "first_week", profile, said=pages.first_week(week) if week else None)


@require_safe
@unlocked
def printed(request: HttpRequest) -> HttpResponse:
    """All of it on one clean page, to print or to show a doctor."""
    profile = people.profile(request.keyring)
    return _page(request, "print", profile, page=printing.page(request.keyring, profile))


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def tools_used(request: HttpRequest) -> HttpResponse:
    """Each kept use of a tool, with its numbers; one can be deleted."""
    if request.method == "POST":
        read_token(request)
        programme.remove(request.keyring, _uuid(request.POST.get("delete", "")))
        return redirect("tools-used")
    profile = people.profile(request.keyring)
    return _page(request, "tools_used", profile, uses=pages.tools(request.keyring))


def _uuid(text: str) -> UUID:
    """An id out of a form. Raises Http404 for anything else."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _own(request: HttpRequest, id: UUID) -> Any:
    """One of one's own administrations. Raises Http404 for anybody else's and for nobody's."""
    found = instruments.administration(request.keyring, id)
    if found is None:
        raise Http404
    return found
