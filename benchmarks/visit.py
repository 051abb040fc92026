"""The first visit in a real browser with an empty cache: how many requests, how many bytes on the wire, to whom."""

from typing import Any

from playwright.sync_api import sync_playwright

from tests.browser import harness
from tests.cli.host import Host, Server

PAGES = {"the front door": "/", "Help": "/help", "signing up": "/p/11", "a tool": "/p/150/1"}
AIM = {"bytes": 100_000, "requests": 10}


def first_visits(host: Host) -> dict[str, Any]:
    """Each page as somebody's first."""
    found = {}
    with Server(host) as server, sync_playwright() as playwright, harness.started(playwright) as browser:
        for name, path in PAGES.items():
            context = browser.new_context()
            page = context.new_page()
            wire = context.new_cdp_session(page)
            wire.send("Network.enable")
            sizes: list[int] = []
            wire.on("Network.loadingFinished", lambda event, into=sizes: into.append(int(event["encodedDataLength"])))
            asked: list[str] = []
            page.on("request", lambda request, into=asked: into.append(request.url))
            page.goto(server.address + path, wait_until="networkidle")
            found[name] = {
                "requests": len(asked),
                "bytes": sum(sizes),
                "to others": sum(not url.startswith((server.address, "data:")) for url in asked),
                "aim": AIM,
            }
            context.close()
    return found
