"""The instrument files of one installation: found once, read when asked for, read again when a file changed.

Knows no settings: whoever asks says where the content lies. Used by the pages through `queries`, and by the command.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from holdfast.catalogue import roots, strict, versions
from holdfast.catalogue.cache import Cache, Held
from holdfast.catalogue.roots import Found
from holdfast.instruments.schema import Instrument

FOLDER = "instruments"

_cache: Cache[Instrument] = Cache(lambda document: strict.build(Instrument, document))


def load(path: Path) -> Held[Instrument]:
    """An instrument file with its hash. Raises ContentError."""
    return _cache.get(path)


@dataclass(frozen=True)
class Library:
    """Every version of every instrument under the given folders."""

    found: tuple[Found, ...]

    def ids(self) -> list[str]:
        """The instruments there are, sorted."""
        return sorted(self._versions)

    def versions(self, id: str) -> list[Found]:
        """The versions of one instrument, the newest first; none for an unknown id."""
        return self._versions.get(id, [])

    @cached_property
    def _versions(self) -> dict[str, list[Found]]:
        """Every instrument's versions, the newest first."""
        mine: dict[str, list[Found]] = {}
        for file in sorted(self.found, key=lambda file: versions.key(file.version), reverse=True):
            mine.setdefault(file.id, []).append(file)
        return mine

    def newest(self, id: str, states: Iterable[str] = ("active",)) -> Held[Instrument] | None:
        """The newest version in one of these states, or None."""
        held = (load(file.path) for file in self.versions(id))
        return next((each for each in held if each.made.status in states), None)

    def version(self, id: str, version: str) -> Held[Instrument] | None:
        """One version, whatever its state, or None."""
        return next((load(file.path) for file in self.versions(id) if file.version == version), None)


def at(folders: tuple[Path, ...]) -> Library:
    """The instruments under these content folders."""
    return Library(tuple(roots.files(FOLDER, folders)))
