"""What being linked costs: sharing, taking back, adding a day to a shared stream, opening a year of one, Us.

HOLDFAST_DATA=DIR python -m benchmarks.two      prints one line of JSON
"""

import json
from datetime import timedelta
from typing import Any

from benchmarks.measure import alternating, summary

WORDS = {"ana": "anchor blanket copper dune", "ben": "barley lantern quiet river"}
ROUNDS = 60


def two() -> tuple[Any, Any, Any]:
    """Ana and Ben, linked: their keyrings and the pair's id."""
    from holdfast.accounts import actions as accounts
    from holdfast.people import actions as people

    ana, ben = (accounts.sign_up(name, words, spare_key="none").keyring for name, words in WORDS.items())
    return ana, ben, people.link(ana, ben)


def measured(rounds: int = ROUNDS) -> dict[str, Any]:
    """Each in milliseconds."""
    from holdfast.kit import clock, random
    from holdfast.people import actions as people
    from holdfast.people import card, queries, sharing
    from holdfast.people.records import CARD
    from holdfast.people.schema import Card
    from holdfast.vault import spaces

    ana, ben, pair = two()
    last = clock.now().date()
    days = tuple(((last - timedelta(days=n)).isoformat(), n * 7 % 11) for n in range(364, -1, -1))
    year = Card("my-mood", "Mood, day by day", "0 very bad, 10 very good.", days, (0, 10), "Ana", last.isoformat())
    tea = Card("what-helps", "What helps me", "Tea first.")
    mine = queries.pair(ana, pair)
    standing = people.share(ana, mine, Card("my-mood", "Mood, day by day", "", (), (0, 10)), id=random.uuid())
    spaces.put(mine.space, CARD, year.body(), id=standing)
    held: list[Any] = []

    def open_a_year() -> None:
        (row,) = [row for row in spaces.rows(queries.pair(ben, pair).space, CARD) if row.id == standing]
        assert len(card.read(row.body).points) == 365

    ways = {
        "share": lambda: held.append(people.share(ana, queries.pair(ana, pair), tea, id=random.uuid())),
        "take back": lambda: people.unshare(ana, queries.pair(ana, pair), held.pop()),
        "open the pair": lambda: queries.pairs(ben),
        "open a year of a shared stream, with the pair": open_a_year,
        "what Us shows": lambda: sharing.shown(ben, queries.pair(ben, pair)),
        "add a day to a shared year": lambda: spaces.put(mine.space, CARD, year.body(), id=standing),
        "unlock: nothing new": lambda: people.settle_pairs(ben),
    }
    return {name: summary(taken) for name, taken in alternating(ways, rounds, warm=5).items()}


def main() -> None:
    """Make the tables, measure, print."""
    from holdfast.cli.common import django

    django()
    from holdfast.cli import migrate

    migrate.migrate()
    print(json.dumps(measured()))


if __name__ == "__main__":
    main()
