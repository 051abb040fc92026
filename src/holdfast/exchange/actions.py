"""Taking back in what was taken out: all of a file or nothing of it. Ids are kept, what is here already stays as it is.

Never reacts (decision 22): no support page, no schedule, no mark that anything came in. Sends nothing anywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.accounts import limits
from holdfast.checkins import records as checkins
from holdfast.exchange import archive, merging, schema
from holdfast.exchange.checks import CHECKS
from holdfast.exchange.schema import NotAnExport, Parcel, Record
from holdfast.instruments import queries as instruments
from holdfast.instruments import records as measures
from holdfast.instruments import scoring
from holdfast.journal import records as journal
from holdfast.people import actions as people
from holdfast.people import queries as persons
from holdfast.people import records as profiles
from holdfast.people.schema import NotAProfile
from holdfast.programme import records as programme
from holdfast.programme.sheets import lines as sheets
from holdfast.programme.sheets.records import SHEET
from holdfast.safety import records as safety
from holdfast.vault import actions as vault
from holdfast.vault import ageing
from holdfast.vault.errors import CannotOpen
from holdfast.vault.records import KINDS
from holdfast.vault.upgrade import upgraded


@dataclass(frozen=True)
class Taken:
    """What an import did: entries that are new here, and entries that were here already."""

    new: int = 0
    known: int = 0


def take_in(keyring: Any, data: bytes, words: str = "") -> Taken:
    """Import a file: unlocked with `words` if it is locked, checked whole, then written in one transaction.

    Raises NotAnExport with a plain sentence, and then nothing was changed.
    """
    parcel = archive.read(opened(data, words))
    records = [_current(record, parcel) for record in parcel.records]
    if not all(CHECKS[record.kind](record) for record in records):
        raise NotAnExport(_("An entry in this file can't be what it says. Nothing was changed."))
    with transaction.atomic():
        counts = [_take(keyring, record) for record in records]
    return Taken(sum(new for new, _known in counts), sum(known for _new, known in counts))


def opened(data: bytes, words: str) -> bytes:
    """The archive inside a file that may be locked with a passphrase. Raises NotAnExport, TooBusy."""
    if len(data) > schema.LARGEST_FILE:
        raise NotAnExport(_("This file is too large. Nothing was changed."))
    if not ageing.is_locked(data):
        return data
    if not words.strip():
        raise NotAnExport(_("This file is locked. Please type its passphrase. Nothing was changed."))
    try:
        with limits.argon2_slot():
            return ageing.unlock(data, words)
    except CannotOpen:
        raise NotAnExport(_("This passphrase doesn't open the file. Nothing was changed.")) from None


def _current(record: Record, parcel: Parcel) -> Record:
    """The record as the newest version of its kind has it. Raises NotAnExport for a kind or version not known here."""
    kind = KINDS.get(record.kind)
    if kind is None or not kind.exported or record.kind not in CHECKS or kind.parted != bool(record.part):
        raise NotAnExport(_("This file holds something this version doesn't know. Nothing was changed."))
    try:
        body = upgraded(kind, parcel.versions.get(record.kind, 0), record.body)
    except CannotOpen:
        raise NotAnExport(_("This file was made by a newer version. Nothing was changed.")) from None
    return replace(record, body=body)


def _take(keyring: Any, record: Record) -> tuple[int, int]:
    """Write one record: how many entries of it are new, and how many were here."""
    return TAKERS.get(record.kind, _row)(keyring, record)


def _row(keyring: Any, record: Record) -> tuple[int, int]:
    """A row of its own: inserted under its id, or left alone when it is here."""
    kind, body = KINDS[record.kind], record.body
    try:
        new = vault.put_new(keyring, kind, body, id=record.id)
    except CannotOpen:
        # The id belongs to another account on this host: the same person's old one, most likely.
        new = vault.put_new(keyring, kind, body, id=own_id(keyring, record.id))
    return int(new), int(not new)


def own_id(keyring: Any, id: UUID) -> UUID:
    """Another id for the same record: always the same one for this person, and only their keys tie it to the first."""
    return UUID(bytes=keyring.tag(f"import/a/{id}") + keyring.tag(f"import/b/{id}"), version=4)


def _administration(keyring: Any, record: Record) -> tuple[int, int]:
    """An answered form: its numbers are made again from its answers where this installation has the file."""
    body = record.body
    instrument = instruments.definition(body["instrument"], body["version"])
    if instrument is not None:
        body = body | scoring.score(instrument, body["answers"], body.get("variant")).as_data()
    return _row(keyring, replace(record, body=body))


def _page(merge: Callable[[dict[str, Any], dict[str, Any]], tuple[dict[str, Any], int, int]]) -> Any:
    """A taker for a kind kept as one page: what is on the page stays, what is not is added."""

    def take(keyring: Any, record: Record) -> tuple[int, int]:
        counted: list[tuple[int, int]] = []

        def change(page: dict[str, Any]) -> dict[str, Any]:
            merged, new, known = merge(page, record.body)
            counted.append((new, known))
            return merged

        try:
            vault.revise(keyring, KINDS[record.kind], record.part, change)
        except CannotOpen:
            raise NotAnExport(_("A page here is damaged and can't take this in. Nothing was changed.")) from None
        return counted[-1]

    return take


def _profile(keyring: Any, record: Record) -> tuple[int, int]:
    """A profile: lists are joined, settings made here stay."""
    mine = persons.profile(keyring)
    changes = merging.profile(mine, record.body)
    try:
        people.update_profile(keyring, **changes)
    except NotAProfile:
        raise NotAnExport(_("The settings in this file can't be read. Nothing was changed.")) from None
    changed = persons.profile(keyring) != mine
    return int(changed), int(not changed)


def _past(keyring: Any, record: Record) -> tuple[int, int]:
    """An entry of a ledger tells what happened where it was written; a ledger here has its own chain and takes none."""
    return 0, 0


Taker = Callable[[Any, Record], tuple[int, int]]
TAKERS: dict[str, Taker] = {
    profiles.PROFILE.name: _profile,
    profiles.CONSENTS.name: _past,
    measures.ADMINISTRATIONS.name: _administration,
    checkins.CHECKINS.name: _page(merging.entries("entries")),
    checkins.DRAFTS.name: _page(merging.entries("drafts")),
    checkins.ASKED.name: _page(merging.asked),
    safety.PLAN.name: _page(merging.plan),
    programme.PATH.name: _page(merging.path),
    programme.ENROLMENT.name: _page(merging.entries("modules")),
    journal.JOURNAL.name: _page(merging.entries("entries")),
    journal.FRAME.name: _page(merging.once),
    SHEET.name: _page(sheets.joined),
}
