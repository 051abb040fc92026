"""The code that links two: ten words, read back however typed, and what opens under it alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.vault import linking, wordlist
from holdfast.vault.errors import CannotOpen

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
