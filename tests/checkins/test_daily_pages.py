"""The check-in as a person meets it: one a screen or all on one, skipping, yesterday, and what is said afterwards."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from holdfast.checkins import queries
from holdfast.people import actions as people
from tests.cast import join

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 11, 4, 19, 30, tzinfo=UTC)
DAY = date(2026, 11, 4)


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


def form_of(page) -> dict[str, str]:
    """The hidden fields of a page's form, as a browser would send them."""
    html = page.content.decode()
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))


def press(member, address, do, **answers):
    page = member.client.get(address)
    assert page.status_code == 200, page.status_code
    return member.client.post(address, form_of(page) | answers | {"do": do})


def test_three_taps_one_a_screen_end_on_saved():
    ana = join("ana")
    step = press(ana, reverse("check-in"), "next", **{"a-mood": "6"})
    assert step.url == reverse("check-in-step", args=[0, 2])
    step = press(ana, step.url, "next", **{"a-in_way": "3"})
    step = press(ana, step.url, "done", **{"a-close_trust": "na"})
    page = ana.client.get(step.url)
    assert "Saved, and locked with your own words." in page.content.decode()
    (found,) = queries.days(ana.keyring, DAY, DAY)
    assert found.values == {"mood": 6, "in_way": 3, "close_trust": None}
    assert found.flags == ()


def test_all_on_one_page_and_a_little_more():
    ana = join("ana", one_at_a_time=False)
    step = press(ana, reverse("check-in"), "more", **{"a-mood": "6", "a-in_way": "3", "a-close_trust": "8"})
    assert step.url == reverse("check-in-more", args=[0])
    saved = press(ana, step.url, "", **{"a-sleep": "4", "note": "  a line, with “marks” "})
    assert saved.url == reverse("check-in-saved", args=[0])
    (found,) = queries.days(ana.keyring, DAY, DAY)
    assert found.values == {"mood": 6, "in_way": 3, "close_trust": 8, "sleep": 4}
    assert found.note == "  a line, with “marks” "


def test_skip_has_the_weight_of_next_and_leaves_no_answer():
    ana = join("ana")
    html = ana.client.get(reverse("check-in")).content.decode()
    assert re.search(r'<button class="btn" [^>]*value="next">', html)
    assert re.search(r'<button class="btn" [^>]*value="skip">', html)
    step = press(ana, reverse("check-in"), "next", **{"a-mood": "6"})
    step = press(ana, step.url, "skip", **{"a-in_way": "3"})
    press(ana, step.url, "done")
    (found,) = queries.days(ana.keyring, DAY, DAY)
    assert found.values == {"mood": 6}


def test_going_back_and_skipping_takes_an_answer_back():
    ana = join("ana")
    press(ana, reverse("check-in"), "next", **{"a-mood": "6"})
    press(ana, reverse("check-in"), "skip")
    assert queries.days(ana.keyring, DAY, DAY) == []


@pytest.mark.parametrize("do", ["skip-today", "skip"])
def test_skipping_everything_writes_no_answer_and_is_not_asked_again_today(do):
    ana = join("ana")
    address = reverse("check-in")
    for _ in range(3):
        step = press(ana, address, do)
        address = step.url
        if address == reverse("today"):
            break
    assert address == reverse("today")
    assert queries.days(ana.keyring, DAY, DAY) == []
    profile = people.update_profile(ana.keyring)
    assert queries.next_step(ana.keyring, profile, EVENING) is None


def test_saved_is_never_said_when_nothing_was_saved():
    ana = join("ana")
    assert ana.client.get(reverse("check-in-saved", args=[0])).url == reverse("check-in")
    assert ana.client.get(reverse("check-in-saved", args=[7])).url == reverse("check-in")


def test_yesterday_is_open_until_noon_and_marked():
    with time_machine.travel(datetime(2026, 11, 4, 10, 59, tzinfo=UTC), tick=False):  # 11:59 in Berlin
        ana = join("ana")
        page = ana.client.get(reverse("check-in")).content.decode()
        assert reverse("check-in-step", args=[1, 1]) in page
        step = press(ana, reverse("check-in-step", args=[1, 1]), "next", **{"a-mood": "2"})
        assert step.status_code == 302
        form = form_of(ana.client.get(reverse("check-in-step", args=[1, 2])))
    (found,) = queries.days(ana.keyring, date(2026, 11, 3), date(2026, 11, 4))
    assert (found.date, found.flags) == (date(2026, 11, 3), ("backfilled",))
    with time_machine.travel(datetime(2026, 11, 4, 11, 1, tzinfo=UTC), tick=False):
        late = ana.client.post(reverse("check-in-step", args=[1, 2]), form | {"a-in_way": "9", "do": "next"})
        assert late.status_code == 409
        assert "That day is closed now" in late.content.decode()
        assert ana.client.get(reverse("check-in-step", args=[1, 1])).status_code == 404
    assert "in_way" not in queries.days(ana.keyring, date(2026, 11, 3), date(2026, 11, 3))[0].values


