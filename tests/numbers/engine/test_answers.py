"""Gates of the answers: each holds back what it should, and a missing number is never taken for enough."""

from dataclasses import replace

import numpy as np
import pytest

from holdfast.insights import answers, own, simulate
from holdfast.insights import panel as panels
from holdfast.insights.cohort.draws import empty
from holdfast.insights.cohort.model import build
from holdfast.insights.cohort.state import start
from holdfast.insights.dynamics import fading
from holdfast.insights.micro.effect import Effect
from holdfast.insights.series import daily


def series(values, start=1):
    return daily(dict(enumerate(values, start)), start, start + len(values) - 1)


def carried(rng, n, phi=0.45):
    x = rng.normal(size=n)
    for t in range(1, n):
        x[t] = phi * x[t - 1] + np.sqrt(1 - phi**2) * x[t]
    return x


@pytest.fixture(scope="module")
def asked():
    """A cohort of 110 pairs and 35 days with made-up chains that agree: closeness_A -> symptoms_A is -.05 (.01)."""
    panel = simulate.pairs(simulate.Design(110, 35, missing=0.0, gaps=0.0), np.random.default_rng(1))[0]
    what, model = panels.standard(panel), build(panel)
    rng, draws = np.random.default_rng(2), []
    for _ in range(4):
        one = empty(start(what, model, rng), 500, 0)
        one.shared["g"][:] = rng.normal(-0.05, 0.01, one.shared["g"].shape)
        one.shared["r"][:] = rng.normal(0.2, 0.01, one.shared["r"].shape)
        one.shared["cov_b"][:] = np.eye(one.shared["cov_b"].shape[1])
        draws.append(one)
    return answers.Asked(draws, panel.variables, panel)


def test_a_cohort_large_enough_and_chains_that_agree_are_told(asked):
    for found in answers.both_ways(asked, "closeness_A", "symptoms_A"):
        assert found.told and not found.causal and found.n == 110


def test_days_of_the_asked_variables_count_and_not_those_of_others(asked):
    y = asked.panel.y.copy()
    y[20:, 10:, 2] = np.nan  # most partners stop after ten days
    short = replace(asked, panel=replace(asked.panel, y=y))
    assert answers.next_day(short, "symptoms_A", "closeness_A").told
    needs = answers.next_day(short, "symptoms_A", "closeness_B").missing
    assert [(n.code, n.have) for n in needs] == [("pairs-with-30-days", 20)]


def test_cells_of_fewer_than_20_couples_hold_no_number(asked):
    y = asked.panel.y.copy()
    y[19:, :, 2:] = np.nan  # nineteen partners ever answered
    small = replace(asked, panel=replace(asked.panel, y=y))
    for found in (
        *answers.both_ways(small, "closeness_B", "symptoms_A"),
        *answers.over_days(small, "symptoms_A", "closeness_B"),
        answers.over_a_week(small, "symptoms_A", "closeness_B"),
        answers.same_day(small, "symptoms_A", "closeness_B"),
        answers.steeper(small, ("level", "early", "trend"), "symptoms_A", "closeness_B"),
    ):
        assert np.isnan([found.estimate, *found.interval, found.positive]).all()
        assert [(n.code, n.have, n.want) for n in found.missing] == [("pairs", 19, 20)]


def test_wide_or_quarrelling_chains_and_no_draws_are_not_told(asked):
    def with_g(change):
        draws = [replace(d, shared=d.shared | {"g": change(c, d.shared["g"])}) for c, d in enumerate(asked.draws)]
        return [n.code for n in answers.next_day(replace(asked, draws=draws), "symptoms_A", "closeness_A").missing]

    assert with_g(lambda c, g: 3 * g) == ["too-uncertain"]
    assert with_g(lambda c, g: g + 0.01 * c) == ["longer-chains"]
    assert with_g(lambda c, g: g * np.nan) == ["too-uncertain", "longer-chains", "no-draws"]


def test_no_number_is_never_enough():
    gap = float("nan")
    mine = answers.Own(np.full(100, gap), gap, 90)
    assert {n.code for n in answers.personal("q", mine, lambda c: mine).missing} >= {"own-weight", "sure", "size"}
    assert not answers.practice_for_me(gap, -0.2, 0.1, 0.3, (20, 20)).told
    blank = answers.not_randomised("walk", np.full(20, gap), np.ones(20))
    assert not blank.told and np.isnan(blank.estimate) and blank.n == 20
    assert answers.not_randomised("walk", np.r_[np.full(12, 1.0), gap], np.zeros(12)).estimate == 1.0


def effect(b, se, enough=True):
    one = np.atleast_1d
    return Effect(one(b), one(se), one(b - 2 * se), one(b + 2 * se), one(0.01), 900, 60, 57, enough)


