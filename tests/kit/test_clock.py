"""The clock: aware, in UTC, and a local date that knows its zone."""

from datetime import UTC, date, datetime

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
