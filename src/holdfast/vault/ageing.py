"""Files locked with a passphrase in the age format (age-encryption.org/v1), which anyone can open with `age -d`.

Unlike an envelope this has nothing to do with an account's keys: it is for a copy that leaves the host.
"""

import re
import unicodedata

from pyrage import DecryptError, passphrase

from holdfast.vault.errors import CannotOpen

SHORTEST = 8  # letters; the page asks for more, this is what the vault refuses outright
HEAVIEST = 20  # scrypt work factor (2^20 blocks of 1 KiB): a hostile file could ask for all memory of the host
_HEADER = re.compile(rb"age-encryption\.org/v1\n-> scrypt [A-Za-z0-9+/]{22} ([0-9]{1,2})\n")


def is_locked(data: bytes) -> bool:
    """Whether these bytes begin like an age file."""
    return data.startswith(b"age-encryption.org/v1\n")


def lock(data: bytes, words: str) -> bytes:
    """`data` as an age file that `words` open; takes about a second by design (scrypt).

    Raises ValueError for fewer than 8 letters.
    """
    made = _normal(words)
    if len(made) < SHORTEST:
        raise ValueError("A passphrase for a file needs eight letters or more.")
    return passphrase.encrypt(data, made)


def unlock(data: bytes, words: str) -> bytes:
    """The bytes inside an age file. Raises CannotOpen for other words, a damaged file, or one too costly to open."""
    header = _HEADER.match(data)
    if header is None or int(header[1]) > HEAVIEST:
        raise CannotOpen
    try:
        return passphrase.decrypt(data, _normal(words))
    except DecryptError:
        raise CannotOpen from None


def _normal(words: str) -> str:
    """NFC with blanks at the ends gone: two keyboards write one letter in two ways."""
    return unicodedata.normalize("NFC", words.strip())
