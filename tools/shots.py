"""Make the pictures in docs/screens: a throw-away copy with Ana and Ben, a browser, each screen on phone and desk.

    python tools/shots.py            all of them
    python tools/shots.py today help   only those

Light and dark, 390 × 844 and 1280 × 900. Nothing of a real installation is read: the copy is made by `holdfast demo`.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.harness import DESK, PHONE, started  # noqa: E402  found by the line above

SCREENS = ROOT / "docs" / "screens"
HOLDFAST = Path(sys.executable).with_name("holdfast")
NAME, WORDS = "ana", "anchor blanket copper dune"

PUBLIC = {
    "front-door": "/",
    "right-now": "/p/2",
    "check-the-room": "/p/150/1",
    "come-back-to-here": "/p/150/2",
    "and-now": "/p/8",
    "help": "/help",
    "staying-hidden": "/p/9",
    "about": "/about",
    "three-true-things": "/p/11",
    "sign-in": "/p/10",
}
# An address, or an address and the link to follow from there.
OWN = {
    "today": "/p/1",
    "path": "/p/3",
    "me": "/p/5",
    "check-in": "/p/50",
    "progress": "/p/80",
    "measure": "/p/80 a[href^='/p/81/']:has-text('PCL')",
    "days": "/p/80 a[href^='/p/82/']",
    "my-data": "/p/100",
    "locks-and-keys": "/p/25",
    "settings": "/p/40",
}


def main(wanted: list[str]) -> int:
    """Make the pictures named, or all of them. Returns 1 for a name there is no screen for."""
    unknown = set(wanted) - PUBLIC.keys() - OWN.keys()
    if unknown:
        print(f"There is no screen called {', '.join(sorted(unknown))}. There are: {', '.join([*PUBLIC, *OWN])}.")
        return 1
    SCREENS.mkdir(parents=True, exist_ok=True)
    with demo() as site, sync_playwright() as playwright, started(playwright) as browser:
        for kind, size in (("phone", PHONE), ("desk", DESK)):
            for scheme in ("light", "dark"):
                take(browser, site, (kind, size, scheme), set(wanted))
    return 0


def take(browser: Browser, site: str, how: tuple[str, tuple[int, int], str], wanted: set[str]) -> None:
    """All screens of one size and theme: the public ones as a stranger, the others as Ana."""
    kind, (width, height), scheme = how
    context = browser.new_context(
        base_url=site, viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.clock.set_fixed_time(f"{time.strftime('%Y-%m-%d')}T19:30:00")
    for screens in (PUBLIC, OWN):
        if screens is OWN:
            sign_in(page)
        for name, address in screens.items():
            if wanted and name not in wanted:
                continue
            go(page, address)
            page.screenshot(path=SCREENS / f"{name}-{kind}-{scheme}.png")
            print(f"  {name}, {kind}, {scheme}")
    context.close()


def go(page: Page, address: str) -> None:
    """Open an address, and follow the first link named behind it."""
    start, _, link = address.partition(" ")
    page.goto(start)
    if link:
        page.goto(page.locator(link).first.get_attribute("href"))
    page.wait_for_load_state("networkidle")


def sign_in(page: Page) -> None:
    """As Ana, through the page."""
    page.goto("/p/10")
    page.get_by_label("Your name here").fill(NAME)
    page.get_by_label("Your lock words").fill(WORDS)
    page.locator("label", has_text="Only me").first.click()
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/p/1")


@contextmanager
def demo() -> Iterator[str]:
    """Make a throw-away copy and serve it; yields its address and leaves nothing behind."""
    place = Path(tempfile.mkdtemp(prefix="holdfast-shots-"))
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}
    there = clean | {"HOLDFAST_DATA": str(place / "demo"), "HOLDFAST_RUN": str(place / "run")}
    subprocess.run([HOLDFAST, "demo", "--make", place / "demo"], check=True, env=clean)
    server = subprocess.Popen(
        [HOLDFAST, "serve", "--port", str(port)], env=there, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        answers(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(place, ignore_errors=True)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def answers(site: str, seconds: int = 60) -> None:
    """Wait until the server answers. Raises TimeoutError."""
    for _ in range(seconds * 4):
        try:
            urllib.request.urlopen(site, timeout=2).close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.25)
    raise TimeoutError(f"{site} did not answer within {seconds} seconds.")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
