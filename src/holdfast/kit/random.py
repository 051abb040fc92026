"""The one source of chance: the system, or in tests a seeded stream, so that two runs compare byte for byte."""

import random as _random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

_seeded: _random.Random | None = None


def token(size: int) -> bytes:
    """`size` random bytes, fit for keys and nonces."""
    return secrets.token_bytes(size) if _seeded is None else _seeded.randbytes(size)


def uuid() -> UUID:
    """A random UUID (version 4): unlike version 7 it does not contain the time."""
    return UUID(bytes=token(16), version=4)


def below(limit: int) -> int:
    """A uniform whole number in [0, limit)."""
    return secrets.randbelow(limit) if _seeded is None else _seeded.randrange(limit)


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Draw from a reproducible stream inside the block. For tests and demos only: such keys protect nothing."""
    global _seeded
    before, _seeded = _seeded, _random.Random(seed)  # noqa: S311  predictability is the purpose
    try:
        yield
    finally:
        _seeded = before
