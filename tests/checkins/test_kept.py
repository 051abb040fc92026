"""Any day can be put right or deleted, and Today and Path offer one quiet thing at most."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from holdfast.checkins import actions, queries
from holdfast.checkins.monthly import Change
from holdfast.kit import random
from holdfast.people import actions as people
from holdfast.people import queries as profiles
from tests.cast import join
from tests.checkins.walking import hidden, press, text

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 13, 19, 30, tzinfo=UTC)
DAY = date(2026, 11, 13)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def lived(member, days, values=None):
    """Check-ins on some days of the past, through the same action as the pages."""
    profile = profiles.profile(member.keyring)
    for day in days:
        then = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
        change = Change(day, "three-taps@1.0.0", "Europe/Berlin", then, values or {"mood": 5, "close_trust": "na"})
        actions.answer_day(member.keyring, queries.sheet(profile, day), change, id=random.uuid())


def test_a_day_is_changed_and_says_so_and_an_answer_can_be_taken_back():
    ana = join("ana")
    lived(ana, [DAY])
    address = reverse("day", args=[DAY.isoformat()])
    page = ana.client.get(address)
    assert 'value="5" checked' in page.content.decode()
    assert 'value="na" checked' in page.content.decode()
    sent = ana.client.post(address, hidden(page) | {"a-mood": "8", "a-in_way": "2", "note": "put right", "do": "keep"})
    assert sent.url == address
    (found,) = queries.days(ana.keyring, DAY, DAY)
    assert found.values == {"mood": 8, "in_way": 2}
    assert (found.note, found.flags) == ("put right", ("corrected",))


def test_several_entries_of_one_day_become_one_when_it_is_put_right():
    ana = join("ana")
    lived(ana, [DAY, DAY], {"mood": 3})
    assert len(queries.entries(ana.keyring, DAY, DAY)) == 2
    assert actions.correct(ana.keyring, DAY, {"in_way": 1}, None, now=NOW)
    (entry,) = queries.entries(ana.keyring, DAY, DAY)
    assert entry.values == {"mood": 3, "in_way": 1}


def test_a_day_is_deleted_and_gone():
    ana = join("ana")
    lived(ana, [DAY, DAY - timedelta(days=1)])
    address = reverse("day", args=[DAY.isoformat()])
    assert ana.client.post(address, hidden(ana.client.get(address)) | {"do": "delete"}).status_code == 302
    assert [day.date for day in queries.days(ana.keyring, DAY - timedelta(days=9), DAY)] == [DAY - timedelta(days=1)]
    assert ana.client.get(address).status_code == 404
    assert not actions.delete_day(ana.keyring, DAY)
    assert not actions.correct(ana.keyring, DAY, {"mood": 1}, None, now=NOW)


def test_a_day_emptied_of_every_answer_is_gone_too():
    ana = join("ana")
    lived(ana, [DAY], {"mood": 3})
    address = reverse("day", args=[DAY.isoformat()])
    sent = ana.client.post(address, hidden(ana.client.get(address)) | {"note": "", "do": "keep"})
    assert sent.url == reverse("today")
    assert queries.days(ana.keyring, DAY, DAY) == []


@pytest.mark.parametrize("wrong", [{"a-mood": "12"}, {"note": "x" * 2001}])
def test_a_correction_that_cannot_be_changes_nothing(wrong):
    ana = join("ana")
    lived(ana, [DAY], {"mood": 3})
    address = reverse("day", args=[DAY.isoformat()])
    sent = ana.client.post(address, hidden(ana.client.get(address)) | {"a-mood": "3", "do": "keep"} | wrong)
    assert sent.status_code == 422
    assert queries.days(ana.keyring, DAY, DAY)[0].values == {"mood": 3}


def test_a_day_of_the_ten_item_form_is_put_right_on_its_own_questions():
    ana = join("ana", learn_until="2027-01-01")
    profile = profiles.profile(ana.keyring)
    sheet = queries.sheet(profile, DAY)
    change = Change(DAY, sheet.form, "Europe/Berlin", NOW, {"mood": 2, "s1": 3})
    actions.answer_day(ana.keyring, sheet, change, id=random.uuid())
    people.update_profile(ana.keyring, learn_until=None)
    html = ana.client.get(reverse("day", args=[DAY.isoformat()])).content.decode()
    assert 'name="a-s1"' in html
    assert 'name="a-in_way"' not in html


def test_the_list_of_days_holds_those_with_an_answer_newest_first():
    ana = join("ana")
    assert "Your days will be here after the first three taps." in text(ana.client.get(reverse("day-list")))
    lived(ana, [DAY - timedelta(days=40), DAY])
    html = ana.client.get(reverse("day-list")).content.decode()
    assert html.index("13 November 2026") < html.index("4 October 2026")


def step(member):
    return queries.next_step(member.keyring, profiles.profile(member.keyring), NOW)


def test_today_offers_the_check_in_first_then_one_form_then_nothing():
    ana = join("ana", started="2026-11-08")  # day six: the closer look is open
    assert step(ana).act.route == "check-in"
    lived(ana, [DAY])
    assert step(ana).act.route == "offer"
    lead = ana.client.get(reverse("offer"))
    ana.client.post(reverse("form-begin"), hidden(lead) | {"do": "no"})
    assert step(ana) is None
    assert ana.client.get(reverse("offer")).url == reverse("today")


def test_26b_on_a_hard_date_today_offers_nothing():
    ana = join("ana", started="2026-11-08", soft_days=["2026-11-13/2026-11-13"])
    assert step(ana) is None
    assert "This is a soft week." in text(ana.client.get(reverse("forms")))


def test_days_of_a_soft_week_are_marked_where_they_are_answered():
    ana = join("ana", soft_days=["2026-11-11/2026-11-11"])
    lived(ana, [DAY])
    assert queries.days(ana.keyring, DAY, DAY)[0].flags == ("soft",)


def test_someone_who_learns_gets_their_longer_form_by_its_own_name():
    ana = join("ana", learn_until="2027-01-01")
    assert "three" not in step(ana).title.lower()
    assert "Your questions for today" in text(ana.client.get(reverse("forms")))


def test_a38_a_gap_is_only_said_to_who_was_here_before_and_stayed_away():
    ana = join("ana", started="2026-11-12")
    look = lambda: queries.gap(ana.keyring, profiles.profile(ana.keyring), NOW)  # noqa: E731  said four times below
    assert not look()
    people.update_profile(ana.keyring, started="2026-10-01")
    assert look()
    lived(ana, [DAY - timedelta(days=3)])
    assert not look()


def test_learning_is_begun_and_ended_by_the_person_alone_and_says_what_it_asks():
    ana = join("ana")
    page = text(ana.client.get(reverse("learn")))
    assert "up to ten short questions a day instead of three" in page
    assert "up to seventy in a week" in page
    assert "It ends by itself on 11 January 2027." in page
    ana.client.post(reverse("learn"), hidden(ana.client.get(reverse("learn"))) | {"do": "begin"})
    assert profiles.profile(ana.keyring).learn_until == "2027-01-11"
    assert "You can end it today" in text(ana.client.get(reverse("learn")))
    ana.client.post(reverse("learn"), hidden(ana.client.get(reverse("learn"))) | {"do": "end"})
    assert profiles.profile(ana.keyring).learn_until is None


def test_ten_questions_one_a_screen_with_no_contact_skip_what_needs_it():
    someone = people.someone({"name": "Ben", "relation": "romantic", "main": True})
    ana = join("ana", learn_until="2027-01-01", people=[someone])
    following = press(ana, reverse("check-in"), "next", **{"a-contact": "0"})
    seen = []
    for _ in range(12):
        page = ana.client.get(following.url)
        if "Saved, and locked" in text(page):
            break
        seen.append(page.content.decode().split('name="a-')[1].split('"')[0])
        following = press(ana, following.url, "next", **{f"a-{seen[-1]}": "1"})
    assert seen == ["mood", "sleep", "close", "s1", "s2", "s3", "s4"]


def test_the_closer_look_comes_tomorrow_at_the_earliest():
    ana = join("ana", started="2026-11-08")
    closer = queries.closer_look(profiles.profile(ana.keyring), DAY)
    assert (closer.form, closer.on, closer.key) == ("pcl-5", DAY + timedelta(days=1), "closer-look/0")
    later = queries.closer_look(profiles.profile(ana.keyring), DAY + timedelta(days=20))
    assert later.key == "closer-look/1"


def test_what_stands_on_the_path_while_a_form_is_under_way():
    ana = join("ana")
    html = text(ana.client.get(reverse("forms")))
    assert "Your place is kept" not in html
    assert "A closer look: what trauma leaves behind" in html
