"""Every answer a person gives enters here: react first, in memory, then write; nothing is half-written.

A reaction does not depend on the write (decision 22): the support page comes even if nothing could be saved, and then
says so. Imports never come this way, so they never react.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NotRequired, TypedDict, Unpack
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import DatabaseError, transaction

from holdfast.checkins import drafts, hooks, monthly, queries, questions
from holdfast.checkins.daily import Sheet
from holdfast.checkins.drafts import Draft
from holdfast.checkins.monthly import Change
from holdfast.checkins.records import CHECKINS, DRAFTS
from holdfast.instruments import actions as instruments
from holdfast.instruments import queries as forms
from holdfast.instruments import scoring
from holdfast.instruments.schema import Instrument
from holdfast.kit import clock, random, windows
from holdfast.people import queries as people
from holdfast.people import rules
from holdfast.people.schema import Profile
from holdfast.safety import actions as gates
from holdfast.safety import rules as safety
from holdfast.safety.rules import Reaction
from holdfast.vault import actions as vault
from holdfast.vault.errors import CannotOpen


class Closed(ValueError):
    """The day can no longer be answered for: today is open, and yesterday until noon."""


@dataclass(frozen=True)
class Outcome:
    """What came of an answer. `reaction` is there once per administration; `administration` when a form ended."""

    saved: bool
    reaction: Reaction | None = None
    administration: Any = None


class Given(TypedDict):
    """With what an answer comes.

    `final`: the form ends with it. `id` comes with the form and becomes the record's, so that sending the same twice
    changes nothing. `now` and the IANA `zone` give the local day. `variant` where it is not the form's usual one.
    `told`: the support page was shown, although that could not be saved.
    """

    final: bool
    id: UUID
    now: datetime
    zone: str
    variant: NotRequired[str | None]
    told: NotRequired[bool]


def answer(keyring: Any, form_id: str, answers: Mapping[str, Any], **given: Unpack[Given]) -> Outcome:
    """Take one screen's answers to a form, keep them as a draft, and at the end record and score them.

    `form_id` names an instrument, or the daily questions ("three-taps", "daily-checkin") of the local day; `answers`
    are as `instruments.scoring` takes them, None for skipped. Raises BadAnswers with a plain sentence before anything
    is written.
    """
    id, zone = given["id"], given["zone"]
    today = given["now"].astimezone(ZoneInfo(zone)).date()
    if form_id in (queries.TAPS, queries.TEN):
        sheet = queries.sheet(people.profile(keyring), today)
        return answer_day(keyring, sheet, Change(today, sheet.form, zone, given["now"], answers), id=id)
    draft = queries.draft(keyring, id)
    if draft is None and (ended := forms.administration(keyring, id)) is not None:
        return Outcome(True, None, ended)
    if draft is None:
        draft = replace(_new(form_id, given.get("variant"), on=today, zone=zone), id=str(id))
        if not given["final"]:
            vault.revise(keyring, DRAFTS, "", lambda page: drafts.put(page, draft))
    return _answer(keyring, draft, answers, final=given["final"], told=given.get("told", False))


def _answer(keyring: Any, draft: Draft, answers: Mapping[str, Any], *, final: bool, told: bool) -> Outcome:
    """React in memory, then write the draft or, at the end, the record; a hold in the same transaction."""
    instrument = forms.definition(draft.form)
    merged = drafts.answered(draft, answers, told)
    scoring.check(instrument, merged.answers, merged.variant)
    numbers = questions.numbers(instrument, merged.answers)
    woke = safety.reaction(instrument.watch, numbers)
    reaction = None if merged.told else woke
    administration = None
    try:
        with _and_hold(keyring, instrument, numbers):
            if final:
                administration = _finish(keyring, instrument, merged)
            else:
                _keep(keyring, instrument, draft, answers, told=told or woke is not None)
    except DatabaseError:
        return Outcome(False, reaction)
    return Outcome(True, reaction, administration)


@contextmanager
def _and_hold(keyring: Any, instrument: Instrument, numbers: Mapping[str, Any]) -> Iterator[None]:
    """Write what is inside together with the crisis hold it calls for (decision 22).

    A form that can hold has the gate record sealed anew at each of its screens, hold or none: the table tells nothing.
    """
    if not safety.can_hold(instrument.watch):
        yield
        return
    with transaction.atomic():
        yield
        today = clock.today(people.profile(keyring).zone)
        gates.answered(keyring, today, holds=safety.holds(instrument.watch, numbers))


def keep(keyring: Any, draft: Draft, answers: Mapping[str, Any]) -> bool:
    """Keep what a page posts by itself, without reacting yet: that comes with the person's own next press.

    Whether it is kept. Raises BadAnswers with a plain sentence before anything is written.
    """
    instrument = forms.definition(draft.form)
    scoring.check(instrument, drafts.answered(draft, answers, told=False).answers, draft.variant)
    try:
        _keep(keyring, instrument, draft, answers, told=False)
    except DatabaseError:
        return False
    return True


def answer_day(keyring: Any, sheet: Sheet, change: Change, *, id: UUID) -> Outcome:
    """Take one screen of a daily check-in. Entries merge by `id`; answers that are never kept are dropped here.

    Raises Closed when the day is neither today nor, before noon, yesterday.
    """
    open_days = windows.open_days(change.now, change.zone)
    if change.on not in open_days:
        raise Closed
    late = () if change.on == open_days[0] else (monthly.BACKFILLED,)
    flags = (*change.flags, *sheet.flags, *late)
    kept = replace(change, values=sheet.kept(change.values), target=sheet.target, flags=flags)
    try:
        _revise(keyring, change.on, lambda page: monthly.merge(page, str(id), kept))
    except DatabaseError:
        return Outcome(False)
    _tell(keyring)
    return Outcome(True)


def begin(keyring: Any, form_id: str, variant: str | None, *, profile: Profile, on: date) -> UUID:
    """Begin a form: an empty draft for this local day. An earlier draft of the same form makes room for it."""
    main = rules.main(profile)
    draft = _new(form_id, variant, on=on, zone=profile.zone)
    if forms.definition(form_id).target is not None and main is not None:
        draft = replace(draft, target=main.id)
    if rules.soft(profile, on):
        draft = replace(draft, flags=(monthly.SOFT,))
    vault.revise(keyring, DRAFTS, "", lambda page: drafts.put(drafts.swept(page, on, form_id, draft.variant), draft))
    return UUID(draft.id)


def reopen(keyring: Any, administration: Any) -> UUID:
    """Begin a correction: a draft with the answers as given, that will take the administration's place."""
    draft = Draft(
        id=str(random.uuid()),
        form=administration.instrument,
        on=str(administration.local_date),
        zone=administration.zone,
        variant=administration.variant,
        target=administration.target,
        corrects=str(administration.id),
        flags=tuple(sorted({*administration.flags, monthly.CORRECTED})),
        answers=dict(administration.answers),
    )
    vault.revise(keyring, DRAFTS, "", lambda page: drafts.put(page, draft))
    return UUID(draft.id)


