"""Signatures (Ed25519), so that whoever can write to the database still cannot speak in somebody's name."""

from dataclasses import dataclass, field

from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

from holdfast.kit import random
from holdfast.vault.kdf import Part, lp


@dataclass(frozen=True, slots=True)
class Pair:
    """A signing key as its seed of 32 bytes."""

    seed: bytes = field(repr=False)

    @property
    def public(self) -> bytes:
        """The key that signatures are checked with, 32 bytes: meant to be shown."""
        return SigningKey(self.seed).verify_key.encode()


def new_pair() -> Pair:
    """A random pair."""
    return Pair(random.token(32))


def sign(seed: bytes, purpose: str, *parts: Part) -> bytes:
    """64 bytes over the purpose and the parts; a signature made for one purpose serves no other."""
    return SigningKey(seed).sign(_message(purpose, parts)).signature


def holds(public: bytes, signature: bytes, purpose: str, *parts: Part) -> bool:
    """Whether the owner of `public` signed exactly this. False for anything malformed."""
    try:
        VerifyKey(public).verify(_message(purpose, parts), signature)
    except (CryptoError, ValueError):
        return False
    return True


def _message(purpose: str, parts: tuple[Part, ...]) -> bytes:
    return lp("hf/sign/1", purpose, *parts)
