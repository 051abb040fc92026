"""Helpline files: what a line must say, how numbers are written, how old a check may be, and what a host may add."""

import copy
import json
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from holdfast.catalogue import loader, roots
from holdfast.cli import content_files
from holdfast.safety import emergency, schema

DAY = date(2026, 11, 24)  # frozen: the day the shipped lines were read
FILES = roots.files(schema.FOLDER, roots.content())
READ = {file.id: schema.read(loader.read(file.path)) for file in FILES}
every_country = pytest.mark.parametrize("file", FILES, ids=[file.id for file in FILES])

CHECK = {"kind": "own-page", "whose": "service", "seen": "stored-copy", "by": "Holdfast team", "on": "2026-11-24"}
LINE = {
    "id": "night-line",
    "service": "Night Line",
    "purposes": ["suicide", "partner-violence"],
    "for_whom": "For anyone.",
    "languages": "unknown",
    "hours": "always",
    "cost": "free",
    "ways": [{"kind": "phone", "dial": "0800123456"}],
    "sends_help": "unknown",
    "on_bill": "unknown",
    "answered_by": "unknown",
    "wait": "unknown",
    "name_needed": "unknown",
    "check": CHECK,
    "source": "https://night.example/call",
}
COUNTRY = {
    "id": "xx",
    "version": "1.0.0",
    "status": "active",
    "country": "xx",
    "name": "Nowhere",
    "emergency": {"call": "112", "place": "a hospital", "check": CHECK, "source": "https://gov.example/112"},
    "lines": [LINE],
}
LOCAL = {
    "id": "harbour-clinic",
    "version": "1.0.0",
    "status": "active",
    "country": "xx",
    "name": "Nowhere",
    "local": "true",
    "lines": [LINE],
}
ON_CALL = {"on_call": "true", "hours": "as open", "open": [{"days": ["mon", "tue"], "from": "09:00", "to": "17:00"}]}


def changed(whole: dict, line: dict | None = None, **more: object) -> dict:
    """A copy of a file with some of its own keys, or its first line's keys, replaced."""
    made = copy.deepcopy(whole) | more
    made["lines"][0] |= line or {}
    return made


def said(data: dict) -> str:
    """Everything that is wrong with a file; empty where nothing is."""
    try:
        schema.Helplines.model_validate(data)
    except ValidationError as wrong:
        return str(wrong)
    return ""


def problems(tmp_path, data: dict, today: date = DAY) -> list:
    path = tmp_path / "1.0.0.yaml"
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")
    return list(schema.problems(loader.read(path), today))


def test_the_examples_here_are_right():
    assert said(COUNTRY) == said(LOCAL) == ""


@pytest.mark.parametrize("key", [key for key in LINE if key != "id"])
def test_cr_05_no_field_of_a_line_may_be_left_out(key):
    bare = {name: value for name, value in LINE.items() if name != key}
    assert key in said(COUNTRY | {"lines": [bare]})


@pytest.mark.parametrize("key", ["languages", "hours", "cost", "sends_help", "on_bill", "answered_by", "wait"])
def test_cr_05_what_nobody_knows_is_written_as_unknown(key):
    assert said(changed(COUNTRY, {key: "unknown"})) == ""


@pytest.mark.parametrize("dial", ["+116123", "+85258", "+112"])
def test_cr_05_a_short_number_never_begins_with_plus(dial):
    """The defect of the free list: +44116123 and +4485258 ring in Leicester or nowhere."""
    assert "a short number never begins with +" in said(changed(COUNTRY, {"ways": [{"kind": "phone", "dial": dial}]}))


@given(st.integers(2, 15), st.booleans())
def test_cr_05_any_number_of_digits_as_dialled_is_taken_but_a_short_one_with_plus(length, plus):
    dial = ("+" if plus else "") + "1" * length
    wrong = said(changed(COUNTRY, {"ways": [{"kind": "phone", "dial": dial}]}))
    assert bool(wrong) is (plus and length <= 6)


@pytest.mark.parametrize("dial", ["0800 123", "0800-123", "1-800-HOPE", "116123;ext=1", "", "1", "tel:112", "1" * 16])
def test_cr_05_a_number_is_digits_alone(dial):
    assert said(changed(COUNTRY, {"ways": [{"kind": "phone", "dial": dial}]}))


def test_cr_05_what_is_shown_is_the_number_that_is_dialled():
    way = {"kind": "phone", "dial": "08001111"}
    assert said(changed(COUNTRY, {"ways": [way | {"shown": "0800 1111"}]})) == ""
    assert "the same digits" in said(changed(COUNTRY, {"ways": [way | {"shown": "0800 1112"}]}))


@pytest.mark.parametrize(
    "dial", ["http://chat.example", "https://chat.example?from=us", "javascript:1", "chat.example"]
)
def test_a_chat_is_an_https_address_without_a_query(dial):
    assert said(changed(COUNTRY, {"ways": [{"kind": "chat", "dial": dial}]}))


def test_a_word_to_text_belongs_to_a_text():
    assert said(changed(COUNTRY, {"ways": [{"kind": "text", "dial": "50808", "say": "HELLO"}]})) == ""
    assert "only a text number" in said(
        changed(COUNTRY, {"ways": [{"kind": "phone", "dial": "50808", "say": "HELLO"}]})
    )


@pytest.mark.parametrize("purpose", schema.NEEDED)
def test_cr_05_a_country_needs_a_line_for_suicide_and_one_for_partner_violence(purpose):
    rest = [name for name in LINE["purposes"] if name != purpose]
    assert f"at least one line for {purpose}" in said(changed(COUNTRY, {"purposes": rest}))


