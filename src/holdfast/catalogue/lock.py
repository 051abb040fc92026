"""`released.lock`: what was released stays as it was. One line for each file and worked case, as `sha256sum` writes.

    <64 hexadecimal digits>  instruments/gad-7/1.0.0.yaml
    <64 hexadecimal digits>  instruments/gad-7/1.0.0.yaml#<uuid of a case>

A change is a new version beside the old one. Cases may be added to a released file, never changed or removed.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from holdfast.catalogue import hashes
from holdfast.catalogue.loader import read, read_page
from holdfast.catalogue.problems import Problem, broken
from holdfast.catalogue.roots import Found

NAME = "released.lock"
LINE = re.compile(r"([0-9a-f]{64})  (\S+)")

Entries = dict[str, str]


def read_lock(path: Path) -> Entries:
    """Name to hash. A lock that is not there yet holds nothing. Raises ContentError for a line that makes no sense."""
    if not path.exists():
        return {}
    entries: Entries = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        found = LINE.fullmatch(line)
        if found is None or found[2] in entries:
            raise broken(path, number, "This line of the lock was changed by hand.", "Take the file back from git.")
        entries[found[2]] = found[1]
    return entries


def write_lock(path: Path, entries: Mapping[str, str]) -> None:
    """Write the lock, sorted, in one step."""
    draft = path.with_suffix(".draft")
    draft.write_text("".join(f"{entries[name]}  {name}\n" for name in sorted(entries)), encoding="utf-8")
    draft.replace(path)


def entries_of(found: Found) -> Entries:
    """The lines a file would have in the lock. Raises ContentError when it cannot be read."""
    document = read_page(found.path) if found.path.suffix == ".md" else read(found.path)
    cases = {f"{found.name}#{uuid}": digest for uuid, digest in hashes.of_cases(document.data).items()}
    return {found.name: hashes.of_document(document), **cases}


def changed(lock: Entries, found: Iterable[Found]) -> list[Problem]:
    """Released files whose content is no longer what was released, and released cases that changed or are gone."""
    problems = []
    for file in found:
        if file.name in lock:
            problems += _differences(lock, file, entries_of(file))
    return problems


def _differences(lock: Entries, file: Found, now: Entries) -> list[Problem]:
    problems = []
    if now[file.name] != lock[file.name]:
        what = f"{file.id} {file.version} was released and has changed since."
        mend = "Put it back, and make the change in a new version that says `replaces` and `reason`."
        problems.append(Problem(file.path, 0, what, mend))
    for name in sorted(entry for entry in lock if entry.startswith(f"{file.name}#")):
        if now.get(name) != lock[name]:
            what = f"The released worked case {name.partition('#')[2]} was changed or removed."
            problems.append(Problem(file.path, 0, what, "Put it back, and add another case under a new uuid."))
    return problems


def gone(lock: Entries, found: Iterable[Found], lock_path: Path) -> list[Problem]:
    """Released files that are not there any more. Files of a pack that is not in are not missed."""
    present = {file.name for file in found}
    packs = {file.pack for file in found} | {"core"}
    problems = []
    for name in sorted(entry for entry in lock if "#" not in entry):
        parts = Path(name).parts
        pack = parts[1] if parts[0] == "packs" else "core"
        if name not in present and pack in packs:
            what = f"{name} was released and is gone."
            problems.append(Problem(lock_path, 0, what, "Put it back: answers given to it name this version."))
    return problems
