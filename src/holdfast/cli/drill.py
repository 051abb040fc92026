"""The stolen-disk drill: write known text as a person would, copy everything on the disk, and look for it.

It works in a throw-away place and touches none of your data. Looked for is each text as it is, in UTF-16, hexadecimal
and base64 at every alignment, backwards, and inside anything packed. It first proves its own teeth: the same search
must find a text in a control folder in each disguise, and the login name, which is in clear, in the rows' file.
"""

import argparse
import os
import shutil
import tempfile
from pathlib import Path

from holdfast.cli import search
from holdfast.cli.common import Refusal, django

EXAMPLES = """\
examples:
  holdfast drill stolen-disk              ends with status 1 if anything can be read
  holdfast drill stolen-disk --keep DIR   leave the stolen copy in DIR, to look for yourself"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `holdfast drill` takes."""
    parser.add_argument("drill", choices=["stolen-disk"], help="which drill")
    parser.add_argument("--keep", metavar="DIR", type=Path, help="leave the stolen copy in this new folder")


def run(args: argparse.Namespace) -> int:
    """Run the drill in a place of its own."""
    if args.keep and args.keep.exists():
        raise Refusal(f"{args.keep} exists already; name a new folder.")
    with tempfile.TemporaryDirectory(prefix="holdfast-drill-") as name:
        place = Path(name)
        settle(place / "host")
        found = steal_and_search(place)
        if args.keep:
            shutil.copytree(place / "stolen", args.keep)
            print(f"The stolen copy is in {args.keep}.")
    return int(found)


def settle(host: Path) -> None:
    """Point every folder into `host` before Django reads its settings; SQLite, since a disk is stolen here."""
    for name in ("DATA", "KEYS", "RUN", "BACKUPS", "STATIC"):
        os.environ[f"HOLDFAST_{name}"] = str(host / name.lower())
    os.environ.pop("HOLDFAST_DATABASE", None)


def steal_and_search(place: Path) -> bool:
    """Plant, copy, search; whether anything could be read that must not be."""
    django()
    from holdfast.cli import migrate, planting

    migrate.migrate()
    planted = planting.plant()
    write_backup(place)
    let_a_night_pass()
    stolen = copied(place)
    secrets = planted.secrets
    prove_teeth(place / "control", stolen)
    hits = search.search([stolen], list(secrets.values()))
    kinds = {text: what for what, text in secrets.items()}
    for hit in hits:
        print(f"READABLE: {kinds[hit.text]} in {Path(hit.file).relative_to(stolen)} ({hit.disguise})")
    files = list(search.files(stolen))
    size = sum(file.stat().st_size for file in files)
    print(f"Searched {len(files)} files, {size / 1e6:.1f} MB, for {len(secrets)} texts: {len(hits)} hits.")
    return bool(hits)


def write_backup(place: Path) -> None:
    """A backup, and beside it the same backup with its lock taken off: the thief has the host's key as well."""
    from holdfast.cli import backup
    from holdfast.vault import hostfile

    secret, public = hostfile.new_key()
    written = backup.write(backup.next_file(), backup.chosen_lock(public, False))
    hostfile.unlock(written, place / "host" / "backup-unlocked.tar", secret)


def let_a_night_pass() -> None:
    """Do what the clock does by night. The state before it is set aside and stolen too."""
    from django.conf import settings

    from holdfast.cli import tidy

    before = Path(settings.DATA).parent / "before-the-night"
    for folder in (settings.DATA, settings.RUN):
        shutil.copytree(folder, before / folder.name)
    tidy.vacuum()


def copied(place: Path) -> Path:
    """Everything on the disk, as a thief takes it: rows, write-ahead logs, keys, run store, backups, static files."""
    stolen = place / "stolen"
    shutil.copytree(place / "host", stolen)
    return stolen


def prove_teeth(control: Path, stolen: Path) -> None:
    """Raise Refusal unless the search finds what lies open."""
    from holdfast.cli import planting

    text = planting.letters(26)
    expected = set(search.control(control, text))
    found = {f"{Path(hit.file).name} {hit.disguise}" for hit in search.search([control], [text])}
    if missed := expected - found:
        raise Refusal(f"the search has no teeth: it missed {', '.join(sorted(missed))}.")
    rows = [hit for hit in search.search([stolen], [planting.NAME]) if "holdfast.sqlite3" in hit.file]
    if not rows:
        raise Refusal("the search has no teeth: it missed the login name in the rows' file.")
    print(f"Teeth: found a known text in {len(expected)} disguises, and the login name in the rows' file.")