def test_cr_05_a_country_needs_its_emergency_number():
    bare = {key: value for key, value in COUNTRY.items() if key != "emergency"}
    assert "needs its emergency number" in said(bare)


def test_the_same_line_twice_or_a_file_under_another_name_is_refused():
    assert "stands here twice" in said(COUNTRY | {"lines": [LINE, LINE]})
    assert "is called as its code" in said(COUNTRY | {"id": "elsewhere"})


@pytest.mark.parametrize("lacking", ["seen", "whose"])
def test_a_page_that_was_read_says_whose_it_was_and_how_it_was_seen(lacking):
    check = {key: value for key, value in CHECK.items() if key != lacking}
    assert "own-page check" in said(changed(COUNTRY, {"check": check}))
    assert said(changed(COUNTRY, {"check": {"kind": "dialled", "by": "Ana", "on": "2026-11-24"}})) == ""


def test_cr_07_an_on_call_line_without_hours_is_rejected():
    bare = {key: value for key, value in ON_CALL.items() if key != "open"}
    assert said(changed(LOCAL, ON_CALL)) == ""
    assert "needs `open`" in said(changed(LOCAL, bare))
    assert "hours: as open" in said(changed(LOCAL, ON_CALL | {"hours": "always"}))


def test_cr_07_only_a_host_names_an_on_call_line_and_brings_no_emergency_number():
    assert "only a host's own file" in said(changed(COUNTRY, ON_CALL))
    assert "bring no emergency number" in said(LOCAL | {"emergency": COUNTRY["emergency"]})
    assert "an id of their own" in said(LOCAL | {"id": "xx"})


@pytest.mark.parametrize("stretch", [("17:00", "09:00"), ("09:00", "09:00"), ("9:00", "17:00"), ("00:00", "25:00")])
def test_cr_07_hours_run_forward_by_the_clock(stretch):
    hours = {"days": ["mon"], "from": stretch[0], "to": stretch[1]}
    assert said(changed(LOCAL, ON_CALL | {"open": [hours]}))


@given(st.integers(0, 800))
def test_cr_06_a_check_is_fresh_for_180_days_then_old_then_too_old(days):
    check = schema.Check(kind="dialled", by="Ana", on="2026-11-24")
    expected = "fresh" if days <= 180 else "old" if days <= 365 else "too-old"
    assert schema.age(check, DAY + timedelta(days)) == expected


@pytest.mark.parametrize(("days", "found"), [(0, None), (180, None), (181, True), (365, True), (366, False)])
def test_cr_06_an_old_check_is_a_note_and_a_too_old_one_an_error_with_its_line(tmp_path, days, found):
    noted = problems(tmp_path, COUNTRY, DAY + timedelta(days))
    assert {problem.warning for problem in noted} == (set() if found is None else {found})
    assert all(problem.line and "days ago" in problem.what for problem in noted)
    assert len(noted) == (0 if found is None else 2), "the number's check and the line's"


def test_a_check_that_is_still_to_come_is_refused(tmp_path):
    assert all("still to come" in problem.what for problem in problems(tmp_path, COUNTRY, DAY - timedelta(1)))


def test_cr_06_a_version_that_was_replaced_is_not_counted_old(tmp_path):
    folder = tmp_path / schema.FOLDER / "harbour-clinic"
    folder.mkdir(parents=True)
    later = changed(LOCAL, {"check": CHECK | {"on": "2027-11-01"}}, version="1.0.1")
    for data in (LOCAL, later):
        (folder / f"{data['version']}.yaml").write_text(json.dumps(data, indent=1), encoding="utf-8")
    found = content_files.problems(roots.content(extra=tmp_path), date(2027, 12, 1))
    assert not [problem for problem in found if problem.path.is_relative_to(tmp_path)]


def test_cr_06_the_release_fails_a_year_later_and_only_notes_before():
    half, whole = (content_files.problems(roots.content(), DAY + timedelta(days)) for days in (200, 400))
    of_lines = [[problem for problem in found if schema.FOLDER in problem.path.parts] for found in (half, whole)]
    assert {problem.warning for problem in of_lines[0] if "days ago" in problem.what} == {True}
    assert {problem.warning for problem in of_lines[1] if "days ago" in problem.what} == {False}


def test_cr_05_ten_countries_ship_and_each_is_whole():
    assert set(READ) == {"gb", "ie", "us", "au", "nz", "de", "at", "fr", "nl", "fi"}
    for file in READ.values():
        assert file.emergency and file.offers("suicide") and file.offers("partner-violence")


@every_country
def test_cr_05_every_shipped_line_was_read_on_a_page_and_says_so(file):
    for line in READ[file.id].lines:
        assert (line.check.kind, line.check.seen) == ("own-page", "stored-copy")
        assert (line.check.by, line.check.on) == ("Holdfast team", DAY)
        assert line.source.startswith("http")


@every_country
def test_shipped_words_hold_no_promise_and_no_exclamation_mark(file):
    text = file.path.read_text(encoding="utf-8")
    spoken = [line for line in text.splitlines() if re.match(r"\s+(for_whom|answered_by|wait|more|words):", line)]
    assert spoken
    for word in ("!", "always there", "will help you", "guarantee", "promise", "victim", "perpetrator", "commit"):
        assert not [line for line in spoken if word in line.lower()], word


@every_country
def test_the_table_of_recalled_numbers_agrees_with_the_files(file):
    known = emergency.numbers().find(file.id)
    given_number = READ[file.id].emergency
    assert known is not None and known[0].call in (given_number.call, *given_number.also)
