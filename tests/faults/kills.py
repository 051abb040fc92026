"""FT-01: a writer is killed with SIGKILL again and again; nothing it acknowledged may be lost, nothing may be half.

The writer is forked from a warm parent, so that each kill costs a fork and not a start. It writes two rows in one
transaction through the vault's own actions and then says so through a pipe. After each kill the parent opens the store
anew, reads every row with the person's keys and compares.

    python -m tests.faults.kills --kills 1000 --log benchmarks/results/kills.json
"""

import argparse
import json
import os
import random
import signal
import struct
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

NUMBER = struct.Struct("<I")
SHORTEST_S, LONGEST_S = 0.05, 0.25


@dataclass
class Tally:
    """What came of a series of kills."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    half: int = 0
    damaged: int = 0

    @property
    def clean(self) -> bool:
        """Whether every promise was kept, and whether anything was promised at all."""
        return self.acknowledged > self.kills and self.lost == self.half == self.damaged == 0


def settle(place: Path) -> None:
    """A host of its own, with synchronous=FULL like any other."""
    for name in [name for name in os.environ if name.startswith(("HOLDFAST_", "DJANGO_"))]:
        del os.environ[name]
    for name in ("DATA", "RUN"):
        os.environ[f"HOLDFAST_{name}"] = str(place / name.lower())


def write_for_ever(keyring: Any, pipe: int) -> None:
    """The child: two rows in one transaction, then the number through the pipe, until killed."""
    from django.db import transaction

    from holdfast.kit import random as chance
    from holdfast.programme.records import PRACTICE
    from holdfast.vault import actions

    number = 0
    while True:
        number += 1
        with transaction.atomic():
            for half in ("a", "b"):
                actions.put(keyring, PRACTICE, {"number": number, "half": half, "text": "x" * 300}, id=chance.uuid())
        os.write(pipe, NUMBER.pack(number))


def one_kill(seconds: float) -> tuple[set[int], Any]:
    """Fork a writer for a person of its own, kill it after `seconds`; what it acknowledged, and the person's keys."""
    from django.db import connections

    from holdfast.kit import random as chance
    from holdfast.vault import keyring as keyrings

    keyring = keyrings.make(keyrings.new_amk(), chance.uuid())[1]
    # A forked process must not share an open file of SQLite with its parent.
    connections.close_all()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(read)
            write_for_ever(keyring, write)
        finally:
            os._exit(1)
    os.close(write)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    said = b""
    while part := os.read(read, 1 << 16):
        said += part
    os.close(read)
    whole = len(said) - len(said) % NUMBER.size
    return {number for (number,) in NUMBER.iter_unpack(said[:whole])}, keyring


def look(acknowledged: set[int], keyring: Any, tally: Tally) -> None:
    """Open the store anew and compare; then clear it for the next round."""
    from django.db import connection

    from holdfast.programme.records import PRACTICE
    from holdfast.vault import actions, queries

    halves: dict[int, set[str]] = {}
    for row in queries.rows(keyring, PRACTICE):
        if row.body is None:
            tally.damaged += 1
        else:
            halves.setdefault(row.body["number"], set()).add(row.body["half"])
    tally.kills += 1
    tally.acknowledged += len(acknowledged)
    tally.lost += len(acknowledged - set(halves))
    tally.half += sum(found != {"a", "b"} for found in halves.values())
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        tally.damaged += cursor.fetchone()[0] != "ok"
    actions.erase(keyring.owner)


def kill_again_and_again(kills: int, seed: int) -> Tally:
    """The whole series. Raises nothing: the tally tells."""
    from holdfast.cli.common import django

    django()
    from holdfast.cli import migrate

    migrate.migrate()
    chance = random.Random(seed)
    tally = Tally()
    for _ in range(kills):
        acknowledged, keyring = one_kill(chance.uniform(SHORTEST_S, LONGEST_S))
        look(acknowledged, keyring, tally)
    return tally


def main() -> int:
    """Kill as often as asked, print the tally, and keep it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log", type=Path, help="keep the result in this file, with the command that made it")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="holdfast-kills-") as place:
        settle(Path(place))
        tally = kill_again_and_again(args.kills, args.seed)
    result = asdict(tally) | {"clean": tally.clean}
    print(json.dumps(result))
    if args.log:
        command = f"python -m tests.faults.kills --kills {args.kills} --seed {args.seed}"
        args.log.parent.mkdir(parents=True, exist_ok=True)
        args.log.write_text(json.dumps({"command": command} | result, indent=2) + "\n")
    return int(not tally.clean)


if __name__ == "__main__":
    sys.exit(main())
