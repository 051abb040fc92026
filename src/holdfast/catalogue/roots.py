"""Where content lies: the folder that came with this program, its packs, and an installation's own folder.

Knows where to look, never what is in there. Reads no environment: whoever asks hands the settings in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from holdfast.catalogue import versions
from holdfast.catalogue.problems import ContentError, Problem

_HERE = Path(__file__).resolve().parent.parent
BASE = _HERE / "content" if (_HERE / "content").is_dir() else _HERE.parents[1] / "content"
"""`holdfast/content` in an installed wheel, `content/` in a checkout."""

PACKS = "packs"
NC = "nc"
ON, OFF = {"1", "on", "yes", "true"}, {"", "0", "off", "no", "false"}  # as the settings read a switch


@dataclass(frozen=True, order=True)
class Found:
    """One versioned file: what it is called, and where it lies under its root ("instruments/gad-7/1.0.0.yaml")."""

    id: str
    version: str
    path: Path
    name: str

    @property
    def pack(self) -> str:
        """The pack it belongs to, or "core"."""
        parts = Path(self.name).parts
        return parts[1] if parts[0] == PACKS else "core"


def content(*, nc: bool = True, extra: str | Path = "", base: Path | None = None) -> tuple[Path, ...]:
    """The folders to read, the one that came with the program first.

    `nc`: whether the pack of instruments for non-commercial use is in. `extra`: an installation's own folder.
    """
    own = base or BASE
    packs = [own / PACKS / NC] if nc and (own / PACKS / NC).is_dir() else []
    return (own, *packs, *([Path(extra)] if extra else []))


def from_environment(environ: Mapping[str, str]) -> tuple[Path, ...]:
    """The folders that a process with this environment reads, for a command that wakes no framework.

    Raises ContentError when a setting makes no sense.
    """
    nc = environ.get("HOLDFAST_CONTENT_NC", "on").lower()
    if nc not in ON | OFF:
        raise ContentError([Problem(Path("HOLDFAST_CONTENT_NC"), 0, f"This must be on or off, not {nc!r}.")])
    extra = environ.get("HOLDFAST_CONTENT", "").strip()
    if extra and not Path(extra).is_dir():
        raise ContentError([Problem(Path("HOLDFAST_CONTENT"), 0, f"There is no folder {extra}.")])
    return content(nc=nc in ON, extra=extra)


def kinds(roots: tuple[Path, ...]) -> list[str]:
    """The folders under the roots that hold versioned files, such as "instruments" or "library/articles"."""
    depths = ("*/*/*", "*/*/*/*")
    found = {
        path.parent.parent.relative_to(root).as_posix()
        for root in roots
        for depth in depths
        for path in root.glob(depth)
        if versions.in_name(path.name)
    }
    return sorted(kind for kind in found if kind.partition("/")[0] != PACKS)


def files(kind: str, roots: tuple[Path, ...], suffix: str = "yaml") -> list[Found]:
    """Every `kind/<id>/<version>.<suffix>` under the roots, sorted by id and version; translations are left out.

    A file of a later root never takes the place of an earlier one with the same id and version: the first stands
    (`clashes` names the other).
    """
    seen: dict[tuple[str, str], Found] = {}
    for found in _each(kind, roots, suffix):
        seen.setdefault((found.id, found.version), found)
    return sorted(seen.values(), key=lambda found: (found.id, versions.key(found.version)))


def clashes(kind: str, roots: tuple[Path, ...], suffix: str = "yaml") -> list[Problem]:
    """Files that would override one with the same id and version."""
    seen: dict[tuple[str, str], Path] = {}
    problems = []
    for found in _each(kind, roots, suffix):
        first = seen.setdefault((found.id, found.version), found.path)
        if first != found.path:
            what = f"{found.id} {found.version} is already in {first}, and that one is used."
            problems.append(Problem(found.path, 0, what, "Give this file a version of its own."))
    return problems


def _each(kind: str, roots: tuple[Path, ...], suffix: str) -> Iterator[Found]:
    for root in roots:
        for path in sorted((root / kind).glob(f"*/*.{suffix}")):
            version = versions.in_name(path.name)
            if version and not versions.language(path.name):
                yield Found(path.parent.name, version, path, _name(path, root))


def _name(path: Path, root: Path) -> str:
    """The name in the lock: a pack's files carry the pack's folder."""
    prefix = f"{PACKS}/{root.name}/" if root.parent.name == PACKS else ""
    return prefix + path.relative_to(root).as_posix()
