"""The command line from end to end on small tables, and what it says to tables that cannot be read."""

import json

import numpy as np
import polars as pl
import pytest

from holdfast.cli.main import main

FIT = ["--pair", "pair", "--person", "person", "--day", "day", "--measures", "closeness,symptoms", "--quiet"]
SHORT = ["--sweeps", "60", "--chains", "2", "--seed", "3"]


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "pairs.csv"
    assert main(["study", "simulate", "--pairs", "24", "--days", "30", "--seed", "5", "--out", str(path)]) == 0
    return path


def fit(path, out, *more):
    return main(["study", "fit", str(path), *FIT, *SHORT, "--out", str(out), *more])


def test_simulate_writes_the_same_table_and_truth_for_the_same_seed(table, tmp_path):
    again = tmp_path / "again.csv"
    main(["study", "simulate", "--pairs", "24", "--days", "30", "--seed", "5", "--out", str(again)])
    assert again.read_bytes() == table.read_bytes()
    truth = json.loads(table.with_suffix(".truth.json").read_text())
    assert truth["variables"] == ["closeness_A", "symptoms_A", "closeness_B", "symptoms_B"]
    assert len(truth["population"]) == 16 and len(truth["pairs"]) == 24
    rows = pl.read_csv(table)
    assert rows.height == 24 * 30 * 2 and 0.1 < rows["symptoms"].null_count() / rows.height < 0.35


def test_fit_json_holds_what_the_issue_asks_for(table, tmp_path):
    assert fit(table, tmp_path / "f") == 0
    told = json.loads((tmp_path / "f" / "fit.json").read_text())
    assert len(told["population"]) == 16
    kinds = [p["kind"] for p in told["population"]]
    assert (kinds.count("own"), kinds.count("actor"), kinds.count("partner")) == (4, 4, 8)
    for path in told["population"]:
        assert path["interval"][0] < path["mean"] < path["interval"][1] and path["sd"] > 0
        assert {"to", "from", "r_hat", "ess", "own_weight", "standard", "prior"} <= set(path)
    assert len(told["random_sd"]) == 16 and len(told["residual_correlations"]) == 6
    assert told["enough"] is False and "longer chains" in told["why"][0]
    each = pl.read_parquet(tmp_path / "f" / "pairs.parquet")
    assert each.height == 24 * 16 and each["low"].le(each["high"]).all()
    assert each["own_weight"].is_between(0, 1).all()
    page = (tmp_path / "f" / "report.html").read_text()
    assert "<svg" in page and "Not enough to rely on" in page and "<script" not in page
    assert not (tmp_path / "f" / "unfinished").exists()


def test_rows_in_any_order_parquet_and_dates_give_the_same_fit(table, tmp_path):
    other = tmp_path / "other.parquet"
    rows = pl.read_csv(table).sample(fraction=1.0, shuffle=True, seed=1)
    rows = rows.with_columns((pl.lit("2026-01-01").str.to_date() + pl.duration(days=pl.col("day"))).alias("day"))
    rows.write_parquet(other)
    assert fit(table, tmp_path / "a") == fit(other, tmp_path / "b") == 0
    one, two = (json.loads((tmp_path / x / "fit.json").read_text()) for x in "ab")
    assert one["population"] == two["population"]


def test_names_of_their_own_make_the_two_interchangeable(table, tmp_path):
    rows = pl.read_csv(table).with_columns((pl.col("pair").cast(pl.String) + pl.col("person")).alias("person"))
    rows.write_csv(tmp_path / "alike.csv")
    assert fit(tmp_path / "alike.csv", tmp_path / "f") == 0
    told = json.loads((tmp_path / "f" / "fit.json").read_text())
    by = {(p["to"], p["from"]): p["standard"]["mean"] for p in told["population"]}
    assert told["roles"]["alike"] is True
    assert by["symptoms_1", "closeness_1"] == by["symptoms_2", "closeness_2"]
    assert by["symptoms_1", "closeness_2"] == by["symptoms_2", "closeness_1"]


def test_an_input_and_people_on_their_own(tmp_path):
    path, out = tmp_path / "solo.csv", tmp_path / "f"
    options = ["--pairs", "22", "--days", "25", "--people", "1", "--coin", "0.5", "--out", str(path)]
    assert main(["study", "simulate", *options]) == 0
    given = ["--pair", "pair", "--day", "day", "--measures", "closeness,symptoms", "--input", "coin", "--quiet"]
    assert main(["study", "fit", str(path), *given, *SHORT, "--out", str(out)]) == 0
    told = json.loads((out / "fit.json").read_text())
    assert [p["from"] for p in told["population"] if p["kind"] == "input"] == ["coin", "coin"]


