"""Error pages: what happened, what was kept, what to do. Help and Exit stay in reach. Nothing of the fault leaks."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# What a bare response of another room says; see web/error.html for the words of each kind.
KINDS = {
    400: "bad-request",
    403: "refused",
    404: "missing",
    405: "other-way",
    413: "too-large",
    429: "too-fast",
    503: "busy",
}


def _page(request: HttpRequest, kind: str, status: int) -> HttpResponse:
    return render(request, "web/error.html", {"kind": kind}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be read; 413 when it was only too large."""
    if isinstance(exception, RequestDataTooBig):
        return _page(request, "too-large", 413)
    return _page(request, "bad-request", 400)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not allowed, said the same way whatever the reason."""
    return _page(request, "refused", 403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token did not match, usually an old tab."""
    return _page(request, "old-form", 403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same page for what never existed and what is not yours."""
    return _page(request, "missing", 404)


def busy(request: HttpRequest) -> HttpResponse:
    """503: the store is busy or the disk is full; nothing was half-written, sending again is safe."""
    return _page(request, "busy", 503)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault, with no detail."""
    return _page(request, "broken", 500)


def worded(request: HttpRequest, bare: HttpResponse) -> HttpResponse:
    """Give an error that came without a page its page; its headers and cookies stay."""
    page = _page(request, KINDS.get(bare.status_code, "broken"), bare.status_code)
    for name in ("Allow", "Retry-After"):
        if name in bare.headers:
            page.headers[name] = bare.headers[name]
    page.cookies.update(bare.cookies)
    return page
