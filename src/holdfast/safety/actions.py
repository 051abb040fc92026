"""Answering a risk answer: one calm page, for the person alone. Nothing is sent, nothing is blocked (CR-08, CR-09)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@dataclass(frozen=True)
class GoOn:
    """How the support page leads on: an address, or the form to send again where nothing could be saved."""

    to: str
    result: bool = False
    saved: bool = True
    record: Any = None
    fields: Sequence[tuple[str, str]] = ()


def support(request: HttpRequest, frame: dict[str, Any], go_on: GoOn) -> HttpResponse:
    """The support page (A36). `frame` is what every signed-in page needs.

    It comes although the answer could not be saved, and then says so; 503 tells browsers and scripts the same.
    """
    return render(request, "safety/support.html", frame | {"go_on": go_on}, status=200 if go_on.saved else 503)
