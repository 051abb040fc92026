"""Error pages: what happened, what was kept, what to do. Help and Exit stay in reach. Nothing of the fault leaks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be read."""
    return render(request, "web/error.html", {"kind": "bad-request"}, status=400)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not allowed, said the same way whatever the reason."""
    return render(request, "web/error.html", {"kind": "refused"}, status=403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token did not match, usually an old tab."""
    return render(request, "web/error.html", {"kind": "old-form"}, status=403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same page for what never existed and what is not yours."""
    return render(request, "web/error.html", {"kind": "missing"}, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault, with no detail."""
    return render(request, "web/error.html", {"kind": "broken"}, status=500)