def test_one_pair_alone_in_the_light_of_a_cohort(table, tmp_path):
    assert fit(table, tmp_path / "f") == 0
    rows = pl.read_csv(table).filter(pl.col("pair") == 3)
    rows.write_csv(tmp_path / "one.csv")
    more = ["--cohort", str(tmp_path / "f" / "cohort.npz")]
    assert fit(tmp_path / "one.csv", tmp_path / "one", *more) == 0
    each = pl.read_parquet(tmp_path / "one" / "pairs.parquet")
    assert each.height == 16 and each["own_weight"].is_between(0, 1).all()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r: r.with_columns(pl.lit("x").alias("symptoms")), "row 1, column symptoms: “x” is not a number"),
        (lambda r: r.with_columns(pl.lit("inf").alias("symptoms")), "row 1, column symptoms: This number is infinite"),
        (lambda r: r.with_columns(pl.lit("1e9").alias("symptoms")), "beyond a million"),
        (lambda r: pl.concat([r, r.head(1)]), "row 1441, column day: Pair 1 has two rows"),
        (lambda r: r.with_columns(pl.lit("soon").alias("day")), "row 1, column day: “soon” is not a day"),
        (lambda r: r.with_columns(pl.lit(None).alias("symptoms"), pl.lit(None).alias("closeness")), "every answer"),
        (lambda r: r.filter(pl.col("day") == 4), "more than one day"),
        (lambda r: r.head(0), "no rows"),
        (lambda r: r.drop("symptoms"), "There is no column symptoms"),
        (lambda r: r.with_columns(pl.lit("").alias("pair")), "row 1, column pair: This cell is empty"),
    ],
)
def test_a_table_that_cannot_be_fitted_is_refused_with_its_place(table, tmp_path, capsys, change, said):
    rows = pl.read_csv(table, infer_schema=False).with_columns(pl.col("day").cast(pl.Int64))
    change(rows).write_csv(tmp_path / "bad.csv")
    assert fit(tmp_path / "bad.csv", tmp_path / "f") == 2
    told = capsys.readouterr().err
    assert said in told and "Traceback" not in told


def test_strange_but_possible_tables_are_fitted_and_say_what_was_set_aside(table, tmp_path):
    rows = pl.read_csv(table)
    constant = pl.when(pl.col("pair") == 1).then(2.0).otherwise(pl.col("symptoms")).alias("symptoms")
    silent = pl.when((pl.col("pair") == 2) & (pl.col("person") == "B")).then(None).otherwise(pl.col("closeness"))
    short = rows.filter((pl.col("pair") != 4) | (pl.col("day") == 0))
    short.with_columns(constant, silent.alias("closeness")).write_csv(tmp_path / "odd.csv")
    assert fit(tmp_path / "odd.csv", tmp_path / "f") == 0
    told = json.loads((tmp_path / "f" / "fit.json").read_text())
    assert {(x["pair"], x["variable"]) for x in told["left_out"]} >= {("1", "symptoms_A"), ("1", "symptoms_B")}
    each = pl.read_parquet(tmp_path / "f" / "pairs.parquet")
    assert np.isfinite(each["mean"].to_numpy()).all()
    lonely = each.filter(pl.col("pair") == "4")
    assert lonely["own_weight"].max() < 0.4


def test_a_killed_run_goes_on_to_the_same_numbers(table, tmp_path, monkeypatch):
    from holdfast.cli import study_run
    from holdfast.insights.cohort import sampler

    assert fit(table, tmp_path / "whole") == 0
    real, count = sampler.advance, {"n": 0}

    def dying(*given):
        count["n"] += 1
        if count["n"] == 85:
            raise KeyboardInterrupt
        real(*given)

    monkeypatch.setattr(study_run, "EVERY_SECONDS", 0.0)
    monkeypatch.setattr(sampler, "advance", dying)
    assert fit(table, tmp_path / "killed") == 130
    monkeypatch.setattr(sampler, "advance", real)
    assert fit(table, tmp_path / "killed") == 0
    whole, killed = (json.loads((tmp_path / x / "fit.json").read_text()) for x in ("whole", "killed"))
    assert whole["population"] == killed["population"]
    assert whole["random_sd"] == killed["random_sd"]


