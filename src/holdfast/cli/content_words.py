"""The words people read, wherever they stand, held against the rules of `content/lint`: voice, safe messaging, reading.

Sheets are made of the newest version of each content file, of the loose pages, of the templates and of the sentences in
code. Published wording of instruments is no sheet.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import holdfast
from holdfast.catalogue import lint, loader, prose, roots, strict, versions
from holdfast.catalogue.kinds import Kind
from holdfast.catalogue.lint import Limits, Rule, Rules, Sheet
from holdfast.catalogue.problems import ContentError, Problem
from holdfast.catalogue.roots import Found
from holdfast.cli.content_kinds import KINDS

FOLDER, READING = "lint", "reading.yaml"
SCREENS = "screens"
LOOSE = ("safety/help.md",)  # pages without a version
PACKAGE = Path(holdfast.__file__).parent

Folders = tuple[Path, ...]


@dataclass(frozen=True)
class Book:
    """The rules of one installation, and where each file of them lies."""

    rules: dict[Path, list[Rule]]
    limits: Limits

    @property
    def every(self) -> list[Rule]:
        """All rules."""
        return [rule for rules in self.rules.values() for rule in rules]


def book(folders: Folders) -> Book:
    """The rules that came with the program. Raises ContentError."""
    folder = folders[0] / FOLDER
    files = [path for path in sorted(folder.glob("*.yaml")) if path.name != READING]
    rules = {path: strict.build(Rules, loader.read(path)).rules for path in files}
    return Book(rules, strict.build(Limits, loader.read(folder / READING)))


def problems(folders: Folders) -> list[Problem]:
    """Words that must not stand where they stand, texts that are too hard, and exceptions nobody needs any more."""
    try:
        known = book(folders)
    except ContentError as broken:
        return list(broken.problems)
    found = list(sheets(folders))
    wrong = [*lint.words(found, known.every), *lint.hard(found, known.limits)]
    for path, rules in known.rules.items():
        wrong += lint.idle(found, rules, path)
    return sorted(set(wrong))


def sheets(folders: Folders) -> Iterator[Sheet]:
    """Everything that is checked."""
    for folder in {kind.folder: kind for kind in KINDS}.values():
        yield from _files(folder, folders)
    for name in LOOSE:
        path = folders[0] / name
        if path.is_file():
            yield _sheet(name, path, name.partition("/")[0], prose.body(loader.read_page(path)))
    yield from screens()


@cache
def screens() -> tuple[Sheet, ...]:
    """The templates, and the sentences in code, of every room; as this program was started."""
    found = []
    for path in sorted(PACKAGE.rglob("*.html")) + sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "translat" in text or "gettext" in text:
            read = prose.template if path.suffix == ".html" else prose.source
            found.append(_sheet(path.relative_to(PACKAGE).as_posix(), path, SCREENS, read(text)))
    return tuple(found)


def _files(kind: Kind, folders: Folders) -> Iterator[Sheet]:
    """The newest version of each id: an older one is frozen. What cannot be read is named by the check of shapes."""
    newest: dict[str, Found] = {}
    for file in sorted(roots.files(kind.folder, folders, kind.suffix), key=lambda file: versions.key(file.version)):
        newest[file.id] = file
    for file in newest.values():
        try:
            document = loader.read_page(file.path) if kind.suffix == "md" else loader.read(file.path)
            yield _sheet(file.name, file.path, kind.where, kind.sayings(document))
        except ContentError:
            continue


def _sheet(name: str, path: Path, where: str, sayings: Iterator[prose.Saying]) -> Sheet:
    return Sheet(name, path, where, tuple(sayings))
