"""Every claim about speed, measured on this machine, kept as data with the command that made it.

    python -m benchmarks.run                 all of it, a quarter of an hour; benchmarks/results
    python -m benchmarks.run --quick         fewer rounds, printed and not kept

Pages come first and go to web.json; then `two`, `search` and `timing`, each to a file of its own. `gates` is no speed
and takes twenty minutes: run it by itself.

Ratios are the claim; milliseconds belong to the machine they were measured on. Nothing else should run meanwhile.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import pages, visit
from tests.cli.host import Host

APART = ("two", "search", "timing")  # scripts with results of their own
RESULTS = Path(__file__).parent / "results" / "web.json"


def machine() -> dict[str, Any]:
    """Where it was measured."""
    import django

    import holdfast

    return {
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "django": django.get_version(),
        "holdfast": holdfast.__version__,
        "load before": os.getloadavg()[0],
    }


def a_year_of_two(place: Path) -> Host:
    """A host with a year of Ana and Ben, lived through the same actions as the pages."""
    command = [
        Path(sys.executable).with_name("holdfast"),
        "demo",
        "--days",
        "365",
        "--make",
        str(place / "year" / "data"),
    ]
    (place / "year").mkdir(parents=True)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    host = Host(place / "year", {"HOLDFAST_ARGON2_MIB": "128"})
    (place / "year" / "keys").symlink_to(place / "year" / "data" / "keys")
    return host


def apart(place: Path, name: str) -> dict[str, Any]:
    """What a script of this folder measures in a process of its own, on tables of its own."""
    host = Host(place / name, {"HOLDFAST_ARGON2_MIB": "64"})
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}"], env=host.variables, stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout)


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer rounds; prints and keeps nothing")
    quick = parser.parse_args().quick
    rounds = 40 if quick else 400
    found: dict[str, Any] = {"command": "python -m benchmarks.run", "machine": machine()}
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as name:
        place = Path(name)
        year = a_year_of_two(place)
        found["pages"] = pages.measured(year, place, rounds)
        found["sign-in"] = pages.sign_in(year, 5 if quick else 30)
        found["first visit"] = visit.first_visits(year)
        found["opening"] = apart(place, "opening")
        found["content"] = apart(place, "content")
    text = json.dumps(found, indent=2, ensure_ascii=False) + "\n"
    print(text)
    if not quick:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(text, encoding="utf-8")
        print(f"Kept in {RESULTS}")
    for script in APART:
        subprocess.run([sys.executable, "-m", f"benchmarks.{script}", *(["--quick"] if quick else [])], check=True)


if __name__ == "__main__":
    main()
