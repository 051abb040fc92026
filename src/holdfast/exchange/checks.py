"""Is a record from a file what its kind holds? Asked of every record before anything is written.

A room reads its own rows trusting that it wrote them itself; what comes from a file was written by nobody knows whom.
Each check answers yes or no for one body; it repeats no rule of scoring or of dates but asks the room that owns it.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from holdfast.checkins import records as checkins
from holdfast.exchange.schema import Record
from holdfast.instruments import queries as instruments
from holdfast.instruments import records as measures
from holdfast.instruments.rules import never_kept
from holdfast.journal import entries as journal_entries
from holdfast.journal import records as journal
from holdfast.kit import windows
from holdfast.people import records as people
from holdfast.programme import enrolment as walks
from holdfast.programme import records as programme
from holdfast.programme import schema as exercises
from holdfast.programme.sheets import lines as sheets
from holdfast.programme.sheets.records import SHEET
from holdfast.safety import plan as plans
from holdfast.safety import records as safety
from holdfast.together import records as together
from holdfast.vault import records as vault

LONGEST_TEXT = 20_000

Check = Callable[[Record], bool]


def is_text(value: Any, longest: int = 200) -> bool:
    """Whether this is text of at most so many letters."""
    return isinstance(value, str) and len(value) <= longest


def is_written(text: str) -> bool:
    """Whether a page can show this text: half a letter that a hostile file holds cannot be."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_day(value: Any) -> bool:
    """Whether this is a day written as "2026-11-20"."""
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def is_moment(value: Any) -> bool:
    """Whether this is a moment in ISO 8601."""
    try:
        return isinstance(value, str) and datetime.fromisoformat(value) is not None
    except ValueError:
        return False


def is_id(value: Any) -> bool:
    """Whether this is a UUID as text."""
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


