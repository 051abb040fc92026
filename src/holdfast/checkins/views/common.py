"""What every page of this room shares: its frame, the page that says "not saved yet", and the form's own day."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from holdfast.accounts import form_token
from holdfast.kit import clock
from holdfast.people import queries as people
from holdfast.people import rules
from holdfast.people.schema import Profile

# Made anew when a form is shown again.
TOKENS = {"csrfmiddlewaretoken", form_token.FIELD, "told"}


def page(request: HttpRequest, profile: Profile, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page of this room."""
    found = {"place": "path"} | people.frame(profile) | context
    return render(request, f"checkins/{template}.html", found, status=status)


def fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form sent, to send it again: every field but its tokens."""
    return [(name, value) for name, values in request.POST.lists() if name not in TOKENS for value in values]


def not_saved(request: HttpRequest, profile: Profile, record: UUID) -> HttpResponse:
    """Nothing could be written; the same form stands ready to be sent again, under the same record."""
    again = {"to": request.path, "record": record, "fields": fields(request)}
    return page(request, profile, "not_saved", status=503, again=again)


def moment(profile: Profile) -> tuple[datetime, date]:
    """Now, and the local day it is for this person."""
    now = clock.now()
    return now, now.astimezone(rules.zone(profile)).date()
