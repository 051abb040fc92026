"""Month pages: entries merge by id, a local day counts once, and no clock change splits or doubles a day (FT-11)."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.checkins import monthly
from holdfast.checkins.monthly import Change
from holdfast.kit import windows

NOW = datetime(2026, 11, 4, 19, 30, tzinfo=UTC)
DAY = date(2026, 11, 4)
values = st.dictionaries(
    st.sampled_from(["mood", "in_way", "close"]), st.none() | st.integers(0, 10) | st.just("na"), max_size=3
)


def change(on=DAY, now=NOW, zone="UTC", **rest) -> Change:
    return Change(on, "three-taps@1.0.0", zone, now, **rest)


@given(values, values)
def test_ft_08_the_same_screen_twice_is_the_same_page(first, second):
    page = monthly.merge({}, "a", change(values=first))
    page = monthly.merge(page, "a", change(values=second))
    assert monthly.merge(page, "a", change(values=second)) == page


@given(st.lists(st.tuples(st.sampled_from("abc"), values), max_size=8))
def test_one_local_day_is_never_counted_twice(screens):
    page = {}
    for minute, (id, given_) in enumerate(screens):
        page = monthly.merge(page, id, change(now=NOW + timedelta(minutes=minute), values=given_))
    found = monthly.days(monthly.entries(page))
    assert len(found) <= 1
    assert all(day.values or day.note for day in found)


def test_the_entry_saved_last_counts_where_two_disagree_and_nothing_to_rate_is_none():
    page = monthly.merge({}, "a", change(values={"mood": 3, "close": 5}))
    page = monthly.merge(
        page, "b", change(now=NOW + timedelta(hours=1), values={"mood": 7, "close": "na"}, note="late")
    )
    (found,) = monthly.days(monthly.entries(page))
    assert found.values == {"mood": 7, "close": None}
    assert found.note == "late"
    assert found.forms == ("three-taps@1.0.0",)


def test_a_screen_changes_only_what_it_asks_and_a_note_stays_until_it_is_written_over():
    page = monthly.merge({}, "a", change(values={"mood": 3}, note="one"))
    page = monthly.merge(page, "a", change(values={"in_way": 4}, target="ben"))
    (entry,) = monthly.entries(page)
    assert (entry.values, entry.note, entry.target) == ({"mood": 3, "in_way": 4}, "one", "ben")
    page = monthly.merge(page, "a", change(values={}, note=""))
    assert monthly.entries(page)[0].note == ""


def test_an_entry_without_an_answer_is_no_entry():
    page = monthly.merge({}, "a", change(values={"mood": None}))
    assert page == {"entries": {}}
    page = monthly.merge(monthly.merge({}, "a", change(values={"mood": 1})), "a", change(values={"mood": None}))
    assert page == {"entries": {}}
    assert monthly.without({}, ["a"]) == {"entries": {}}


@cache
def turns(zone: str) -> list[datetime]:
    """The moments from 2024 to 2030 at which a zone's clocks change, to the minute."""
    found, end = [], datetime(2031, 1, 1, tzinfo=UTC)
    here, before = ZoneInfo(zone), datetime(2024, 1, 1, tzinfo=UTC)
    while before < end:
        after = before + timedelta(days=5)
        if before.astimezone(here).utcoffset() != after.astimezone(here).utcoffset():
            low, high = before, after
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                same = middle.astimezone(here).utcoffset() == low.astimezone(here).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            found.append(high)
        before = after
    return found


@pytest.mark.parametrize("region", sorted({zone.partition("/")[0] for zone in available_timezones()}))
def test_ft_11_every_clock_change_of_every_zone_from_2024_to_2030(region):
    for zone in sorted(zone for zone in available_timezones() if zone.partition("/")[0] == region):
        for turn in turns(zone):
            _live_through(zone, turn)


def _live_through(zone: str, turn: datetime) -> None:
    """Answer every two hours from the day before a clock change to the day after it, for each day that is open."""
    page, local_days = {}, set()
    for step in range(-18, 19):
        now = turn + timedelta(hours=2 * step)
        local = now.astimezone(ZoneInfo(zone))
        open_days = windows.open_days(now, zone)
        assert open_days[0] == local.date()
        assert len(open_days) == (2 if local.hour < 12 else 1)
        local_days.add(local.date())
        for day in open_days:
            flags = () if day == local.date() else (monthly.BACKFILLED,)
            id = str(UUID(int=day.toordinal()))
            page = monthly.merge(page, id, change(day, now, zone, values={"mood": step % 11}, flags=flags))
    entries = monthly.entries(page)
    found = monthly.days(entries)
    assert [day.date for day in found] == sorted({entry.on for entry in entries})
    assert {day.date for day in found} - local_days <= {min(local_days) - timedelta(days=1)}
    for entry in entries:
        assert datetime.fromisoformat(entry.at).utcoffset() == timedelta(0)
        assert entry.zone == zone
        lag = (datetime.fromisoformat(entry.at).astimezone(ZoneInfo(zone)).date() - entry.on).days
        assert lag in (0, 1)


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        ("2028-02-29T12:00:00+00:00", "Europe/Berlin", "2028-02-29"),
        ("2026-12-31T23:30:00+00:00", "Europe/Berlin", "2027-01-01"),
        ("2026-12-31T23:30:00+00:00", "America/New_York", "2026-12-31"),
        ("2038-01-19T03:14:08+00:00", "UTC", "2038-01-19"),
        ("2026-11-04T10:30:00+00:00", "Pacific/Kiritimati", "2026-11-05"),
        ("2026-11-04T10:30:00+00:00", "Pacific/Pago_Pago", "2026-11-03"),
    ],
)
def test_ft_11_leap_day_year_end_2038_and_both_sides_of_the_date_line(moment, zone, day):
    now = datetime.fromisoformat(moment)
    assert windows.open_days(now, zone)[0].isoformat() == day
    page = monthly.merge({}, "a", change(date.fromisoformat(day), now, zone, values={"mood": 1}))
    (entry,) = monthly.entries(page)
    assert (entry.on.isoformat(), entry.at, entry.zone) == (day, now.isoformat(), zone)


def test_ft_11_travelling_back_over_the_date_line_does_not_double_a_day():
    west, east = datetime(2026, 11, 4, 20, 0, tzinfo=UTC), datetime(2026, 11, 4, 23, 0, tzinfo=UTC)
    page = monthly.merge({}, "a", change(date(2026, 11, 5), west, "Pacific/Apia", values={"mood": 2}))
    page = monthly.merge(page, "b", change(date(2026, 11, 4), east, "Pacific/Pago_Pago", values={"mood": 3}))
    page = monthly.merge(
        page, "c", change(date(2026, 11, 5), east + timedelta(days=1), "Pacific/Pago_Pago", values={"mood": 4})
    )
    assert [(day.date.day, day.values["mood"]) for day in monthly.days(monthly.entries(page))] == [(4, 3), (5, 4)]
