"""The fast recursion for days with gaps, held against slow matrices that are obviously right."""

from math import lgamma, log, pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.insights import serial

GAPPY = np.array([1, 2, 3, 5, 9, 10, 16, 17, 18, 19, 25, 26])


def dense(days, phi):
    """The correlation matrix phi^|i-j|, written out."""
    return phi ** np.abs(days[:, None] - days[None, :]).astype(float)


def dense_posterior(values, days, design, wanted, phi):
    """Log marginal likelihood, centre and scale of wanted'b for one phi, by inverting the matrix."""
    n, p = design.shape
    inverse = np.linalg.inv(dense(days, phi))
    gram = design.T @ inverse @ design
    beta = np.linalg.solve(gram, design.T @ inverse @ values)
    rest = values - design @ beta
    rss = rest @ inverse @ rest
    log_marginal = (
        -np.linalg.slogdet(dense(days, phi))[1] / 2 - np.linalg.slogdet(gram)[1] / 2 - (n - p) / 2 * np.log(rss)
    )
    return log_marginal, wanted @ beta, np.sqrt(rss / (n - p) * (wanted @ np.linalg.inv(gram) @ wanted))


def test_the_recursion_equals_the_inverted_matrix_for_every_carry_over():
    rng = np.random.default_rng(2)
    values = rng.normal(5, 2, len(GAPPY))
    design = np.column_stack([GAPPY < 10, GAPPY >= 10]).astype(float)
    wanted = np.array([-1.0, 1.0])
    slow = np.array([dense_posterior(values, GAPPY, design, wanted, phi) for phi in serial.GRID])
    weight = serial.weights(slow[:, 0])
    oracle = serial.mixture(slow[:, 1], slow[:, 2], weight, len(GAPPY) - 2)
    fast, fast_weight = serial.contrast(values, GAPPY, design, wanted)
    assert fast_weight == pytest.approx(weight, abs=1e-10)
    assert fast.mean == pytest.approx(oracle.mean, abs=1e-10)
    assert fast.interval == pytest.approx(oracle.interval, abs=1e-8)


def test_whitened_days_have_the_likelihood_of_the_dense_normal():
    values = np.random.default_rng(4).normal(size=(len(GAPPY), 1))
    moved, half_log = serial.whitened(values, GAPPY)
    for index, phi in enumerate(serial.GRID):
        matrix = dense(GAPPY, phi)
        assert half_log[index] == pytest.approx(np.linalg.slogdet(matrix)[1] / 2, abs=1e-9)
        quadratic = float(values[:, 0] @ np.linalg.solve(matrix, values[:, 0]))
        assert float((moved[index] ** 2).sum()) == pytest.approx(quadratic, rel=1e-9)


def student_density(x, freedom):
    constant = lgamma((freedom + 1) / 2) - lgamma(freedom / 2) - log(freedom * pi) / 2
    return np.exp(constant - (freedom + 1) / 2 * np.log1p(x**2 / freedom))


@pytest.mark.parametrize(("freedom", "quantile"), [(3, 3.182), (6, 2.447), (12, 2.179), (26, 2.056), (200, 1.972)])
def test_quantiles_of_student_are_those_of_the_printed_tables(freedom, quantile):
    one = np.ones(1)
    low, high = serial.mixture(one * 0, one, one, freedom).interval
    assert high == pytest.approx(quantile, rel=0.003)
    assert low == pytest.approx(-high, abs=1e-9)


def test_probabilities_are_areas_under_the_density():
    one = np.ones(1)
    posterior = serial.mixture(one * 2, one * 0.5, one, 20)
    x = np.linspace(-40, 1, 200_001)
    assert posterior.below(2.5) == pytest.approx(float(np.trapezoid(student_density(x, 20), x)), abs=2e-3)
    assert posterior.below(1.5) == pytest.approx(1 - posterior.below(2.5), abs=1e-9)
    assert (posterior.below(-100), posterior.below(100)) == (0, 1)


@given(st.sets(st.integers(1, 60), min_size=2, max_size=25), st.floats(0, 0.9), st.sampled_from([1, 2]))
def test_independent_days_equal_the_double_loop(chosen, phi, power):
    days = np.array(sorted(chosen))
    total = sum(phi ** (power * abs(int(a) - int(b))) for a in days for b in days)
    assert serial.independent_days(days, phi, power) == pytest.approx(len(days) ** 2 / total)


def test_a_long_complete_window_reaches_the_textbook_inflation():
    days = np.arange(4000)
    assert 4000 / serial.independent_days(days, 0.45) == pytest.approx(serial.inflation(0.45), rel=1e-3)
