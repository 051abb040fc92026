"""Opening one account at the keyboard of the host, by the person who knows its words. No other way exists (KEY-14)."""

from typing import Any

from holdfast.cli.common import Refusal, secret_line


def unlocked(name: str) -> Any:
    """The account with its keys. Asks for the lock words."""
    from holdfast.accounts import actions
    from holdfast.accounts.errors import TooBusy, WrongSecret

    words = secret_line("Lock words: ")
    try:
        return actions.by_name(name, words, actions.Sender("host"))
    except WrongSecret:
        raise Refusal("that name and those words do not open anything.") from None
    except TooBusy:
        raise Refusal("too many tries just now. Wait a few minutes.") from None
