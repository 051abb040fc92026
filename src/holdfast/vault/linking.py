"""The code that links two people: 128 random bits as ten words, and what travels under it (11-vault §2.8).

Both sides make the same keys from the code, so each card of public keys that comes under it comes from whoever had the
code. The database holds a name made from the code, which does not lead back to it, and sealed bytes.
"""

import json
import re
import unicodedata
from hashlib import blake2b
from typing import Any

from django.views.decorators.debug import sensitive_variables

from holdfast.kit import random
from holdfast.vault import envelope, wordlist
from holdfast.vault.errors import CannotOpen
from holdfast.vault.kdf import kdf, lp

CODE, WORDS = 16, 10  # bytes of a code; ten words of 7,776 hold a little more than 128 bits
OFFER, REPLY = "offer", "reply"


def new_code() -> bytes:
    """Sixteen random bytes."""
    return random.token(CODE)


def write(code: bytes) -> str:
    """The code as ten words of the public list, one blank between."""
    every, number, found = wordlist.words(), int.from_bytes(code, "big"), []
    for _ in range(WORDS):
        number, at = divmod(number, len(every))
        found.append(every[at])
    return " ".join(found)


@sensitive_variables()
def read(text: str) -> bytes:
    """The sixteen bytes again, from however the words were typed: capitals, commas, lines, dots between.

    Raises CannotOpen when it cannot be a code that `write` made.
    """
    typed = re.findall(r"[a-z]+(?:-[a-z]+)*", unicodedata.normalize("NFKC", text[:1000]).casefold())
    places = {word: at for at, word in enumerate(wordlist.words())}
    if len(typed) != WORDS or not all(word in places for word in typed):
        raise CannotOpen
    number = 0
    for word in reversed(typed):
        number = number * len(places) + places[word]
    try:
        return number.to_bytes(CODE, "big")
    except OverflowError:
        raise CannotOpen from None


def finder(code: bytes) -> str:
    """The name under which an invitation is found: 64 hexadecimal digits that do not lead back to the code."""
    return kdf(code, "hf/link/find/1", b"").hex()


@sensitive_variables()
def seal(code: bytes, side: str, body: dict[str, Any], answers: bytes = b"") -> bytes:
    """What one side says to the other under the code; `answers` is the sealed offer that a reply belongs to."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return envelope.seal(_key(code, side), text, _place(code, side, answers))


@sensitive_variables()
def open_(code: bytes, side: str, sealed: bytes, answers: bytes = b"") -> dict[str, Any]:
    """What was said. Raises CannotOpen for another code, another side, another offer, or a changed byte."""
    text = envelope.open_(_key(code, side), sealed, _place(code, side, answers))
    return json.loads(text.decode("utf-8", "surrogatepass"))


def _key(code: bytes, side: str) -> envelope.Key:
    return envelope.Key(kdf(code, "hf/link/id/1", side, 16), kdf(code, "hf/link/key/1", side))


def _place(code: bytes, side: str, answers: bytes) -> bytes:
    return lp("hf/link/1", finder(code), side, blake2b(answers, digest_size=32).digest())
