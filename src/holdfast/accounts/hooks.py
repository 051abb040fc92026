"""What rooms above add to a moment of this one. `web` fills these lists when it starts; this room knows no names.

Each is called in order, inside the transaction of its moment where there is one; an exception undoes the moment.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from holdfast.vault.keyring import Keyring

# A new account and the name as it was typed, in the transaction that makes it: the first sealed profile.
signed_up: list[Callable[[Keyring, str], None]] = []
# What a person brought along through sign-up, in fields that begin with "keep-": the numbers of a first tool.
brought: list[Callable[[Keyring, dict[str, str]], None]] = []
# After sign-in and after each unlock: a visit, a reminder that has become due.
opened: list[Callable[[Keyring], None]] = []
# The choice about a spare key: "made", "later" or "none".
spare_key_chosen: list[Callable[[Keyring, str], None]] = []
# Minutes until the lock: what the person wants (the first answer counts), and what they have just chosen.
minutes_wanted: list[Callable[[Keyring], int]] = []
minutes_chosen: list[Callable[[Keyring, int], None]] = []
# An account is about to be erased, in the same transaction.
erasing: list[Callable[[UUID], None]] = []
# All keys of an account are about to be made anew, in the same transaction: what still needs the old ones.
rekeying: list[Callable[[Keyring], None]] = []
# Where a new account goes after its first steps: the name of an address, or None. The first name counts.
begun: list[Callable[[Keyring], str | None]] = []
# Helplines for people under eighteen, with `name`, `for_whom`, `hours` and `ways`; the page names Help without them.
youth_lines: list[Callable[[], list[Any]]] = []
