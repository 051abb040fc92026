"""The mark of a public page: for everyone the same bytes, and no line in any log (decision 32).

A view that carries it reads no cookie, no session and no account, and sets no cookie; tests walk all that do.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """A page for everyone: marked so that it may be cached after asking, and leaves no line in the log."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.leaves_no_trace = True
        if request.method in ("GET", "HEAD"):
            response.headers.setdefault("Cache-Control", "no-cache")
        return response

    marked.is_public = True  # phones may keep such a page for when there is no signal
    return marked
