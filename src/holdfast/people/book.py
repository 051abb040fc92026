"""One sealed page of everything a person holds about being linked: pairs, invitations under way, who is blocked.

It holds halves of keys, so it is left out of exports; what was agreed stands in the ledger, which is not. Reading is
plain: only this room writes the page, and nobody else can.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from holdfast.people.records import PAIRS
from holdfast.vault import actions as vault
from holdfast.vault import queries
from holdfast.vault.matching import Offer


@dataclass(frozen=True)
class Share:
    """One thing I share: its stream, its first and last day, and whether I stopped adding to it."""

    stream: str
    since: str
    until: str
    stopped: bool = False

    def live(self, today: date) -> bool:
        """Whether its last day has not passed."""
        return self.until >= today.isoformat()


@dataclass(frozen=True)
class Entry:
    """My side of one pair.

    `declared` is what I said we are to each other; `public` and `secret` are my half of the question whether both
    said romantic. `asked` maps a stream to the day on which I last asked for it; `hidden` are rows of the
    other's that I am done with: asks put away, letters kept.
    """

    other: str
    name: str
    declared: str
    public: str = ""
    secret: str | None = None
    met: bool = False
    mutes: list[str] = field(default_factory=list)
    asked: dict[str, str] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    shares: dict[str, Share] = field(default_factory=dict)

    @property
    def half(self) -> Offer:
        """My half of the romantic question."""
        return Offer(bytes.fromhex(self.public), bytes.fromhex(self.secret) if self.secret else None)

    def said(self, role: str, half: Offer) -> "Entry":
        """The same pair after I declared a role anew."""
        return replace(self, declared=role, public=half.public.hex(), secret=half.secret and half.secret.hex())


@dataclass(frozen=True)
class Invite:
    """An invitation of mine that is under way, by the name under which the table knows it."""

    id: str
    code: str
    role: str
    public: str
    secret: str | None
    name: str
    until: str

    def over(self, now: datetime) -> bool:
        """Whether its 24 hours have passed."""
        return datetime.fromisoformat(self.until) <= now


@dataclass(frozen=True)
class Linking:
    """The steps towards being linked: the role said so far, and the code I was given, if it was I who was asked."""

    role: str = ""
    code: str = ""
    alongside: str = ""  # "alone", or the ISO day on which "not now" was said


@dataclass(frozen=True)
class Blocked:
    """Somebody whose invitations do not open for me."""

    other: str
    name: str


@dataclass(frozen=True)
class Book:
    """The page as a whole. Keys of `pairs` are space ids, of `invites` the names of the table, as text."""

    pairs: dict[str, Entry] = field(default_factory=dict)
    invites: dict[str, Invite] = field(default_factory=dict)
    blocked: list[Blocked] = field(default_factory=list)
    linking: Linking = field(default_factory=Linking)

    def entry(self, pair: UUID) -> Entry | None:
        """My side of a pair."""
        return self.pairs.get(pair.hex)

    def with_entry(self, pair: UUID, entry: Entry | None) -> "Book":
        """With another side of a pair, or without it."""
        others = {key: held for key, held in self.pairs.items() if key != pair.hex}
        return replace(self, pairs=others | ({pair.hex: entry} if entry else {}))

    def without_invite(self, finder: str) -> "Book":
        """Without an invitation."""
        return replace(self, invites={key: held for key, held in self.invites.items() if key != finder})

    def blocks(self, other: UUID) -> bool:
        """Whether somebody is blocked."""
        return any(each.other == other.hex for each in self.blocked)


def read(keyring: Any) -> Book:
    """The page; an empty one where there is none or it cannot be read."""
    readable = [row.body for row in queries.rows(keyring, PAIRS) if row.body is not None]
    return _book(readable[0]) if readable else Book()


def change(keyring: Any, changed: Callable[[Book], Book]) -> Book:
    """Change the page under the vault's lock; `changed` may be called twice and must do nothing but answer."""
    return _book(vault.revise(keyring, PAIRS, "", lambda body: asdict(changed(_book(body)))))


def change_entry(keyring: Any, pair: UUID, changed: Callable[[Entry], Entry]) -> None:
    """Change one's own side of one pair; nothing when there is no such pair."""

    def turned(book: Book) -> Book:
        entry = book.entry(pair)
        return book.with_entry(pair, changed(entry)) if entry else book

    change(keyring, turned)


def _book(body: dict[str, Any]) -> Book:
    return Book(
        pairs={key: _entry(held) for key, held in body.get("pairs", {}).items()},
        invites={key: Invite(**held) for key, held in body.get("invites", {}).items()},
        blocked=[Blocked(**held) for held in body.get("blocked", [])],
        linking=Linking(**body.get("linking", {})),
    )


def _entry(body: dict[str, Any]) -> Entry:
    return Entry(**body | {"shares": {key: Share(**held) for key, held in body.get("shares", {}).items()}})
