"""All that is reported of the population carries R-hat and effective draws; what has not mixed is marked as such."""

import json
import re

import pytest

from holdfast.cli import study_out, study_report
from holdfast.cli.main import main

FIT = ["--pair", "pair", "--person", "person", "--day", "day", "--measures", "closeness,symptoms", "--quiet"]
REPORTED = ("population", "random_sd", "residual_correlations", "residual_sd", "means", "tails")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    place = tmp_path_factory.mktemp("fit")
    file = str(place / "t.csv")
    assert main(["study", "simulate", "--pairs", "22", "--days", "15", "--out", file]) == 0
    assert main(["study", "fit", file, *FIT, "--sweeps", "60", "--chains", "2", "--out", str(place)]) == 0
    return json.loads((place / "fit.json").read_text()), (place / "report.html").read_text()


def estimates(value):
    """Every dict with a posterior mean, wherever it stands."""
    if isinstance(value, dict):
        if "sd" in value and "interval" in value:
            yield value
        for inner in value.values():
            yield from estimates(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from estimates(inner)


def test_release_11_every_estimate_of_the_population_carries_its_r_hat_and_effective_draws(told):
    found = [e for name in REPORTED for e in estimates(told[0][name])]
    assert len(found) == 16 * 2 + 16 * 2 + 6 + 4 + 12 * 2 + 1 == told[0]["mixing"]["estimates"]
    for e in found:
        assert e["r_hat"] > 0 and e["ess"] > 0
        assert e["mixed"] is (e["r_hat"] < 1.01 and e["ess"] > 400)
    assert told[0]["mixing"]["not_mixed"] == sum(not e["mixed"] for e in found) > 0
    assert told[0]["mixing"]["largest_r_hat"] == max(e["r_hat"] for e in found)
    assert told[0]["mixing"]["smallest_ess"] == min(e["ess"] for e in found)


def test_the_page_shows_all_of_it_and_marks_what_has_not_mixed_row_by_row(told):
    page = told[1]
    rows = re.findall(r"<tr( class=slow)?>(<td>.*?)</tr>", page)
    assert len(rows) == 16 + 16 + 6 + 12 + 12 + 4 + 1
    for slow, row in rows:
        cells = re.findall(r"<td>(.*?)</td>", row)
        hat, draws, note = float(cells[-3]), float(cells[-2]), cells[-1]
        assert (note == "not mixed") is bool(slow)
        if draws < 399 or hat > 1.011:
            assert slow
    assert "estimates do not have R-hat below 1.01" in page
    assert page.count('fill="#fff"') == sum(not p["mixed"] for p in told[0]["population"] if p["kind"] != "own")


def test_what_has_mixed_is_not_marked(told):
    good = json.loads(json.dumps(told[0]))
    for e in [e for name in REPORTED for e in estimates(good[name])]:
        e.update(r_hat=1.0, ess=4000.0, mixed=True)
    good["mixing"] = study_out._mixing({name: good[name] for name in REPORTED})
    page = study_report.page(good | {"enough": True, "why": []})
    assert "not mixed" not in page and "class=slow" not in page
    assert "All 99 estimates have R-hat below 1.01" in page
