"""The referee's step of the calibration: never passed when it was not run, and able to tell a difference."""

from argparse import Namespace

import numpy as np
import pytest

from holdfast.cli import study_calibrate, study_twin

SHAPES = {"g": (4, 4), "omega": (4, 4), "r": (4, 4), "m": (4,), "b": (4,), "level_sd": (4,), "volatility_sd": (4,)}


def drawn(seed, draws=4000, **moved):
    """Independent draws of everything, with what is named moved by so many SDs, or stretched."""
    rng = np.random.default_rng(seed)
    out = {name: 1.0 + 0.1 * rng.standard_normal((2, draws, *shape)) for name, shape in SHAPES.items()}
    for name, (shift, stretch) in moved.items():
        out[name] = 1.0 + 0.1 * (shift + stretch * (out[name] - 1.0) / 0.1)
    return out | {"diverging": np.zeros(2)}


def test_without_a_python_for_it_the_twin_is_not_run_and_not_passed(monkeypatch):
    monkeypatch.delenv("HOLDFAST_PEERS_PYTHON", raising=False)
    found = study_calibrate.twin(Namespace(quick=True, seed=0))
    assert found.passed is None and "HOLDFAST_PEERS_PYTHON" in found.said and found.figures == {}
    assert "not gated or not run" in study_calibrate.report([found])


def test_the_same_posterior_passes():
    passed, figures = study_twin.verdict(drawn(1), drawn(2))
    assert passed is True and figures["fewest effective draws of paths, twin"] > 4000


@pytest.mark.parametrize("moved", [{"g": (0.2, 1.0)}, {"g": (0.0, 1.2)}, {"omega": (1.5, 1.0)}, {"omega": (0.0, 1.2)}])
def test_another_posterior_does_not(moved):
    assert study_twin.verdict(drawn(1, **moved), drawn(2))[0] is False


def test_too_few_draws_pass_nothing():
    assert study_twin.verdict(drawn(1, 100), drawn(2, 100))[0] is None


def test_the_referee_is_given_the_engines_own_units_and_priors(tmp_path):
    from holdfast.insights import simulate

    panel, _ = simulate.pairs(simulate.Design(6, 20), np.random.default_rng(1))
    what, model = study_twin.case(panel)
    study_twin.write(tmp_path / "given.npz", what, model)
    assert what.columns == ("level",) and model.student is False
    with np.load(tmp_path / "given.npz") as given:
        assert np.array_equal(given["y"], what.data.y, equal_nan=True)
        assert np.array_equal(given["spread"], model.priors.spread) and given["kinds"].max() == 2
