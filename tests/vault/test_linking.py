"""The code that links two: ten words, read back however typed, and what opens under it alone."""

from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.kit import random
from holdfast.vault import linking, wordlist
from holdfast.vault.errors import CannotOpen
from holdfast.vault.kdf import lp

SAID = "fastness dock ladylike postbox goes grimace unblock lisp aversion abacus"
FOUND = "3dfad1509c66003c54cc5f64948d91ab65a485bf4ddd131907d5d03d74dace00"
# The headers of what was sealed under it with a seeded nonce: key id, nonce and commitment.
SEALED = {
    "offer": "0101b4769fb39228bf8255ef4356c6af337d38b4e652e44da7f2370d9e260e27136550a4a3"
    "a6d07f5c0cbb2d7cc3bd01e24f5483536695af6929c216d1727ea133e2914d8dcb7824cf72",
    "reply": "0101434e662f04605790d72051d962c2352938b4e652e44da7f2370d9e260e27136550a4a3"
    "a6d07f5c0c7d839ffda04a758dd1c60e82b6b9b14953c9f8de0884779d58fdf3e5eceb5e22",
}

codes = st.binary(min_size=linking.CODE, max_size=linking.CODE)


@given(code=codes)
def test_ten_words_hold_the_whole_code(code):
    words = linking.write(code)
    assert len(words.split()) == 10
    assert set(words.split()) <= set(wordlist.words())
    assert linking.read(words) == code


@pytest.mark.parametrize("code", [bytes(16), b"\xff" * 16, bytes(range(16))])
def test_the_ends_of_the_range(code):
    assert linking.read(linking.write(code)) == code


@pytest.mark.parametrize("join", [" ", "\n", ", ", ".", "  ", " - "])
def test_words_are_read_however_they_were_typed(join):
    code = bytes(range(16))
    typed = join.join(linking.write(code).split()).title()
    assert linking.read(f"  {typed}. ") == code


def test_the_four_words_with_a_dash_are_read_too():
    dashed = {word: at for at, word in enumerate(wordlist.words()) if "-" in word}
    assert dashed
    for at in dashed.values():
        code = at.to_bytes(16, "big")
        assert linking.read(linking.write(code)) == code


@pytest.mark.parametrize("text", ["", "one two", "zoom " * 11, "zoom " * 10, "abacus " * 9 + "qqq", "\ud800", "١" * 40])
def test_what_cannot_be_a_code_is_refused(text):
    with pytest.raises(CannotOpen):
        linking.read(text)


def test_the_name_it_is_found_by_does_not_lead_back():
    code = linking.new_code()
    assert linking.finder(code) == linking.finder(code) != linking.finder(linking.new_code())
    assert code.hex() not in linking.finder(code)


def test_only_the_code_opens_and_only_its_own_side_and_offer():
    code, other = linking.new_code(), linking.new_code()
    offer = linking.seal(code, linking.OFFER, {"name": "Ána 🌊 \ud800"})
    assert linking.open_(code, linking.OFFER, offer) == {"name": "Ána 🌊 \ud800"}
    reply = linking.seal(code, linking.REPLY, {"name": "Ben"}, offer)
    assert linking.open_(code, linking.REPLY, reply, offer) == {"name": "Ben"}
    for given_ in ((other, linking.OFFER, offer), (code, linking.REPLY, offer), (code, linking.REPLY, reply, b"other")):
        with pytest.raises(CannotOpen):
            linking.open_(*given_)
    for at in range(0, len(offer), 7):
        with pytest.raises(CannotOpen):
            linking.open_(code, linking.OFFER, offer[:at] + bytes([offer[at] ^ 1]) + offer[at + 1 :])


def test_fixed_words_and_a_fixed_name_come_out_the_same_on_every_machine():
    """A vector of our own: a changed label would leave invitations that are out with nobody to find them."""
    code = bytes(range(16))
    assert linking.write(code) == SAID
    assert linking.finder(code) == FOUND
    for side, sealed in SEALED.items():
        with random.seeded(7):
            assert linking.seal(code, side, {"name": "Ana"}, b"offer").hex()[:148] == sealed


def test_what_cannot_be_a_code_is_refused_for_each_reason():
    good = linking.write(bytes(range(16))).split()
    for typed in (good[:9], [*good, good[0]], [*good[:9], "qqq"], ["zoom"] * 10, []):
        with pytest.raises(CannotOpen):
            linking.read(" ".join(typed))


def test_each_part_of_its_place_counts(monkeypatch):
    code = bytes(range(16))
    place = linking._place(code, linking.OFFER, b"")
    assert place != linking._place(code, linking.REPLY, b"") != linking._place(code, linking.OFFER, b"x")
    assert place != linking._place(bytes(16), linking.OFFER, b"")
    assert place == lp("hf/link/1", linking.finder(code), "offer", blake2b(b"", digest_size=32).digest())
