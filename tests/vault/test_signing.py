"""A signature holds for one key, one purpose and exactly these parts."""

from holdfast.vault import signing

PAIR = signing.Pair(b"s" * 32)
SIGNED = signing.sign(PAIR.seed, "card", "ana", b"key")


def test_a_signature_holds_for_what_was_signed():
    assert len(SIGNED) == 64
    assert signing.holds(PAIR.public, SIGNED, "card", "ana", b"key")


def test_it_holds_for_nothing_else():
    other = signing.Pair(b"t" * 32)
    for public, signature, parts in (
        (other.public, SIGNED, ("card", "ana", b"key")),
        (PAIR.public, SIGNED, ("grant", "ana", b"key")),
        (PAIR.public, SIGNED, ("card", "ben", b"key")),
        (PAIR.public, SIGNED, ("card", "anak", b"ey")),
        (PAIR.public, SIGNED, ("card", "ana")),
        (PAIR.public, SIGNED[:-1], ("card", "ana", b"key")),
        (PAIR.public, b"", ("card", "ana", b"key")),
        (PAIR.public[:-1], SIGNED, ("card", "ana", b"key")),
        (b"", SIGNED, ("card", "ana", b"key")),
    ):
        assert signing.holds(public, signature, *parts) is False


def test_what_is_signed_names_the_format():
    from nacl.signing import SigningKey

    from holdfast.vault.kdf import lp

    message = lp("hf/sign/1", "card", "ana", b"key")
    assert SigningKey(b"s" * 32).sign(message).signature == SIGNED


def test_pairs_are_random_and_do_not_print():
    assert signing.new_pair() != signing.new_pair()
    assert repr(PAIR) == "Pair()"
