"""The two cookies of this room: the session's, and the secret of a phone that has a PIN.

Both are HttpOnly and SameSite=Strict, `__Host-` and Secure over TLS. Neither holds anything about the person.
"""

from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from holdfast.vault import session as vault
from holdfast.vault.errors import CannotOpen

# Browsers cap a cookie's life at 400 days; a phone used once a year keeps its PIN.
DEVICE_LIFE_S = 400 * 24 * 3600
DEVICE_BYTES = 16 + 32


@dataclass(frozen=True)
class Device:
    """What a phone with a PIN holds: which slot, and the secret that the server does not have."""

    slot: UUID
    secret: bytes = field(repr=False)


def session(request: HttpRequest) -> vault.Cookie | None:
    """The session's cookie; None when absent or not ours."""
    try:
        return vault.Cookie.read(request.COOKIES.get(settings.SESSION_COOKIE, ""))
    except CannotOpen:
        return None


def device(request: HttpRequest) -> Device | None:
    """The phone's cookie; None when absent or not ours."""
    try:
        raw = bytes.fromhex(request.COOKIES.get(settings.DEVICE_COOKIE, ""))
    except ValueError:
        return None
    return Device(UUID(bytes=raw[:16]), raw[16:]) if len(raw) == DEVICE_BYTES else None


def set_session(response: HttpResponse, made: vault.Cookie, *, life_s: int | None) -> None:
    """Give the browser its session. `life_s` None ends it with the window (shared-device mode)."""
    _write(response, settings.SESSION_COOKIE, made.text, life_s)


def set_device(response: HttpResponse, made: Device) -> None:
    """Give the phone its secret, for as long as browsers allow."""
    _write(response, settings.DEVICE_COOKIE, (made.slot.bytes + made.secret).hex(), DEVICE_LIFE_S)


def drop_session(response: HttpResponse) -> None:
    """Take the session's cookie back."""
    _write(response, settings.SESSION_COOKIE, "", 0)


def drop_device(response: HttpResponse) -> None:
    """Take the phone's cookie back."""
    _write(response, settings.DEVICE_COOKIE, "", 0)


def clear_browser(response: HttpResponse) -> None:
    """Have the browser drop what it keeps of this place: copies of public pages, the worker, the tab's memory."""
    response["Clear-Site-Data"] = '"cache", "storage"'


def _write(response: HttpResponse, name: str, text: str, life_s: int | None) -> None:
    """One place for the attributes: a browser ignores the deletion of a `__Host-` cookie that lacks any of them."""
    response.set_cookie(
        name, text, max_age=life_s, secure=settings.COOKIE_SECURE, httponly=True, samesite="Strict", path="/"
    )
