"""From words to keys: the published vector, words typed in different ways, and how cost is chosen."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from holdfast.vault import passphrase
from holdfast.vault.kdf import kdf
from holdfast.vault.passphrase import Params

from .test_envelope import VECTORS

CHEAP = Params(8, 1)
SALT = bytes(range(16))


def test_key_04_the_published_vector_with_the_real_cost():
    prk = passphrase.stretch("correct horse battery staple", VECTORS["salt"], Params(128 * 1024, 3))
    assert passphrase.mix(prk, VECTORS["pepper"]) == (VECTORS["auth"], VECTORS["kek"])


def test_the_verifier_is_blake2b_of_auth_and_recognises_it_alone():
    from hashlib import blake2b

    stored = passphrase.verifier(b"auth")
    assert stored == blake2b(b"auth", digest_size=32).digest()
    assert passphrase.matches(b"auth", stored)
    assert not passphrase.matches(b"auti", stored)
    assert not passphrase.matches(b"auth", b"")


def test_ft_22_the_same_words_typed_in_different_ways():
    expected = passphrase.stretch("café au lait noir", SALT, CHEAP)
    for typed in (
        unicodedata.normalize("NFD", "café au lait noir"),
        "  café au lait noir ",
        "café  au\tlait \u00a0 noir\r\n",
        "café au\u2003lait noir",
    ):
        assert passphrase.stretch(typed, SALT, CHEAP) == expected, ascii(typed)


def test_ft_22_words_that_a_person_could_tell_apart_stay_different():
    typed = ["café au lait", "cafe au lait", "Café au lait", "café aulait", "café au lait.", "café-au-lait", ""]
    assert len({passphrase.tidy(words) for words in typed}) == len(typed)


@given(st.text(max_size=40))
def test_ft_22_tidying_is_stable_and_takes_any_text(words):
    once = passphrase.tidy(words)
    assert passphrase.tidy(once.decode("utf-8", "surrogatepass")) == once


def test_ft_22_hostile_words_are_words():
    for words in ("\0", "\ud800", "\u202e" * 5, "é" * 100_000, "a" + "\u0301" * 500):
        assert len(passphrase.stretch(words, SALT, CHEAP)) == 32


def test_salt_and_cost_change_the_result():
    results = {
        passphrase.stretch("words", SALT, CHEAP),
        passphrase.stretch("words", bytes(16), CHEAP),
        passphrase.stretch("words", SALT, Params(16, 1)),
        passphrase.stretch("words", SALT, Params(8, 2)),
    }
    assert len(results) == 4


def test_the_pepper_changes_both_halves_and_they_differ():
    one, other = passphrase.mix(b"k" * 32, bytes(32)), passphrase.mix(b"k" * 32, b"\x01" * 32)
    assert len({*one, *other}) == 4


def test_the_pepper_fingerprint_is_short_and_tells_peppers_apart():
    assert passphrase.pepper_fingerprint(b"p" * 32) == kdf(b"p" * 32, "hf/pepper-print/1", "", 8)
    assert passphrase.pepper_fingerprint(b"p" * 32) != passphrase.pepper_fingerprint(b"q" * 32)


def test_key_20_a_slot_with_less_than_the_host_asks_is_below():
    host = Params(128 * 1024, 3)
    assert Params(64 * 1024, 3).below(host)
    assert Params(128 * 1024, 2).below(host)
    assert not host.below(host)
    assert not Params(256 * 1024, 3).below(host)


def test_the_host_says_what_new_slots_cost(settings):
    settings.ARGON2_KIB, settings.ARGON2_PASSES = 70_000, 4
    assert Params.of_host() == Params(70_000, 4)


def test_key_20_calibrate_takes_the_most_memory_within_the_time():
    """The first number is how long one run takes for each GiB here, in seconds."""
    expected = {0.1: 512, 0.8: 512, 0.81: 256, 1.6: 256, 1.7: 128, 3.2: 128, 3.3: 64, 99.0: 64}
    for per_gib, mebibytes in expected.items():
        chosen = passphrase.calibrate(lambda params, per_gib=per_gib: per_gib * params.kib / 1024 / 1024)
        assert chosen == Params(mebibytes * 1024, 3)


def test_calibrate_times_real_runs_here(monkeypatch):
    runs, clock = [], iter([0.0, 0.3, 10.0, 10.5])
    monkeypatch.setattr(passphrase, "stretch", lambda words, salt, params: runs.append(params.kib))
    monkeypatch.setattr(passphrase, "perf_counter", lambda: next(clock))
    assert passphrase.calibrate() == Params(128 * 1024, 3)
    assert runs == [128 * 1024, 256 * 1024]
