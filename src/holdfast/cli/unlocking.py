"""Opening one account at the keyboard of the host, by the person who knows its words. No other way exists (KEY-14)."""

import getpass
import sys
from typing import Any

from holdfast.cli.common import Refusal


def unlocked(name: str) -> Any:
    """The account with its keys. Asks for the lock words, on the terminal or from the first line of standard input."""
    from holdfast.accounts import actions
    from holdfast.accounts.errors import TooBusy, WrongSecret

    words = getpass.getpass("Lock words: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        return actions.by_name(name, words, actions.Sender("host"))
    except WrongSecret:
        raise Refusal("that name and those words do not open anything.") from None
    except TooBusy:
        raise Refusal("too many tries just now. Wait a few minutes.") from None
