"""Ways to open an account: lock words, a spare key, a PIN on one phone. Each seals the same master key (11-vault §2.2).

Here are only the slots themselves; who may try, and what follows, is said in `opening` and `changing`.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import F

from holdfast.accounts import cookies, limits
from holdfast.accounts.errors import WrongSecret
from holdfast.accounts.models import Account, Slot
from holdfast.accounts.opened import Notes, Opened
from holdfast.kit import clock, random
from holdfast.vault import device as vault_device
from holdfast.vault import passphrase, recovery
from holdfast.vault.errors import CannotOpen
from holdfast.vault.passphrase import Params
from holdfast.vault.slots import open_slot, seal_slot

PIN_TRIES = 5
_NOBODYS_SALT = bytes(passphrase.SALT)


@dataclass(frozen=True)
class Way:
    """One line of "What can open my account": no hour, no address; `made` is the first of its month, or None."""

    id: UUID
    kind: str
    device: str
    made: date | None


def with_words(account: Account, words: str, amk: bytes, slot_id: UUID | None = None) -> Slot:
    """A slot for lock words, not saved: its Argon2id run belongs outside any transaction. Raises TooBusy."""
    params, salt, slot_id = Params.of_host(), random.token(passphrase.SALT), slot_id or random.uuid()
    auth, kek = _stretched(words, salt, params)
    return Slot(
        id=slot_id,
        account=account,
        kind=Slot.PASSPHRASE,
        salt=salt,
        kib=params.kib,
        passes=params.passes,
        verifier=passphrase.verifier(auth),
        pepper_print=passphrase.pepper_fingerprint(settings.PEPPER),
        envelope=seal_slot(kek, amk, account.id, Slot.PASSPHRASE, slot_id),
    )


def open_words(slot: Slot | None, words: str) -> bytes:
    """The master key. Raises WrongSecret, after the same one Argon2id run, also when there is no slot (KEY-21)."""
    if slot is None:
        _stretched(words, _NOBODYS_SALT, Params.of_host())
        raise WrongSecret
    auth, kek = _stretched(words, bytes(slot.salt), Params(slot.kib, slot.passes))
    if not passphrase.matches(auth, bytes(slot.verifier)):
        raise WrongSecret
    return _opened(slot, kek)


def is_behind(slot: Slot) -> bool:
    """Whether the host asks more of new slots than this one costs (KEY-20)."""
    return Params(slot.kib, slot.passes).below(Params.of_host())


def renew(slot: Slot, made: Slot) -> None:
    """Put a slot of the same id and secret, sealed at another cost, in place of `slot`, unless that changed since."""
    told = {name: getattr(made, name) for name in ("salt", "kib", "passes", "verifier", "pepper_print", "envelope")}
    Slot.objects.filter(pk=slot.pk, envelope=slot.envelope).update(**told)


def with_spare_key(account: Account, code: bytes, amk: bytes) -> Slot:
    """A slot for a spare key, not saved. It needs no pepper: a host that loses its pepper loses nobody's data."""
    slot_id = random.uuid()
    sealed = seal_slot(recovery.kek_recovery(code, account.id), amk, account.id, Slot.RECOVERY, slot_id)
    return Slot(id=slot_id, account=account, kind=Slot.RECOVERY, envelope=sealed)


def open_spare_key(slot: Slot | None, text: str) -> bytes:
    """The master key, from a spare key as typed. Raises WrongSecret whatever is wrong."""
    try:
        code = recovery.read(text)
    except CannotOpen:
        raise WrongSecret from None
    if slot is None:
        raise WrongSecret
    return _opened(slot, recovery.kek_recovery(code, slot.account_id))


def new_device() -> cookies.Device:
    """What the cookie of a phone with a new PIN holds."""
    return cookies.Device(random.uuid(), vault_device.new_secret())


def with_pin(account: Account, pin: str, amk: bytes, device: cookies.Device) -> Slot:
    """A slot for a PIN on one phone, not saved. Raises TooBusy."""
    params, salt = Params.of_host(), random.token(passphrase.SALT)
    with limits.argon2_slot():
        kek = vault_device.kek_device(pin, device.secret, salt, params)
    return Slot(
        id=device.slot,
        account=account,
        kind=Slot.DEVICE,
        salt=salt,
        kib=params.kib,
        passes=params.passes,
        envelope=seal_slot(kek, amk, account.id, Slot.DEVICE, device.slot),
    )


def open_pin(slot: Slot, pin: str, secret: bytes) -> bytes:
    """The master key. The fifth wrong PIN deletes the slot; then, and for any wrong PIN, raises WrongSecret.

    The try is counted before the run, in one conditional UPDATE: racing gains no sixth.
    """
    with limits.argon2_slot():
        if not Slot.objects.filter(pk=slot.pk, tries__lt=PIN_TRIES).update(tries=F("tries") + 1):
            raise WrongSecret
        kek = vault_device.kek_device(pin, secret, bytes(slot.salt), Params(slot.kib, slot.passes))
    try:
        amk = _opened(slot, kek)
    except WrongSecret:
        Slot.objects.filter(pk=slot.pk, tries__gte=PIN_TRIES).delete()
        raise
    Slot.objects.filter(pk=slot.pk).update(tries=0)
    return amk


def of_phone(device: cookies.Device | None) -> Slot | None:
    """The PIN slot this phone's cookie names, with its account; None when there is none any more."""
    if device is None:
        return None
    return Slot.objects.select_related("account").filter(pk=device.slot, kind=Slot.DEVICE).first()


def of_account(account: Account | None, kind: str) -> Slot | None:
    """The account's one slot of a kind; None without an account."""
    return account and account.slots.filter(kind=kind).first()


def ways(opened: Opened) -> list[Way]:
    """What can open this account, the words first."""
    told = opened.notes.get("slots", {})
    found = []
    for slot in opened.account.slots.all():
        note = told.get(slot.id.hex, {})
        made = date.fromisoformat(f"{note['made']}-01") if note else None
        found.append(Way(slot.id, slot.kind, note.get("device", ""), made))
    order = [kind for kind, _ in Slot.KINDS]
    return sorted(found, key=lambda way: (order.index(way.kind), way.made or date.min, way.id))


def note(notes: Notes, slot: Slot, device: str = "") -> None:
    """Write into the sealed notes what the table must not hold: the month a slot was made, and for what device."""
    notes["slots"][slot.id.hex] = {"made": f"{clock.now():%Y-%m}", "device": device}


def forget_missing(notes: Notes, account: Account) -> None:
    """Drop the notes of slots that are gone."""
    there = {slot_id.hex for slot_id in account.slots.values_list("id", flat=True)}
    notes["slots"] = {key: told for key, told in notes["slots"].items() if key in there}


def _stretched(words: str, salt: bytes, params: Params) -> tuple[bytes, bytes]:
    """(auth, kek) of lock words: one Argon2id run in one of the host's two places."""
    with limits.argon2_slot():
        prk = passphrase.stretch(words, salt, params)
    return passphrase.mix(prk, settings.PEPPER)


def _opened(slot: Slot, kek: bytes) -> bytes:
    try:
        return open_slot(kek, bytes(slot.envelope), slot.account_id, slot.kind, slot.id)
    except CannotOpen:
        raise WrongSecret from None
