"""A locked file opens with its words alone, in the format everyone has, and cannot cost the host its memory."""

import re

import pytest

from holdfast.vault import ageing
from holdfast.vault.errors import CannotOpen

WORDS = "caf\u00e9 harbour stone"


@pytest.fixture(scope="module")
def locked() -> bytes:
    return ageing.lock(b"my days", WORDS)


def test_a_locked_file_opens_with_its_words_however_the_keyboard_writes_them(locked):
    assert ageing.is_locked(locked)
    assert b"my days" not in locked
    assert ageing.unlock(locked, "  cafe\u0301 harbour stone ") == b"my days"


def test_other_words_and_a_changed_byte_open_nothing(locked):
    with pytest.raises(CannotOpen):
        ageing.unlock(locked, "cafe harbour stone")
    broken = locked[:-1] + bytes([locked[-1] ^ 1])
    with pytest.raises(CannotOpen):
        ageing.unlock(broken, WORDS)


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"age-encryption.org/v1\n", b"age-encryption.org/v1\n-> X25519 abc\n"]
)
def test_what_is_no_passphrase_file_opens_nothing(data):
    with pytest.raises(CannotOpen):
        ageing.unlock(data, WORDS)


def test_a_file_that_asks_for_all_memory_is_refused_before_any_work(locked, monkeypatch):
    monkeypatch.setattr(ageing.passphrase, "decrypt", lambda *_: pytest.fail("work was done"))
    heavier = re.sub(rb" [0-9]{1,2}\n", b" 21\n", locked, count=1)
    with pytest.raises(CannotOpen):
        ageing.unlock(heavier, WORDS)


@pytest.mark.parametrize("words", ["", "   ", "short"])
def test_too_few_letters_lock_nothing(words):
    with pytest.raises(ValueError, match="eight letters"):
        ageing.lock(b"x", words)
