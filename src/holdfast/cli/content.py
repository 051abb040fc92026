"""Check, release and begin content files, of every kind there is. No database, no person.

`check` reads every file with the schema of its kind, follows every name in it, scores its worked cases, compares it
with the lock, holds its words against the rules of content/lint, and measures how hard it is to read; the pages of the
program too. content/README.md says how to write a file of each kind, with a checklist for clinicians.
"""

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path

from holdfast.catalogue import lock, roots
from holdfast.catalogue.problems import ContentError, Problem
from holdfast.cli.common import Refusal
from holdfast.kit import clock

EXAMPLES = """\
examples:
  holdfast content check                         every file: shape, names, reviews, worked cases, the lock, the words
  holdfast content check --words                 only words that wound or promise, and what is too hard to read
  holdfast content new instrument sleep-diary    begin content/instruments/sleep-diary/1.0.0.yaml
  holdfast content new exercise count-the-tiles --into ~/my-content     the same, in a folder of your own
  holdfast content schema instrument > s.json    a JSON Schema, for an editor that marks mistakes as one types
  holdfast content release instruments/sleep-diary   freeze what is active: a change is then a new version"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `holdfast content` takes."""
    sub = parser.add_subparsers(metavar="check | release | new | schema", required=True)
    from holdfast.cli.content_kinds import KINDS

    kinds = [kind.name for kind in KINDS]
    checking = sub.add_parser("check", help="every file: shape, names, reviews, worked cases, the lock, the words")
    checking.add_argument("--quiet", action="store_true", help="leave out what is only worth a note")
    checking.add_argument("--words", action="store_true", help="only the words and how hard they are to read")
    checking.set_defaults(handle=check)
    releasing = sub.add_parser("release", help="freeze the active files that are not yet in the lock")
    releasing.add_argument("names", nargs="*", metavar="NAME", help="only these, such as instruments/gad-7")
    releasing.set_defaults(handle=release)
    new = sub.add_parser("new", help="begin a file from a worked example")
    new.add_argument("kind", choices=kinds, metavar="KIND", help=", ".join(kinds))
    new.add_argument("id", help="its id, as content/README.md says for each kind")
    new.add_argument("--into", metavar="FOLDER", help="a content folder of your own instead of the one in use")
    new.set_defaults(handle=begin)
    shape = sub.add_parser("schema", help="the JSON Schema of a kind of file, made from the code")
    shape.add_argument("kind", choices=kinds, metavar="KIND", help=", ".join(kinds))
    shape.set_defaults(handle=schema)


def run(args: argparse.Namespace) -> int:
    """Do what was asked. Raises Refusal with a plain sentence."""
    handle: Callable[[argparse.Namespace], int] = args.handle
    try:
        return handle(args)
    except ContentError as broken:
        raise Refusal(str(broken)) from None


def check(args: argparse.Namespace) -> int:
    """Print every problem with file, line and how to mend it; 1 when one is more than a note."""
    from holdfast.cli import content_files

    folders = _folders()
    found = _problems(folders, only_words=args.words)
    wrong = [problem for problem in found if not problem.warning]
    for problem in wrong if args.quiet else found:
        print(problem)
    files = len(content_files.every(folders))
    notes = len(found) - len(wrong)
    print(f"{files} content files: {len(wrong) or 'nothing'} to mend" + (f", {notes} to note." if notes else "."))
    return int(bool(wrong))


def release(args: argparse.Namespace) -> int:
    """Add what is active and not yet in the lock. Refuses while anything is wrong."""
    from holdfast.cli import content_files

    folders = _folders()
    wrong = [problem for problem in _problems(folders) if not problem.warning]
    if wrong:
        raise ContentError(wrong)
    entries = content_files.unreleased(folders)
    names = tuple(name.rstrip("/") for name in args.names)
    added = {name: entries[name] for name in entries if not names or _under(name, names)}
    path = content_files.lock_path(folders)
    if added:
        lock.write_lock(path, lock.read_lock(path) | added)
    for name in sorted(added):
        print(f"released {name}")
    print(f"{len(added)} new lines in {path}. What is released stays as it is; a change is a new version.")
    return 0


def begin(args: argparse.Namespace) -> int:
    """Write a draft that passes the check, with a comment on every part."""
    from holdfast.cli.content_kinds import named

    kind = named(args.kind)
    if not kind.takes(args.id):
        raise Refusal(f"{kind.id_said}.")
    folder = Path(args.into) if args.into else roots.BASE
    path = folder / kind.folder / args.id / f"1.0.0.{kind.suffix}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(kind.begun(args.id))
    except FileExistsError:
        raise Refusal(f"{path} is there already, and stays as it is.") from None
    except OSError as odd:
        raise Refusal(f"{path} cannot be written: {odd.strerror}.") from None
    print(f"Begun: {path}\nReplace every line, then run `holdfast content check`. {kind.also}".rstrip())
    return 0


def schema(args: argparse.Namespace) -> int:
    """Print the JSON Schema of a kind of file."""
    from holdfast.cli.content_kinds import named

    print(json.dumps(named(args.kind).model.model_json_schema(), indent=2))
    return 0


def _problems(folders: tuple[Path, ...], *, only_words: bool = False) -> list[Problem]:
    """Everything that is wrong or worth a note. Words are read where shapes are right."""
    from holdfast.cli import content_files, content_words

    found = [] if only_words else content_files.problems(folders, clock.now().date())
    return sorted({*found, *content_words.problems(folders)})


def _folders() -> tuple[Path, ...]:
    return roots.from_environment(os.environ)


def _under(name: str, wanted: tuple[str, ...]) -> bool:
    """Whether a line of the lock belongs to one of the wanted files or folders."""
    file = name.partition("#")[0]
    return any(file == one or file.startswith(f"{one}/") or f"/{one}/" in f"/{file}" for one in wanted)
