"""A real browser against a real server on this machine; rows lie in a file, where both threads see them."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as host
from django.db import connections
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Locator, Page, Playwright, sync_playwright

from tests.browser.harness import PHONE, started, watch

# A server has a thread of its own, and a database in memory belongs to one. Set before any test database is made.
_place = Path(tempfile.mkdtemp(prefix="holdfast-browser-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
for _alias in host.DATABASES:
    if connections[_alias].vendor == "sqlite":
        connections[_alias].settings_dict["TEST"]["NAME"] = str(_place / f"{_alias}.sqlite3")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder drives the browser."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver; there can be only one in a process."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session", autouse=True)
def arriving() -> Iterator[None]:
    """A click ends when the page it leads to is whole.

    Playwright's own ends when the next page begins, and what a test then counts or reads at once, on a busy machine,
    is half a page.
    """
    click = Locator.click

    def pressed(self: Locator, **options: object) -> None:
        page = self.page
        click(self, **options)
        if not page.is_closed():
            page.wait_for_load_state()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Locator, "click", pressed)
        yield


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests; each page gets a fresh profile of its own."""
    with started(playwright) as running:
        yield running


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of a server with the whole site, static files through the same door as in production.

    A test that needs rows says so with django_db(transaction=True); in all others a page that asks the database fails.
    """
    server = LiveServerThread("127.0.0.1", static_handler=lambda application: application)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """A new page in a new profile: open_page("/help", size=DESK, js=False). The test fails for any fault it shows.

    Pages are kept for later only where a test says service_workers="allow": each profile would fetch all of them.
    """
    contexts, faults = [], []

    def opened(address: str = "", size: tuple[int, int] = PHONE, js: bool = True, **options: object) -> Page:
        options = {"base_url": site, "java_script_enabled": js, "service_workers": "block"} | options
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        contexts.append(context)
        page = watch(context.new_page(), str(options["base_url"]), faults)
        page.set_default_timeout(5000)
        if address:
            page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []
