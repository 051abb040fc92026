"""What rooms above add here. `web` fills these when it starts; this room knows none of them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from holdfast.people.card import Card

# Stream id → builds the card of a standing stream: (keyring, first day to show, today) → Card. Author and until are
# filled in by this room.
cards: dict[str, Callable[[Any, date, date], Card]] = {}
# Which bits of a round are open on one's own side (`rounds.Bits`): (keyring, pair, number of the round). Never raises;
# what cannot be known is not open. Asked at each unlock, so it may be asked several times for one round.
bits: list[Callable[[Any, Any, int], Any]] = []
# A round of a pair is over: (keyring, pair, `rounds.Read`), once for each round, in the transaction that reads it.
matched: list[Callable[[Any, Any, Any], None]] = []
