"""The outermost door: which hosts and which forms come in, which headers go out, and a log that names nobody.

Every response passes here, static files and errors included (03-safety-and-privacy 6.2, decisions 31 to 33).
"""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from holdfast.web import errors

log = logging.getLogger("holdfast.access")

# No inline script, style element or style attribute anywhere, hence no nonce. Trusted Types are enforced: only the
# policy of ui/js/trusted.js may parse HTML, on pages that load it, and no script may be made from text at all. The
# policy of ui/js/public.js lets one address be a worker.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "media-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types default worker",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(), browsing-topics=()",
    "Referrer-Policy": "no-referrer",
    "Server": "",  # else the application server names itself
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
HSTS = "max-age=63072000; includeSubDomains"
SAFE = {"GET", "HEAD", "OPTIONS"}
OWN = {"", "same-origin", "none"}  # no header: an old browser, which the form token and SameSite=Strict still hold


class Headers:
    """Refuses foreign hosts and foreign forms, gives bare errors their page, and dresses every response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """One request, in and out."""
        began = time.monotonic()
        response = self._refusal(request) or self.get_response(request)
        if response.status_code >= 400 and not response.streaming and not response.content:
            response = errors.worded(request, response)
        self._dress(request, response)
        if not getattr(response, "leaves_no_trace", False) and not self._is_static(request):
            log.info("%dxx %d ms", response.status_code // 100, (time.monotonic() - began) * 1000)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A full disk or a store that stays busy is said as what it is: not saved yet, send it again."""
        return errors.busy(request) if isinstance(exception, OperationalError) else None

    def _refusal(self, request: HttpRequest) -> HttpResponse | None:
        try:
            request.get_host()  # nothing else in the chain asks; an unknown name may be a rebound address
        except DisallowedHost:
            return errors.bad_request(request)
        foreign = request.headers.get("Sec-Fetch-Site", "") not in OWN
        return errors.refused(request) if foreign and request.method not in SAFE else None

    def _is_static(self, request: HttpRequest) -> bool:
        return request.path_info.startswith(settings.STATIC_URL)

    def _dress(self, request: HttpRequest, response: HttpResponse) -> None:
        for name, value in HEADERS.items():
            response.headers[name] = value
        if settings.SECURE:
            response.headers["Strict-Transport-Security"] = HSTS
        if response.status_code >= 400 or not self._is_static(request):
            response.headers.setdefault("Cache-Control", "no-store")
