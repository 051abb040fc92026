"""The pages under Me about oneself, and the first evening's "One small thing for tomorrow"."""

import pytest
from django.urls import reverse

from holdfast.people import actions, forms, queries, schema
from tests.cast import join
from tests.checkins.walking import hidden, text

pytestmark = pytest.mark.django_db
PAGES = ["settings", "name-and-role", "preferences", "reminders", "zone", "hard-dates", "my-people", "welcome-tomorrow"]


def send(member, route, /, *args, **fields):
    address = reverse(route, args=args)
    page = member.client.get(address)
    assert page.status_code == 200
    return member.client.post(address, hidden(page) | fields)


def profile(member):
    return queries.profile(member.keyring)


@pytest.mark.parametrize("name", PAGES)
def test_each_page_opens_for_its_person_and_for_nobody_else(client, name):
    ana = join("ana")
    page = ana.client.get(reverse(name))
    assert page.status_code == 200
    assert page.content.count(b"<h1") == 1
    assert client.get(reverse(name)).url == reverse("sign-in")


def test_name_and_role(client):
    ana = join("ana")
    done = send(ana, "name-and-role", name="  Ána 🌊 ", recovering="on", supporting="on")
    assert done.url == reverse("settings")
    assert (profile(ana).name, profile(ana).recovering, profile(ana).supporting) == ("  Ána 🌊 ", True, True)
    refused = send(ana, "name-and-role", name="Ana")
    assert refused.status_code == 422
    assert "Please choose at least one" in text(refused)
    assert profile(ana).supporting


def test_pace_and_colours():
    ana = join("ana")
    send(ana, "preferences", pace="all", theme="dark")
    assert (profile(ana).one_at_a_time, profile(ana).theme) == (False, "dark")
    assert 'data-theme="dark"' in ana.client.get(reverse("settings")).content.decode()
    assert send(ana, "preferences", pace="all", theme="neon").status_code == 422


def test_a10_tomorrow_keeps_the_choice_and_says_that_nothing_is_sent_yet():
    ana = join("ana")
    page = text(ana.client.get(reverse("welcome-tomorrow")))
    assert "One small thing for tomorrow" in page
    assert "Three taps: how your day was. When would suit you?" in page
    assert "“Time for a minute?”" in page
    assert "Reminders aren't sent yet." in page
    done = send(ana, "welcome-tomorrow", check_in_at="evening", reminder="water", zone="America/New_York")
    assert done.url == reverse("welcome-done")
    mine = profile(ana)
    assert (mine.check_in_at, mine.reminder, mine.zone, mine.zone_known) == (
        "evening",
        "water",
        "America/New_York",
        True,
    )
    assert mine.started


@pytest.mark.parametrize("zone", ["", "Nowhere/Land", "../../etc/passwd", "x" * 60])
def test_a10_without_script_the_zone_is_asked_on_a_page_of_its_own(zone):
    ana = join("ana", zone="UTC")
    done = send(ana, "welcome-tomorrow", check_in_at="any", reminder="", zone=zone)
    assert done.url == reverse("zone-first")
    page = ana.client.get(done.url)
    after = ana.client.post(done.url, hidden(page) | {"zone": "Pacific/Apia"})
    assert after.url == reverse("welcome-done")
    assert profile(ana).zone == "Pacific/Apia"
    assert "That's enough for today." in text(ana.client.get(after.url))


def test_ps_12_a_reminder_can_only_be_one_of_three_dull_lines():
    ana = join("ana")
    assert send(ana, "reminders", check_in_at="any", reminder="Ben is waiting").status_code == 422
    assert [key for key, _line in forms.REMINDERS] == list(schema.REMINDERS)
    for _key, line in forms.REMINDERS[1:]:
        assert str(line) in ("“Time for a minute?”", "“Your daily minute”", "“Drink some water?”")


