"""Whether the pepper is still the one the slots were made with; asked before the server answers anybody (FT-16)."""

from django.conf import settings
from django.db.models import QuerySet

from holdfast.accounts.models import Slot
from holdfast.vault.passphrase import pepper_fingerprint

# What a slot says once the host has given the pepper up: its words open nothing any more.
LOST = b""


def problem() -> str | None:
    """None when all is well; else what is wrong and the exact way out, for `holdfast serve` and `check`."""
    others = _of_others().count()
    if not others:
        return None
    return (
        f"The pepper in {settings.KEYS / 'pepper'} is not the one that {others} of the accounts here were made with, "
        "so their words would open nothing. Put the right file back: it lies in the keys folder of the old server, or "
        "beside its backup. If it is lost for good: `holdfast accounts pepper-is-lost`. Everyone then comes in once "
        "with their spare key and chooses new words; who has no spare key, PIN or open session loses what they wrote."
    )


def is_lost() -> int:
    """The host gives the old pepper up. Returns how many accounts now need a spare key or PIN to get in."""
    return _of_others().update(pepper_print=LOST)


def _of_others() -> QuerySet[Slot]:
    mine = pepper_fingerprint(settings.PEPPER)
    return Slot.objects.filter(kind=Slot.PASSPHRASE).exclude(pepper_print__in=[mine, LOST])
