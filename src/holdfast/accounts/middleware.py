"""Gives each request its person, looked up only when somebody asks, and takes the keys back when it is over.

Public pages never ask, so for them no session is read (decision 32). Nothing here is global: the keys of a request
hang on that request alone, which is what KEY-03 rests on.
"""

from collections.abc import Callable
from functools import cache, cached_property

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from holdfast.accounts import sessions
from holdfast.accounts.errors import TooBusy
from holdfast.accounts.models import Account, Session
from holdfast.accounts.opened import Opened, open_account
from holdfast.audit import actions as audit
from holdfast.vault.errors import CannotOpen
from holdfast.vault.keyring import Keyring


class Keyed:
    """What a request knows about its person: `account`, `session_row`, `keyring`, `opened`; None when there is none."""

    @cached_property
    def found_session(self) -> sessions.Found | None:
        """This browser's session and its cookie, also when locked or waiting for a code. For this room."""
        return sessions.find(self)

    @cached_property
    def session_row(self) -> Session | None:
        """The session row, open or locked; a half-open one does not count."""
        found = self.found_session
        return found.row if found and not found.row.half_open else None

    @cached_property
    def account(self) -> Account | None:
        """Whose browser this is, also while locked. None for a disabled or erased account."""
        row = self.session_row
        return row and Account.objects.filter(pk=row.account_id, disabled=False).first()

    @cached_property
    def opened(self) -> Opened | None:
        """The account with its keys, the master key included. For this room; None when locked."""
        found, account = self.found_session, self.account
        if found is None or account is None or found.row.envelope is None:
            return None
        try:
            if found.row.epoch != account.epoch:
                raise CannotOpen
            return open_account(account, found.amk())
        except CannotOpen:
            # Ended elsewhere, re-keyed, or a row that does not fit its cookie: it will never open again.
            sessions.lock(found.row)
            return None

    @cached_property
    def keyring(self) -> Keyring | None:
        """The person's keys; None when locked or signed out."""
        return self.opened and self.opened.keyring

    @property
    def idle_seconds(self) -> int:
        """Seconds without action after which this page has to lock; the shared ones and the chosen ones differ."""
        return self.session_row.minutes * 60 if self.session_row else 0

    @property
    def leaves_nothing(self) -> bool:
        """Whether nothing may stay in this browser: a shared phone, or a person who wants it so."""
        row = self.session_row
        return row is not None and (row.shared or row.leave_nothing)


# What `forget` empties, and what a new session in the middle of a request replaces.
KNOWN = ("found_session", "session_row", "account", "opened", "keyring")


class Keys:
    """The middleware. Its place is after everything that may answer without a person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A lazy attribute that may be None has to live on the class; Django's own lazy object is never None.
        request.__class__ = _keyed(type(request))
        try:
            return self.get_response(request)
        finally:
            forget(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Too many at the door at once: 429, in the same calm layout, with Help (FT-21)."""
        if not isinstance(exception, TooBusy):
            return None
        audit.note("too-busy")
        response = render(request, "accounts/busy.html", status=429)
        response["Retry-After"] = "20"
        return response


def forget(request: HttpRequest) -> None:
    """Take the keys off a request: whoever still holds the request holds no key."""
    request.__dict__.update(dict.fromkeys(KNOWN))


def look_again(request: HttpRequest) -> None:
    """Forget what was looked up: the session has changed in the middle of a request."""
    for name in KNOWN:
        request.__dict__.pop(name, None)


@cache
def _keyed(kind: type[HttpRequest]) -> type[HttpRequest]:
    return type(kind.__name__, (Keyed, kind), {})
