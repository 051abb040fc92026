"""Published reliable-change numbers come out of our formula, and the ones worked by hand beside them."""

import pytest

from holdfast.insights import serial
from holdfast.insights.change import Threshold, computed_threshold, reliable_change_index, verdict


def test_the_worked_example_of_jacobson_and_truax_1991():
    """Marital therapy, p. 14: 47.5 before, 32.5 after, SD 7.5, r .80; S_diff 4.74, RC = -3.16."""
    assert reliable_change_index(47.5, 32.5, 7.5, 0.80) == pytest.approx(-3.16, abs=0.005)
    assert computed_threshold(7.5, 0.80) / 1.96 == pytest.approx(4.74, abs=0.005)


@pytest.mark.parametrize(
    ("scale", "sd", "reliability", "points"),
    [
        ("PCL-5", 14.7, 0.82, 17.29),
        ("PHQ-9", 5.5, 0.84, 6.10),
        ("GAD-7", 4.5, 0.83, 5.14),
        ("GAD-7 with alpha, where 4 comes from", 4.5, 0.92, 3.53),
        ("SCI", 5.93, 0.86, 6.15),
        ("CSI-16", 17, 0.98, 6.66),
        ("CSI-4", 4, 0.94, 2.72),
        ("RSES", 5.8, 0.91, 4.82),
        ("OSSS-3", 2.25, 0.64, 3.74),
        ("SCS-SF", 0.65, 0.86, 0.67),
        ("UCLA-3", 1.34, 0.72, 1.97),
    ],
)
def test_thresholds_worked_by_hand(scale, sd, reliability, points):
    assert computed_threshold(sd, reliability) == pytest.approx(points, abs=0.005)


def test_a_difference_at_the_threshold_is_an_index_of_1_96():
    assert reliable_change_index(0, computed_threshold(9, 0.7), 9, 0.7) == pytest.approx(1.96)


@pytest.mark.parametrize(
    ("difference", "kind"),
    [(0, "none"), (5, "none"), (6, "perhaps"), (14, "perhaps"), (15, "reliable"), (18, "reliable"), (40, "reliable")],
)
@pytest.mark.parametrize("sign", [-1, 1])
def test_h12_pcl_5_bands_at_every_edge_and_both_ways(difference, kind, sign):
    """Blanchard 2023: up to 5 is noise; Marx 2022: 15 and over is reliable; perhaps between."""
    assert verdict([40, 40 + sign * difference], Threshold(15, noise=5)).kind == kind


def test_at_a_carry_over_of_45_a_naive_test_is_1_6_times_too_sure():
    assert serial.inflation(0.45) == pytest.approx(2.6, abs=0.05)
    assert serial.inflation(0.45) ** 0.5 == pytest.approx(1.6, abs=0.05)
    assert serial.inflation(0) == 1
