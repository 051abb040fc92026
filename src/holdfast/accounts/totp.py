"""A one-time code as a second step (RFC 6238), for whoever wants one. Its seed lies in the sealed keychain.

So the server learns that a code is due only after the words have opened, and a thief of the disk never does.
"""

import base64
import hmac

import pyotp
import segno
from django.conf import settings
from django.core import signing
from django.utils.safestring import SafeString, mark_safe

from holdfast.accounts import limits
from holdfast.accounts.errors import WrongSecret
from holdfast.accounts.opened import Opened, change_notes
from holdfast.kit import clock, random

STEP_S = 30
# One step either way: phones' clocks drift. Never over midnight (UTC), when the list of used codes begins anew.
STEPS = (-1, 0, 1)
STEPS_A_DAY = 24 * 3600 // STEP_S


def new_seed() -> str:
    """A seed of 160 bits in base 32, as authenticator apps take it."""
    return base64.b32encode(random.token(20)).decode("ascii")


def seed_for_form(seed: str) -> str:
    """A seed for the form that turns it on, signed: nobody can slip in one of their own."""
    return signing.Signer(salt="hf/totp/1").sign(seed)


def seed_from_form(text: str) -> str | None:
    """The seed out of the form; None when there is none or it was altered."""
    try:
        return signing.Signer(salt="hf/totp/1").unsign(text)
    except signing.BadSignature:
        return None


def drawing(seed: str) -> SafeString:
    """The set-up code as SVG, with no style in it. The label is the app's neutral name; no login name leaves."""
    link = pyotp.TOTP(seed).provisioning_uri(name=settings.APP_NAME)
    svg = segno.make(link, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff")
    return mark_safe(svg)  # noqa: S308  drawn here from our own link, holds no input


def is_on(opened: Opened) -> bool:
    """Whether this account asks for a code."""
    return bool(opened.notes.get("totp"))


def turn_on(opened: Opened, seed: str, code: str) -> Opened:
    """Ask for codes from now on, after one was typed right. Raises WrongSecret, TooBusy."""
    _spend(opened, seed, code)
    return change_notes(opened, lambda notes: notes.update({"totp": seed}))


def turn_off(opened: Opened) -> Opened:
    """Ask for no code any more."""
    return change_notes(opened, lambda notes: notes.update({"totp": None}))


def check(opened: Opened, code: str) -> None:
    """Take a code at sign-in; each works once. Raises WrongSecret, TooBusy after ten wrong ones."""
    _spend(opened, opened.notes["totp"], code)


def _spend(opened: Opened, seed: str, code: str) -> None:
    who = opened.account.id.hex
    limits.spend(limits.CODE, who)
    step = _step(seed, "".join(code.split()))
    if step is None or not limits.first_time("code", who, str(step)):
        raise WrongSecret
    limits.give_back(limits.CODE, who)


def _step(seed: str, code: str) -> int | None:
    """Which half-minute this code belongs to, of the three that count now."""
    made, now = pyotp.TOTP(seed), int(clock.now().timestamp()) // STEP_S
    typed = code.encode()
    today = [now + step for step in STEPS if (now + step) // STEPS_A_DAY == now // STEPS_A_DAY]
    right = [step for step in today if hmac.compare_digest(made.generate_otp(step).encode(), typed)]
    return right[0] if right else None
