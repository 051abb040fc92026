"""The coin can be checked, its effect is found without bias, and nobody is told more than the days hold."""

import numpy as np
import pytest

from holdfast.insights import answers
from holdfast.insights.micro import distal, effect, personal, randomise, stop


def trial(rng, people=60, days=40, size=-0.3, tilt=0.0):
    n = people * days
    person = np.repeat(np.arange(people), days)
    before = rng.normal(0, 1, n)
    p = np.where(before > 0, 0.5 + tilt, 0.5 - tilt)
    a = (rng.random(n) < p).astype(float)
    can = (rng.random(n) < 0.8).astype(float)
    y = 0.5 * before + size * a * can + rng.normal(0, 1, n) + np.repeat(rng.normal(0, 1, people), days)
    return effect.Trial(person, y, a, p, can, before[:, None])


def test_a_toss_can_be_repeated_by_anybody_and_keeps_its_chances():
    arms, chances = randomise.even(("breathing", "walk"))
    tosses = [randomise.toss("seed", f"pair 1, day {i}", arms, chances, True) for i in range(3000)]
    assert all(randomise.honest(t) for t in tosses)
    for arm in arms:
        assert abs(np.mean([t.arm == arm for t in tosses]) - 1 / 3) < 0.03
    assert tosses[0].probability == pytest.approx(2 / 3)
    assert randomise.toss("seed", "x", arms, chances, False).arm == "nothing"


@pytest.mark.parametrize(("arms", "chances"), [(("a", "b"), (0.5, 0.5)), (("nothing", "a"), (0.99, 0.01))])
def test_a_toss_nothing_can_be_learned_from_is_refused(arms, chances):
    with pytest.raises(ValueError):
        randomise.toss("seed", "x", arms, chances, True)


@pytest.mark.parametrize("tilt", [0.0, 0.2])
def test_the_effect_is_found_also_when_the_chance_depends_on_the_day(tilt):
    rng = np.random.default_rng(3)
    found = [effect.excursion(trial(rng, tilt=tilt)) for _ in range(30)]
    b, se = np.array([f.estimate[0] for f in found]), np.array([f.se[0] for f in found])
    assert abs(b.mean() + 0.3) < 4 * b.std() / np.sqrt(30)
    assert 0.6 < se.mean() / b.std() < 1.6
    assert np.mean([f.low[0] <= -0.3 <= f.high[0] for f in found]) > 0.8


def test_too_few_people_or_a_useless_control_give_no_number():
    rng = np.random.default_rng(4)
    few = effect.excursion(trial(rng, people=3))
    assert not few.enough and np.isnan(few.estimate[0]) and "3 people" in few.why
    t = trial(rng)
    twice = effect.Trial(t.person, t.outcome, t.treatment, t.probability, t.available, np.ones((len(t.outcome), 1)))
    assert not effect.excursion(twice).enough


@pytest.mark.parametrize(("name", "value", "said"), [("treatment", 2.0, "The treat"), ("probability", 1.0, "coin")])
def test_an_impossible_row_is_refused(name, value, said):
    t = trial(np.random.default_rng(5))
    t.available[0] = 1.0
    getattr(t, name)[0] = value
    with pytest.raises(ValueError, match=said):
        effect.excursion(t)


def test_a_distal_effect_is_the_average_of_one_offer_more():
    rng, found = np.random.default_rng(6), []
    for _ in range(40):
        t = trial(rng, people=200, days=20)
        offered = np.bincount(t.person, weights=t.treatment * t.available, minlength=200)
        later = dict(enumerate(0.2 * offered + rng.normal(0, 1, 200)))
        found.append(distal.distal(t, later).estimate[0])
    # one more offer moves the later outcome by .2; only available decisions count, and they are averaged
    assert abs(np.mean(found) - 0.2) < 4 * np.std(found) / np.sqrt(40) + 0.02


def test_shrinkage_beats_own_estimates_and_its_intervals_hold():
    """A person's own error is .34 at 60 days; shrunk it is .14, as in the design's table."""
    held, errors = [], []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        true = rng.normal(-0.15, 0.15, 400)
        se = np.full(400, 0.34)
        raw = true + se * rng.standard_normal(400)
        raw[0] = np.nan
        found = personal.shrink(raw, se)
        held.append(np.mean(np.abs(found.estimate - true) < 1.96 * found.sd))
        errors.append(np.sqrt(np.mean((found.estimate - true) ** 2)))
        assert found.own_weight[0] == 0
    assert 0.9 < np.mean(held) < 0.97
    assert 0.13 < np.mean(errors) < 0.15


