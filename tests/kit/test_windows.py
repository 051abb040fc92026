"""Which days are open, which month a day is on: through every change of the clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.kit import windows

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/St_Johns",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Asia/Kathmandu",
    "Africa/Casablanca",
]
moments = st.datetimes(datetime(2024, 1, 1), datetime(2038, 12, 31)).map(lambda moment: moment.replace(tzinfo=UTC))


@given(moments, st.sampled_from(ZONES))
def test_today_is_always_open_and_yesterday_only_before_noon(moment, zone):
    local = moment.astimezone(ZoneInfo(zone))
    days = windows.open_days(moment, zone)
    assert days[0] == local.date()
    assert (local.date() - timedelta(days=1) in days) == (local.hour < 12)
    assert len(days) == len(set(days)) <= 2


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 3, 29, 9, 59, tzinfo=UTC), 2),  # the day of 23 hours in Berlin: 11:59 local
        (datetime(2026, 3, 29, 10, 0, tzinfo=UTC), 1),  # noon
        (datetime(2026, 10, 25, 10, 59, tzinfo=UTC), 2),  # the day of 25 hours: 11:59 local
        (datetime(2026, 10, 25, 11, 0, tzinfo=UTC), 1),
    ],
)
def test_noon_is_local_noon_on_days_when_the_clocks_change(moment, expected):
    assert len(windows.open_days(moment, "Europe/Berlin")) == expected


@given(st.dates(date(2020, 1, 1), date(2039, 12, 31)), st.integers(0, 4000))
def test_months_are_each_month_once_in_order(first, span):
    last = first + timedelta(days=span)
    found = windows.months(first, last)
    assert found == sorted(set(found))
    assert found[0] == windows.month(first)
    assert found[-1] == windows.month(last)
    assert len(found) == (last.year - first.year) * 12 + last.month - first.month + 1


def test_no_months_when_the_end_is_before_the_start():
    assert windows.months(date(2026, 5, 1), date(2026, 4, 30)) == []