def test_change_tells_each_person_whether_there_was_enough(tmp_path, capsys):
    rng = np.random.default_rng(2)
    rows = [{"who": "a", "day": t, "x": 6 - 0.08 * t + rng.normal(0, 0.5)} for t in range(60)]
    rows += [{"who": "b", "day": t, "x": 3.0} for t in range(5)]
    pl.DataFrame(rows).write_csv(tmp_path / "d.csv")
    given = ["--person", "who", "--day", "day", "--measure", "x"]
    assert main(["study", "change", str(tmp_path / "d.csv"), *given]) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first["enough"] and first["clear"] and first["change"] < -2
    assert second["enough"] is False and second["change"] is None


def test_help_comes_with_an_example(capsys):
    for name in ("simulate", "fit", "mrt", "change", "calibrate"):
        with pytest.raises(SystemExit):
            main(["study", name, "--help"])
        assert f"holdfast study {name}" in capsys.readouterr().out


def test_whole_numbers_on_a_scale_are_told_and_checked(tmp_path, capsys):
    path, out = tmp_path / "whole.csv", tmp_path / "f"
    simulated = ["--pairs", "22", "--days", "25", "--floor", "4", "--out", str(path)]
    assert main(["study", "simulate", *simulated]) == 0
    assert fit(path, out, "--scale", "symptoms=0-4") == 0
    told = json.loads((out / "fit.json").read_text())
    assert told["units"]["whole_numbers"] == {"symptoms_A": [0, 4], "symptoms_B": [0, 4]}
    alone = ["--cohort", str(out / "cohort.npz")]
    assert fit(path, tmp_path / "same", *alone, "--scale", "symptoms=0-4") == 0
    assert fit(path, tmp_path / "other", *alone) == 2
    assert "fitted with --scale symptoms_A=0-4" in capsys.readouterr().err
    assert fit(path, out, "--scale", "symptoms=0-3") == 2
    said = capsys.readouterr().err
    assert "column symptoms: This is not a whole number from 0 to 3." in said and "row " in said
    for wrong in ("symptoms", "symptoms=4-0", "mood=0-4", "symptoms=0-x"):
        assert fit(path, out, "--scale", wrong) == 2
        assert "lowest and highest answer" in capsys.readouterr().err
    assert fit(path, out, "--scale", "symptoms=0-4", "--noise", "0.1,0.1") == 2
    assert "not both" in capsys.readouterr().err


def test_somebody_who_always_gives_the_lowest_answer_stays_in_when_the_scale_is_told(tmp_path):
    path = tmp_path / "whole.csv"
    assert main(["study", "simulate", "--pairs", "22", "--days", "25", "--floor", "4", "--out", str(path)]) == 0
    low = pl.when((pl.col("pair") == 1) & pl.col("symptoms").is_not_null()).then(0.0).otherwise(pl.col("symptoms"))
    pl.read_csv(path).with_columns(low.alias("symptoms")).write_csv(path)
    assert fit(path, tmp_path / "f", "--scale", "symptoms=0-4") == 0
    told = json.loads((tmp_path / "f" / "fit.json").read_text())
    assert "symptoms_A" not in {x["variable"] for x in told["left_out"] if x["pair"] == "1"}
    each = pl.read_parquet(tmp_path / "f" / "pairs.parquet")
    assert np.isfinite(each["mean"].to_numpy()).all()


def test_fading_is_a_path_of_its_own_and_takes_two_of_the_measures(table, tmp_path, capsys):
    assert fit(table, tmp_path / "f", "--fading", "symptoms,closeness") == 0
    told = json.loads((tmp_path / "f" / "fit.json").read_text())
    products = {p["from"] for p in told["population"] if p["kind"] == "input"}
    assert products == {"symptoms x closeness_A", "symptoms x closeness_B"}
    pl.read_csv(table).filter(pl.col("pair") == 3).write_csv(tmp_path / "one.csv")
    alone = ["--fading", "symptoms,closeness", "--cohort", str(tmp_path / "f" / "cohort.npz")]
    assert fit(tmp_path / "one.csv", tmp_path / "one", *alone) == 0
    for wrong in ("symptoms", "symptoms,mood", "symptoms,closeness,mood"):
        assert fit(table, tmp_path / "f", "--fading", wrong) == 2
        assert "should be two of the measures" in capsys.readouterr().err
