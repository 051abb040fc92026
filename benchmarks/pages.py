"""Pages as ratios to a bare Django view with session and user, through the same server, in one run (decision 36).

A ratio of 0.5 means: takes twice as long as the bare view. A read is held against the bare read, a post against a bare
post that commits one INSERT under the same PRAGMAs.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.measure import Link, alternating, summary
from tests.cli.host import Host, Server, free_port

WORDS = "anchor blanket copper dune"
AIMS = {"check-in post": 0.5, "Today": 0.5, "progress, a year": 0.2}


@contextmanager
def bare(place: Path) -> Iterator[Link]:
    """The floor, running."""
    place.mkdir()
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.bare", str(port)],
        env=os.environ | {"BARE_FOLDER": str(place)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        link = Link(port)
        link.cookies["sessionid"] = process.stdout.readline().strip()
        wait(link)
        yield link
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


def wait(link: Link) -> None:
    """Until it answers."""
    import time

    for _ in range(300):
        try:
            link.expect("/", 200)
        except ConnectionError:
            link.http.close()
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the bare server did not start")


def signed_in(port: int) -> Link:
    """Ana's browser."""
    link = Link(port)
    told = link.hidden("/p/10/o") | {"name": "ana", "words": WORDS, "who": "mine"}
    link.expect("/p/10/o", 302, told)
    link.expect("/p/1", 200)
    return link


def measured(host: Host, place: Path, rounds: int) -> dict[str, Any]:
    """Every ratio, with the times they are made of."""
    with Server(host) as server, bare(place / "bare") as floor:
        ana = signed_in(server.port)
        # The address of a measure is made with the person's keys; the page of all measures leads there.
        year = re.search(r'href="(/p/82/[^/]+/)30"', ana.ask("/p/80")[1].decode())[1] + "365"
        taps = ana.hidden("/p/50") | {"a-mood": "6", "do": "next"}
        ways = {
            "bare read": lambda: floor.expect("/", 200),
            "Today": lambda: ana.expect("/p/1", 200),
            "progress, a year": lambda: ana.expect(year, 200),
            "the Path": lambda: ana.expect("/p/3", 200),
            "a module": lambda: ana.expect("/p/250/4", 200),
            "a step to read": lambda: ana.expect("/p/251/4/3", 200),
            "an exercise": lambda: ana.expect("/p/252/4/1", 200),
            "bare post": lambda: floor.expect("/", 200, {"body": "6"}),
            "check-in post": lambda: ana.expect("/p/50", 302, taps),
        }
        times = alternating(ways, rounds)
    reads = ("Today", "progress, a year", "the Path", "a module", "a step to read", "an exercise")
    floors = dict.fromkeys(reads, "bare read") | {"check-in post": "bare post"}
    result: dict[str, Any] = {name: summary(seconds) for name, seconds in times.items()}
    for name, under in floors.items():
        ratio = result[under]["median_ms"] / result[name]["median_ms"]
        result[name] |= {"held against": under, "ratio": round(ratio, 3), "aim": AIMS.get(name)}
    return result


def sign_in(host: Host, rounds: int) -> dict[str, Any]:
    """The whole sign-in: one request, one Argon2id run at this host's cost."""
    with Server(host) as server:

        def once() -> None:
            signed_in(server.port).http.close()

        times = alternating({"sign-in and Today": once}, rounds, warm=2)
    return summary(times["sign-in and Today"]) | {"argon2_mib": 128, "aim_ms": 600}