def test_a_practice_is_told_only_when_sure_after_shrinkage_and_harm_as_well():
    assert answers.suggestion(effect(-0.2, 0.05), 40, 20, 1.0).told
    harm = answers.suggestion(effect(0.2, 0.05), 40, 20, 1.0)
    assert harm.told and harm.positive > 0.95
    unsure = answers.suggestion(effect(-0.2, 0.115), 40, 20, 1.0)  # "significant" by itself, not after shrinkage
    assert [n.code for n in unsure.missing] == ["sure"] and 0.05 < unsure.positive < 0.2
    late = answers.weeks_later(effect(-0.2, 0.115), 40, 20, 1.0)
    assert late.question == "weeks-later" and late.positive < unsure.positive
    for wrong in (answers.suggestion(effect(0.1, 0.0), 40, 20, 1.0), answers.suggestion(effect(0.1, 0.1), 40, 20, 0.0)):
        assert [n.code for n in wrong.missing] == ["no-spread"] and np.isnan(wrong.estimate)
    assert not answers.suggestion(effect(np.nan, np.nan, enough=False), 40, 20, 1.0).told


def test_a_change_is_taken_apart_into_the_version_s_and_the_pair_s_own():
    before, again, now = (answers.Own(np.array([m, m]), 0.3, 80) for m in (-0.10, -0.14, -0.13))
    found = answers.moved(before, again, now)
    assert (found.total, found.version, found.days) == pytest.approx((-0.03, -0.04, 0.01))
    assert not found.told
    assert not answers.moved(before, again, again).told
    assert answers.moved(before, before, now).told


def test_own_chart_level_and_swing_have_their_gates():
    assert own.chart(series([4.0])).told and np.isnan(own.chart(series([4.0])).estimate)
    assert [n.code for n in own.chart(series([np.nan])).missing] == ["days"]
    high = [9.0, 9.0, 9.0]
    for question in (own.usual, own.swing):
        few = question(series([*high, 1, 2, 3, 2, 1, 2]))
        assert not few.told and few.missing[0].have == 6 and few.missing[0].want == 7
        assert question(series([*high, 1, 2, 3, 2, 1, 2, 3])).told
        assert [n.code for n in question(series([*high, *[2.0] * 9])).missing] == ["no-spread"]
    assert own.usual(series([*high, 1, 2, 3, 2, 1, 2, 3])).estimate < 3  # the first three days do not count


def test_a_same_day_link_needs_twenty_days_with_both_and_an_interval_without_zero():
    rng = np.random.default_rng(3)
    x = rng.normal(size=23)
    y = -x + 0.3 * rng.normal(size=23)
    found = own.same_day(series(x), series(y))
    assert found.told and found.n == 20 and found.estimate < -0.8 and found.interval[1] < 0 and found.positive < 0.01
    short = own.same_day(series(x[:22]), series(y[:22]))
    assert [(n.code, n.have, n.want) for n in short.missing] == [("days-with-both", 19, 20)]
    y[7] = np.nan
    assert not own.same_day(series(x), series(y)).told
    flat = own.same_day(series(x), series(np.ones(23)))
    assert [n.code for n in flat.missing] == ["no-spread"] and np.isnan(flat.estimate)


def test_a_same_day_link_that_is_not_there_is_told_at_most_at_the_nominal_rate():
    rng = np.random.default_rng(4)
    told = [own.same_day(series(carried(rng, 43)), series(carried(rng, 43))).told for _ in range(400)]
    assert np.mean(told) <= 0.065
    x = [carried(rng, 43) for _ in range(100)]
    assert np.mean([own.same_day(series(a), series(0.7 * a + 0.7 * carried(rng, 43))).told for a in x]) > 0.9


def test_reliable_change_needs_ten_days_in_each_window_and_to_be_sure():
    rng = np.random.default_rng(5)
    x = np.r_[np.full(3, 9.0), rng.normal(6, 0.5, 20), rng.normal(3, 0.5, 14)]
    found = own.changed(series(x), 37)
    assert found.told and found.estimate < -2 and found.positive < 0.05
    worse = own.changed(series(10 - x), 37)
    assert worse.told and worse.estimate == pytest.approx(-found.estimate) and worse.positive > 0.95
    x[5:10] = np.nan
    assert [n.code for n in own.changed(series(x), 37).missing] == ["days"]
    assert [n.code for n in own.changed(series(x[:20]), 20).missing] == ["too-soon"]
    still = own.changed(series(rng.normal(5, 1, 40)), 40)
    assert [n.code for n in still.missing] == ["sure"]


def test_fading_is_told_of_both_people_once_every_gate_is_met(asked):
    panel = fading.with_products(asked.panel, "symptoms", "closeness")
    what, model = panels.standard(panel), build(panel)
    rng, draws = np.random.default_rng(6), []
    for _ in range(4):
        one = empty(start(what, model, rng), 500, 0)
        one.shared["g"][:] = rng.normal(-0.05, 0.01, one.shared["g"].shape)
        draws.append(one)
    both = answers.fading(answers.Asked(draws, panel.variables, panel), "symptoms", "closeness")
    assert [(a.told, a.causal, a.whose, a.n) for a in both] == [(True, False, "cohort", 110)] * 2
    assert all(a.estimate == pytest.approx(-0.05, abs=0.002) for a in both)
    wide = [replace(d, shared=d.shared | {"g": 3 * d.shared["g"]}) for d in draws]
    held = answers.fading(answers.Asked(wide, panel.variables, panel), "symptoms", "closeness")
    assert [[n.code for n in a.missing] for a in held] == [["too-uncertain"]] * 2
