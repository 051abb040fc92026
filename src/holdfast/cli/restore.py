"""Bring a backup back into an empty place. Never writes over rows; never goes on with the wrong pepper.

Before: put the file `pepper` of the old folder of keys into HOLDFAST_KEYS. If it is lost, --pepper-lost brings the
rows back all the same, and each person opens them once with their spare key.
"""

import argparse
import json
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import IO, Any

from holdfast.cli import backup
from holdfast.cli.common import Refusal, django

EXAMPLES = """\
examples:
  holdfast restore --key ~/holdfast-backup.key holdfast-2026-11-21.age
  holdfast restore --passphrase /media/stick/holdfast.age
  HOLDFAST_DATA=/srv/new holdfast restore --key … FILE      into another place"""

WRONG_PEPPER = """\
the pepper in {keys} is not the one these rows were made with. Nothing was changed.
  1. Find the folder of keys of the old host (HOLDFAST_KEYS) and copy its file `pepper` to {keys}/pepper
  2. Run this command again.
  If it is lost for good: the same command with --pepper-lost. Then passphrases no longer open;
  each person opens once with their spare key and chooses a new passphrase."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `holdfast restore` takes."""
    parser.add_argument("file", type=Path, help="the backup")
    parser.add_argument("--key", metavar="FILE", type=Path, help="the file with the secret half of the backup key")
    parser.add_argument("--passphrase", action="store_true", help="ask for the passphrase of the backup")
    parser.add_argument("--pepper-lost", action="store_true", help="go on without the old pepper: spare keys only")


def run(args: argparse.Namespace) -> int:
    """Restore, then say what came back."""
    django()
    from django.conf import settings

    from holdfast.cli import copying

    if not args.file.is_file():
        raise Refusal(f"there is no file {args.file}.")
    if not copying.is_empty():
        raise Refusal("this place holds accounts already. Restore into an empty one: HOLDFAST_DATA=/another/folder.")
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.DATA) as place:
        rows, about = unpack(opened(args, Path(place)), Path(place))
        bring_back(rows, about, pepper_lost=args.pepper_lost)
    print("The rows are back. `holdfast check` looks at the rest; `holdfast serve` starts.")
    return 0


def opened(args: argparse.Namespace, place: Path) -> Path:
    """The backup without its lock. Raises Refusal for a wrong key, wrong words or a damaged file."""
    from holdfast.vault import ageing, hostfile
    from holdfast.vault.errors import CannotOpen

    bundle = place / "bundle.tar"
    try:
        if args.passphrase:
            words = backup.passphrase("The passphrase of the backup: ")
            bundle.write_bytes(ageing.unlock(args.file.read_bytes(), words))
        else:
            hostfile.unlock(args.file, bundle, secret_in(args.key))
    except CannotOpen:
        raise Refusal(f"{args.file} does not open: another key or passphrase, or the file is damaged.") from None
    return bundle


def secret_in(file: Path | None) -> str:
    """The secret key in a key file; lines that begin with # are remarks."""
    if file is None:
        raise Refusal("say what opens the backup: --key FILE or --passphrase.")
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise Refusal(f"the key file {file} cannot be read.") from None
    return next((line for line in lines if line.startswith("AGE-SECRET-KEY-")), "")


def unpack(bundle: Path, place: Path) -> tuple[Path, dict[str, Any]]:
    """The rows and the page about them. Only these two names are read, wherever the file says they belong."""
    rows = place / "rows"
    try:
        with tarfile.open(bundle) as packed:
            about = json.load(_member(packed, "about.json"))
            with _member(packed, "rows") as source, rows.open("wb") as target:
                shutil.copyfileobj(source, target)
    except (tarfile.TarError, KeyError, ValueError):
        raise Refusal("this file opens, but holds no backup of Holdfast.") from None
    if about.get("format") != backup.FORMAT:
        raise Refusal("this backup was made by a newer version. Install that version first.")
    return rows, about


def _member(packed: tarfile.TarFile, name: str) -> IO[bytes]:
    """A file inside the bundle. Raises KeyError when it is missing or no plain file."""
    found = packed.extractfile(name)
    if found is None:
        raise KeyError(name)
    return found


def bring_back(rows: Path, about: dict[str, Any], *, pepper_lost: bool) -> None:
    """Load the rows when pepper and store fit, then migrate. Raises Refusal before anything has changed."""
    from django.conf import settings
    from django.db import connection

    from holdfast.accounts import actions as accounts
    from holdfast.audit import actions as audit
    from holdfast.cli import copying, migrate
    from holdfast.vault import passphrase

    if about["store"] != connection.vendor:
        raise Refusal(f"this backup is of {about['store']}, and HOLDFAST_DATABASE names {connection.vendor}.")
    if about["pepper"] != passphrase.pepper_fingerprint(settings.PEPPER).hex() and not pepper_lost:
        raise Refusal(WRONG_PEPPER.format(keys=settings.KEYS))
    copying.clear()
    copying.load(rows)
    migrate.migrate()
    if pepper_lost:
        accounts.pepper_is_lost()
    audit.note("restore")
