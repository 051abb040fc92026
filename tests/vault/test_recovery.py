"""The spare key: written in eight groups, read however it is typed, and never mistaken for another."""

from hashlib import blake2b
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.vault import recovery
from holdfast.vault.errors import CannotOpen
from holdfast.vault.kdf import kdf, lp

CODE = bytes(range(16))
WRITTEN = recovery.write(CODE)


@given(st.binary(min_size=16, max_size=16))
def test_what_is_written_is_read_again(code):
    assert recovery.read(recovery.write(code)) == code


def test_eight_groups_of_four_in_letters_that_cannot_be_mistaken():
    groups = WRITTEN.split("-")
    assert [len(group) for group in groups] == [4] * 8
    assert set("".join(groups)) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    assert recovery.write(CODE)[:4] == "000G"


def test_the_checksum_is_four_bytes_behind_the_code():
    check = blake2b(lp("hf/recovery-check/1", CODE), digest_size=4).digest()
    number = int.from_bytes(CODE + check, "big")
    letters = WRITTEN.replace("-", "")
    for letter in reversed(letters):
        number, digit = divmod(number, 32)
        assert recovery.ALPHABET[digit] == letter
    assert number == 0


def test_it_is_read_however_it_is_typed():
    plain = WRITTEN.replace("-", "")
    typed = [
        WRITTEN.lower(),
        plain,
        " ".join(plain),
        f"  {WRITTEN.replace('-', ' – ')}.\n",
        plain.replace("0", "O").replace("1", "l"),
        plain.replace("0", "o").replace("1", "I"),
        "".join(chr(ord(letter) + 0xFEE0) for letter in plain),  # full-width, from a Japanese keyboard
    ]
    for text in typed:
        assert recovery.read(text) == CODE, ascii(text)
    assert "0" in plain
    assert "1" in plain


def test_u_is_read_as_v():
    code = next(c for c in (bytes([n]) + CODE[1:] for n in range(256)) if "V" in recovery.write(c))
    assert recovery.read(recovery.write(code).replace("V", "u")) == code


def test_every_wrong_letter_and_every_swap_of_neighbours_is_refused():
    plain = WRITTEN.replace("-", "")
    wrong = [plain[:at] + other + plain[at + 1 :] for at in range(32) for other in recovery.ALPHABET]
    swapped = [plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :] for at in range(31)]
    tried = [text for text in (*wrong, *swapped) if text != plain]
    assert len(tried) > 1000
    for text in tried:
        with pytest.raises(CannotOpen):
            recovery.read(text)


def test_what_cannot_be_a_code_is_refused():
    plain = WRITTEN.replace("-", "")
    high = recovery.write(b"\xff" * 16)
    assert plain[0] == "0"
    for text in (
        "",
        plain[1:],
        "0" + plain,
        high + "0",
        plain[:-1],
        plain + "0",
        "é" * 32,
        "\0" * 32,
        plain[:-1] + "é",
        "\ud800" * 32,
        "0" * 31 + "²" * 2,
    ):
        with pytest.raises(CannotOpen):
            recovery.read(text)


def test_key_06_a_wrong_code_says_no_more_than_any_other_refusal():
    with pytest.raises(CannotOpen, match=r"^This cannot be opened\.$"):
        recovery.read("no code at all")


def test_codes_are_random():
    assert len({recovery.new_code() for _ in range(50)}) == 50
    assert len(recovery.new_code()) == 16


def test_the_key_belongs_to_code_and_owner():
    owner = UUID(int=5)
    assert recovery.kek_recovery(CODE, owner) == kdf(CODE, "hf/recovery/1", owner)
    assert recovery.kek_recovery(CODE, owner) != recovery.kek_recovery(CODE, UUID(int=6))
