"""The five sheets that ship, and what a sheet file may be."""

import re
from pathlib import Path

import pytest

from holdfast.catalogue import roots
from holdfast.catalogue.loader import read as document
from holdfast.catalogue.problems import ContentError
from holdfast.programme.sheets import schema, shelf
from holdfast.programme.sheets.kind import SHEET

SHEETS = {sheet.id: sheet for sheet in shelf.at(roots.content())}
every = pytest.mark.parametrize("sheet", SHEETS.values(), ids=lambda sheet: sheet.id)
PARENTS = r"\b(mother|father|mum|mom|dad|parents?|mama|papa|brother|sister|partner|husband|wife)\b"


def words(sheet) -> str:
    """Every word a page prints of a sheet."""
    return " ".join(str(value) for value in _texts(sheet.model_dump()))


def _texts(value):
    if isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value


def test_the_five_sheets_are_here_each_with_its_number():
    assert {id: sheet.number for id, sheet in SHEETS.items()} == {
        "approach-ladder": 1, "support-map": 2, "warning-signs": 3, "trust-ladder": 4, "limits-map": 5,
    }  # fmt: skip
    assert list(shelf.problems(roots.content())) == []


@every
def test_each_is_private_unreviewed_and_says_what_does_not_belong_on_it(sheet):
    assert sheet.private == "true" and sheet.review.status == "none"
    assert sheet.never and sheet.supporter and len(sheet.ideas) >= 4


@every
def test_ideas_name_nobody_and_no_family_and_no_touch(sheet):
    said = " ".join(sheet.ideas).lower()
    assert not re.search(PARENTS, said)
    assert not re.search(r"\b(touch|hug|kiss|sex|bed|hand on|massage)\b", said)


def test_parents_and_partners_are_nowhere_on_the_map_of_support():
    assert not re.search(PARENTS, words(SHEETS["support-map"]).lower())


def test_the_ladder_keeps_out_real_danger_and_the_person_who_did_it():
    ladder = SHEETS["approach-ladder"]
    assert "Nothing that is dangerous now belongs here" in ladder.never
    assert "nothing with the person who hurt you" in ladder.never
    assert (ladder.advice.field, ladder.advice.above) == ("hard", 4)
    assert ladder.order == "hard"
    assert [rated.id for rated in ladder.tries.ratings] == ["peak", "end"]
    assert "That counts the same." in ladder.tries.ending("chosen").words


def test_cr_17_a_try_has_an_end_a_look_round_before_and_something_kind_after():
    about = SHEETS["approach-ladder"].tries.about
    assert "20 minutes at most" in about and "by day" in about
    assert "is anything a danger now?" in about and "do something kind for yourself" in about


def test_the_trust_ladder_holds_nothing_about_how_the_other_did():
    trust = SHEETS["trust-ladder"]
    assert [option.id for option in trust.field("kind").options] == [
        "words", "promises", "feelings", "limits", "judgement",
    ]  # fmt: skip
    assert trust.tries is None and not [field for field in trust.fields if field.kind == "rating"]
    asked = " ".join(f"{field.label} {field.hint}" for field in trust.fields).lower()
    assert not re.search(r"\b(he|she|they|them|other|did you|kept it|broke)\b", asked)


def test_touch_is_closed_on_the_map_of_limits_and_said_to_come_later_maybe_never():
    limits = SHEETS["limits-map"]
    assert [option.id for option in limits.field("about").options] == ["time", "money", "talk", "space"]
    assert limits.closed.title == "Touch" and "later, maybe never" in limits.closed.words
    assert limits.fields[0].begins == "I"


def test_the_early_signs_print_as_cards():
    assert SHEETS["warning-signs"].paper == "card"
    assert [field.id for field in SHEETS["warning-signs"].fields] == ["sign", "first", "say"]


@every
def test_cr_20_who_is_beside_someone_reads_the_limits_of_that_part(sheet):
    assert re.search(
        r"aren't (?:in charge|on call)|isn't yours|no more|limits of your own|let the other set", sheet.supporter
    )
    assert not re.search(r"\{|score|number of", sheet.supporter)


