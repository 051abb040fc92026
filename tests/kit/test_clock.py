"""The clock: aware, in UTC, and a local date that knows its zone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from holdfast.kit import clock


def test_now_is_aware_and_in_utc():
    assert clock.now().tzinfo is UTC


@time_machine.travel(datetime(2026, 11, 21, 23, 30, tzinfo=UTC), tick=False)
def test_the_same_moment_is_two_days_in_two_zones():
    assert clock.today("Europe/Berlin") == date(2026, 11, 22)
    assert clock.today("America/New_York") == date(2026, 11, 21)


def test_an_unknown_zone_is_refused():
    with pytest.raises(KeyError):
        clock.today("Atlantis/Harbour")


def test_the_clock_can_stand_and_goes_on_afterwards():
    then = datetime(2026, 2, 28, 23, 30, tzinfo=ZoneInfo("America/New_York"))
    with clock.standing_at(then):
        assert clock.now() == then
        assert clock.now().tzinfo is UTC
        assert clock.today("Europe/Berlin") == date(2026, 3, 1)
    assert clock.now() != then