def test_a_form_that_stood_open_over_midnight_counts_for_its_own_day():
    with time_machine.travel(datetime(2026, 11, 4, 22, 58, tzinfo=UTC), tick=False):
        ana = join("ana")
        form = form_of(ana.client.get(reverse("check-in")))
    with time_machine.travel(datetime(2026, 11, 4, 23, 1, tzinfo=UTC), tick=False):
        ana.client.post(reverse("check-in"), form | {"a-mood": "5", "do": "next"})
    (found,) = queries.days(ana.keyring, date(2026, 11, 1), date(2026, 11, 9))
    assert found.date == date(2026, 11, 4)


def test_a_supporting_person_gets_their_own_three_by_name_once_known():
    ben = join("ben", recovering=False, supporting=True, one_at_a_time=False)
    html = ben.client.get(reverse("check-in")).content.decode()
    assert "How tense or stressed were you today?" in html
    assert "How close did you feel today to someone you trust?" in html
    assert "get in your way" not in html
    people.keep_someone(ben.keyring, people.someone({"name": "Ana", "relation": "romantic", "main": True}))
    html = ben.client.get(reverse("check-in")).content.decode()
    assert "How close did you feel to Ana today?" in html
    assert "We had no contact" in html


def test_the_answer_about_someone_keeps_whom_it_was_about():
    ben = join("ben", recovering=False, supporting=True, one_at_a_time=False)
    someone = people.someone({"name": "Ana", "relation": "friend", "main": True})
    people.keep_someone(ben.keyring, someone)
    press(ben, reverse("check-in"), "done", **{"a-mood": "5", "a-close": "7"})
    (entry,) = queries.entries(ben.keyring, DAY, DAY)
    assert entry.target == someone.id


@pytest.mark.parametrize("answer", ["11", "-1", "6.0", "six", "²", "6 OR 1=1", "a" * 9999])
def test_ft_22_an_answer_that_is_none_is_refused_and_nothing_changes(answer):
    ana = join("ana")
    sent = press(ana, reverse("check-in"), "next", **{"a-mood": answer})
    assert sent.status_code == 422
    assert "Nothing was changed." in sent.content.decode()
    assert queries.days(ana.keyring, DAY, DAY) == []


@pytest.mark.parametrize("day", ["", "tomorrow", "2026-11-05", "2026-11-02", "9999-99-99", "20261104"])
def test_a_day_that_is_not_open_is_not_answered(day):
    ana = join("ana")
    page = ana.client.get(reverse("check-in"))
    sent = ana.client.post(reverse("check-in"), form_of(page) | {"day": day, "a-mood": "3", "do": "next"})
    assert sent.status_code == 409
    assert queries.entries(ana.keyring, date(2026, 1, 1), date(2026, 12, 31)) == []


def test_a_post_without_its_token_is_refused():
    ana = join("ana")
    assert ana.client.post(reverse("check-in"), {"day": DAY.isoformat(), "a-mood": "3"}).status_code == 403


def test_a_note_too_long_comes_back_whole_and_unsaved():
    ana = join("ana")
    press(ana, reverse("check-in"), "next", **{"a-mood": "6"})
    note = "x" * 2001
    sent = press(ana, reverse("check-in-more", args=[0]), "", note=note)
    assert sent.status_code == 422
    assert note in sent.content.decode()
    assert queries.days(ana.keyring, DAY, DAY)[0].note == ""


def test_a_little_more_refuses_what_is_no_answer_and_a_day_that_closed():
    ana = join("ana")
    press(ana, reverse("check-in"), "next", **{"a-mood": "6"})
    address = reverse("check-in-more", args=[0])
    refused = press(ana, address, "", note="stays here", **{"a-sleep": "99"})
    assert refused.status_code == 422
    assert "stays here" in refused.content.decode()
    closed = ana.client.post(address, form_of(ana.client.get(address)) | {"day": "2026-11-01", "note": "stays here"})
    assert closed.status_code == 409
    assert "stays here" in closed.content.decode()


def test_steps_and_days_that_are_not_there_are_not_found():
    ana = join("ana")
    for back, step in [(0, 0), (0, 4), (0, 99999999999999999999), (1, 1), (2, 1)]:
        assert ana.client.get(reverse("check-in-step", args=[back, step])).status_code == 404
