"""The host's invitations to sign up: a code that works once, until a day. The host is not told who used it."""

import base64
import hashlib
from datetime import timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from holdfast.accounts.errors import Refused
from holdfast.accounts.models import Invitation
from holdfast.kit import clock, random

BYTES, GROUP = 10, 4
DAYS_MOST = 90
# Base 32 has no 0, 1 or 8; whoever types one means the letter that looks like it.
_MISREAD = str.maketrans("018", "OIB")


def invite(days: int = 14) -> str:
    """A new code, as four groups of four, good for `days` days (1 to 90). Only its hash is kept. Raises ValueError."""
    if not 1 <= days <= DAYS_MOST:
        raise ValueError(f"An invitation lasts from 1 to {DAYS_MOST} days.")
    today = clock.now().date()
    Invitation.objects.filter(expires_on__lt=today).delete()
    letters = base64.b32encode(random.token(BYTES)).decode("ascii")
    Invitation.objects.create(code_hash=_hash(letters), expires_on=today + timedelta(days=days))
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def check_invitation(text: str) -> None:
    """Raise Refused unless a code is good. Asked first of all: only the invited learn which names are taken."""
    if not _good(text).exists():
        raise _refusal()


def use_invitation(text: str) -> None:
    """Use a code up, inside the transaction of the sign-up. Raises Refused when it is none, used or too old."""
    if not _good(text).update(used=True):
        raise _refusal()


def _good(text: str) -> QuerySet[Invitation]:
    return Invitation.objects.filter(code_hash=_hash(text), used=False, expires_on__gte=clock.now().date())


def _refusal() -> Refused:
    return Refused(_("That invitation doesn't open. It works once, until its day. You could ask for a new one."))


def _hash(text: str) -> str:
    letters = "".join(letter for letter in text.upper() if letter.isalnum()).translate(_MISREAD)
    return hashlib.blake2b(letters.encode("utf-8", "replace"), digest_size=32, person=b"hf/invite").hexdigest()
