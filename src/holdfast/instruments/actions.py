"""Writes of this room: keeping an answered instrument, and removing one. Called by `checkins` and `exchange` alone."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Required, TypedDict, Unpack
from uuid import UUID

from django.db import transaction

from holdfast.catalogue.cache import Held
from holdfast.instruments import queries, rules, scoring, taken
from holdfast.instruments.administration import Administration
from holdfast.instruments.records import ADMINISTRATIONS
from holdfast.instruments.schema import Instrument
from holdfast.kit import clock
from holdfast.vault import actions as vault

LANGUAGE = "en"  # no validated translation is bundled yet; an instrument is never machine-translated


class NotHere(LookupError):
    """This installation does not have the instrument."""


class NeverKept(ValueError):
    """These answers are shown and never stored; whoever asked for them must leave them out."""


class Occasion(TypedDict, total=False):
    """When and about whom: `local_date` (the person's own day) and `zone` (IANA) always, the rest where it applies.

    `target`: the id of the person asked about · `role`: the respondent's · `flags`: such as "backfilled" or "soft".
    """

    local_date: Required[date]
    zone: Required[str]
    target: str | None
    role: str
    flags: Iterable[str]


def record(
    keyring: Any,
    instrument_id: str,
    variant: str | None,
    answers: Mapping[str, Any],
    *,
    id: UUID,
    **occasion: Unpack[Occasion],
) -> Administration:
    """Score and seal one answered instrument. The same id a second time keeps and returns what was there.

    Raises NotHere, NeverKept, and BadAnswers with a plain sentence, all before anything is written.
    """
    found = queries.held(instrument_id)
    if found is None:
        raise NotHere(instrument_id)
    given = {item: answer for item, answer in answers.items() if answer is not None}
    if found.made.never_persist or rules.never_kept(found.made) & set(given):
        raise NeverKept(instrument_id)
    made = _administration(found, variant, given, id=id, occasion=occasion)
    with transaction.atomic():
        if vault.put_new(keyring, ADMINISTRATIONS, made.body(), id=id):
            taken.note(keyring, id, made.body())
            return made
    return queries.administration(keyring, id) or made


def _administration(
    found: Held[Instrument], variant: str | None, given: dict[str, Any], *, id: UUID, occasion: Occasion
) -> Administration:
    form = scoring.variant_of(found.made, variant)
    return Administration(
        id=id,
        instrument=found.made.id,
        version=found.made.version,
        hash=found.hash,
        variant=form.id if form else None,
        language=LANGUAGE,
        role=occasion.get("role", "self"),
        answers=given,
        result=scoring.score(found.made, given, variant),
        at=clock.now().isoformat(timespec="seconds"),
        local_date=occasion["local_date"],
        zone=occasion["zone"],
        target=occasion.get("target"),
        flags=tuple(occasion.get("flags", ())),
    )


def delete(keyring: Any, id: UUID) -> bool:
    """Remove one of one's own administrations; False when there is none with this id."""
    with transaction.atomic():
        gone = vault.delete(keyring, ADMINISTRATIONS, id)
        if gone:
            taken.note(keyring, id, None)
    return gone
