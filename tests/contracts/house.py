"""The house as the contracts see it: rooms with their floors, and the files of each kind."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "holdfast"
# Made by Django, never read by people; and files that libraries brought.
NOT_OURS = {"migrations", "__pycache__", "vendor"}


@cache
def project() -> dict:
    """pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@cache
def floors() -> dict[str, int]:
    """Room → floor, 0 the lowest, read from the contract that import-linter checks."""
    layers = project()["tool"]["importlinter"]["contracts"][0]["layers"]
    return {
        room.strip(): floor for floor, line in enumerate(reversed(layers)) for room in line.replace("|", ":").split(":")
    }


def files(folder: Path, pattern: str) -> Iterator[Path]:
    """Our own files below a folder."""
    for path in sorted(folder.rglob(pattern)):
        if not NOT_OURS.intersection(path.relative_to(folder).parts) and path.is_file():
            yield path


def room_of(path: Path) -> str:
    """The room a file of the package lies in."""
    return path.relative_to(PACKAGE).parts[0]


def short(path: Path) -> str:
    """A path as a person types it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """A parsed Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
