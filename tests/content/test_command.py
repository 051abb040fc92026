"""`holdfast content`: check, release, new, schema, for every kind of file."""

import json
import shutil
from datetime import date

import pytest
import time_machine

from holdfast.catalogue import roots
from holdfast.cli.content_kinds import KINDS, named
from holdfast.cli.main import main


@pytest.fixture(autouse=True)
def on_a_day():
    """How old a check of a helpline is must not depend on when the tests run (CR-06)."""
    with time_machine.travel(date(2026, 11, 24), tick=False):
        yield


@pytest.fixture
def base(tmp_path, monkeypatch):
    """A copy of the content folder in place of the real one."""
    copied = tmp_path / "content"
    shutil.copytree(roots.BASE, copied)
    monkeypatch.setattr(roots, "BASE", copied)
    return copied


@pytest.fixture
def holdfast(capsys):
    """Run a command; gives status, output and errors."""

    def _run(*words):
        status = main(["content", *words])
        out, err = capsys.readouterr()
        return status, out, err

    return _run


def add(base, id, status="active"):
    """A new instrument from the example, in a given state."""
    assert main(["content", "new", "instrument", id, "--into", str(base)]) == 0
    path = base / "instruments" / id / "1.0.0.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("status: draft", f"status: {status}"), encoding="utf-8")
    return path


def test_a_clean_folder_has_nothing_to_mend(base, holdfast):
    status, out, _ = holdfast("check", "--quiet")
    assert status == 0
    assert "nothing to mend" in out


def test_what_is_wrong_is_said_with_file_line_and_mending(base, holdfast):
    path = base / "instruments" / "gad-7" / "1.0.0.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("method: sum", "method: sum\n    colour: red", 1))
    status, out, _ = holdfast("check")
    assert status == 1
    line = next(n for n, text in enumerate(path.read_text().splitlines(), 1) if "colour" in text)
    assert f"{path}:{line}: The key 'colour' is not known here. Check its spelling, or leave it out." in out
    assert "1 to mend" in out


def test_a_new_instrument_passes_the_check_and_is_offered_to_nobody(base, holdfast):
    add(base, "sleep-diary", "draft")
    assert holdfast("check", "--quiet")[0] == 0
    assert "sleep-diary" not in holdfast("release")[1]


@pytest.mark.parametrize("id", ["Sleep Diary", "../x", "", "a--b", "x" * 61])
def test_an_id_that_cannot_be_is_refused(base, holdfast, id):
    status, _, err = holdfast("new", "instrument", id)
    assert status == 2
    assert "an id is made of small letters" in err


def test_nothing_is_written_over(base, holdfast):
    before = (base / "instruments/gad-7/1.0.0.yaml").read_bytes()
    status, _, err = holdfast("new", "instrument", "gad-7")
    assert status == 2
    assert "is there already" in err
    assert (base / "instruments/gad-7/1.0.0.yaml").read_bytes() == before


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path, holdfast):
    (tmp_path / "file").write_text("x")
    status, _, err = holdfast("new", "instrument", "x", "--into", str(tmp_path / "file"))
    assert status == 2
    assert "cannot be written" in err or "is there already" in err


def test_a_release_freezes_active_files(base, holdfast):
    path = add(base, "sleep-diary")
    status, out, _ = holdfast("check")
    assert status == 0
    assert "is in use and not released" in out
    status, out, _ = holdfast("release", "instruments/sleep-diary")
    assert status == 0
    assert out.count("released instruments/sleep-diary/1.0.0.yaml") == 2
    assert holdfast("release", "instruments/sleep-diary")[1].startswith("0 new lines")
    path.write_text(path.read_text(encoding="utf-8").replace("A question", "Another question"), encoding="utf-8")
    status, out, _ = holdfast("check", "--quiet")
    assert status == 1
    assert "was released and has changed since" in out


def test_a_release_of_some_leaves_others(base, holdfast):
    add(base, "sleep-diary")
    add(base, "dream-diary")
    holdfast("release", "instruments/dream-diary/")
    text = (base / "released.lock").read_text(encoding="utf-8")
    assert "dream-diary" in text
    assert "sleep-diary" not in text


def test_a_case_added_to_a_released_file_is_released_too(base, holdfast):
    path = add(base, "sleep-diary")
    holdfast("release", "instruments/sleep-diary")
    more = path.read_text(encoding="utf-8").partition("cases:\n")[2].replace("0000-4000", "0001-4000")
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    _, out, _ = holdfast("release", "instruments/sleep-diary")
    assert out.startswith("released instruments/sleep-diary/1.0.0.yaml#00000000-0001-4000")


