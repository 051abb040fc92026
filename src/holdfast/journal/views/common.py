"""What the pages of this room share: one entry by its address, the frame of a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from holdfast.journal import queries, shelf
from holdfast.journal.entries import Entry
from holdfast.library.hooks import address_of_tool
from holdfast.people import queries as people

View = Callable[..., HttpResponse]
either = require_http_methods(["GET", "HEAD", "POST"])


def page(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page of this room. `way`, where there is one, brings the address of its steadying tool along."""
    way = context.get("way")
    tool = address_of_tool(way.frame.tool) if way is not None and way.frame else ""
    frame = {"place": "me", "tool": tool} | people.frame(people.profile(request.keyring)) | context
    return render(request, f"journal/{template}.html", frame, status=status)


def of_entry(view: View) -> View:
    """A page about one entry: `view(request, entry)`. 404 for every id that is none of one's own."""

    @wraps(view)
    def found(request: HttpRequest, id: UUID) -> HttpResponse:
        known = queries.found(request.keyring, id)
        if known is None:
            raise Http404
        return view(request, known[1])

    return found


def parts(entry: Entry) -> list[tuple[str, str]]:
    """What was written, part by part, each with its title; a title that would stand alone is left out."""
    way = shelf.of(entry.way)
    titles = {part.id: part.title for part in way.parts}
    ids = [*titles, *(id for id in entry.parts if id not in titles)]
    told = [(titles.get(id, ""), entry.parts.get(id, "")) for id in ids]
    told = [(title, text) for title, text in told if text.strip()]
    return told if len(titles) > 1 else [("", text) for _title, text in told]
