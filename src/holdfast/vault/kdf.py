"""Two pure functions that everything else stands on: an encoding of lists that is injective, and key derivation.

Format: 11-vault §2.4, fixed by tests/vault/vectors.json. The same calls exist in libsodium.js.
"""

from hashlib import blake2b
from struct import Struct
from uuid import UUID

Part = bytes | str | UUID
_length = Struct(">I").pack


def lp(*parts: Part) -> bytes:
    """Length-prefixed list: the count, then each part behind its length, all lengths as 4 bytes big-endian.

    Names become UTF-8, ids their 16 raw bytes. No two lists of parts encode alike, so borders cannot be shifted.
    """
    # A plain loop, because a year of entries comes through here five thousand times.
    encoded = [_length(len(parts))]
    for part in parts:
        if type(part) is not bytes:
            part = part.bytes if isinstance(part, UUID) else part.encode()
        encoded += (_length(len(part)), part)
    return b"".join(encoded)


def kdf(key: bytes, label: str, context: Part, size: int = 32) -> bytes:
    """`size` bytes (1 to 64) derived from `key` (1 to 64 bytes) for one purpose: keyed BLAKE2b over LP.

    Raises ValueError for an empty key: BLAKE2b would silently work without one.
    """
    if not key:
        raise ValueError("A key is needed.")
    return blake2b(lp("hf/kdf/1", label, context), key=key, digest_size=size).digest()
