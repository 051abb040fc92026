"""`holdfast log`: the host's own days, and what somebody chose to report."""

import pytest
import time_machine

from holdfast.audit import actions
from holdfast.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False) as traveller:
        yield traveller


def test_it_shows_days_and_counts_and_months_of_reports(capsys):
    actions.note("start")
    actions.note("start")
    actions.made_worse("one-heavy-line")
    assert main.main(["log"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2026-11-21     2  the server was started",
        "2026-11        1  somebody told you that an exercise made it worse: one-heavy-line",
    ]


def test_what_is_older_is_left_out_unless_asked_for(capsys, at_noon):
    actions.note("backup")
    at_noon.shift(60 * 60 * 24 * 40)
    assert main.main(["log"]) == 0
    assert capsys.readouterr().out == "Nothing was noted in that time.\n"
    assert main.main(["log", "--days", "50"]) == 0
    assert "a backup was written" in capsys.readouterr().out


@pytest.mark.parametrize("days", ["0", "401", "-3", "ten", "1.5"])
def test_a_number_of_days_that_is_none_is_refused_in_a_sentence(days, capsys):
    with pytest.raises(SystemExit):
        main.main(["log", "--days", days])
    assert "give a whole number of days from 1 to 400" in capsys.readouterr().err
