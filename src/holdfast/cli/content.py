"""Check, release and begin content files: instruments, exercises, schedules. No database, no person.

content/README.md says how to write one, with a checklist for clinicians.
"""

import argparse
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

from holdfast.catalogue import lock, roots
from holdfast.catalogue.problems import ContentError
from holdfast.cli.common import Refusal
from holdfast.kit import clock

EXAMPLES = """\
examples:
  holdfast content check                         every file: shape, references, reviews, worked cases, the lock
  holdfast content new instrument sleep-diary    begin content/instruments/sleep-diary/1.0.0.yaml
  holdfast content schema instrument > s.json    a JSON Schema, for an editor that marks mistakes as one types
  holdfast content release instruments/sleep-diary   freeze what is active: a change is then a new version"""

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `holdfast content` takes."""
    sub = parser.add_subparsers(metavar="check | release | new | schema", required=True)
    checking = sub.add_parser("check", help="every file: shape, references, reviews, worked cases, the lock")
    checking.add_argument("--quiet", action="store_true", help="leave out what is only worth a note")
    checking.set_defaults(handle=check)
    releasing = sub.add_parser("release", help="freeze the active files that are not yet in the lock")
    releasing.add_argument("names", nargs="*", metavar="NAME", help="only these, such as instruments/gad-7")
    releasing.set_defaults(handle=release)
    new = sub.add_parser("new", help="begin a file from a worked example")
    new.add_argument("kind", choices=["instrument"])
    new.add_argument("id", help="its id: small letters, digits and single hyphens")
    new.add_argument("--into", metavar="FOLDER", help="a content folder of your own instead of the one in use")
    new.set_defaults(handle=begin)
    shape = sub.add_parser("schema", help="the JSON Schema of a kind of file, made from the code")
    shape.add_argument("kind", choices=["instrument"])
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
    found = content_files.problems(folders, clock.now().date())
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
    wrong = [problem for problem in content_files.problems(folders, clock.now().date()) if not problem.warning]
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
    if not SLUG.fullmatch(args.id) or len(args.id) > 60:
        raise Refusal("an id is made of small letters, digits and single hyphens, at most 60 signs.")
    folder = Path(args.into) if args.into else roots.BASE
    path = folder / "instruments" / args.id / "1.0.0.yaml"
    example = Path(__file__).with_name("instrument_example.yaml").read_text(encoding="utf-8")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(example.replace("my-instrument", args.id))
    except FileExistsError:
        raise Refusal(f"{path} is there already, and stays as it is.") from None
    except OSError as odd:
        raise Refusal(f"{path} cannot be written: {odd.strerror}.") from None
    print(f"Begun: {path}\nReplace every line, then run `holdfast content check`.")
    return 0


def schema(args: argparse.Namespace) -> int:
    """Print the JSON Schema of a kind of file."""
    from holdfast.instruments.schema import Instrument

    print(json.dumps(Instrument.model_json_schema(), indent=2))
    return 0


def _folders() -> tuple[Path, ...]:
    return roots.from_environment(os.environ)


def _under(name: str, wanted: tuple[str, ...]) -> bool:
    """Whether a line of the lock belongs to one of the wanted files or folders."""
    file = name.partition("#")[0]
    return any(file == one or file.startswith(f"{one}/") or f"/{one}/" in f"/{file}" for one in wanted)
