"""The fuzz finds what it is made to find: each fault of `bugs.py` put in, and not a word without it."""

import pytest

from tests.leak import running
from tests.leak.bugs import BUGS, Bug

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.slow]


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_ps_01_ps_09_ps_14_a_fault_put_in_is_found(begin, bug: Bug):
    beginning = begin(bug.program.beginning)
    assert _finders(bug, beginning) == set(), "without the fault the same program passes"
    with bug.put_in():
        assert _finders(bug, beginning) == bug.oracles


def test_every_oracle_is_needed():
    """Some faults are seen by one oracle alone."""
    only = {oracle for bug in BUGS if len(bug.oracles) == 1 for oracle in bug.oracles}
    assert only, "counts are seen by leaving out alone"
    assert {oracle for bug in BUGS for oracle in bug.oracles} == {running.CANARY, running.VALUE, running.ERASURE}


def _finders(bug: Bug, beginning) -> set[str]:
    return {leak.oracle for leak in running.leaks(bug.program, beginning, running.Tally(), every=True)}
