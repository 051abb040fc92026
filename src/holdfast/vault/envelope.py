"""The envelope, version 1: one sealed text, bound to the place it belongs to (11-vault §2.4).

    offset size
    0      1   version     0x01
    1      1   suite       0x01 = XChaCha20-Poly1305, BLAKE2b message key, commitment
                           0x02 = kept for AES-256-GCM     0x03 = kept for text sealed in the browser
    2      16  key id      names the key; says nothing about it
    18     24  nonce       random
    42     32  commitment  ties the envelope to exactly one key
    74     n   ciphertext of the padded text, then a tag of 16 bytes

The header is in clear so that a doctor can count versions, suites and keys without holding any key.
"""

from dataclasses import dataclass, field
from hmac import compare_digest

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt as _decrypt,
)
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_encrypt as _encrypt,
)
from nacl.exceptions import CryptoError

from holdfast.kit import random
from holdfast.vault.errors import CannotOpen
from holdfast.vault.kdf import Part, kdf, lp
from holdfast.vault.padding import BUCKETS, pad, unpad

VERSION, SUITE = 1, 1
NEWEST = bytes([VERSION, SUITE])
# Writers write the newest only; readers also take the two before it, once there are any (11-vault §2.12).
READABLE = (NEWEST,)

KEY_ID = slice(2, 18)
NONCE = slice(18, 42)
COMMITMENT = slice(42, 74)
HEADER = 74
TAG = 16
SMALLEST = HEADER + BUCKETS[0] + TAG


@dataclass(frozen=True, slots=True)
class Key:
    """A key of 32 bytes and the 16-byte name that stands in clear on everything it seals."""

    id: bytes
    secret: bytes = field(repr=False)

    @classmethod
    def new(cls) -> "Key":
        """A random key under a random name."""
        return cls(random.token(16), random.token(32))


def place(owner: Part, space: Part, kind: str, record: Part, name: str = "body") -> bytes:
    """Associated data: whose, in which space ("vault" or an id), what kind, which record, which field of it."""
    return lp("hf/ad/1", owner, space, kind, record, name)


def seal(key: Key, text: bytes, bound_to: bytes) -> bytes:
    """Seal `text` so that it opens only with `key` and only for the same associated data."""
    return seal_with_nonce(key, text, bound_to, random.token(24))


def seal_with_nonce(key: Key, text: bytes, bound_to: bytes, nonce: bytes) -> bytes:
    """For the published vectors only: everyone else calls `seal`, which never uses a nonce twice."""
    message_key, commitment = _message_keys(key, nonce)
    header = NEWEST + key.id + nonce + commitment
    return header + _encrypt(pad(text), lp(header, bound_to), nonce, message_key)


def open_(key: Key, envelope: bytes, bound_to: bytes) -> bytes:
    """The text in an envelope. Raises CannotOpen for every reason there is, without saying which."""
    if len(envelope) < SMALLEST or envelope[:2] not in READABLE or envelope[KEY_ID] != key.id:
        raise CannotOpen
    nonce, header = envelope[NONCE], envelope[:HEADER]
    message_key, commitment = _message_keys(key, nonce)
    if not compare_digest(envelope[COMMITMENT], commitment):
        raise CannotOpen
    try:
        padded = _decrypt(envelope[HEADER:], lp(header, bound_to), nonce, message_key)
    except CryptoError:
        raise CannotOpen from None
    return unpad(padded)


def _message_keys(key: Key, nonce: bytes) -> tuple[bytes, bytes]:
    """One key per message, and the value that commits the envelope to it."""
    both = kdf(key.secret, "hf/msg/1", nonce, 64)
    return both[:32], both[32:]
