"""Count what is sealed by version, suite and key, and look for damage, without any key. Refuses a wrong pepper.

With --name and that person's own lock words it also names the rows that their keys do not open.
"""

import argparse
import sys
from collections import Counter
from typing import Any

from holdfast.cli.common import Refusal, django

EXAMPLES = """\
examples:
  holdfast doctor                 counts, damage, pepper
  holdfast doctor --keys          one line for each key as well
  holdfast doctor --digest        one number over every envelope, to compare before and after a move
  holdfast doctor --name ana      with Ana at the keyboard: which of her rows cannot be read"""

# What today's writers write; older rows are sealed anew as their owners unlock.
KNOWN_VERSIONS = {1}
KNOWN_SUITES = {1}


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `holdfast doctor` takes."""
    parser.add_argument("--keys", action="store_true", help="count for each key id, too")
    parser.add_argument("--digest", action="store_true", help="print one SHA-256 over every sealed byte")
    parser.add_argument("--name", help="ask for this person's lock words and name unreadable rows")


def run(args: argparse.Namespace) -> int:
    """Print the counts; 1 when something is damaged."""
    django()
    from holdfast.vault import doctor

    check_pepper()
    sorts = doctor.sorts()
    print_counts(sorts, each_key=args.keys)
    print(f"{doctor.drops()} things wait in the drop box for their owners.")
    if args.digest:
        print(f"digest {doctor.digest()}")
    healthy = store_is_whole() and strange_headers(sorts) == 0
    if args.name:
        healthy = name_unreadable(args.name) and healthy
    return int(not healthy)


def check_pepper() -> None:
    """Raise Refusal with the exact way out when the pepper is not the one the slots were made with (FT-16)."""
    from holdfast.accounts import queries

    if problem := queries.pepper_problem():
        raise Refusal(problem)


def print_counts(sorts: Counter[Any], *, each_key: bool) -> None:
    """Rows by version and suite, with the number of keys; one line for each key on request."""
    together: dict[tuple[int, int], list[int]] = {}
    for sort, count in sorts.items():
        together.setdefault((sort.version, sort.suite), []).append(count)
    print(f"{sum(sorts.values())} sealed rows.")
    for (version, suite), counts in sorted(together.items()):
        print(f"  version {version}, suite {suite}: {sum(counts)} rows under {len(counts)} keys")
    if each_key:
        for sort, count in sorted(sorts.items()):
            print(f"  version {sort.version}, suite {sort.suite}, key {sort.key}: {count} rows")


def strange_headers(sorts: Counter[Any]) -> int:
    """How many rows begin with a version or suite that nothing here writes; says so."""
    strange = sum(
        count for sort, count in sorts.items() if sort.version not in KNOWN_VERSIONS or sort.suite not in KNOWN_SUITES
    )
    if strange:
        print(f"DAMAGED: {strange} rows begin with a version or suite this program does not know.")
    return strange


def store_is_whole() -> bool:
    """What the database says about its own file; PostgreSQL checks its pages itself."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        said = [row[0] for row in cursor.fetchall()]
    if said == ["ok"]:
        print("The file of rows is whole.")
        return True
    print("DAMAGED: the file of rows is not whole. Restore the newest backup into an empty place.")
    for line in said[:20]:
        print(f"  {line}")
    return False


def name_unreadable(name: str) -> bool:
    """Whether a person's keys open every row of theirs; names those that stay shut."""
    from holdfast.cli.unlocking import unlocked
    from holdfast.vault import doctor

    lost = doctor.unreadable(unlocked(name).keyring)
    for row in lost:
        print(f"  cannot be read: {row}", file=sys.stderr)
    print(f"{len(lost)} rows of this person cannot be read." if lost else "Every row of this person can be read.")
    return not lost