def test_the_zone_in_use_can_always_be_chosen_again():
    ana = join("ana", zone="Etc/GMT+3")
    page = ana.client.get(reverse("zone")).content.decode()
    assert '<option value="Etc/GMT+3" selected>' in page
    assert send(ana, "zone", zone="Europe/Paris").url == reverse("settings")
    assert send(ana, "zone", zone="Moon/Base").status_code == 422
    assert profile(ana).zone == "Europe/Paris"


def test_a39_hard_days_are_marked_and_taken_back_without_a_reason():
    ana = join("ana")
    assert "You need not say why." in text(ana.client.get(reverse("hard-dates")))
    send(ana, "hard-dates", first="2026-12-24", last="")
    send(ana, "hard-dates", first="2027-02-01", last="2027-02-07")
    assert profile(ana).soft_days == ["2026-12-24/2026-12-24", "2027-02-01/2027-02-07"]
    page = text(ana.client.get(reverse("hard-dates")))
    assert "24 December 2026" in page
    assert "1 February 2027 to 7 February 2027" in page
    send(ana, "hard-dates", unmark="2026-12-24/2026-12-24")
    assert profile(ana).soft_days == ["2027-02-01/2027-02-07"]


@pytest.mark.parametrize(
    ("first", "last"), [("2026-12-24", "2026-12-20"), ("2026-01-01", "2026-12-31"), ("", ""), ("soon", "later")]
)
def test_hard_days_that_cannot_be_are_said_so(first, last):
    ana = join("ana")
    assert send(ana, "hard-dates", first=first, last=last).status_code == 422
    assert profile(ana).soft_days == []


def test_my_people_can_be_added_changed_and_taken_off():
    ana = join("ana")
    send(ana, "my-people", name="Ben", relation="romantic", main="on")
    send(ana, "my-people", name="Zoë", relation="peer", main="on")
    ben, zoe = profile(ana).people
    assert (ben.main, zoe.main) == (False, True)
    send(ana, "person", ben.id, name="Benno", relation="friend", main="on")
    zoe, ben = profile(ana).people
    assert (ben.name, ben.relation, ben.main, zoe.main) == ("Benno", "friend", True, False)
    send(ana, "person", ben.id, name="", relation="friend", remove="yes")
    assert [someone.name for someone in profile(ana).people] == ["Zoë"]


def test_a_person_without_a_name_or_of_somebody_else_is_not_there():
    ana, cleo = join("ana"), join("cleo")
    assert send(ana, "my-people", name="   ", relation="friend").status_code == 422
    send(ana, "my-people", name="Ben", relation="friend")
    (ben,) = profile(ana).people
    assert cleo.client.get(reverse("person", args=[ben.id])).status_code == 404
    assert cleo.client.post(reverse("person", args=[ben.id]), {"remove": "yes"}).status_code == 404


def test_the_list_of_people_has_an_end_and_says_so():
    ana = join("ana")
    for number in range(20):
        actions.keep_someone(ana.keyring, actions.someone({"name": f"N{number}", "relation": "friend", "main": False}))
    refused = send(ana, "my-people", name="One more", relation="friend")
    assert refused.status_code == 422
    assert "the list can hold 20" in text(refused)


def test_a_post_without_its_token_changes_nothing():
    ana = join("ana")
    assert ana.client.post(reverse("name-and-role"), {"name": "Eve", "recovering": "on"}).status_code == 403
    assert profile(ana).name == "Ana"


def test_visits_are_noted_three_times_and_no_more():
    from datetime import date

    ana = join("ana", started=None, visits=[])
    for day in (1, 1, 2, 3, 4):
        actions.visit(ana.keyring, date(2036, 11, day))
    assert len(profile(ana).visits) == 3
    assert "2036-11-04" not in profile(ana).visits


def test_ps_11_nobody_can_be_looked_up_and_no_list_can_be_uploaded():
    ana = join("ana")
    for name in PAGES:
        html = ana.client.get(reverse(name)).content.decode()
        assert 'type="file"' not in html
        assert 'type="search"' not in html
        assert "contacts" not in html.lower()
