"""What being linked costs: sharing, taking back, a day added, a year of theirs opened, Today and Us.

    python -m benchmarks.two                 a minute or two; benchmarks/results/two.json
    python -m benchmarks.two --quick         fewer rounds, printed and not kept

Pages go through the server and are held against the bare Django view of `bare.py`, alternating, in one run: a read
against a bare read, a post against a bare post that commits one INSERT (decision 36). What lies under the pages is
timed in a process of its own; what writes is held against one INSERT, committed there. Ratios are the claim.
"""

import argparse
import json
import re
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import pages
from benchmarks.measure import Link, alternating, summary
from tests.cli.host import Host, Server

RESULTS = Path(__file__).parent / "results" / "two.json"
WORDS = {
    "ana": "anchor blanket copper dune",
    "ben": "barley lantern quiet river",
    "cleo": "cedar moth ocean pebble",
}
ROUNDS, QUICK, WARM = 100, 20, 5
TODAY = 0.5  # the aim of Today for anybody (README)
READS = {"Today, linked", "Today, alone", "Us, a year of theirs in it", "what I share, opened", "a share, its preview"}
POSTS = {"share", "take back"}
WRITES = {"share", "take back", "add a day to a shared year"}
NOTE = "Ratios are the claim. Milliseconds belong to this machine and to what else ran on it: see its load."
FLOOR = "one INSERT, committed"


def two() -> tuple[Any, Any, Any]:
    """Ana and Ben, linked: their keyrings and the pair's id."""
    from holdfast.accounts import actions as accounts
    from holdfast.people import actions as people

    ana, ben = (accounts.sign_up(name, WORDS[name], spare_key="none").keyring for name in ("ana", "ben"))
    return ana, ben, people.link(ana, ben)


def a_year(last: date) -> Any:
    """A card with a value for each day of a year."""
    from holdfast.people.schema import Card

    days = tuple(((last - timedelta(days=n)).isoformat(), n * 7 % 11) for n in range(364, -1, -1))
    return Card("my-mood", "Mood, day by day", "0 very bad, 10 very good.", days, (0, 10), "Ana", last.isoformat())


def share_a_year(ana: Any, pair: Any, last: date) -> Any:
    """Ana shares her mood, and has for a year. The row's id."""
    from holdfast.kit import random
    from holdfast.people import actions as people
    from holdfast.people import queries
    from holdfast.people.records import CARD
    from holdfast.people.schema import Card
    from holdfast.vault import spaces

    mine = queries.pair(ana, pair)
    row = people.share(ana, mine, Card("my-mood", "Mood, day by day", "", (), (0, 10)), id=random.uuid())
    spaces.put(mine.space, CARD, a_year(last).body(), id=row)
    return row


def prepare() -> None:
    """Three people with a year each: Ana and Ben are linked and she shares a year; Cleo is alone."""
    from benchmarks import opening
    from holdfast.accounts import actions as accounts
    from holdfast.kit import clock

    last = clock.now().date()
    ana, ben, pair = two()
    cleo = accounts.sign_up("cleo", WORDS["cleo"], spare_key="none").keyring
    for keyring in (ana, ben, cleo):
        opening.fill(keyring, last - timedelta(days=364), last - timedelta(days=1))
    share_a_year(ana, pair, last + timedelta(days=30))


def signed_in(port: int, name: str) -> Link:
    """Somebody's browser, at Today."""
    link = Link(port)
    link.expect("/p/10/o", 302, link.hidden("/p/10/o") | {"name": name, "words": WORDS[name], "who": "mine"})
    link.expect("/p/1", 200)
    return link


class Sharing:
    """Ben shares what helps him with Ana, looks at it, and takes it back, as the pages do it."""

    def __init__(self, ben: Link) -> None:
        """Find the pair and the stream on the pages."""
        self.ben = ben
        pair = re.search(r"/p/217/([0-9a-f-]{36})", ben.ask("/p/4")[1].decode())[1]
        listed = ben.ask(f"/p/214/{pair}")[1].decode()
        self.page = re.search(r'href="(/p/215/[^"]+)">What helps', listed)[1]
        self.words = ben.hidden(self.page) | {"text": "Tea first.", "days": "90"}
        self.form: dict[str, str] = {}
        self.row = ""

    def look(self) -> None:
        """The preview; its form is what Share sends."""
        told = self.ben.ask(self.page, self.words)[1].decode()
        mark, token = (re.search(rf'name="{name}" value="([^"]+)"', told)[1] for name in ("share", "form_token"))
        self.form = self.words | {"share": mark, "form_token": token}

    def share(self) -> None:
        """Press Share."""
        status, _, self.row = self.ben.ask(self.page, self.form)
        if status != 302 or not self.row.startswith("/p/216/"):
            raise RuntimeError(f"Share answered {status}, {self.row}")

    def opened(self) -> None:
        """The page of what is shared."""
        self.form = self.ben.hidden(self.row)

    def take_back(self) -> None:
        """Press Stop sharing."""
        self.ben.expect(self.row, 302, self.form | {"do": "end"})


