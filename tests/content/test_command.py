"""`holdfast content`: check, release, new, schema."""

import json
import shutil
from datetime import date

import pytest
import time_machine

from holdfast.catalogue import roots
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


def test_a_broken_setting_is_a_sentence(monkeypatch, holdfast):
    monkeypatch.setenv("HOLDFAST_CONTENT", "/no/such/folder")
    status, _, err = holdfast("check")
    assert status == 2
    assert "There is no folder" in err
