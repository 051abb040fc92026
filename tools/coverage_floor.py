"""The floors of branch coverage, over every run together: 100 % where a mistake opens or misreads, 90 % elsewhere."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coverage import Coverage
from coverage.exceptions import CoverageException

ROOT = Path(__file__).resolve().parent.parent
WHOLE = ("vault/", "instruments/scoring")
FLOOR = 90.0


def problems(reports: Path) -> list[str]:
    """A sentence for every file or room below its floor; also when there is nothing to measure."""
    together = Coverage(data_file=str(reports / "coverage"), config_file=str(ROOT / "pyproject.toml"))
    try:
        together.combine([str(file) for file in reports.glob("coverage.*")], keep=True)
        together.json_report(outfile=str(reports / "coverage.json"))
    except CoverageException as broken:
        return [f"coverage cannot be read: {broken}"]
    measured = json.loads((reports / "coverage.json").read_text())["files"]
    package = "src/holdfast/"
    files = {name.removeprefix(package): found for name, found in measured.items() if name.startswith(package)}
    return [*_whole(files), *_rooms(files)]


def _counts(found: dict[str, Any]) -> tuple[int, int]:
    """What could run (lines and branches), and what ran."""
    numbers = found["summary"]
    could = numbers["num_statements"] + numbers["num_branches"]
    return could, numbers["covered_lines"] + numbers["covered_branches"]


def _whole(files: dict[str, dict[str, Any]]) -> Iterator[str]:
    """What is missing where nothing may be."""
    for path, found in sorted(files.items()):
        could, ran = _counts(found)
        if path.startswith(WHOLE) and ran < could:
            gaps = [str(line) for line in found["missing_lines"]]
            gaps += [f"{start}→{end}" for start, end in found["missing_branches"]]
            yield f"{path} must be covered whole; not covered: {', '.join(gaps)}"


def _rooms(files: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Rooms below the common floor."""
    rooms: dict[str, list[tuple[int, int]]] = {}
    for path, found in files.items():
        rooms.setdefault(path.split("/")[0], []).append(_counts(found))
    for room, counts in sorted(rooms.items()):
        could, ran = (sum(column) for column in zip(*counts, strict=True))
        share = 100 * ran / could if could else 100.0
        print(f"  {room:<14} {share:6.2f} %")
        if share < FLOOR:
            yield f"{room} is covered by {share:.1f} %, the floor is {FLOOR:.0f} %"
