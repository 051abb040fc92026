"""A session's key in two halves: a sealed master key in the session row, and in the cookie what opens it.

Neither half alone opens anything; deleting the row ends the session for every process at once (11-vault §2.5).
"""

from dataclasses import dataclass, field
from hashlib import blake2b
from uuid import UUID

from django.views.decorators.debug import sensitive_variables

from holdfast.kit import random
from holdfast.vault import envelope
from holdfast.vault.errors import CannotOpen
from holdfast.vault.kdf import kdf, lp

HALF = 32
# A session that still waits for its one-time code (KEY-08) is sealed under another label: no flag in a row,
# however edited, turns it into an open one.
OPEN, WAITING = "hf/sess/1", "hf/sess-wait/1"


@dataclass(frozen=True, slots=True)
class Cookie:
    """What the browser holds: the session id and the cookie secret, 32 random bytes each."""

    sid: bytes = field(repr=False)
    secret: bytes = field(repr=False)

    @classmethod
    def new(cls) -> "Cookie":
        """A fresh one."""
        return cls(random.token(HALF), random.token(HALF))

    @classmethod
    def read(cls, text: str) -> "Cookie":
        """From the cookie's text. Raises CannotOpen for anything `text` did not write."""
        try:
            raw = bytes.fromhex(text)
        except ValueError:
            raise CannotOpen from None
        if len(raw) != 2 * HALF or raw.hex() != text:
            raise CannotOpen
        return cls(raw[:HALF], raw[HALF:])

    @property
    def text(self) -> str:
        """For the cookie's value: 128 small hexadecimal digits, which no cookie jar needs to quote."""
        return (self.sid + self.secret).hex()

    @property
    def row(self) -> bytes:
        """The session row's name in the store, 32 bytes: it does not lead back to the cookie."""
        return blake2b(self.sid, digest_size=HALF).digest()


@sensitive_variables()
def seal_session(cookie: Cookie, amk: bytes, account: UUID, expiry: int, stage: str = OPEN) -> bytes:
    """The master key for a session row, until `expiry` (whole seconds since 1970); `stage` is OPEN or WAITING."""
    return envelope.seal(_key(cookie, stage), amk, _place(account, expiry))


@sensitive_variables()
def open_session(cookie: Cookie, sealed: bytes, account: UUID, expiry: int, stage: str = OPEN) -> bytes:
    """The master key. Raises CannotOpen when row and cookie do not belong together or the row was edited.

    Whether the expiry has passed is for the caller to say: the vault asks no clock.
    """
    return envelope.open_(_key(cookie, stage), sealed, _place(account, expiry))


def _key(cookie: Cookie, stage: str) -> envelope.Key:
    return envelope.Key(cookie.row[:16], kdf(cookie.secret, stage, cookie.sid))


def _place(account: UUID, expiry: int) -> bytes:
    return lp("hf/sess-ad/1", account, expiry.to_bytes(8, "big", signed=True))
