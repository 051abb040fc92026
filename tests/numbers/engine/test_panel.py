"""Long tables and series become a panel without a gap being filled or a person being mixed up."""

import json

import numpy as np
import pytest

from holdfast.cli.main import main
from holdfast.insights import panel as panels
from holdfast.insights.cohort import checks
from holdfast.insights.micro import personal, stop
from holdfast.insights.panel import BadTable, DyadSeries, Long
from holdfast.insights.series import daily


def long(people, inputs=None, weekend=None, names=()):
    """Two days of one measure for each (pair, person), the value telling who and when."""
    rows = [(pair, who, day) for day in (11, 10) for pair, who in people]
    values = np.array([[100.0 * i + day] for i, (_, _, day) in enumerate(rows)])
    return Long(
        np.array([r[0] for r in rows]),
        np.array([r[2] for r in rows]),
        values,
        ("x",),
        np.array([r[1] for r in rows]),
        inputs,
        names,
        weekend,
    )


def test_two_labels_are_roles_and_the_first_day_is_the_pair_s_own():
    found = panels.from_long(long([("p", "B"), ("p", "A")]))
    assert found.people == ("A", "B") and found.variables == ("x_A", "x_B") and not found.alike
    np.testing.assert_array_equal(found.y[0], [[310.0, 210.0], [111.0, 11.0]])


def test_names_of_their_own_make_roles_interchangeable_and_a_third_person_is_refused():
    found = panels.from_long(long([("p", "ana"), ("p", "ben"), ("q", "cleo"), ("q", "dan")]))
    assert found.alike and found.people == ("1", "2")
    with pytest.raises(BadTable, match="more than two people"):
        panels.from_long(long([("p", "ana"), ("p", "ben"), ("p", "cleo")]))


def test_an_input_acts_the_day_after_and_a_shared_one_is_one_column():
    shared = panels.from_long(long([("p", "A"), ("p", "B")], np.array([[5.0], [5.0], [7.0], [np.nan]]), names=("u",)))
    assert shared.inputs == ("u",)
    np.testing.assert_array_equal(shared.u[0, :, 0], [0.0, 7.0])
    own = panels.from_long(long([("p", "A"), ("p", "B")], np.array([[5.0], [6.0], [7.0], [8.0]]), names=("u",)))
    assert own.inputs == ("u_A", "u_B")
    np.testing.assert_array_equal(own.u[0, 1], [7.0, 8.0])


def test_a_weekend_column_joins_the_mean_and_an_infinite_input_is_refused():
    found = panels.from_long(long([("p", "A"), ("p", "B")], weekend=np.array([1.0, 1.0, 0.0, 0.0])))
    z, names = panels.columns(found)
    assert names == ("level", "early", "trend", "weekend")
    np.testing.assert_array_equal(z[0, :, 3], [0.0, 1.0])
    with pytest.raises(BadTable) as refused:
        panels.from_long(long([("p", "A"), ("p", "B")], np.array([[1.0], [np.inf], [1.0], [1.0]]), names=("u",)))
    assert (refused.value.row, refused.value.column) == (2, "u")


def test_series_of_two_people_meet_on_the_days_of_either():
    one, two = daily({5: 1.0, 6: 2.0}, 5, 6), daily({7: 3.0}, 6, 7)
    pair = panels.pair_series([one], [two], ("x",))
    assert pair.start == 5 and pair.values.shape == (3, 2)
    np.testing.assert_array_equal(pair.values, [[1, np.nan], [2, np.nan], [np.nan, 3]])
    found = panels.from_series([pair, DyadSeries(0, ("x",), np.zeros((2, 2)))])
    assert found.days.tolist() == [3, 2] and np.isnan(found.y[1, 2]).all()
    with pytest.raises(ValueError, match="one series for every measure"):
        panels.pair_series([one], [], ("x",))
    with pytest.raises(ValueError, match="same measures"):
        panels.from_series([])


def test_a_grid_beyond_any_machine_is_refused(monkeypatch):
    monkeypatch.setattr(panels, "MOST_CELLS", 3)
    with pytest.raises(BadTable, match="too large"):
        panels.from_long(long([("p", "A"), ("p", "B")]))


def test_release_5_ranks_of_whole_cohorts():
    found = checks.ranks_cohort(checks.small_model(2, 0), 6, (4, 6, 160), np.random.default_rng(1))
    assert len(found.ranks) == 6 and found.p > 1e-4


def test_own_effect_by_least_squares_and_nobody_to_shrink():
    rng = np.random.default_rng(2)
    a = (rng.random(4000) < 0.5).astype(float)
    b, se = personal.own(0.4 * a + rng.normal(0, 1, 4000), a, np.full(4000, 0.5), np.zeros((4000, 0)))
    assert abs(b - 0.4) < 4 * se and se == pytest.approx(2 / np.sqrt(4000), rel=0.05)
    with pytest.raises(ValueError):
        personal.shrink(np.array([np.nan]), np.array([np.nan]))
    assert stop.person(0.95).stop and not stop.person(0.5).stop


def test_calibrate_runs_a_chosen_check_and_refuses_an_unknown_one(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("HOLDFAST_REFERENCE_DATA", raising=False)
    assert main(["study", "calibrate", "--quick", "--only", "threads,published", "--out", str(tmp_path)]) == 0
    told = {f["name"]: f for f in json.loads((tmp_path / "report.json").read_text())}
    assert told["threads"]["passed"] is True and told["published"]["passed"] is None
    assert main(["study", "calibrate", "--only", "luck", "--out", str(tmp_path)]) == 2
    assert "There is no check luck" in capsys.readouterr().err
