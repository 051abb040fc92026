"""`holdfast instruments`: exact JSON in and out, and one plain sentence for answers that cannot be."""

import io
import json
import subprocess
import sys
from types import SimpleNamespace

import pytest

from holdfast.cli.main import main
from tests.instruments import forms


@pytest.fixture
def score(monkeypatch, capsys):
    """Run the command with text on standard input; gives status, parsed output and the sentence."""

    def _score(id, answers, *more):
        raw = answers if isinstance(answers, bytes) else answers.encode() if isinstance(answers, str) else None
        raw = json.dumps(answers).encode() if raw is None else raw
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
        status = main(["instruments", "score", id, "--answers", "-", *more])
        out, err = capsys.readouterr()
        return status, json.loads(out) if out else None, err

    return _score


def test_24_the_output_is_exactly_what_was_promised(score):
    status, out, err = score("pcl-5", [2] * 16 + [0] * 4)
    assert (status, err) == (0, "")
    assert list(out) == ["instrument", "version", "variant", "scores", "rules"]
    assert (out["instrument"], out["version"], out["variant"]) == ("pcl-5", "1.0.0", "month")
    assert out["scores"]["total"] == {
        "value": 32,
        "band": None,
        "n_answered": 20,
        "imputed": 0,
        "meets": {"gte:31": True, "gte:33": False},
    }
    assert out["rules"] == {"provisional_dsm5": True}


def test_a_variant_gives_its_own_scores_and_no_rule_it_cannot_answer(score):
    _, out, _ = score("phq-9", [1, 2], "--variant", "phq-2")
    assert out["variant"] == "phq-2"
    assert out["scores"] == {
        "phq2": {"value": 3, "band": None, "n_answered": 2, "imputed": 0, "meets": {"gte:3": True}}
    }
    assert out["rules"] == {}


@pytest.mark.parametrize("form", [{"q1": 3, "q2": None, "q3": "na", "q4": 3}, [3, None, "na", 3, None, None, None]])
def test_both_forms_take_missing_and_not_applicable(score, form):
    _, out, _ = score("b-ipf", form)
    assert out["scores"]["impairment"] == {"value": 50, "band": None, "n_answered": 2, "imputed": 0, "meets": {}}


def test_nothing_answered_is_no_error_and_no_score(score):
    status, out, _ = score("itq", {})
    assert status == 0
    assert out["scores"]["total"]["value"] is None
    assert set(out["rules"].values()) == {None}


@pytest.mark.parametrize("id", forms.IDS)
def test_every_instrument_can_be_scored_from_the_command(score, id):
    status, out, _ = score(id, {})
    assert (status, out["instrument"]) == (0, id)
    assert list(out["scores"]) == [rule.id for rule in forms.get(id).scores]


