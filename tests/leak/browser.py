"""A browser without a window: cookies, one address in the network, and requests straight into the application.

Django's own test client keeps a copy of every template's context; this one keeps nothing and is twice as fast.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test.client import BOUNDARY, MULTIPART_CONTENT, FakePayload, encode_multipart

from holdfast.accounts.middleware import _keyed

FORM = "application/x-www-form-urlencoded"


@cache
def application() -> BaseHandler:
    """The whole chain, middleware included."""
    handler = BaseHandler()
    handler.load_middleware()
    return handler


@dataclass
class Browser:
    """Somebody's browser. Each person has a network address of their own: limits are counted by it."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def copy(self) -> "Browser":
        """The same browser, to go on by itself."""
        return Browser(self.address, dict(self.cookies))

    def ask(self, method: str, path: str, fields: dict[str, Any] | None = None, **files: Any) -> HttpResponse:
        """One request and its answer, read to the end. Faults of the application are raised, not shown."""
        body, kind = b"", FORM
        if files:
            body, kind = encode_multipart(BOUNDARY, (fields or {}) | files), MULTIPART_CONTENT
        elif fields is not None:
            body = urlencode(fields, doseq=True, errors="surrogatepass").encode()
        request = WSGIRequest(self._environ(method, path, body, kind))
        request._dont_enforce_csrf_checks = True  # tests/web/test_csrf.py holds that check
        response = application().get_response(request)
        if response.streaming:
            response.content_read = b"".join(response.streaming_content)
        else:
            response.content_read = response.content
        for name, morsel in response.cookies.items():
            self._keep(name, morsel)
        return response

    def keyring(self) -> Any:
        """The keys that a request of this browser would have; None when it is signed out or locked."""
        return _keyed(WSGIRequest)(self._environ("GET", "/", b"", FORM)).keyring

    def _keep(self, name: str, morsel: Any) -> None:
        if morsel["max-age"] == 0 or not morsel.value:
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = morsel.value

    def _environ(self, method: str, path: str, body: bytes, kind: str) -> dict[str, Any]:
        return {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "SCRIPT_NAME": "",
            "QUERY_STRING": "",
            "CONTENT_TYPE": kind,
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_ADDR": self.address,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "wsgi.input": FakePayload(body),
            "wsgi.url_scheme": "http",
            "wsgi.errors": None,
        }
