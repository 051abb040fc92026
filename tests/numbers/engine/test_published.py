"""Published numbers come out. The data are other people's, found by HOLDFAST_REFERENCE_DATA and never copied here."""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from holdfast.cli.main import main
from holdfast.insights import panel as panels
from holdfast.insights.cohort import model as models
from holdfast.insights.cohort import sampler

PLACE = os.environ.get("HOLDFAST_REFERENCE_DATA", "")
pytestmark = pytest.mark.reference_data


def grid(table: pl.DataFrame, person: str, columns: tuple[str, ...]) -> np.ndarray:
    """(people, days, columns) from a long table with a column `time`."""
    people = table[person].unique().sort().to_list()
    out = np.full((len(people), int(table["time"].max()) + 1, len(columns)), np.nan)
    for i, who in enumerate(people):
        rows = table.filter(pl.col(person) == who)
        out[i, rows["time"].to_numpy().astype(int)] = rows.select(columns).to_numpy()
    return out


def first_of(table: pl.DataFrame, person: str, columns: tuple[str, ...]) -> np.ndarray:
    return table.group_by(person, maintain_order=True).first().sort(person).select(columns).to_numpy()


def fitted(y, same_day, traits, loads, slope):
    """Draws of the regression of the means on traits (S, 1+c, q, K), in the measures' units, and the model's units."""
    count, days, k = y.shape
    names = tuple(f"c{i}" for i in range(same_day.shape[2]))
    panel = panels.Panel(
        y,
        np.full(count, days, np.int64),
        np.zeros((count, days, 0)),
        None,
        tuple(str(i) for i in range(count)),
        ("",) if k == 1 else ("f", "m"),
        ("x",),
        same_day=same_day,
        same_day_names=names,
        traits=traits,
    )
    what = panels.standard(panel, panels.Units(columns=("level",)))
    what = replace(what, loads=np.array(loads, float))
    model = models.build(panel)
    model = replace(model, priors=replace(model.priors, slope=slope))
    draws = sampler.run(what, model, sampler.Plan(2600, 600), 1)[0]
    b = draws.shared["b"].reshape(2000, len(loads), 1 + same_day.shape[2], k) * what.scale
    b[:, 0, 0] += what.centre
    return b


def close(draws, published, se):
    assert abs(draws.mean() - published) < 0.5 * se
    assert 0.7 * se < draws.std() < 1.4 * se


def test_bolger_and_laurenceau_2013_chapter_5_intimacy_and_conflict():
    table = pl.read_csv(Path(PLACE) / "bl_process.csv")
    traits = first_of(table, "id", ("relqual", "confcb"))
    traits = np.column_stack([traits, traits.prod(axis=1)])
    loads = [[1, 1, 1], [1, 0, 1], [1, 0, 0], [1, 0, 0]]
    b = fitted(grid(table, "id", ("intimacy",)), grid(table, "id", ("time7c", "confcw")), traits, loads, 2.0)[..., 0]
    close(b[:, 0, 0], 4.532, 0.221)
    close(b[:, 0, 2], -2.011, 0.371)
    close(b[:, 1, 2], 1.016, 0.493)
    close(b[:, 1, 0], 0.647, 0.282)
    close(b[:, 0, 1], -0.028, 0.037)


def test_bolger_and_laurenceau_2013_chapter_8_both_partners_and_their_stressors():
    table = pl.read_csv(Path(PLACE) / "BLdyads_long.csv")
    same_day = grid(table, "coupleid", ("f_wrkstrsc_w", "m_wrkstrsc_w"))
    traits = first_of(table, "coupleid", ("f_wrkstrsc_b", "m_wrkstrsc_b"))
    loads = [[1, 1, 1], [1, 0, 0], [1, 0, 0]]
    b = fitted(grid(table, "coupleid", ("f_reldis", "m_reldis")), same_day, traits, loads, 1.0)
    close(b[:, 0, 1, 0], 0.1612, 0.0253)
    close(b[:, 0, 2, 0], -0.0073, 0.0228)
    close(b[:, 0, 2, 1], 0.1094, 0.0256)
    close(b[:, 0, 1, 1], 0.0161, 0.0199)


@pytest.mark.parametrize(
    ("controls", "wanted"),
    [
        ("logstep_pre30min", {"estimate": 0.157, "low": 0.031, "high": 0.284, "p": 0.016}),
        ("logstep_pre30min,logstep_30min_lag1,is_at_home_or_work", {"se": 0.061}),
    ],
)
def test_weighted_and_centred_least_squares_on_the_published_trial(capsys, controls, wanted):
    """R package MRTAnalysis, mimicHeartSteps: to three digits."""
    import json

    file = str(Path(PLACE) / "mimicHeartSteps.csv")
    given = ["--person", "userid", "--day", "decision_point", "--outcome", "logstep_30min", "--treatment"]
    given += ["intervention", "--probability", "rand_prob", "--available", "avail", "--controls", controls]
    assert main(["study", "mrt", file, *given]) == 0
    told = json.loads(capsys.readouterr().out)
    found = {
        "estimate": told["estimate"],
        "se": told["se"],
        "low": told["ci"][0],
        "high": told["ci"][1],
        "p": told["p"],
    }
    for name, value in wanted.items():
        assert round(found[name], 3) == value
