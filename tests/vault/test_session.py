"""A session's key opens with its cookie and its unedited row, and with neither alone."""

from dataclasses import replace
from hashlib import blake2b
from uuid import UUID

import pytest

from holdfast.vault import envelope, session
from holdfast.vault.errors import CannotOpen
from holdfast.vault.kdf import kdf, lp

AMK, ACCOUNT, EXPIRY = b"m" * 32, UUID(int=5), 1_800_000_000


def _cookie() -> session.Cookie:
    return session.Cookie(b"s" * 32, b"c" * 32)


def _sealed(stage: str = session.OPEN) -> bytes:
    return session.seal_session(_cookie(), AMK, ACCOUNT, EXPIRY, stage)


def test_it_opens_with_its_cookie():
    assert session.open_session(_cookie(), _sealed(), ACCOUNT, EXPIRY) == AMK


def test_key_05_another_cookie_account_or_expiry_is_refused():
    for cookie, account, expiry in (
        (replace(_cookie(), sid=bytes(32)), ACCOUNT, EXPIRY),
        (replace(_cookie(), secret=bytes(32)), ACCOUNT, EXPIRY),
        (_cookie(), UUID(int=6), EXPIRY),
        (_cookie(), ACCOUNT, EXPIRY + 1),
        (_cookie(), ACCOUNT, -EXPIRY),
    ):
        with pytest.raises(CannotOpen):
            session.open_session(cookie, _sealed(), account, expiry)


def test_key_08_a_session_that_waits_for_its_one_time_code_is_not_an_open_one():
    waiting = _sealed(session.WAITING)
    assert session.open_session(_cookie(), waiting, ACCOUNT, EXPIRY, session.WAITING) == AMK
    with pytest.raises(CannotOpen):
        session.open_session(_cookie(), waiting, ACCOUNT, EXPIRY)
    with pytest.raises(CannotOpen):
        session.open_session(_cookie(), _sealed(), ACCOUNT, EXPIRY, session.WAITING)


def test_the_session_is_an_envelope_as_decision_4_says():
    name = blake2b(b"s" * 32, digest_size=32).digest()[:16]
    for stage, label in ((session.OPEN, "hf/sess/1"), (session.WAITING, "hf/sess-wait/1")):
        key = envelope.Key(name, kdf(b"c" * 32, label, b"s" * 32))
        bound_to = lp("hf/sess-ad/1", ACCOUNT, EXPIRY.to_bytes(8, "big"))
        assert envelope.open_(key, _sealed(stage), bound_to) == AMK


def test_the_cookie_goes_through_its_text():
    made = session.Cookie.new()
    assert session.Cookie.read(made.text) == made
    assert made.text.isalnum()
    assert made != session.Cookie.new()
    assert len(made.sid) == len(made.secret) == 32


def test_a_cookie_text_that_was_never_written_is_refused():
    text = session.Cookie(b"\xab" * 32, b"\xcd" * 32).text
    spaced = [f" {text}", f"{text[:64]} {text[64:]}"]
    for wrong in ("", text[:-2], text + "00", "z" * 128, text.upper(), "é", "\ud800", *spaced):
        with pytest.raises(CannotOpen) as refusal:
            session.Cookie.read(wrong)
        assert refusal.value.__cause__ is None
        assert refusal.value.__suppress_context__ or refusal.value.__context__ is None


def test_the_rows_name_does_not_lead_back_to_the_cookie():
    assert _cookie().row == blake2b(b"s" * 32, digest_size=32).digest()


def test_a_cookie_does_not_print_its_halves():
    assert repr(_cookie()) == "Cookie()"