def test_nothing_is_released_while_something_is_wrong(base, holdfast):
    before = (base / "released.lock").read_bytes()
    add(base, "sleep-diary")
    (base / "instruments/peg/1.0.0.yaml").write_text("id: [", encoding="utf-8")
    status, _, err = holdfast("release")
    assert status == 2
    assert "instruments/peg/1.0.0.yaml:" in err
    assert (base / "released.lock").read_bytes() == before


def test_the_schema_for_editors_knows_every_key(holdfast):
    status, out, _ = holdfast("schema", "instrument")
    schema = json.loads(out)
    assert status == 0
    assert schema["title"] == "Instrument"
    assert {"items", "scores", "watch", "cases"} <= set(schema["properties"])
    assert schema["$defs"]["Band"]["properties"].keys() >= {"from", "label", "status", "source"}


every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
OTHER_IDS = {"claim": "C61"}
ROOMS = ("sheets", "instruments", "programme", "checkins", "library", "safety", "people", "together", "journal")


def new_id(kind):
    """An id that nothing here has."""
    return OTHER_IDS.get(kind.name, "a-new-thing")


@every_kind
def test_a_new_file_of_each_kind_has_the_shape_of_its_kind_and_passes_the_check(base, holdfast, kind):
    id = new_id(kind)
    status, out, _ = holdfast("new", kind.name, id, "--into", str(base))
    assert status == 0
    path = base / kind.folder / id / f"1.0.0.{kind.suffix}"
    assert f"Begun: {path}" in out
    assert f"id: {id}" in path.read_text(encoding="utf-8")
    status, out, _ = holdfast("check", "--quiet")
    assert str(path) not in out
    if kind.name == "claim":
        assert (status, out.count("Nothing holds the must_not of C61.")) == (1, 1), "a claim needs a line elsewhere too"
    else:
        assert status == 0, out


def test_what_a_new_file_needs_besides_is_said(base, holdfast):
    assert (
        "Name in library/audit.yaml what holds its must_not." in holdfast("new", "claim", "C61", "--into", str(base))[1]
    )


@every_kind
def test_the_example_of_each_kind_teaches_and_is_offered_to_nobody(kind):
    text = kind.example.read_text(encoding="utf-8")
    assert "status: draft" in text
    assert text.count("# ") >= 4, "a comment where something has to be chosen"
    assert kind.example.parent.name in ROOMS


@every_kind
def test_nothing_of_any_kind_is_written_over(base, holdfast, kind):
    id = new_id(kind)
    assert holdfast("new", kind.name, id, "--into", str(base))[0] == 0
    status, _, err = holdfast("new", kind.name, id, "--into", str(base))
    assert status == 2
    assert "is there already" in err


@every_kind
@pytest.mark.parametrize("id", ["../x", "", "A B", "x" * 61, "c61", "a/b", "-x"])
def test_an_id_that_no_file_of_a_kind_can_have_is_refused_with_what_it_may_be(base, holdfast, kind, id):
    if kind.takes(id):
        return
    status, _, err = holdfast("new", kind.name, *(["--", id] if id.startswith("-") else [id]))
    assert status == 2
    assert kind.id_said in err


@every_kind
def test_there_is_a_schema_for_editors_of_each_kind(holdfast, kind):
    status, out, _ = holdfast("schema", kind.name)
    assert status == 0
    assert {"id", "version", "status"} <= set(json.loads(out)["properties"])


@every_kind
def test_each_kind_is_described_for_whoever_writes_one(kind):
    text = (roots.BASE / "README.md").read_text(encoding="utf-8")
    assert f"content new {kind.name} " in text, "content/README.md says how to begin one"


def test_the_help_names_every_kind(capsys):
    with pytest.raises(SystemExit):
        main(["content", "new", "--help"])
    told = " ".join(capsys.readouterr().out.split()).replace("- ", "-")  # a line may end inside a name
    assert all(kind.name in told for kind in KINDS)


def test_an_unknown_kind_is_refused(capsys):
    with pytest.raises(SystemExit) as refused:
        main(["content", "new", "poem", "x"])
    assert refused.value.code == 2
    assert "daily-questions" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["exercise", "article", "schedule"])
