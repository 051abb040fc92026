"""How long reading and checking every content file takes, warm: run by `benchmarks.run` in a process of its own.

    python -m benchmarks.content

`read`: every module and exercise with its order, as a server reads them at its first page. `checked`: what
`holdfast content check` does, words and reading age included. Each once to warm up, then the median of some rounds.
"""

import json
from datetime import date
from statistics import median
from time import perf_counter
from typing import Any

from holdfast.catalogue import roots
from holdfast.cli import content_files, content_words
from holdfast.programme import courses, shelf

ROUNDS = 5
AIM_MS = 1000


def measured() -> dict[str, Any]:
    """Milliseconds of each, and how many files there are."""
    folders = roots.content()
    ways = {
        "read": lambda: (courses.at(folders), shelf.at(folders)),
        "checked": lambda: content_files.problems(folders, date(2026, 11, 24)),
        "words": lambda: content_words.problems(folders),
    }
    found: dict[str, Any] = {"files": len(content_files.every(folders))}
    for name, way in ways.items():
        way()
        found[name] = {"median_ms": round(median(_timed(way) for _ in range(ROUNDS)) * 1000, 1), "aim_ms": AIM_MS}
    return found


def _timed(way: Any) -> float:
    begun = perf_counter()
    way()
    return perf_counter() - begun


if __name__ == "__main__":
    print(json.dumps(measured(), indent=2))