def discard(keyring: Any, id: UUID) -> None:
    """Throw a draft away."""
    vault.revise(keyring, DRAFTS, "", lambda page: drafts.without(page, str(id)))


def correct(keyring: Any, day: date, values: Mapping[str, Any], note: str | None, *, now: datetime) -> bool:
    """Change what was answered for a day that has an entry; None takes an answer back. False when it has none."""
    entries = queries.entries(keyring, day, day)
    if not entries:
        return False
    last = entries[-1]
    before = {item: value for entry in entries for item, value in entry.values.items()}
    change = Change(day, last.form, last.zone, now, before | dict(values), last.target, note, (monthly.CORRECTED,))
    gone = [entry.id for entry in entries[:-1]]
    with transaction.atomic():
        _remove(keyring, day, gone)
        _revise(keyring, day, lambda page: monthly.merge(page, last.id, change))
    _tell(keyring)
    return True


def delete_day(keyring: Any, day: date) -> bool:
    """Delete every entry of a day; False when there is none."""
    gone = [entry.id for entry in queries.entries(keyring, day, day)]
    with transaction.atomic():
        _remove(keyring, day, gone)
    _tell(keyring)
    return bool(gone)


def delete(keyring: Any, id: UUID) -> bool:
    """Delete one administration; False when there is none of one's own with this id."""
    return instruments.delete(keyring, id)


def _tell(keyring: Any) -> None:
    """Bring up to date what is shared of the days. The day itself is saved already, and stays so."""
    for hook in hooks.saved:
        with suppress(DatabaseError):
            hook(keyring)


def _new(form_id: str, variant: str | None, *, on: date, zone: str) -> Draft:
    """An empty draft; without a variant the form's usual one is meant."""
    usual = variant or forms.definition(form_id).default_variant
    return Draft(str(random.uuid()), form_id, on.isoformat(), zone, usual)


def _kept(instrument: Instrument, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Without the answers to items that are shown and never kept."""
    never = {item.id for item in instrument.items if item.never_persist}
    return {item: value for item, value in answers.items() if item not in never}


def _keep(keyring: Any, instrument: Instrument, draft: Draft, answers: Mapping[str, Any], *, told: bool) -> None:
    """Put one screen's answers into the draft as it stands in the vault by now."""
    kept = _kept(instrument, answers)
    vault.revise(keyring, DRAFTS, "", lambda page: drafts.revised(page, draft, kept, told))


def _finish(keyring: Any, instrument: Instrument, draft: Draft) -> Any:
    """Record the form and throw its draft away, both or neither. A correction takes the old record's place."""
    with transaction.atomic():
        if draft.corrects:
            instruments.delete(keyring, UUID(draft.corrects))
        administration = instruments.record(
            keyring,
            draft.form,
            draft.variant,
            _kept(instrument, draft.answers),
            id=UUID(draft.id),
            local_date=date.fromisoformat(draft.on),
            zone=draft.zone,
            target=draft.target,
            flags=draft.flags,
        )
        discard(keyring, UUID(draft.id))
    return administration


def _revise(keyring: Any, day: date, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Change the page of a day's month. Where that page is damaged, a second one takes what is new (FT-18)."""
    first, second = queries.parts([windows.month(day)])
    try:
        vault.revise(keyring, CHECKINS, first, change)
    except CannotOpen:
        vault.revise(keyring, CHECKINS, second, change)


def _remove(keyring: Any, day: date, ids: list[str]) -> None:
    """Take entries off the pages of a day's month that can be read."""
    for row in queries.pages(keyring, queries.parts([windows.month(day)])):
        if row.body is not None and ids:
            vault.revise(keyring, CHECKINS, row.part, lambda page: monthly.without(page, ids))
