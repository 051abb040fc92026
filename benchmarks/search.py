"""How long a search of the library takes with many more articles than there are, kept as data.

    python -m benchmarks.search              5,000 made-up articles; benchmarks/results/search.json
    python -m benchmarks.search --quick      500 articles, printed and not kept

The articles are drawn from the library's own words, as often as they stand there, with made-up words beside them, so
that common words are as common as in real pages. The queries are those of `tests/library/golden.yaml`, every word one
can look for and the same with a typing error.
"""

import argparse
import json
import os
import platform
import random
import sqlite3
import sys
import time
from pathlib import Path
from statistics import quantiles
from typing import Any

from holdfast.catalogue import loader, roots
from holdfast.library import content, search
from holdfast.library.search import Index, Page
from holdfast.library.words import words

RESULTS = Path(__file__).parent / "results" / "search.json"
GOLDEN = Path(__file__).parent.parent / "tests" / "library" / "golden.yaml"
SEED, AIM_MS, BODY = 20261121, 5, (250, 450)
SYLLABLES = ("bcdfglmnprst", "aeiou", "lmnrst", "aeiouy", "aeiouy", "dklmnrst", "dklmnrst")


def made_up(shelf: content.Shelf, count: int, chance: random.Random) -> list[Page]:
    """Articles of the length of ours, in our words and four thousand others that follow the same steep curve."""
    own = [
        word for page in search.pages(shelf) for part in (page.title, page.answer, page.body) for word in words(part)
    ]
    others = ["".join(chance.choice(signs) for signs in SYLLABLES) for _ in range(4000)]
    steep = [1 / (rank + 10) for rank in range(len(others))]
    labels = [" ".join([tag.label, *tag.words]) for tag in shelf.tags]

    def text(length: int) -> str:
        drawn = chance.choices(own, k=length * 4 // 5) + chance.choices(others, steep, k=length // 5)
        return " ".join(drawn)

    return [
        Page(
            "article",
            f"made-up-{n}",
            text(8),
            text(20),
            " ".join(chance.sample(labels, 3)),
            text(chance.randint(*BODY)),
        )
        for n in range(count)
    ]


def queries(index_words: list[str], chance: random.Random) -> list[str]:
    """What people type: the golden list, single words, and both with a sign swapped."""
    golden = [line["words"] for line in loader.read_yaml(GOLDEN)["golden"]]
    asked = golden + chance.sample(sorted(set(index_words)), 200)
    return asked + [misspelt(text, chance) for text in asked]


def misspelt(text: str, chance: random.Random) -> str:
    """Two neighbouring signs swapped."""
    at = chance.randrange(max(1, len(text) - 1))
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def measured(count: int, rounds: int) -> dict[str, Any]:
    """Build the index, then time every query as a page would ask it: articles and single questions."""
    chance = random.Random(SEED)
    shelf = content.shelf(roots.content())
    pages = [*search.pages(shelf), *made_up(shelf, count, chance)]
    began = time.perf_counter()
    index = search.index_of(pages, shelf.words)
    built = time.perf_counter() - began
    known = [word for page in pages for part in (page.title, page.answer, page.tags, page.body) for word in words(part)]
    asked = queries([word for word in known if len(word) > 3], chance)
    both = [timed(index, text) for _ in range(rounds) for text in asked]
    times, own = ([pair[at] for pair in both] for at in (0, 1))
    cuts = quantiles(times, n=100)
    return {
        "articles": count,
        "words": len(set(known)),
        "building the index, once in the life of a process, s": round(built, 2),
        "n": len(times),
        "p50_ms": round(cuts[49], 3),
        "p95_ms": round(cuts[94], 3),
        "max_ms": round(max(times), 3),
        "of that the processor's own time, p50_ms": round(quantiles(own, n=100)[49], 3),
        "aim_p50_ms": AIM_MS,
    }


def timed(index: Index, text: str) -> tuple[float, float]:
    """One search in milliseconds: by the clock, and of the processor's own time."""
    began, own = time.perf_counter(), time.thread_time()
    index.find(text)
    index.find(text, "claim", most=6)
    return (time.perf_counter() - began) * 1000, (time.thread_time() - own) * 1000


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few articles; prints and keeps nothing")
    quick = parser.parse_args().quick
    load = os.getloadavg()[0]
    found = {
        "command": "python -m benchmarks.search",
        "machine": {
            "cores": os.cpu_count(),
            "system": platform.platform(),
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
            "load before": load,
        },
        "search": measured(500 if quick else 5000, 1 if quick else 5),
    }
    text = json.dumps(found, indent=2, ensure_ascii=False) + "\n"
    sys.stdout.write(text)
    if not quick:
        RESULTS.write_text(text, encoding="utf-8")
        print(f"Kept in {RESULTS}")


if __name__ == "__main__":
    main()
