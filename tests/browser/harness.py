"""Driving Debian's Chromium: start it, read a page with axe, walk by keyboard, visit every link.

Nothing here knows a page; tests of any room use it. Chromium is found by HOLDFAST_CHROMIUM or on the PATH.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

VENDOR = Path(__file__).parent / "vendor"
AXE = VENDOR / "axe-4.14.1.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Without these a start looks up hosts of the browser's maker; no test may reach outside this machine.
QUIET = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PHONE, DESK, NARROW = (390, 844), (1280, 900), (320, 640)
NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "These tests need Chromium: apt-get install chromium, or name it in HOLDFAST_CHROMIUM."


def chromium() -> str:
    """The path of the browser. Raises RuntimeError with what to do where there is none."""
    found = os.environ.get("HOLDFAST_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        raise RuntimeError(MISSING)
    return found


@contextmanager
def started(playwright: Playwright, *, memory: bool = False) -> Iterator[Browser]:
    """A running browser; `memory` keeps pages one has left, as phones do (Playwright switches that off)."""
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    without = ["--disable-back-forward-cache"] if memory else []
    browser = playwright.chromium.launch(executable_path=chromium(), args=arguments, ignore_default_args=without)
    yield browser
    browser.close()


def watch(page: Page, site: str, faults: list[str]) -> Page:
    """Note everything a page must never do: errors, blocked code, requests to anywhere else."""
    host = urlsplit(site).netloc

    def asked(request: object) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about") and address.netloc != host:
            faults.append(f"a request to {address.netloc}")

    def said(message: object) -> None:
        # A page that answers 403 or 404 on purpose is noted by the browser too; that is not a fault.
        if message.type == "error" and "the server responded with a status" not in message.text:
            faults.append(f"{page.url}: {message.text}")

    page.on("request", asked)
    page.on("console", said)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    return page


def axe(page: Page) -> None:
    """Assert that axe finds nothing to complain about on the page as it stands."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    told = [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]
    assert not told, f"{page.url}\n" + "\n".join(told)


def both_themes(page: Page, check: Callable[[Page], None]) -> None:
    """Run a check on the page in light and in dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        check(page)


def fits(page: Page) -> None:
    """Assert that nothing has to be scrolled sideways."""
    wide = page.evaluate(
        """() => {
            const limit = document.documentElement.clientWidth;
            const out = [...document.querySelectorAll("body *")]
                .filter((e) => e.getBoundingClientRect().right > limit + 1 && e.checkVisibility())
                .filter((e) => !e.closest(".scroll, .visually-hidden, svg"))
                .map((e) => e.outerHTML.slice(0, 90));
            return document.documentElement.scrollWidth > limit + 1 ? out.concat("the page") : out;
        }"""
    )
    assert not wide, f"{page.url} at {page.viewport_size['width']} px: {wide[:3]}"


def large_text(page: Page) -> None:
    """Text at 200 %, as set in a browser's own settings."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")


FOCUSED = """() => {
    const e = document.activeElement;
    const met = (window.metByTab ??= new Set());
    if (e === document.body || (met.has(e) && e !== window.lastByTab)) return "";
    if (e === window.lastByTab) return null; // a field of several parts, such as a date
    window.lastByTab = e;
    met.add(e);
    const name = e.getAttribute("aria-label") ?? (e.labels?.[0]?.textContent || e.textContent);
    return name.trim().replace(/\\s+/g, " ") || e.outerHTML;
}"""


def tab_order(page: Page, most: int = 200) -> list[str]:
    """The names of what the Tab key reaches, in its order, each once, from the top of the page to its end."""
    page.evaluate("delete window.metByTab; delete window.lastByTab")
    found: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        name = page.evaluate(FOCUSED)
        if name == "":
            return found
        found += [name] if name else []
    return found


def crawl(
    page: Page, starts: Iterable[str], check: Callable[[Page], None], kind: Callable[[str], str] = str
) -> dict[str, str]:
    """Open every page that links lead to from `starts` and run `check` on each; returns {kind: address}.

    `kind` says which pages are alike: of those only the first is opened; "" leaves an address out. Only GET, so
    nothing is changed by walking. The page's context knows the site (base_url).
    """
    waiting, seen = list(starts), {}
    while waiting:
        address = waiting.pop(0)
        same = kind(address)
        if not same or same in seen:
            continue
        seen[same] = address
        page.goto(address)
        check(page)
        site = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
        for link in page.eval_on_selector_all("a[href]", "links => links.map((link) => link.href)"):
            if link.startswith(f"{site}/") and not link.startswith(f"{site}/s/"):
                waiting.append(urlsplit(link).path)
    return seen


def kept(page: Page) -> dict[str, object]:
    """Everything this browser holds for the site: cookies, storage, caches, databases, workers."""
    found = page.evaluate(
        """async () => ({
            local: {...localStorage},
            session: {...sessionStorage},
            caches: await caches.keys(),
            databases: (await indexedDB.databases()).map((one) => one.name),
            workers: (await navigator.serviceWorker.getRegistrations()).length,
        })"""
    )
    return {**found, "cookies": page.context.cookies()}


def settled(page: Page, promise: str, given: object = None, seconds: int = 10) -> object:
    """What an asynchronous function of the page says as soon as it says anything true."""
    return page.evaluate(
        f"""async (given) => {{
            const end = performance.now() + {seconds} * 1000;
            for (;;) {{
                const said = await ({promise})(given);
                if (said) return said;
                if (performance.now() > end) throw new Error("not within {seconds} seconds");
                await new Promise((done) => setTimeout(done, 20));
            }}
        }}""",
        given,
    )


def holding(page: Page, but: str = "") -> str:
    """Wait until this phone holds one copy of the public pages, another than `but`, and its worker answers for them.

    Returns the name of that copy.
    """
    return settled(
        page,
        """async (but) => {
            const registration = await navigator.serviceWorker.getRegistration();
            const names = (await caches.keys()).filter((name) => name.startsWith("hf-public-"));
            const ready = registration?.active?.state === "activated" && navigator.serviceWorker.controller;
            return ready && names.length === 1 && names[0] !== but && names[0];
        }""",
        but,
    )


def copies(page: Page) -> dict[str, str]:
    """What every cache of this phone holds: address to head and bytes, each byte as one letter (latin-1)."""
    return page.evaluate(
        """async () => {
            const found = {};
            for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                for (const request of await cache.keys()) {
                    const answer = await cache.match(request);
                    const bytes = new Uint8Array(await answer.arrayBuffer());
                    const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
                    found[new URL(request.url).pathname] = JSON.stringify([...answer.headers]) + letters;
                }
            }
            return found;
        }"""
    )


def enter(context: BrowserContext, site: str, member: object) -> None:
    """Give a browser the cookies of one of the cast."""
    cookies = [{"name": name, "value": cookie.value, "url": site} for name, cookie in member.client.cookies.items()]
    context.add_cookies(cookies)
