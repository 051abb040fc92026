"""The spare key (recovery code): 128 random bits and a checksum of 32, as eight groups of four letters and digits.

It does not need the pepper, so a host that loses the pepper loses nobody's data (11-vault §2.9).
"""

import unicodedata
from hashlib import blake2b
from uuid import UUID

from django.views.decorators.debug import sensitive_variables

from holdfast.kit import random
from holdfast.vault.errors import CannotOpen
from holdfast.vault.kdf import kdf, lp

# Crockford's base 32: no I, L, O or U, so nothing in it can be taken for something else.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("ILOU", "110V")
VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
CODE, CHECK, GROUP, LETTERS = 16, 4, 4, 32


def new_code() -> bytes:
    """Sixteen random bytes."""
    return random.token(CODE)


def write(code: bytes) -> str:
    """The code as a person keeps it: eight groups of four, a dash between."""
    number = int.from_bytes(code + _check(code), "big")
    letters = "".join(ALPHABET[number >> shift & 31] for shift in range(5 * (LETTERS - 1), -1, -5))
    return "-".join(letters[at : at + GROUP] for at in range(0, LETTERS, GROUP))


@sensitive_variables()
def read(text: str) -> bytes:
    """The sixteen bytes again, from however it was typed: small letters, any dashes or blanks, I or L for 1, O for 0.

    Raises CannotOpen when it cannot be a code that `write` made.
    """
    letters = [letter for letter in unicodedata.normalize("NFKC", text).upper() if letter.isalnum()]
    number = _number("".join(letters).translate(MISREAD))
    whole = number.to_bytes(CODE + CHECK, "big")
    code, check = whole[:CODE], whole[CODE:]
    if check != _check(code):
        raise CannotOpen
    return code


def kek_recovery(code: bytes, owner: UUID) -> bytes:
    """The key that opens the spare-key slot of this owner: 32 bytes."""
    return kdf(code, "hf/recovery/1", owner)


def _number(letters: str) -> int:
    if len(letters) != LETTERS or any(letter not in VALUES for letter in letters):
        raise CannotOpen
    number = 0
    for letter in letters:
        number = number << 5 | VALUES[letter]
    return number


def _check(code: bytes) -> bytes:
    return blake2b(lp("hf/recovery-check/1", code), digest_size=CHECK).digest()
