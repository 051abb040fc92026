"""Write a locked copy of every row, fit to be carried away. Sessions are left out; keys are never in it.

The copy is locked in the age format, to the host's key or with a passphrase, on top of each person's own seal.
Keep the folder of keys (HOLDFAST_KEYS, above all the file `pepper`) in another place: a restore needs both.
With HOLDFAST_BACKUP_KEY set, the clock writes one each day. Backups older than 35 days are deleted.
"""

import argparse
import json
import os
import re
import tarfile
import tempfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from holdfast.cli.common import Refusal, django, secret_line

EXAMPLES = """\
examples:
  holdfast backup --new-key ~/holdfast-backup.key   once: makes a key and says where to put its public half
  holdfast backup                                   to HOLDFAST_BACKUPS, locked to HOLDFAST_BACKUP_KEY
  holdfast backup --passphrase --to /media/stick/holdfast.age
then, on the new machine:
  holdfast restore --help"""

KEEP_DAYS = 35
NAME = re.compile(r"holdfast-(\d{4}-\d{2}-\d{2})(-\d+)?\.age")
FORMAT = 1
Lock = Callable[[Path, Path], None]


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `holdfast backup` takes."""
    parser.add_argument(
        "--to", metavar="FILE", type=Path, help="where to write (default: a new file in HOLDFAST_BACKUPS)"
    )
    parser.add_argument("--key", metavar="age1…", help="lock to this public key (default HOLDFAST_BACKUP_KEY)")
    parser.add_argument("--passphrase", action="store_true", help="ask for a passphrase and lock with it")
    parser.add_argument("--new-key", metavar="FILE", type=Path, help="make a key pair, write the secret half to FILE")


def run(args: argparse.Namespace) -> int:
    """Make a key, or a backup."""
    django()
    if args.new_key:
        return make_key(args.new_key)
    written = write(args.to or next_file(), chosen_lock(args.key, args.passphrase))
    print(f"Written: {written}")
    print("Keep the folder of keys in another place. Without the file `pepper` only spare keys open the rows again.")
    return 0


def make_key(file: Path) -> int:
    """Write a new secret key and say how to use its public half."""
    from holdfast.vault import hostfile

    secret, public = hostfile.new_key()
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as made:
            made.write(f"# public key: {public}\n{secret}\n")
    except OSError as broken:
        raise Refusal(f"cannot write {file}: {broken.strerror}.") from None
    print(f"The secret half is in {file}. Carry it away from this machine: it opens the backups.")
    print(f"The public half goes into the settings: HOLDFAST_BACKUP_KEY={public}")
    return 0


def chosen_lock(key: str | None, ask: bool) -> Lock:
    """How to lock, from what was asked for. Raises Refusal when there is nothing to lock with."""
    from django.conf import settings

    from holdfast.vault import ageing, hostfile

    if ask:
        words = passphrase("A passphrase for the backup: ")

        def with_words(source: Path, target: Path) -> None:
            target.write_bytes(ageing.lock(source.read_bytes(), words))

        return with_words
    public = key or settings.BACKUP_KEY
    if not public:
        raise Refusal(
            "there is nothing to lock the backup with. Make a key once (holdfast backup --new-key FILE) "
            "and set HOLDFAST_BACKUP_KEY, or use --passphrase."
        )
    if not hostfile.is_public(public):
        raise Refusal("the backup key is no age public key; one begins with age1.")
    return lambda source, target: hostfile.lock(source, target, public)


def passphrase(question: str) -> str:
    """A passphrase of eight letters or more. Raises Refusal."""
    words = secret_line(question)
    if len(words.strip()) < 8:
        raise Refusal("a passphrase for a file needs eight letters or more.")
    return words


def next_file() -> Path:
    """A free name in the backup folder: the day alone, with a number from the second one on."""
    from django.conf import settings

    from holdfast.kit import clock

    day = clock.now().date().isoformat()
    names = (f"holdfast-{day}{f'-{again}' if again else ''}.age" for again in range(1000))
    return next(settings.BACKUPS / name for name in names if not (settings.BACKUPS / name).exists())


def write(target: Path, lock: Lock) -> Path:
    """Copy every row into one locked file, which appears whole or not at all. Raises Refusal with a sentence.

    Before its lock the copy lies among the rows alone, never where it goes: a stick keeps what was deleted on it.
    """
    from django.conf import settings

    from holdfast.audit import actions as audit

    draft = target.with_name(f".{target.name}.part")
    try:
        draft.touch(mode=0o600)
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=settings.DATA) as place:
            lock(pack(Path(place)), draft)
        draft.replace(target)
    except OSError as broken:
        raise Refusal(f"the backup could not be written to {target.parent}: {broken.strerror}.") from None
    finally:
        draft.unlink(missing_ok=True)
    audit.note("backup")
    return target


def pack(place: Path) -> Path:
    """A tar file with the rows and a page about them, in `place`."""
    from holdfast.cli import copying

    rows = copying.dump(place / "rows")
    about = place / "about.json"
    about.write_text(json.dumps(_about(), indent=2))
    bundle = place / "bundle.tar"
    with tarfile.open(bundle, "w") as made:
        made.add(about, "about.json")
        made.add(rows, "rows")
    rows.unlink()
    return bundle


def _about() -> dict[str, Any]:
    from django.conf import settings
    from django.db import connection

    from holdfast import __version__
    from holdfast.kit import clock
    from holdfast.vault import passphrase as lock_words

    return {
        "format": FORMAT,
        "program": __version__,
        "store": connection.vendor,
        "day": clock.now().date().isoformat(),
        "pepper": lock_words.pepper_fingerprint(settings.PEPPER).hex(),
    }


def days() -> list[tuple[date, Path]]:
    """The backups in the backup folder with their days, oldest first; other files are nobody's business here."""
    from django.conf import settings

    found = []
    for file in settings.BACKUPS.iterdir():
        if match := NAME.fullmatch(file.name):
            found.append((date.fromisoformat(match[1]), file))
    return sorted(found)


def daily() -> None:
    """One backup a day where a key is set. A job of the clock."""
    from django.conf import settings

    from holdfast.kit import clock

    today = clock.now().date()
    if settings.BACKUP_KEY and not any(day == today for day, _ in days()):
        write(next_file(), chosen_lock(None, False))


def expire(now: datetime) -> int:
    """Delete our backups older than 35 days: an old one still opens with an old passphrase (11-vault 2.7)."""
    old = [file for day, file in days() if now.date() - day > timedelta(days=KEEP_DAYS)]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def age() -> list[Any]:
    """How old the newest backup is, as a check message."""
    from django.conf import settings
    from django.core.checks import Error, Info, Warning

    from holdfast.kit import clock

    made = days()
    if not made:
        alone = settings.LOOPBACK_ONLY and not settings.BACKUP_KEY
        return [(Warning if alone else Error)("There is no backup yet.", "See `holdfast backup --help`.")]
    day, file = made[-1]
    old = (clock.now().date() - day).days
    when = "today" if old < 1 else "yesterday" if old == 1 else f"{old} days ago"
    if old > 1 and settings.BACKUP_KEY:
        return [
            Error(f"The newest backup is from {old} days ago although one a day is asked for.", "Is the clock running?")
        ]
    return [(Info if old <= 7 else Warning)(f"The newest backup was written {when}: {file.name}.")]
