"""Programs that found a leak once find none any more, and a run of a program is the same each time."""

import pytest

from tests.leak import found, programs, running

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.slow]


@pytest.mark.parametrize("kind", ["full", "plain"])
def test_ps_01_ps_09_what_was_found_once_stays_mended(begin, kind):
    beginning = begin(kind)
    for program in found.every().values():
        if program.beginning == kind:
            running.check(program, beginning)


def test_a_kept_program_is_read_as_it_was_written():
    for name, program in found.every().items():
        assert programs.read(program.line()) == program, name


def test_a_program_runs_the_same_each_time(begin):
    beginning = begin("full")
    for program in [*found.every().values()][:4]:
        if program.beginning == "full":
            assert running.digest(program, beginning) == running.digest(program, beginning)
