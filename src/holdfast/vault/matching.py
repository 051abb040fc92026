"""One bit of two people: both learn whether both said yes, and nothing else (03-safety-and-privacy §3.4).

Whoever says yes keeps the secret of a fresh key pair; whoever does not throws it away at once. Each publishes the
public key, later a tag. A yes makes a tag that only the other's yes can check; a no writes random bytes instead. So
a no learns nothing, all answers look alike, and a server that holds both rows holds noise. Pure; no table is touched.

A list of bits goes in two steps (decision 15): keys for every one are published before anybody knows what will be
open; when the tags are written, the secrets of all that is not open are thrown away (`settled`), once and for ever.
Tags written again need another salt in `about`: were some of them to stay the same, the other could tell a yes.
"""

from collections.abc import Sequence
from hmac import compare_digest
from typing import NamedTuple

from nacl.bindings import crypto_scalarmult, crypto_scalarmult_base

from holdfast.kit import random
from holdfast.vault.kdf import Part, kdf, lp

SIZE = 32  # bytes of a public key, of a secret and of a tag
MOST = 3  # matches that one round shows


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


def settled(offers: Sequence[Offer], open: Sequence[bool]) -> list[Offer]:
    """The same offers with the secrets of all that is not open thrown away. What was thrown away stays so."""
    return [Offer(mine.public, mine.secret if yes else None) for mine, yes in zip(offers, open, strict=True)]


def tags(mine: Sequence[Offer], theirs: Sequence[bytes], *about: Part) -> list[bytes]:
    """A tag for each of a list of bits, each bound to its place in the list; see `tag`."""
    return [tag(each, public, *about, str(at)) for at, (each, public) in enumerate(zip(mine, theirs, strict=True))]


def matched(mine: Sequence[Offer], theirs: Sequence[bytes], their_tags: Sequence[bytes], *about: Part) -> list[int]:
    """The places in a list where both said yes, in order."""
    told = enumerate(zip(mine, theirs, their_tags, strict=True))
    return [at for at, (each, public, written) in told if matches(each, public, written, *about, str(at))]


def shown(mine: Sequence[Offer], theirs: Sequence[bytes], found: Sequence[int], most: int = MOST) -> list[int]:
    """Of the places that matched, those a round shows: the few whose shared secrets hash smallest, the same for both.

    Nobody chooses them, and nobody can foresee them: the keys of a round are fresh.
    """
    ranked = sorted((_rank(mine[at], theirs[at]), at) for at in found)
    return sorted(at for _hash, at in ranked[:most])


def common(mine: Sequence[bytes], theirs: Sequence[bytes], *about: Part) -> bytes:
    """64 bytes that both sides draw alike from what both published, and neither could foresee alone."""
    first, second = sorted((lp(*mine), lp(*theirs)))
    return kdf(b"common", "hf/match-common/1", lp(first, second, *about), 64)


def _rank(mine: Offer, theirs: bytes) -> bytes:
    both = _shared(mine.secret, theirs)
    return kdf(both, "hf/match-rank/1", b"") if both else b""


def _tag(secret: bytes | None, theirs: bytes, *bound: Part) -> bytes | None:
    both = _shared(secret, theirs)
    return both and kdf(both, "hf/match/1", lp(*bound))


def _shared(secret: bytes | None, theirs: bytes) -> bytes | None:
    """What only the two who hold the secrets can work out; None without one's own."""
    if secret is None or len(theirs) != SIZE:  # the library below would read on past a short one
        return None
    try:
        return crypto_scalarmult(secret, theirs)
    except RuntimeError:  # a key of low order: nobody honest made it
        return None
