"""The table of addresses: opaque, unique, never used twice (decision 30)."""

import re

import pytest

from holdfast.web.paths import RETIRED, TABLE, WORDS

ALLOWED_WORDS = re.compile(r"|help|help/<.*>|exit|about|sw\.js|app\.webmanifest|manifest\.webmanifest|offline")


def test_every_address_is_there_once():
    addresses = [(number, rest) for number, rest, _, _ in TABLE]
    assert len(addresses) == len(set(addresses))


def test_every_name_is_there_once_and_in_kebab_case():
    names = [name for *_, name in (*TABLE, *WORDS)]
    assert len(names) == len(set(names))
    assert [name for name in names if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []


def test_a_retired_number_is_never_taken_again():
    assert {number for number, *_ in TABLE} & RETIRED == set()


def test_ps_44_addresses_are_numbers_and_say_nothing():
    telling = [rest for _, rest, _, _ in TABLE if re.search(r"[a-z]{2}", re.sub(r"<[^>]*>", "", rest))]
    assert telling == []


@pytest.mark.parametrize("word", [word for word, *_ in WORDS])
def test_only_four_words_are_addresses(word):
    assert ALLOWED_WORDS.fullmatch(word)
