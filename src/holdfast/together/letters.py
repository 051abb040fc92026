"""Letters and thank-yous: written here, previewed, sent into the space; theirs on arrival, with no receipt (29b).

Whether something has arrived, was opened or was silenced is known to its reader alone: what its author sees is the
same in every case.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from holdfast.people import actions as people
from holdfast.people import sharing
from holdfast.people.schema import Card, Pair
from holdfast.people.sharing import Shown
from holdfast.together import side

LETTER, THANKS = "letter", "appreciation"
STREAMS = (LETTER, THANKS)
LONGEST = {LETTER: 4000, THANKS: 280}
LONGEST_TITLE = 80
NEW = timedelta(days=30)  # older letters, brought back by an import for example, are not announced


@dataclass(frozen=True)
class Letter:
    """Something that was written to me, and is mine."""

    id: UUID
    name: str
    title: str
    text: str
    on: date | None


def card(stream: str, title: str, text: str) -> Card:
    """What I write, as a card; the author and the last day are filled in when it is shared."""
    fixed = {LETTER: _("A letter"), THANKS: _("A thank-you")}[stream]
    return Card(stream, title.strip() if stream == LETTER and title.strip() else fixed, text.strip())


def take_in(keyring: Any, pairs: list[Pair]) -> None:
    """What has come is mine from now on."""
    for pair in pairs:
        people.take_letters(keyring, pair)


def mine(keyring: Any) -> list[Letter]:
    """Every letter I have, newest first."""
    return [_letter(id, body) for id, body in sharing.letters(keyring)]


def one(keyring: Any, id: UUID) -> Letter | None:
    """One letter I have."""
    return next((letter for letter in mine(keyring) if letter.id == id), None)


def new(keyring: Any, now: datetime, page: side.Side) -> list[Letter]:
    """Letters that came lately and that I have not opened."""
    oldest = now.date() - NEW
    return [each for each in mine(keyring) if each.on and each.on >= oldest and each.id.hex not in page.read]


def sent(keyring: Any, pair: Pair) -> list[Shown]:
    """What I wrote and did not take back, as long as it waits; the same whether or not it has come."""
    return [each for each in sharing.shown(keyring, pair) if each.mine and each.card.stream in STREAMS]


def _letter(id: UUID, body: dict[str, Any]) -> Letter:
    text = {name: str(body.get(name, "")) for name in ("from", "title", "text", "on")}
    try:
        on = date.fromisoformat(text["on"])
    except ValueError:
        on = None
    return Letter(id, text["from"], text["title"], text["text"], on)
