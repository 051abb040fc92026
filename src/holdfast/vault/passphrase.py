"""From lock words to keys: Argon2id once, then one value to check the words by and one key to open the slot with.

Decision 4: p = KDF(PRK, "hf/pepper/1", pepper); auth = KDF(p, "hf/auth/1", ""); KEK = KDF(p, "hf/kek/1", "").
The pepper lies outside the database, so a database alone cannot even be guessed at (KEY-02).
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from hmac import compare_digest
from time import perf_counter

from django.views.decorators.debug import sensitive_variables
from nacl.pwhash import argon2id

from holdfast.vault.kdf import kdf

SALT = 16
SECONDS = 0.4
MEBIBYTES = (64, 128, 256, 512)
PASSES = 3


@dataclass(frozen=True, slots=True)
class Params:
    """What one run of Argon2id costs: memory in KiB and passes over it. Kept with each slot (KEY-20)."""

    kib: int
    passes: int

    @classmethod
    def of_host(cls) -> "Params":
        """What this host asks of new slots: the settings ARGON2_KIB and ARGON2_PASSES."""
        from django.conf import settings

        return cls(settings.ARGON2_KIB, settings.ARGON2_PASSES)

    def below(self, other: "Params") -> bool:
        """Whether a slot with these should be sealed anew with `other`: less memory, or fewer passes over as much."""
        return (self.kib, self.passes) < (other.kib, other.passes)


def tidy(words: str) -> bytes:
    """Lock words or a PIN as bytes: Unicode NFC, no blanks at the ends, one space for each run of blanks inside.

    Nothing else is changed: capitals and accents count. So the same words typed on two keyboards are the same
    (FT-22), and no two different passphrases become one that a person could tell apart.
    """
    return " ".join(unicodedata.normalize("NFC", words).split()).encode("utf-8", "surrogatepass")


@sensitive_variables()
def stretch(words: str, salt: bytes, params: Params) -> bytes:
    """32 bytes from lock words: Argon2id v1.3, one lane, a salt of 16 bytes. Slow and large on purpose."""
    return argon2id.kdf(32, tidy(words), salt, opslimit=params.passes, memlimit=params.kib * 1024)


@sensitive_variables()
def mix(prk: bytes, pepper: bytes) -> tuple[bytes, bytes]:
    """(auth, kek), 32 bytes each: neither tells anything about the other."""
    peppered = kdf(prk, "hf/pepper/1", pepper)
    return kdf(peppered, "hf/auth/1", ""), kdf(peppered, "hf/kek/1", "")


def verifier(auth: bytes) -> bytes:
    """What is stored to recognise the right words: 32 bytes that do not open anything."""
    return blake2b(auth, digest_size=32).digest()


def matches(auth: bytes, stored: bytes) -> bool:
    """Whether `auth` belongs to a stored verifier, in a time that tells nothing."""
    return compare_digest(verifier(auth), stored)


def pepper_fingerprint(pepper: bytes) -> bytes:
    """8 bytes to keep beside the data, so that a restore with another pepper is noticed (FT-16)."""
    return kdf(pepper, "hf/pepper-print/1", "", 8)


def calibrate(seconds: Callable[[Params], float] | None = None) -> Params:
    """The most memory of 64, 128, 256 and 512 MiB at which one run, three passes, takes at most 0.4 s here.

    Never below 64 MiB, however slow the machine. `seconds` times one run; tests bring their own.
    """
    timed = seconds or _seconds
    chosen = Params(MEBIBYTES[0] * 1024, PASSES)
    for mebibytes in MEBIBYTES[1:]:
        larger = Params(mebibytes * 1024, PASSES)
        if timed(larger) > SECONDS:
            break
        chosen = larger
    return chosen


def _seconds(params: Params) -> float:
    # A stopwatch, not a clock: `kit.clock` answers what time it is and has no finer hand.
    start = perf_counter()
    stretch("how long does this take", bytes(SALT), params)
    return perf_counter() - start
