"""PS-33: nobody who sees 26 weeks can tell a hold for safety from plain "not ready". The full run is a benchmark."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import gates as simulated
from benchmarks import guessing
from holdfast.safety import gates

ARMS = {arm.name: arm for arm in simulated.ARMS}
decisions = st.integers(1, 4)
choices = st.sampled_from(["wait", "because-of-me", "rather-not", "skip"])


def lived(story, seed):
    return simulated.live(story, Random(seed), simulated.ADOPTED, True)


@given(decisions, choices, st.integers(8, 28), st.integers(0, 2**32))
def test_ps_33_whatever_shut_a_decision_and_on_whatever_day_the_weeks_are_the_same_bytes(at, choice, back, seed):
    """From the day on which the last decision was settled to a week before the next, no day and no reason shows."""
    checks = simulated.check_days()
    tick = simulated.tick_after(checks[at])
    no_need = [(day, simulated.choose("no-need")) for day in checks]
    chosen = [(day, simulated.choose(choice) if day >= checks[at] else said) for day, said in no_need]
    held = simulated.Story([], chosen)
    plain = simulated.Story([(tick - back, simulated.say(False))], no_need)
    never = simulated.Story([], no_need)
    assert np.array_equal(lived(held, seed), lived(plain, seed))
    before = (tick // 7, slice(None))
    assert np.array_equal(lived(never, seed)[: before[0]], lived(plain, seed)[: before[0]])


@given(decisions, st.integers(0, 27), st.integers(0, 2**32))
def test_ps_31_a_switch_forced_once_changes_no_week(at, day, seed):
    checks = simulated.check_days()
    story = simulated.Story(
        [(simulated.tick_after(checks[at]) - 9, simulated.say(False))],
        [(day, simulated.choose("no-need")) for day in checks],
    )
    forced = replace(story, acts=[*story.acts, (simulated.tick_after(checks[at]) + day, simulated.say(True))])
    assert np.array_equal(lived(story, seed), lived(forced, seed))


@pytest.mark.slow
@pytest.mark.parametrize("name", [arm.name for arm in simulated.ARMS if not arm.limit])
def test_ps_33_a_thousand_pairs_are_not_told_apart(name):
    """1,000 pairs guessed, after as many to learn from: the standard error is 1.6 points, the seed fixed."""
    for known in simulated.told_apart(ARMS[name], 1000, seed=5):
        assert known["chosen"] < 0.5 + 0.02 + 1.64 * 0.016, known


@pytest.mark.slow
def test_ps_33_the_classifiers_do_find_what_the_first_rates_told():
    def found(name, **more):
        return simulated.told_apart(ARMS[name], 500, simulated.FIRST_DECIDED, **more)[0]["chosen"]

    assert found("the check skipped") > 0.8
    assert found("the forced switch") > 0.65
    assert found("never ready", sheets_follow=False) > 0.95


def test_ps_33_the_classifiers_find_a_seeded_leak_and_nothing_in_noise():
    noise = np.random.default_rng(1).random((3000, 26, 5)) < 0.3
    held = np.arange(3000) % 2 == 0
    assert max(guessing.accuracies(noise, held, phase=0).values()) < 0.55
    noise[held, 20:, 0] = False
    assert min(guessing.accuracies(noise, held, phase=0).values()) > 0.7


def test_the_weeks_of_the_simulation_are_those_of_the_clock():
    assert gates.decides(simulated.FIRST_WEEK)
    checks = simulated.check_days()
    assert [simulated.tick_after(day) % 7 for day in checks] == [0] * len(checks)
    assert all(gates.decides(simulated.FIRST_WEEK + simulated.tick_after(day) // 7) for day in checks)
