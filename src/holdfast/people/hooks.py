"""What rooms above add here. `web` fills these when it starts; this room knows none of them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from holdfast.people.card import Card

# Stream id → builds the card of a standing stream: (keyring, first day to show, today) → Card. Author and until are
# filled in by this room.
cards: dict[str, Callable[[Any, date, date], Card]] = {}