def is_number(value: Any) -> bool:
    """Whether this is a number that a scale could give."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6


def is_truth(value: Any) -> bool:
    """Whether this is true, false or unknown."""
    return value is None or isinstance(value, bool)


def is_answer(value: Any) -> bool:
    """Whether this can be an answer: a number, a word, or a few words."""
    if isinstance(value, list):
        return len(value) <= 50 and all(is_text(each) for each in value)
    return is_text(value) or is_number(value)


def is_table(value: Any, fits: Callable[[Any], bool]) -> bool:
    """Whether this is a table of short names and fitting values."""
    return isinstance(value, dict) and all(is_text(key) and fits(each) for key, each in value.items())


def is_list(value: Any, fits: Callable[[Any], bool]) -> bool:
    """Whether this is a list of fitting values."""
    return isinstance(value, list) and len(value) <= 1000 and all(map(fits, value))


Shape = Mapping[str, Callable[[Any], bool]]


def has_shape(value: Any, needs: Shape, may: Shape = {}) -> bool:  # noqa: B006  read, never changed
    """Whether a table has every needed key, no unknown one, and a fitting value at each."""
    known = {**needs, **may}
    return (
        isinstance(value, dict)
        and needs.keys() <= value.keys() <= known.keys()
        and all(known[key](each) for key, each in value.items())
    )


def _or_none(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or fits(value)


def _flags(value: Any) -> bool:
    return is_list(value, is_text)


ENTRY: Shape = {
    "on": is_day,
    "form": is_text,
    "at": is_moment,
    "zone": is_text,
    "values": lambda value: is_table(value, is_answer),
    "flags": _flags,
}
ENTRY_MAY: Shape = {"target": is_text, "note": lambda value: is_text(value, LONGEST_TEXT)}
DRAFT: Shape = {
    "id": is_id,
    "form": is_text,
    "on": is_day,
    "zone": is_text,
    "variant": _or_none(is_text),
    "target": _or_none(is_text),
    "corrects": _or_none(is_id),
    "told": lambda value: isinstance(value, bool),
    "answers": lambda value: is_table(value, is_answer),
}
DRAFT_MAY: Shape = {"flags": _flags}


SCORE: Shape = {
    "value": _or_none(is_number),
    "band": _or_none(is_text),
    "n_answered": is_number,
    "imputed": is_number,
    "meets": lambda value: is_table(value, is_truth),
}
ADMINISTRATION: Shape = {
    **dict.fromkeys(("instrument", "version", "hash", "language", "role", "zone"), is_text),
    "at": is_moment,
    "local_date": is_day,
    "answers": lambda value: is_table(value, is_answer),
    "flags": _flags,
    "scores": lambda value: is_table(value, lambda each: has_shape(each, SCORE)),
    "rules": lambda value: is_table(value, is_truth),
}
ADMINISTRATION_MAY: Shape = {"variant": is_text, "target": is_text}


def month_page(record: Record) -> bool:
    """A page of check-ins: every entry well formed, and in the month the page is for."""
    month = record.part[:7]

    def entry(value: Any) -> bool:
        return has_shape(value, ENTRY, ENTRY_MAY) and windows.month(date.fromisoformat(value["on"])) == month

    held = record.body.get("entries")
    return record.body.keys() == {"entries"} and is_table(held, entry) and all(map(is_id, held))


def drafts(record: Record) -> bool:
    """The page of forms under way."""
    held = record.body.get("drafts")
    return record.body.keys() == {"drafts"} and is_table(held, lambda each: has_shape(each, DRAFT, DRAFT_MAY))


def asked(record: Record) -> bool:
    """The page of what was put off or declined."""
    may: Shape = {"later": lambda value: is_table(value, is_day), "declined": _flags, "skipped": is_day}
    return has_shape(record.body, {}, may)


def administration(record: Record) -> bool:
    """An answered form. Where this installation has its file, the answers must be possible, and allowed to be kept."""
    body = record.body
    if not has_shape(body, ADMINISTRATION, ADMINISTRATION_MAY):
        return False
    named = [instruments.definition(body["instrument"], body["version"]), instruments.definition(body["instrument"])]
    if any(file and (file.never_persist or never_kept(file) & body["answers"].keys()) for file in named):
        return False
    if named[0] is None:
        return True
    try:
        instruments.check(named[0], body["answers"], body.get("variant"))
    except ValueError:
        return False
    return True


def practice(record: Record) -> bool:
    """One use of an exercise."""
    try:
        exercises.read(record.body)
    except (exercises.NotAPractice, KeyError):
        return False
    known = {"exercise", "local_date", "before", "after", "here", "how", "nth"}
    return record.body.keys() <= known and is_day(record.body["local_date"])


def path(record: Record) -> bool:
    """Which path a person walks."""
    may: Shape = {
        "path": lambda value: value in ("full", "short"),
        "small": lambda value: value == "" or is_day(value),
        "ways": lambda value: is_list(value, is_text),
        "heard": lambda value: value == "" or is_day(value),
    }
    return has_shape(record.body, {}, may)


def enrolments(record: Record) -> bool:
    """The page of modules that were begun."""
    held = record.body.get("modules")
    return record.body.keys() == {"modules"} and is_table(held, walks.is_enrolment)


def session(record: Record) -> bool:
    """One thing that was kept in a module."""
    return walks.is_kept(record.body) and is_written(record.body.get("words", ""))


def exercise_open(record: Record) -> bool:
    """An exercise under way, with what was written so far."""
    return walks.is_open(record.body) and all(map(is_written, record.body.get("written", {}).values()))


PLAN_PART: Shape = {
    "text": lambda value: is_text(value, plans.LONGEST) and is_written(value),
    "by": is_text,
    "on": lambda value: value == "" or is_day(value),
}


def plan(record: Record) -> bool:
    """A safety plan: known parts, each with its words."""
    parts = record.body.get("parts")
    if record.body.keys() != {"parts"} or not is_table(parts, lambda each: has_shape(each, PLAN_PART)):
        return False
    return parts.keys() <= set(plans.IDS)


def _part(value: Any) -> bool:
    return is_text(value, journal_entries.LONGEST) and is_written(value)


def _name(value: str) -> bool:
    return journal_entries.NAME.fullmatch(value) is not None


WRITTEN: Shape = {
    "on": is_day,
    "way": is_text,
    "heading": lambda value: is_text(value, journal_entries.LONGEST_HEADING) and is_written(value),
    "parts": lambda value: (
        is_table(value, _part) and len(value) <= journal_entries.MOST_PARTS and all(map(_name, value))
    ),
    "by": is_text,
    "open": lambda value: isinstance(value, bool),
}


def journal_page(record: Record) -> bool:
    """A page of the journal: every entry well formed, and in the month the page is for."""
    held = record.body.get("entries")

    def entry(value: Any) -> bool:
        return has_shape(value, WRITTEN) and windows.month(date.fromisoformat(value["on"])) == record.part[:7]

    return record.body.keys() == {"entries"} and is_table(held, entry) and all(map(is_id, held))


SITTING: Shape = {"entry": is_id, "at": is_moment, "before": _or_none(is_number)}
ENDED: Shape = {"at": is_moment, "worse": lambda value: isinstance(value, bool)}


def journal_frame(record: Record) -> bool:
    """The sitting under way and how the last ones ended."""
    shape: Shape = {
        "sitting": _or_none(lambda value: has_shape(value, SITTING)),
        "past": lambda value: is_list(value, lambda each: has_shape(each, ENDED)),
    }
    return has_shape(record.body, shape)


SHEET_TRY: Shape = {
    "ratings": lambda value: is_table(value, lambda each: type(each) is int and each in range(11)),
    "ended": is_text,
    "on": lambda value: value == "" or is_day(value),
    "nth": lambda value: type(value) is int and 0 <= value < sheets.LAST,
}
SHEET_LINE: Shape = {
    "values": lambda value: is_table(value, is_sheet_value) and len(value) <= sheets.MOST_VALUES,
    "by": is_text,
    "at": lambda value: type(value) is int and 0 <= value < sheets.LAST,
    "tries": lambda value: is_few(value, lambda each: has_shape(each, SHEET_TRY)),
}


def is_few(value: Any, fits: Callable[[Any], bool]) -> bool:
    """Whether this is a table by id with no more in it than a sheet could have."""
    return is_table(value, fits) and all(map(is_id, value)) and len(value) <= sheets.MOST


def is_sheet_value(value: Any) -> bool:
    """Whether a line of a sheet could say this: own words, a number, or what was picked."""
    if isinstance(value, str):
        return len(value) <= sheets.LONGEST and is_written(value)
    if isinstance(value, list):
        return len(value) <= 20 and all(is_text(each) and is_written(each) for each in value)
    return type(value) is int and value in range(11)


def sheet(record: Record) -> bool:
    """A page of a sheet: every line well formed. Which fields it has is the sheet's to say, when it is read."""
    held = record.body.get("lines")
    known = record.body.keys() == {"lines"} and sheets.ID.fullmatch(record.part) is not None
    return known and is_few(held, lambda each: has_shape(each, SHEET_LINE))


