"""FT-05: eight processes change one page at once while a backup runs; not one change may be lost.

    python -m tests.faults.writers --writers 8 --changes 40

Prints one line of JSON: changes asked for, changes found, refusals, the slowest hundredth of writes in milliseconds.
"""

import argparse
import json
import multiprocessing
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.faults.kills import settle


def change(keyring: Any, writer: int, changes: int, start: Any, results: Any) -> None:
    """One writer: so many changes of the same page, each adding a line of its own."""
    from django.db import DatabaseError

    from holdfast.checkins.records import CHECKINS
    from holdfast.vault import actions

    times, refused = [], 0
    start.wait()
    for number in range(changes):
        began = time.perf_counter()
        try:
            actions.revise(keyring, CHECKINS, "2026-11", lambda page, n=number: page | {f"{writer}-{n}": True})
        except DatabaseError:
            refused += 1
        times.append(time.perf_counter() - began)
    results.put((times, refused))


def back_up(folder: Path, stop: Any, results: Any) -> None:
    """Copies of the rows, one after the other, until told to stop."""
    from holdfast.cli import copying

    made = 0
    while not stop.is_set():
        copying.dump(folder / f"copy-{made}").unlink()
        made += 1
    results.put(made)


def run(writers: int, changes: int, place: Path) -> dict[str, Any]:
    """Let them loose and count."""
    from holdfast.cli.common import django

    django()
    from django.db import connections

    from holdfast.checkins.records import CHECKINS
    from holdfast.cli import migrate
    from holdfast.kit import random
    from holdfast.vault import keyring as keyrings
    from holdfast.vault import queries

    migrate.migrate()
    keyring = keyrings.make(keyrings.new_amk(), random.uuid())[1]
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    start, stop, results, copies = fork.Event(), fork.Event(), fork.Queue(), fork.Queue()
    crowd = [fork.Process(target=change, args=(keyring, n, changes, start, results)) for n in range(writers)]
    copier = fork.Process(target=back_up, args=(place, stop, copies))
    for process in (*crowd, copier):
        process.start()
    start.set()
    done = [results.get(timeout=300) for _ in crowd]
    stop.set()
    made = copies.get(timeout=60)
    for process in (*crowd, copier):
        process.join()
    (page,) = queries.rows(keyring, CHECKINS, ["2026-11"])
    times = sorted(each for part, _ in done for each in part)
    return {
        "asked": writers * changes,
        "found": len([key for key in page.body if "-" in key]),
        "refused": sum(refused for _, refused in done),
        "backups": made,
        "p99_ms": round(1000 * times[int(len(times) * 0.99)], 1),
    }


def main() -> int:
    """Run once and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--changes", type=int, default=40)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="holdfast-writers-") as place:
        settle(Path(place))
        found = run(args.writers, args.changes, Path(place))
    print(json.dumps(found))
    return int(found["found"] != found["asked"])


if __name__ == "__main__":
    sys.exit(main())
