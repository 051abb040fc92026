"""Take back a person's own export on another host, with that person at the keyboard: their lock words are asked for.

All of the file is taken in, or nothing. What is here already stays as it is; doing it twice changes nothing.
"""

import argparse
from pathlib import Path

from holdfast.cli.common import Refusal, django, secret_line

EXAMPLES = """\
examples:
  holdfast import my-data-2026-11-21.zip --name ana
  holdfast import my-data-2026-11-21.zip.age --name ana     asks for the passphrase of the file as well"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `holdfast import` takes."""
    parser.add_argument("file", type=Path, help="the export, as downloaded")
    parser.add_argument("--name", required=True, help="the login name of the account it goes into")


def run(args: argparse.Namespace) -> int:
    """Open the account, then take the file in."""
    try:
        data = args.file.read_bytes()
    except OSError as broken:
        raise Refusal(f"{args.file} cannot be read: {broken.strerror}.") from None
    django()
    from holdfast.accounts.errors import TooBusy
    from holdfast.cli.unlocking import unlocked
    from holdfast.exchange import actions
    from holdfast.exchange.schema import NotAnExport
    from holdfast.vault import ageing

    keyring = unlocked(args.name).keyring
    words = secret_line("Passphrase of the file: ") if ageing.is_locked(data) else ""
    try:
        taken = actions.take_in(keyring, data, words)
    except NotAnExport as refused:
        raise Refusal(str(refused)) from None
    except TooBusy:
        raise Refusal("this server is busy opening other things. Wait a moment and run this again.") from None
    print(f"Taken in: {taken.new} new entries; {taken.known} were here already.")
    return 0
