"""The release checks of the engine run as commands, in their small sizes; and a randomised trial from a long table."""

import json

import numpy as np
import polars as pl
import pytest

from holdfast.cli.main import main

TRIAL = ["--person", "id", "--day", "point", "--outcome", "next", "--treatment", "prompt", "--probability", "p"]


@pytest.mark.slow
def test_small_checks_write_a_report_that_says_what_passed_and_what_did_not_run(tmp_path, monkeypatch):
    monkeypatch.delenv("HOLDFAST_REFERENCE_DATA", raising=False)
    only = "published,threads,trend,floors"
    assert main(["study", "calibrate", "--quick", "--only", only, "--out", str(tmp_path)]) == 0
    found = {one["name"]: one for one in json.loads((tmp_path / "report.json").read_text())}
    assert set(found) == set(only.split(","))
    assert found["published"]["passed"] is None
    assert found["threads"]["passed"] is True
    assert found["trend"]["passed"] is not False
    page = (tmp_path / "report.md").read_text()
    assert "not gated or not run" in page
    assert "HOLDFAST_REFERENCE_DATA is not set" in page


def test_a_check_that_nobody_knows_is_refused_by_name(tmp_path, capsys):
    assert main(["study", "calibrate", "--only", "tea", "--out", str(tmp_path / "x")]) == 2
    assert "There is no check tea." in capsys.readouterr().err


@pytest.fixture
def trial(tmp_path):
    """Sixty people, forty decisions, a true effect of 0.5 on an outcome with a spread of 1."""
    rng = np.random.default_rng(11)
    people, points = 60, 40
    size = people * points
    offered = (rng.random(size) < 0.4).astype(int)
    before = rng.normal(size=size)
    frame = pl.DataFrame(
        {
            "id": np.repeat(np.arange(people), points),
            "point": np.tile(np.arange(points), people),
            "before": before,
            "prompt": offered,
            "p": np.full(size, 0.4),
            "open": (rng.random(size) < 0.8).astype(int),
            "next": 0.5 * offered + 0.6 * before + rng.normal(size=size),
        }
    )
    path = tmp_path / "trial.csv"
    frame.write_csv(path)
    return path


@pytest.mark.parametrize("more", [[], ["--controls", "before"], ["--available", "open", "--controls", "before"]])
def test_a_trial_gives_back_the_effect_it_was_made_with(trial, capsys, more):
    assert main(["study", "mrt", str(trial), *TRIAL, *more]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"estimate", "se", "ci", "p", "n"} <= set(told)
    assert told["ci"][0] < 0.5 < told["ci"][1]
    assert abs(told["estimate"] - 0.5) < 4 * told["se"]
    assert told["p"] < 0.001


@pytest.mark.parametrize(
    ("column", "value"),
    [("prompt", 2), ("p", 1.5), ("p", 0.0)],
    ids=["a coin of two", "more than sure", "never"],
)
def test_a_trial_that_cannot_be_is_refused_in_a_sentence(trial, tmp_path, capsys, column, value):
    wrong = tmp_path / "wrong.csv"
    pl.read_csv(trial).with_columns(pl.lit(value).alias(column)).write_csv(wrong)
    assert main(["study", "mrt", str(wrong), *TRIAL]) == 2
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert said.strip().endswith(".")


def test_a_trial_without_an_outcome_is_not_enough_and_says_why(trial, tmp_path, capsys):
    empty = tmp_path / "empty.csv"
    pl.read_csv(trial).with_columns(pl.lit(None).alias("next")).write_csv(empty)
    assert main(["study", "mrt", str(empty), *TRIAL]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["estimate"], told["enough"]) == (None, False)
    assert "more than 2 are needed" in told["why"]
