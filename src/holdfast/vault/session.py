"""A session's key in two halves: a sealed master key in the session row, and in the cookie what opens it.

Neither half alone opens anything; deleting the row ends the session for every process at once (11-vault §2.5).
"""

from hashlib import blake2b
from uuid import UUID

from django.views.decorators.debug import sensitive_variables

from holdfast.vault import envelope
from holdfast.vault.kdf import kdf, lp

# A session that still waits for its one-time code (KEY-08) is sealed under another label: no flag in a row,
# however edited, turns it into an open one.
OPEN, WAITING = "hf/sess/1", "hf/sess-wait/1"


@sensitive_variables()
def session_key(sid: bytes, secret: bytes, stage: str = OPEN) -> envelope.Key:
    """The key made of both halves of a cookie, session id and secret (32 random bytes each); OPEN or WAITING."""
    return envelope.Key(blake2b(sid, digest_size=16).digest(), kdf(secret, stage, sid))


@sensitive_variables()
def seal_session(key: envelope.Key, amk: bytes, account: UUID, expiry: int) -> bytes:
    """The master key for a session row, bound to its account and its hard end in whole seconds since 1970."""
    return envelope.seal(key, amk, _place(account, expiry))


@sensitive_variables()
def open_session(key: envelope.Key, sealed: bytes, account: UUID, expiry: int) -> bytes:
    """The master key. Raises CannotOpen when row and cookie do not belong together or the row was edited.

    Whether the expiry has passed is for the caller to say: the vault asks no clock.
    """
    return envelope.open_(key, sealed, _place(account, expiry))


def _place(account: UUID, expiry: int) -> bytes:
    return lp("hf/sess-ad/1", account, expiry.to_bytes(8, "big", signed=True))