def dropped(record: Record) -> bool:
    """A form that was sent while locked and waits to be looked at."""
    return has_shape(record.body, {"kind": is_text, "body": lambda value: isinstance(value, dict)})


CONSENT: Shape = dict.fromkeys(("what", "whom", "on", "title", "until", "words"), is_text)


def consents(record: Record) -> bool:
    """One entry of the ledger of consent."""
    shape: Shape = {"n": is_number, "prev": is_text, "entry": lambda value: has_shape(value, CONSENT)}
    return has_shape(record.body, shape)


LETTER: Shape = {"from": is_text, "title": is_text, "text": lambda value: is_text(value, LONGEST_TEXT), "on": is_day}


def letters(record: Record) -> bool:
    """A letter that was written to this person."""
    return has_shape(record.body, LETTER)


def beginnings(record: Record) -> bool:
    """What somebody picked when they joined."""
    may: Shape = {"sentence": is_text, "load": lambda value: is_number(value) and value in range(11), "with": is_text}
    return has_shape(record.body, {"on": is_day}, may)


def for_two(record: Record) -> bool:
    """A note of one's own on a thing for two."""
    must: Shape = dict.fromkeys(("pair", "thing", "how", "here"), is_text) | {"on": is_day}
    return has_shape(record.body, must | {"close": _or_none(lambda value: is_number(value) and value in range(11))})


def profile(record: Record) -> bool:
    """A profile; reading one is tolerant, so any table will do."""
    return isinstance(record.body, dict)


CHECKS: dict[str, Check] = {
    people.PROFILE.name: profile,
    people.CONSENTS.name: consents,
    people.LETTERS.name: letters,
    people.BEGINNINGS.name: beginnings,
    measures.ADMINISTRATIONS.name: administration,
    checkins.CHECKINS.name: month_page,
    checkins.DRAFTS.name: drafts,
    checkins.ASKED.name: asked,
    programme.PRACTICE.name: practice,
    programme.PATH.name: path,
    programme.ENROLMENT.name: enrolments,
    programme.SESSION.name: session,
    programme.OPEN.name: exercise_open,
    safety.PLAN.name: plan,
    SHEET.name: sheet,
    together.FOR_TWO.name: for_two,
    journal.JOURNAL.name: journal_page,
    journal.FRAME.name: journal_frame,
    vault.DROPPED.name: dropped,
}
