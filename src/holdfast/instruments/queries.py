"""Reads offered to other rooms: the instruments of this installation, and what a person answered."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings

from holdfast.catalogue import roots
from holdfast.catalogue.cache import Held
from holdfast.instruments import administration as records
from holdfast.instruments import library, rules
from holdfast.instruments import taken as taken_
from holdfast.instruments.administration import Administration
from holdfast.instruments.answers import check
from holdfast.instruments.library import Library
from holdfast.instruments.records import ADMINISTRATIONS
from holdfast.instruments.schema import Instrument, Item
from holdfast.vault import queries as vault

__all__ = ["administration", "administrations", "all_", "check", "definition", "held", "item_ids", "items_for", "taken"]


@cache
def _library(nc: bool, extra: str) -> Library:
    """The files are looked for once in the life of a process; a changed file is read again, a new one needs a start."""
    return library.at(roots.content(nc=nc, extra=extra))


def _here() -> Library:
    return _library(settings.CONTENT_NC, str(settings.CONTENT_EXTRA or ""))


def held(id: str, version: str | None = None) -> Held[Instrument] | None:
    """An instrument with the hash of its file: the newest active version, or the one asked for; None without it."""
    return _here().newest(id) if version is None else _here().version(id, version)


def definition(id: str, version: str | None = None) -> Instrument | None:
    """An instrument: its newest active version, or the one asked for. None when this installation has none."""
    found = held(id, version)
    return found.made if found else None


def all_() -> dict[str, Instrument]:
    """The newest active version of every instrument of this installation, by id."""
    return {id: found for id in _here().ids() if (found := definition(id)) is not None}


def items_for(instrument: Instrument, variant: str | None, answers_so_far: Mapping[str, Any]) -> tuple[Item, ...]:
    """The items to ask after these answers. Raises BadAnswers."""
    return rules.items_for(instrument, variant, answers_so_far)


def item_ids(instrument: Instrument, variant: str | None = None) -> list[str]:
    """The ids of a form's items, in order; those that change from day to day are left out."""
    return [item.id for item in instrument.items_in(variant) if not item.rotating]


def administration(keyring: Any, id: UUID) -> Administration | None:
    """One of a person's administrations; None when there is none with this id that can be read."""
    row = vault.get(keyring, ADMINISTRATIONS, id)
    return records.read(row.id, row.body) if row and row.body is not None else None


def taken(keyring: Any) -> list[taken_.Taken]:
    """Instrument, variant, local day and number of answers of each administration, in no order; nothing is scored."""
    return taken_.all_(keyring)


def administrations(keyring: Any, instrument_id: str | None = None) -> list[Administration]:
    """What a person answered, the oldest first. Rows that cannot be read are left out; `holdfast doctor` names them."""
    rows = [row for row in vault.rows(keyring, ADMINISTRATIONS) if row.body is not None]
    found = [each for row in rows if row.body and (each := records.read(row.id, row.body))]
    wanted = [each for each in found if instrument_id in (None, each.instrument)]
    return sorted(wanted, key=lambda each: (each.local_date, each.at, each.id))
