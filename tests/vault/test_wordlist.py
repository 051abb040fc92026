"""Generated lock words: the right list, drawn from all of it."""

from hashlib import sha256
from importlib.resources import files

from holdfast.kit import random
from holdfast.vault import wordlist


def test_the_list_is_the_published_one_and_names_its_licence():
    folder = files("holdfast.vault") / "words"
    assert sha256((folder / "en.txt").read_bytes()).hexdigest().startswith("6d557f0693958fb5")
    licence = (folder / "en.LICENSE.txt").read_text()
    assert "Creative Commons Attribution" in licence
    assert sha256((folder / "en.txt").read_bytes()).hexdigest() in licence


def test_there_are_7776_plain_words():
    words = wordlist.words()
    assert len(set(words)) == len(words) == 7776
    assert all(word.replace("-", "").isalpha() and word.islower() and word.isascii() for word in words)


def test_four_words_from_the_list_with_one_space_between():
    drawn = wordlist.generate().split(" ")
    assert len(drawn) == 4
    assert set(drawn) <= set(wordlist.words())
    assert len(wordlist.generate(6).split(" ")) == 6


def test_every_word_can_be_drawn(monkeypatch):
    limits = []
    monkeypatch.setattr(random, "below", lambda limit: limits.append(limit) or limit - 1)
    assert wordlist.generate() == " ".join([wordlist.words()[-1]] * 4)
    assert limits == [7776] * 4