def through_the_server(place: Path, rounds: int) -> dict[str, Any]:
    """Every page, with its ratio to the floor."""
    host = Host(place / "pages", {"HOLDFAST_ARGON2_MIB": "64"})
    host.python("from holdfast.cli import migrate; migrate.migrate()\nfrom benchmarks import two; two.prepare()")
    with Server(host) as server, pages.bare(place / "floor") as floor:
        ana, ben, cleo = (signed_in(server.port, name) for name in ("ana", "ben", "cleo"))
        sharing = Sharing(ben)
        ways = {
            "bare read": lambda: floor.expect("/", 200),
            "Today, linked": lambda: ana.expect("/p/1", 200),
            "Today, alone": lambda: cleo.expect("/p/1", 200),
            "Us, a year of theirs in it": lambda: ben.expect("/p/4", 200),
            "a share, its preview": sharing.look,
            "share": sharing.share,
            "what I share, opened": sharing.opened,
            "take back": sharing.take_back,
            "bare post": lambda: floor.expect("/", 200, {"body": "6"}),
        }
        found: dict[str, Any] = {name: summary(taken) for name, taken in alternating(ways, rounds, WARM).items()}
    for name in READS | POSTS:
        under = "bare read" if name in READS else "bare post"
        found[name] |= {"held against": under, "ratio": ratio(found, under, name)}
    for name in ("Today, linked", "Today, alone"):
        found[name]["aim"] = TODAY
    found["Today, linked"]["ratio to Today, alone"] = ratio(found, "Today, alone", "Today, linked")
    return found


def ratio(found: dict[str, Any], under: str, name: str) -> float:
    """0.5 means: takes twice as long as the floor."""
    return round(found[under]["median_ms"] / found[name]["median_ms"], 3)


def inside(rounds: int) -> dict[str, Any]:
    """The same without pages and network: the actions, and opening what the other shares."""
    from django.db import connection

    from holdfast.kit import clock, random
    from holdfast.people import actions as people
    from holdfast.people import card, queries, sharing
    from holdfast.people.records import CARD
    from holdfast.people.schema import Card
    from holdfast.vault import spaces

    ana, ben, pair = two()
    last = clock.now().date()
    standing, mine = share_a_year(ana, pair, last), queries.pair(ana, pair)
    year, tea = a_year(last).body(), Card("what-helps", "What helps me", "Tea first.")
    held: list[Any] = []

    def open_a_year() -> None:
        (row,) = [row for row in spaces.rows(queries.pair(ben, pair).space, CARD) if row.id == standing]
        assert len(card.read(row.body).points) == 365

    def insert() -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO note (body) VALUES ('6')")

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
    ways = {
        FLOOR: insert,
        "share": lambda: held.append(people.share(ana, queries.pair(ana, pair), tea, id=random.uuid())),
        "take back": lambda: people.unshare(ana, queries.pair(ana, pair), held.pop()),
        "open the pair": lambda: queries.pairs(ben),
        "open a year of a shared stream, with the pair": open_a_year,
        "what Us shows": lambda: sharing.shown(ben, queries.pair(ben, pair)),
        "add a day to a shared year": lambda: spaces.put(mine.space, CARD, year, id=standing),
        "unlock: nothing new": lambda: people.settle_pairs(ben),
    }
    found: dict[str, Any] = {name: summary(taken) for name, taken in alternating(ways, rounds, WARM).items()}
    for name in WRITES:
        found[name] |= {"held against": FLOOR, "ratio": ratio(found, FLOOR, name)}
    return found


def measured(place: Path, rounds: int) -> dict[str, Any]:
    """Pages, and what lies under them in a process of its own."""
    found = through_the_server(place, rounds)
    host = Host(place / "inside", {"HOLDFAST_ARGON2_MIB": "64"})
    told = host.python(
        "from holdfast.cli import migrate; migrate.migrate()\n"
        f"import json; from benchmarks import two; print(json.dumps(two.inside({rounds})))"
    )
    return {"pages": found, "under the pages": json.loads(told.splitlines()[-1])}


def main() -> None:
    """Measure, print, keep."""
    from benchmarks.run import machine

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer rounds; prints and keeps nothing")
    quick = parser.parse_args().quick
    found: dict[str, Any] = {"command": "python -m benchmarks.two", "machine": machine(), "note": NOTE}
    with TemporaryDirectory(prefix="holdfast-bench-") as name:
        found |= measured(Path(name), QUICK if quick else ROUNDS)
    text = json.dumps(found, indent=2) + "\n"
    print(text)
    if not quick:
        RESULTS.write_text(text, encoding="utf-8")
        print(f"Kept in {RESULTS}")


if __name__ == "__main__":
    main()