def test_each_kind_can_be_released_and_is_frozen_then(base, holdfast, kind):
    known = named(kind)
    holdfast("new", kind, "a-new-thing", "--into", str(base))
    path = base / known.folder / "a-new-thing" / f"1.0.0.{known.suffix}"
    path.write_text(path.read_text(encoding="utf-8").replace("status: draft", "status: active"), encoding="utf-8")
    order = base / "relief" / "order.yaml"
    if kind == "exercise":
        text = order.read_text(encoding="utf-8").replace("numbers:\n", "numbers:\n  a-new-thing: 99\n")
        order.write_text(text.replace("on-edge: [", "on-edge: [a-new-thing, "), encoding="utf-8")
    status, out, _ = holdfast("release", f"{known.folder}/a-new-thing")
    assert (status, out.splitlines()[0]) == (0, f"released {known.folder}/a-new-thing/1.0.0.{known.suffix}")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: ", "title: Not ", 1).replace('Not "', '"Not '), encoding="utf-8")
    status, out, _ = holdfast("check", "--quiet")
    assert status == 1
    assert "was released and has changed since" in out


def test_where_many_files_wait_for_their_release_it_is_said_once(base, holdfast):
    for number in range(5):
        add(base, f"diary-{number}")
    out = holdfast("check")[1]
    assert out.count("/instruments: note: 5 files here are in use and not released.") == 1
    assert "diary-3/1.0.0.yaml: note" not in out


def test_cr_16_a_word_that_must_not_stand_is_wrong_and_stops_a_release(base, holdfast):
    path = base / "exercises/check-the-room/1.0.0.md"
    path.write_text(path.read_text(encoding="utf-8").replace("Press down,", "Well done, press down,"), encoding="utf-8")
    status, out, _ = holdfast("check", "--quiet")
    assert status == 1
    line = next(at for at, words in enumerate(path.read_text().splitlines(), 1) if "Well done" in words)
    assert out.startswith(f"{path}:{line}: 'Well done' stands in ")
    assert "Say what happened, without praise or blame." in out
    assert holdfast("check", "--words", "--quiet")[1].splitlines()[0] == out.splitlines()[0]
    assert holdfast("release")[0] == 2


def test_only_the_words_can_be_checked(base, holdfast):
    (base / "instruments/peg/1.0.0.yaml").write_text("id: [", encoding="utf-8")
    assert holdfast("check", "--words")[0] == 0
    assert holdfast("check")[0] == 1


def test_cr_25_what_is_too_hard_to_read_is_wrong(base, holdfast):
    path = base / "exercises/check-the-room/1.0.0.md"
    hard = "Psychological interventions facilitate considerable symptomatic improvement. "
    path.write_text(path.read_text(encoding="utf-8").replace("Turn your head", hard * 9 + "Turn your head"), "utf-8")
    status, out, _ = holdfast("check", "--quiet")
    assert status == 1
    assert "reads at grade" in out and "here at most 6" in out and "Make sentences shorter" in out


def test_decision_29_an_exercise_rests_on_claims_that_are_there(base, holdfast):
    path = base / "exercises/check-the-room/1.0.0.md"
    old = "  basis: practice\n  claims: []"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, "  basis: plausible\n  claims: [C22, C98]"), encoding="utf-8")
    out = holdfast("check", "--quiet")[1]
    assert "There is no claim C98." in out
    assert "C22." not in out


def test_decision_27_days_are_looked_at_in_files_of_every_kind(base, holdfast, time_machine):
    exercise = base / "exercises/check-the-room/1.0.0.md"
    text = exercise.read_text(encoding="utf-8")
    exercise.write_text(text.replace("  status: none", "  status: peer\n  by: A peer\n  on: 2031-01-01"), "utf-8")
    time_machine.move_to("2026-12-01T12:00:00Z")
    assert "A review cannot be in the future." in holdfast("check", "--quiet")[1]
    time_machine.move_to("2027-06-01T12:00:00Z")
    assert "safety/emergency.yaml:6: note: This was checked" in holdfast("check")[1]
    time_machine.move_to("2028-01-01T12:00:00Z")
    assert "safety/emergency.yaml:6: This was checked" in holdfast("check", "--quiet")[1]


def test_a_broken_setting_is_a_sentence(monkeypatch, holdfast):
    monkeypatch.setenv("HOLDFAST_CONTENT", "/no/such/folder")
    status, _, err = holdfast("check")
    assert status == 2
    assert "There is no folder" in err
