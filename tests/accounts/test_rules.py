"""Names, lock words, PINs and minutes: what they become, and the sentence when they cannot be."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.accounts import rules
from holdfast.accounts.errors import Refused
from holdfast.vault import wordlist
from holdfast.vault.passphrase import tidy

letters = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=40)


@given(st.text(max_size=60))
def test_a_name_is_refused_with_a_sentence_or_stays_as_it_is_when_taken_again(text):
    try:
        made = rules.name(text)
    except Refused as refusal:
        assert str(refusal).endswith((".", "well."))
        return
    assert rules.name(made) == made
    assert 1 <= len(made) <= 64


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Ana", "ana"), ("  ANA  B ", "ana b"), ("ﬁona", "fiona"), ("Straße", "strasse"), ("ｂｅｎ", "ben")],
)
def test_names_that_look_alike_are_one(typed, kept):
    assert rules.name(typed) == kept


@pytest.mark.parametrize("typed", ["", "   ", "a" * 65, "a\x00b", "a\u202eb", "\ud800", "a\ue000"])
def test_a_name_that_cannot_be_typed_again_is_refused(typed):
    with pytest.raises(Refused):
        rules.name(typed)


@given(letters)
def test_ft_22_words_are_the_same_in_every_normal_form_and_with_blanks_around(text):
    try:
        made = rules.words(text)
    except Refused:
        return
    for form in ("NFC", "NFD"):
        assert rules.words(f"  {unicodedata.normalize(form, text)}\t") == made
    assert rules.words(made) == made
    assert tidy(made) == made.encode()


@given(letters, letters)
def test_ft_22_two_passphrases_become_one_only_if_a_person_could_not_tell_them_apart(one, other):
    try:
        same = rules.words(one) == rules.words(other)
    except Refused:
        return
    told_apart = unicodedata.normalize("NFC", one).split() != unicodedata.normalize("NFC", other).split()
    assert same != told_apart


def test_capitals_and_accents_count():
    assert len({rules.words(text) for text in ("Cafe au lait", "cafe au lait", "café au lait")}) == 3


@pytest.mark.parametrize("text", ["", " \n ", "a" * 1001, "words\x00here", "words\ud800here"])
def test_what_can_never_be_words_is_refused(text):
    with pytest.raises(Refused):
        rules.words(text)


@pytest.mark.parametrize(
    "text",
    [
        "eleven char",
        "password1234",
        "qwertyqwerty",
        "aaaaaaaaaaaaaaaa",
        "abcabcabcabc",
        "monkeymonkeymonkey",
        "2024superman2024!",
        "pass word 1234",
        "Administrator",
    ],
)
def test_own_words_that_are_short_or_common_are_refused(text):
    with pytest.raises(Refused):
        rules.new_words(text)


@pytest.mark.parametrize("text", ["the tea is cold again", "192837465564738291", "ααα βββ γγγ δδδ", "anchor-blanket"])
def test_own_words_of_twelve_letters_need_no_signs_or_numbers(text):
    assert rules.new_words(text) == text


def test_the_name_itself_is_not_a_secret():
    with pytest.raises(Refused):
        rules.new_words("Ana of the harbour", "ana of the harbour")


def test_made_words_always_pass_the_rules_for_own_ones():
    for _ in range(50):
        made = wordlist.generate()
        assert len(made.split()) == 4
        assert rules.new_words(made) == made


@pytest.mark.parametrize("text", ["", "123", "1234567890123", "12a4", "１２", "0000", "1234", "9876"])
def test_a_pin_that_is_no_pin_or_the_first_one_tried_is_refused(text):
    with pytest.raises(Refused):
        rules.pin(text)


@pytest.mark.parametrize(
    ("text", "kept"), [("2580", "2580"), (" 25 80 ", "2580"), ("２５８０", "2580"), ("²⁵⁸⁰", "2580")]
)
def test_a_pin_is_kept_as_digits(text, kept):
    assert rules.pin(text) == rules.pin_as_typed(text) == kept


@pytest.mark.parametrize("text", ["", "1", "16", "five", "-3", "²", "999999999999"])
def test_minutes_outside_two_to_fifteen_are_refused(text):
    with pytest.raises(Refused):
        rules.minutes(text)


def test_minutes_from_two_to_fifteen():
    assert [rules.minutes(f" {n} ") for n in (2, 15)] == [2, 15]
