"""What must not be there: ways out of this machine, knowledge of places, of other people, of who waits for whom."""

import re
import socket

import pytest
from django.conf import settings
from django.urls import get_resolver
from pytest_socket import SocketConnectBlockedError

from holdfast.people import schema as people
from holdfast.web.middleware import HEADERS
from tests.contracts.house import PACKAGE, ROOT, files, short
from tests.contracts.test_floors import imported

LOCKS = [(ROOT / name).read_text(encoding="utf-8") for name in ("requirements.lock", "requirements-dev.lock")]
# Modules through which something could leave this machine or arrive from another.
WAYS_OUT = {
    *("smtplib", "ftplib", "http.client", "urllib.request", "xmlrpc", "telnetlib", "poplib", "imaplib"),
    *("requests", "httpx", "aiohttp", "urllib3", "pywebpush", "django.core.mail", "boto3", "sentry_sdk"),
}
SCRIPTS = list(files(PACKAGE, "*.js"))
TEMPLATES = list(files(PACKAGE, "*.html"))


def test_no_test_reaches_outside_this_machine():
    with pytest.warns(UserWarning, match="socket"), pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_the_program_has_no_way_out():
    """Sockets only where the server asks whether its own port is free."""
    found = [
        f"{short(path)} imports {name}"
        for path in files(PACKAGE, "*.py")
        for name in imported(path)
        if name in WAYS_OUT or (name == "socket" and short(path) != "src/holdfast/cli/serve.py")
    ]
    assert found == []


def test_no_page_script_or_style_names_another_host():
    asks = re.compile(r"""(?:src|href|url|import|fetch|from)\s*[=(]?\s*["'(]\s*(?:https?:)?//""")
    styles = list(files(PACKAGE, "*.css"))
    assert [
        short(path) for path in (*SCRIPTS, *TEMPLATES, *styles) if asks.search(path.read_text(encoding="utf-8"))
    ] == []


@pytest.mark.parametrize("power", ["geolocation", "camera", "microphone", "browsing-topics"])
def test_ps_10_pages_give_these_powers_up(power):
    assert f"{power}=()" in HEADERS["Permissions-Policy"]


def test_ps_10_nothing_here_knows_places():
    """No library that turns an address into a place, no code that asks for one, no picture that could carry one."""
    assert (
        re.findall(r"^(\S*geo\S*|maxminddb\S*|pillow|exif\S*)==", "\n".join(LOCKS), re.MULTILINE | re.IGNORECASE) == []
    )
    assert [short(path) for path in SCRIPTS if "geolocation" in path.read_text(encoding="utf-8")] == []
    assert [short(path) for path in TEMPLATES if 'accept="image' in path.read_text(encoding="utf-8")] == []
    assert settings.COUNTRY == "", "the country is the host's choice, and empty until then"


def test_ps_11_nobody_is_looked_up_and_no_address_book_is_read():
    names = {pattern.name for pattern in get_resolver().url_patterns}
    assert {name for name in names if name and re.search(r"contact|search|find|directory|suggest", name)} == set()
    assert [
        short(path) for path in SCRIPTS if re.search(r"navigator\.contacts", path.read_text(encoding="utf-8"))
    ] == []


def test_ps_12_reminders_are_a_short_list_and_none_names_anyone():
    """A reminder is a key of this list and nothing more, so it cannot speak of another person."""
    assert people.REMINDERS == ("", "minute", "daily", "water")


def test_ps_13_nothing_is_sent_to_a_phone_or_by_mail():
    """No push and no mail in this release; what would be the trigger does not exist."""
    assert not getattr(settings, "EMAIL_HOST_USER", "")
    assert not any(app.startswith("django.contrib.") and "staticfiles" not in app for app in settings.INSTALLED_APPS)
    push = re.compile(r"PushManager|pushManager|Notification\.requestPermission|showNotification")
    assert [short(path) for path in SCRIPTS if push.search(path.read_text(encoding="utf-8"))] == []


def test_no_account_library_of_the_framework_is_installed():
    """They keep times of sign-in and sessions that a disk would tell of."""
    assert {"django.contrib.auth", "django.contrib.sessions", "django.contrib.admin"}.isdisjoint(
        settings.INSTALLED_APPS
    )