def test_own_effect_needs_days():
    b, se = personal.own(np.zeros(3), np.array([0.0, 1, 0]), np.full(3, 0.5), np.zeros((3, 0)))
    assert np.isnan(b) and np.isnan(se)


def test_the_stop_rule_stops_harm_and_nothing_else():
    rng = np.random.default_rng(8)
    assert stop.cohort(effect.excursion(trial(rng, size=0.5)), 1.0).stop
    assert not stop.cohort(effect.excursion(trial(rng, size=-0.3)), 1.0).stop
    assert not stop.cohort(effect.excursion(trial(rng, people=3)), 1.0).stop


def own(mean, sd=0.03, weight=0.4, days=80):
    return answers.Own(np.random.default_rng(1).normal(mean, sd, 2000), weight, days)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (own(-0.2, days=40), "days-with-both"),
        (own(-0.2, weight=0.1), "own-weight"),
        (own(-0.2, sd=0.5), "sure"),
        (own(-0.03, sd=0.005), "size"),
    ],
)
def test_a_personal_link_below_any_gate_is_not_told(given, code):
    found = answers.personal("closeness", given, lambda c: given)
    assert not found.told and code in [n.code for n in found.missing]


def test_release_8_a_link_that_missing_days_could_turn_is_withheld():
    steady, turning = own(-0.2), own(-0.2)
    assert answers.personal("q", steady, lambda c: steady).told
    assert not answers.personal("q", turning, lambda c: own(-0.2 + 0.4 * c)).told
    assert not answers.personal("q", steady).told


def test_a_link_that_only_the_prior_sees_is_withheld():
    told = answers.personal("q", own(-0.2), lambda c: own(-0.2))
    other = answers.personal("q", own(0.1, sd=0.2), lambda c: own(0.1))
    assert answers.agrees(told, told).told
    assert [n.code for n in answers.agrees(told, other).missing] == ["depends-on-prior"]


def test_a_practice_is_told_only_from_a_coin_with_enough_days():
    rng = np.random.default_rng(9)
    found = answers.suggestion(effect.excursion(trial(rng)), 40, 18, 1.2)
    assert found.told and found.causal and found.positive < 0.05
    assert not answers.suggestion(effect.excursion(trial(rng)), 20, 18, 1.2).told
    assert not answers.practice_for_me(0.97, -0.2, 0.1, 0.3, (16, 8)).told
    assert answers.practice_for_me(0.97, -0.2, 0.1, 0.3, (16, 16)).told
    assert not answers.not_randomised("walk", np.ones(12), np.zeros(4)).told


def test_the_cohort_answers_with_both_directions_and_says_what_is_missing():
    from holdfast.insights import panel as panels
    from holdfast.insights import simulate
    from holdfast.insights.cohort import model, sampler

    panel, _ = simulate.pairs(simulate.Design(20, 20), np.random.default_rng(1))
    what = panels.standard(panel)
    draws = sampler.run(what, model.build(panel), sampler.Plan(60, 20), 1, 2)
    asked = answers.Asked(draws, panel.variables, panel)
    there, back, same = answers.both_ways(asked, "closeness_A", "symptoms_A")
    assert same == answers.same_day(asked, "closeness_A", "symptoms_A")
    over = answers.over_days(asked, "symptoms_A", "closeness_A")
    assert len(over) == 7 and over[0].estimate == pytest.approx(there.estimate)
    week = answers.over_a_week(asked, "symptoms_A", "closeness_A")
    assert week.estimate == pytest.approx(sum(day.estimate for day in over))
    for found in (there, back, *over, answers.over_a_week(asked, "symptoms_A", "closeness_B")):
        assert not found.told and found.whose == "cohort" and found.interval[0] < found.estimate < found.interval[1]
        assert "pairs-with-30-days" in [n.code for n in found.missing]
    assert -1 < answers.same_day(asked, "closeness_A", "symptoms_A").estimate < 1
    assert not answers.steeper(asked, what.columns, "symptoms_A", "closeness_A").told
    assert answers.steeper(asked, ("level",), "symptoms_A", "closeness_A").missing[0].code == "no-trend"
    late = answers.steeper(asked, ("level", "trend"), "symptoms_A", "closeness_A")
    assert [n.code for n in late.missing] == ["no-early-days"] and np.isnan(late.estimate)
    with pytest.raises(KeyError):
        answers.next_day(asked, "sleep_A", "closeness_A")
