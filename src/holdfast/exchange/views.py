"""My data: take it out, bring it back, correct it, erase it. Sends nothing anywhere by itself."""

from django import forms as django
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts import limits
from holdfast.accounts.access import fresh, unlocked
from holdfast.accounts.forms import read_token
from holdfast.exchange import actions, archive, forms, queries
from holdfast.exchange.archive import Contents
from holdfast.exchange.schema import NotAnExport
from holdfast.people import queries as people
from holdfast.vault import ageing


def _page(request: HttpRequest, template: str, status: int = 200, **context: object) -> HttpResponse:
    frame = {"place": "me"} | people.frame(people.profile(request.keyring)) | context
    return render(request, f"exchange/{template}.html", frame, status=status)


def _again(
    request: HttpRequest, template: str, form: django.Form, problem: str = "", status: int = 422
) -> HttpResponse:
    return _page(request, template, status, form=form, problem=problem)


@require_safe
@unlocked
def my_data(request: HttpRequest) -> HttpResponse:
    """What one can do with one's own data."""
    return _page(request, "my_data")


@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def export(request: HttpRequest) -> HttpResponse:
    """Everything of one's own in one file (PS-08): asks for words or PIN anew, and gives each file once."""
    form = forms.Lock(request.POST or None)
    if request.method != "POST":
        return _page(request, "export", form=form)
    token = read_token(request, request.path)
    if not form.is_valid():
        return _again(request, "export", form)
    if not limits.first_time("export", token.record_id.hex):
        return _again(request, "export", forms.Lock(), _("This file was made before. You can make a new one."), 409)
    return _download(queries.contents(request.keyring), form.cleaned_data["words"])


def _download(contents: Contents, words: str) -> HttpResponse | StreamingHttpResponse:
    """The file, as a stream; locked, in one piece, since the lock needs all of it. Nothing touches the disk."""
    name = f"my-data-{contents.made_on.isoformat()}.zip"
    pieces = archive.stream(contents)
    if not words:
        return _attached(StreamingHttpResponse(pieces, content_type="application/zip"), name)
    with limits.argon2_slot():
        locked = ageing.lock(b"".join(pieces), words)
    return _attached(HttpResponse(locked, content_type="application/octet-stream"), f"{name}.age")


def _attached(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked(keeps=False)
def bring_back(request: HttpRequest) -> HttpResponse:
    """Take one's own export back in, all of it or nothing."""
    if request.method != "POST":
        return _page(request, "import", form=forms.Bring())
    read_token(request)
    form = forms.Bring(request.POST, request.FILES)
    if not form.is_valid():
        return _again(request, "import", form)
    try:
        taken = actions.take_in(request.keyring, form.cleaned_data["file"].read(), form.cleaned_data["words"])
    except NotAnExport as refused:
        return _again(request, "import", forms.Bring(), str(refused))
    except DatabaseError:
        return _again(request, "import", forms.Bring(), _("This couldn't be saved now. Nothing was changed."), 503)
    return _page(request, "taken", taken=taken)