@every
def test_cr_29_no_word_of_a_sheet_is_filled_in(sheet):
    assert "{" not in words(sheet)


# --- what is refused


def made(tmp_path: Path, *changes: tuple[str, str]) -> ContentError | schema.Sheet:
    """The example with some words changed, read; or what is wrong with it."""
    text = SHEET.example.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "1.0.0.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        return schema.read(document(path))
    except ContentError as wrong:
        return wrong


def test_the_example_is_a_sheet(tmp_path):
    assert isinstance(made(tmp_path), schema.Sheet)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("private: true", "private: false", "private"),
        ("required: true, ", "", "a line is called by it"),
        ("order: hard", "order: what", "order names a rating or a choice"),
        ("order: hard", "order: nothing", "order names a rating or a choice"),
        ("kind: rating, ", "kind: text, ", "a rating says what 0 and 10 mean"),
        ("id: hard,", "id: what,", "two fields have one id"),
        ("kind: text, required", "kind: text, begins: I, required", "goes together with wrong"),
        ("kind: rating, ", "kind: choice, ", "two options or more"),
        ("kind: rating, ", "kind: rating, required: true, ", "never needed to go on"),
        ("order: hard", "order: hard\nadvice: {field: hard, above: 4, words: Low first.}", "on a sheet with tries"),
        ("most: 12 ", "most: 400 ", "most"),
        ("number: 90", "number: 0", "number"),
    ],
)
def test_what_does_not_go_together_is_refused_with_its_line(tmp_path, old, new, said):
    wrong = made(tmp_path, (old, new))
    assert isinstance(wrong, ContentError)
    assert said.lower() in str(wrong).lower()


def test_tries_need_an_ending_that_says_it_made_things_worse(tmp_path):
    tries = (
        "order: hard\ntries:\n  add: I tried\n  about: By day.\n"
        "  ratings: [{id: peak, label: Peak, low: none, high: all}]\n"
        "  endings: [{id: a, words: Done.}, {id: b, words: Stopped.}]"
    )
    assert "it made things worse" in str(made(tmp_path, ("order: hard", tries)))
    better = tries.replace("words: Stopped.", "words: It got worse., worse: true")
    assert isinstance(made(tmp_path, ("order: hard", better)), schema.Sheet)


def test_a_host_adds_a_sheet_by_one_file_and_a_number_is_given_once(tmp_path):
    text = SHEET.begun("my-own").replace("status: draft", "status: active")
    for id, number in (("my-own", "90"), ("my-other", "90"), ("third", "5")):
        folder = tmp_path / "sheets" / id
        folder.mkdir(parents=True)
        changed = text.replace("id: my-own", f"id: {id}").replace("number: 90", f"number: {number}")
        (folder / "1.0.0.yaml").write_text(changed, encoding="utf-8")
    folders = roots.content(extra=tmp_path)
    found = {sheet.number: sheet.id for sheet in shelf.at(folders)}
    assert found[90] == "my-other" and found[5] == "limits-map", "the first stands"
    told = [str(problem) for problem in shelf.problems(folders)]
    assert len(told) == 2
    assert all("Take one that no sheet has." in each for each in told)


def test_a_sheet_keeps_its_number_in_every_version(tmp_path):
    folder = tmp_path / "sheets" / "my-own"
    folder.mkdir(parents=True)
    text = SHEET.begun("my-own")
    (folder / "1.0.0.yaml").write_text(text, encoding="utf-8")
    (folder / "1.0.1.yaml").write_text(text.replace("number: 90", "number: 91"), encoding="utf-8")
    assert "keeps it for ever" in " ".join(str(each) for each in shelf.problems((tmp_path,)))
    (folder / "1.0.2.yaml").write_text("id: [", encoding="utf-8")
    assert len(list(shelf.problems((tmp_path,)))) == 1, "a broken shape is named by the check of shapes"
