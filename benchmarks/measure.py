"""How things are timed: alternating, so that a busy machine disturbs both sides alike; medians with their spread."""

import http.client
import statistics
import time
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from tests.visitor import Hidden


def summary(seconds: list[float]) -> dict[str, float]:
    """Milliseconds: median, and the range in which the middle nine tenths lie."""
    cuts = statistics.quantiles(seconds, n=20)
    return {
        "median_ms": round(1000 * statistics.median(seconds), 3),
        "p5_ms": round(1000 * cuts[0], 3),
        "p95_ms": round(1000 * cuts[-1], 3),
        "n": len(seconds),
    }


def alternating(ways: dict[str, Callable[[], Any]], rounds: int, warm: int = 20) -> dict[str, list[float]]:
    """Run every way once a round; the seconds each took, the first `warm` rounds not counted."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(warm + rounds):
        for name, way in ways.items():
            began = time.perf_counter()
            way()
            if number >= warm:
                taken[name].append(time.perf_counter() - began)
    return taken


@dataclass
class Link:
    """One kept-open connection with cookies: what a browser does, with as little of its own as possible."""

    port: int

    def __post_init__(self) -> None:
        """Connect when first used."""
        self.http = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, bytes, str]:
        """Status, body and where a redirect leads."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.http.request("GET" if form is None else "POST", path, body, headers)
        answer = self.http.getresponse()
        for value in answer.headers.get_all("Set-Cookie") or []:
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(value).items()})
        return answer.status, answer.read(), answer.headers.get("Location") or ""

    def hidden(self, path: str) -> dict[str, str]:
        """The hidden fields of a page."""
        parser = Hidden()
        parser.feed(self.ask(path)[1].decode())
        return parser.fields

    def expect(self, path: str, status: int, form: dict[str, str] | None = None) -> None:
        """Ask, and stop the measurement when something else comes back: a fast error is no result."""
        got = self.ask(path, form)
        if got[0] != status:
            raise RuntimeError(f"{path} answered {got[0]} instead of {status}: {got[1][:500]!r}")
