"""How long it takes to fetch and open what one person wrote: a year, ten years. No page around it, no network.

HOLDFAST_DATA=DIR python -m benchmarks.opening      prints one line of JSON
"""

import json
from datetime import date, timedelta
from typing import Any

from benchmarks.measure import alternating, summary

WORDS = "anchor blanket copper dune"
ROUNDS = 30


def fill(keyring: Any, first: date, last: date) -> None:
    """A check-in with a line of text every day on its month page, a form a week, a tool every other day."""
    from holdfast.checkins import queries as checkins
    from holdfast.checkins.records import CHECKINS
    from holdfast.instruments import actions as instruments
    from holdfast.kit import random, windows
    from holdfast.people import queries as people
    from holdfast.programme import actions as programme
    from holdfast.programme.schema import Practice
    from holdfast.vault import actions

    form = checkins.sheet(people.profile(keyring), last).form
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for month in windows.months(first, last):
        entries = {
            str(random.uuid()): {
                "on": day.isoformat(),
                "form": form,
                "at": f"{day}T19:12:00+00:00",
                "zone": "Europe/Berlin",
                "values": {"mood": day.day % 11, "in_way": 4, "close_trust": 6, "sleep": 5},
                "flags": [],
                "note": "A few words about the day, as people write them.",
            }
            for day in days
            if windows.month(day) == month
        }
        actions.revise(keyring, CHECKINS, month, lambda page, made=entries: page | {"entries": made})
    for number, day in enumerate(days):
        if number % 7 == 0:
            answers = {f"q{item}": number // 7 % 4 for item in range(1, 8)}
            instruments.record(keyring, "gad-7", None, answers, id=random.uuid(), local_date=day, zone="Europe/Berlin")
        if number % 2 == 0:
            programme.keep(keyring, Practice("check-the-room", day.isoformat(), 7, 5), id=random.uuid())


def person(name: str, years: int) -> Any:
    """Somebody with that many years of entries up to today."""
    from holdfast.accounts import actions as accounts
    from holdfast.kit import clock

    keyring = accounts.sign_up(name, WORDS, spare_key="none").keyring
    last = clock.now().date()
    fill(keyring, last - timedelta(days=365 * years - 1), last)
    return keyring


def ways(keyring: Any, years: int) -> dict[str, Any]:
    """What is timed for one person."""
    from holdfast.checkins import queries as checkins
    from holdfast.kit import clock, windows
    from holdfast.vault import queries

    last = clock.now().date()
    first = last - timedelta(days=365 * years - 1)
    parts = checkins.parts(windows.months(first, last))
    name = "a year" if years == 1 else f"{years} years"
    return {
        f"month pages of {name}, opened": lambda: checkins.pages(keyring, parts),
        f"check-ins of {name}": lambda: checkins.days(keyring, first, last),
        f"everything of {name}": lambda: queries.everything(keyring, parts),
    }


def main() -> None:
    """Make two people among others, open what is theirs, print the times."""
    from holdfast.cli.common import django

    django()
    from django.db import connection

    from holdfast.cli import migrate

    migrate.migrate()
    found = {}
    aims = {"month pages of a year, opened": 5, "everything of a year": 30}
    for years in (1, 10):
        todo = ways(person(f"year-{years}", years), years)
        rows = {name: len(way()) for name, way in todo.items()}
        times = alternating(todo, ROUNDS, warm=3)
        found |= {name: summary(times[name]) | {"rows": rows[name]} for name in todo}
    for name, aim in aims.items():
        found[name]["aim_ms"] = aim
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM vault_sealedrow")
        found["rows in the store"] = cursor.fetchone()[0]
    print(json.dumps(found))


if __name__ == "__main__":
    main()
