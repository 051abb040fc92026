"""Sealing to somebody's public key, so that only its owner's private key opens it (HPKE, RFC 9180).

Everything begins with a suite byte: 0x02 is the hybrid of ML-KEM-768 and X25519 (a stolen database is kept for decades,
and a later quantum computer should find it closed), 0x01 plain X25519 where `cryptography` was built without ML-KEM.
The hybrid is still a draft (draft-ietf-hpke-pq): a changed final text becomes suite 0x03, and 0x02 stays readable.
"""

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from holdfast.kit import random
from holdfast.vault.errors import CannotOpen

X25519, HYBRID = 1, 2
SEED, CURVE = 64, 32  # bytes of an ML-KEM seed, and of an X25519 key of either half


@dataclass(frozen=True, slots=True)
class Pair:
    """A key pair: a suite byte, then the private key's bytes. The public half is worked out when asked for."""

    private: bytes = field(repr=False)

    @property
    def public(self) -> bytes:
        """The suite byte and the public key's bytes: meant to be shown."""
        suite, raw = self.private[:1], self.private[1:]
        curve = X25519PrivateKey.from_private_bytes(raw[-CURVE:]).public_key().public_bytes_raw()
        if suite[0] == X25519:
            return suite + curve
        return suite + MLKEM768PrivateKey.from_seed_bytes(raw[:SEED]).public_key().public_bytes_raw() + curve


def new_pair() -> Pair:
    """A random pair of the best suite this machine has."""
    suite = HYBRID if _has_lattices() else X25519
    return Pair(bytes([suite]) + random.token(SEED + CURVE if suite == HYBRID else CURVE))


def seal(public: bytes, text: bytes, info: bytes) -> bytes:
    """`text` sealed to a public key and bound to `info`. Raises CannotOpen when the public key is none."""
    try:
        return public[:1] + _suite(public[0]).encrypt(text, _public(public), info=info)
    except (ValueError, IndexError, UnsupportedAlgorithm):
        raise CannotOpen from None


def open_(private: bytes, sealed: bytes, info: bytes) -> bytes:
    """The text again. Raises CannotOpen for another key, a changed byte, another `info` or another suite."""
    if sealed[:1] != private[:1]:
        raise CannotOpen
    try:
        return _suite(private[0]).decrypt(sealed[1:], _private(private), info=info)
    except InvalidTag:
        raise CannotOpen from None


def _suite(number: int) -> hpke.Suite:
    kem = {X25519: hpke.KEM.X25519, HYBRID: hpke.KEM.MLKEM768_X25519}.get(number)
    if kem is None:
        raise ValueError("No such suite.")
    return hpke.Suite(kem, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


def _has_lattices() -> bool:
    try:
        MLKEM768PrivateKey.from_seed_bytes(bytes(SEED))
    except UnsupportedAlgorithm:
        return False
    return True


def _private(raw: bytes) -> X25519PrivateKey | hpke.MLKEM768X25519PrivateKey:
    if raw[0] == X25519:
        return X25519PrivateKey.from_private_bytes(raw[1:])
    curve = X25519PrivateKey.from_private_bytes(raw[-CURVE:])
    return hpke.MLKEM768X25519PrivateKey(MLKEM768PrivateKey.from_seed_bytes(raw[1:-CURVE]), curve)


def _public(raw: bytes) -> X25519PublicKey | hpke.MLKEM768X25519PublicKey:
    if raw[0] == X25519:
        return X25519PublicKey.from_public_bytes(raw[1:])
    curve = X25519PublicKey.from_public_bytes(raw[-CURVE:])
    return hpke.MLKEM768X25519PublicKey(MLKEM768PublicKey.from_public_bytes(raw[1:-CURVE]), curve)