def test_answers_may_lie_in_a_file(tmp_path, capsys):
    file = tmp_path / "answers.json"
    file.write_text("\ufeff[3, 3, 3, 3, 3, 3, 3]", encoding="utf-8")
    assert main(["instruments", "score", "gad-7", "--answers", str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["scores"]["total"]["band"] == "severe"


@pytest.mark.parametrize(
    ("id", "answers", "words"),
    [
        ("gad-7", [1, 2], "GAD-7 has 7 answers in a list"),
        ("gad-7", [0] * 8, "this list has 8"),
        ("gad-7", {"q8": 0}, "no item 'q8'"),
        ("gad-7", {"q1": 4}, "4 is not an answer to q1"),
        ("gad-7", '{"q1": 1.0}', "1.0 is not an answer"),
        ("gad-7", {"q1": "1"}, "'1' is not an answer"),
        ("gad-7", {"q1": True}, "True is not an answer"),
        ("gad-7", '{"q1": 1, "q1": 2}', "name an item twice"),
        ("gad-7", "7", "a JSON list such as"),
        ("gad-7", "null", "a JSON list such as"),
        ("gad-7", '"q1"', "a JSON list such as"),
        ("gad-7", "", "not JSON: line 1, column 1"),
        ("gad-7", "[1, 2", "not JSON: line 1"),
        ("gad-7", "{q1: 2}", "not JSON"),
        ("gad-7", "[NaN]", "NaN is not a number"),
        ("gad-7", "[-Infinity]", "-Infinity is not a number"),
        ("gad-7", b"\xff\xfe", "not UTF-8"),
        ("gad-7", "[" * 100_000, "nested too deeply"),
        ("gad-7", "[" + "9" * 5000 + "]", "far too long"),
        ("gad-7", " " * 1_000_001, "longer than a megabyte"),
        ("asq", [0, 0, 0, 0], "takes its answers by name"),
        ("gad7", {}, "there is no instrument 'gad7'. Did you mean gad-7?"),
        ("\x1b[2J", {}, "there is no instrument '\\x1b[2J'. `holdfast instruments list` names them all."),
    ],
)
def test_ft_22_answers_that_cannot_be_end_in_one_plain_sentence(score, id, answers, words):
    status, out, err = score(id, answers)
    assert status != 0
    assert out is None
    assert words in err
    assert err.startswith("holdfast instruments: ")
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_an_unknown_variant_is_refused(score):
    status, _, err = score("gad-7", [1, 2], "--variant", "gad-3")
    assert status != 0
    assert "GAD-7 has gad-2, and not 'gad-3'" in err


@pytest.mark.parametrize("name", ["/no/such/file", "/", "a\0b"])
def test_a_file_that_cannot_be_read_is_said_so(capsys, name):
    assert main(["instruments", "score", "gad-7", "--answers", name]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_the_pack_that_is_left_out_is_named(score, monkeypatch):
    monkeypatch.setenv("HOLDFAST_CONTENT_NC", "off")
    status, _, err = score("who-5", [1] * 5)
    assert status != 0
    assert "belongs to the non-commercial pack" in err


def test_a_broken_content_setting_is_a_sentence(monkeypatch, capsys):
    monkeypatch.setenv("HOLDFAST_CONTENT_NC", "perhaps")
    assert main(["instruments", "list"]) == 2
    assert "on or off" in capsys.readouterr().err


def test_a_draft_can_be_tried_before_anyone_is_offered_it(monkeypatch, tmp_path, score):
    assert main(["content", "new", "instrument", "sleep-diary", "--into", str(tmp_path)]) == 0
    monkeypatch.setenv("HOLDFAST_CONTENT", str(tmp_path))
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"[2, 0]")))
    assert main(["instruments", "score", "sleep-diary", "--answers", "-"]) == 0
    assert json.loads(sys.stdout.getvalue())["scores"]["total"]["value"] == 4


def test_the_list_names_every_instrument(capsys):
    assert main(["instruments", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == forms.IDS
    assert any(line.startswith("pcl-5") and "month, week" in line for line in lines)


def test_the_list_for_programs_says_what_can_be_asked_of_it(capsys):
    assert main(["instruments", "list", "--json"]) == 0
    listed = {entry["id"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert listed["phq-9"]["variants"] == ["phq-2", "phq-8"]
    assert listed["asq"]["takes_lists"] is False
    assert listed["peg"]["words_included"] is False
    assert listed["who-5"]["pack"] == "nc"


def test_help_teaches_with_an_example(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["instruments", "score", "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert "echo '[2, 1, 0, 3, 1, 0, 2]' | holdfast instruments score gad-7 --answers -" in said
    assert "no diagnosis" in said


def test_scoring_wakes_no_framework_and_starts_fast():
    code = (
        "import sys, io, contextlib\n"
        "from holdfast.cli.main import main\n"
        "with contextlib.redirect_stdout(io.StringIO()): assert main(['instruments', 'list']) == 0\n"
        "assert main(['content', 'schema', 'instrument']) == 0\n"
        "assert 'django' not in sys.modules and 'numpy' not in sys.modules"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stderr
