"""One bit of two people: both learn whether both said yes, and nothing else (03-safety-and-privacy §3.4).

Whoever says yes keeps the secret of a fresh key pair; whoever does not throws it away at once. Each publishes the
public key, later a tag. A yes makes a tag that only the other's yes can check; a no writes random bytes instead. So
a no learns nothing, all answers look alike, and a server that holds both rows holds noise. Pure; no table is touched.
"""

from hmac import compare_digest
from typing import NamedTuple

from nacl.bindings import crypto_scalarmult, crypto_scalarmult_base

from holdfast.kit import random
from holdfast.vault.kdf import Part, kdf, lp

SIZE = 32  # bytes of a public key, of a secret and of a tag


class Offer(NamedTuple):
    """A public key to publish, and its secret: None after a no, which can never match anything."""

    public: bytes
    secret: bytes | None


def offer(yes: bool) -> Offer:
    """A fresh offer; the same work whatever was said."""
    secret = random.token(SIZE)
    return Offer(crypto_scalarmult_base(secret), secret if yes else None)


def tag(mine: Offer, theirs: bytes, *about: Part) -> bytes:
    """What to publish once the other's public key is known: 32 bytes that look random to all but a matching yes.

    `about` names what is matched (pair, round, item), so that no tag serves for anything else.
    """
    drawn = random.token(SIZE)
    return _tag(mine.secret, theirs, mine.public, theirs, *about) or drawn


def matches(mine: Offer, theirs: bytes, their_tag: bytes, *about: Part) -> bool:
    """Whether both said yes. Always False after a no of one's own."""
    wanted = _tag(mine.secret, theirs, theirs, mine.public, *about)
    return wanted is not None and compare_digest(wanted, their_tag)


def _tag(secret: bytes | None, theirs: bytes, *bound: Part) -> bytes | None:
    if secret is None:
        return None
    try:
        both = crypto_scalarmult(secret, theirs)
    except (RuntimeError, ValueError):  # a key of low order, or none at all: nobody honest made it
        return None
    return kdf(both, "hf/match/1", lp(*bound))
