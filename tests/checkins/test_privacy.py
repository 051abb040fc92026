"""What these rooms must never do: make a row for somebody else, leave a trace of when, count, or speak of the other."""

import re

import pytest
from django.urls import reverse

from holdfast.checkins import actions as checkins
from holdfast.checkins import queries
from holdfast.instruments import queries as instruments
from holdfast.kit import clock
from holdfast.people import actions as people
from holdfast.vault import queries as vault
from holdfast.vault.models import DropRow, SealedRow
from tests.cast import join
from tests.checkins.walking import begin, hidden, press, some_answers, walk

pytestmark = pytest.mark.django_db
PAGES = [
    "path", "check-in", "day-list", "learn", "settings", "name-and-role", "preferences", "reminders", "zone",
    "hard-dates", "my-people", "form-stopped", "talk-tips", "support", "welcome-done",
]  # fmt: skip


def fill(member):
    """Go through every view of these rooms that creates something."""
    press(member, reverse("check-in"), "next", **{"a-mood": "6"})
    press(member, reverse("check-in-more", args=[0]), "", note="a line", **{"a-sleep": "3"})
    walk(member, "phq-9", some_answers("phq-9", lambda keys: keys[1]))
    id = begin(member, "pcl-5")
    press(member, reverse("form-page", args=[id, 1]), "stop", **{"a-q1": "2"})
    page = member.client.get(reverse("form-page", args=[id, 1]))
    member.client.post(reverse("form-draft", args=[id, 1]), hidden(page) | {"a-q2": "2"})
    for route, fields in [
        ("name-and-role", {"name": "Ana", "recovering": "on"}),
        ("preferences", {"pace": "one", "theme": "light"}),
        ("reminders", {"check_in_at": "any", "reminder": "daily"}),
        ("hard-dates", {"first": "2030-12-24"}),
        ("my-people", {"name": "Ben", "relation": "romantic", "main": "on"}),
        ("welcome-tomorrow", {"check_in_at": "evening", "reminder": "", "zone": "Europe/Paris"}),
        ("learn", {"do": "begin"}),
        ("form-begin", {"form": "who-5", "do": "yes"}),
        ("check-in", {"do": "skip-today"}),
    ]:
        page = member.client.get(reverse("settings" if route == "form-begin" else route))
        hidden_fields = hidden(page) or hidden(member.client.get(reverse("check-in")))
        sent = member.client.post(reverse(route), hidden_fields | fields)
        assert sent.status_code == 302, (route, sent.status_code)


def test_ps_01_every_creating_view_makes_rows_of_its_owner_in_no_space():
    ana, ben = join("ana"), join("ben")
    before = set(SealedRow.objects.filter(owner=ben.keyring.owner).values_list("id", flat=True))
    mine = SealedRow.objects.filter(owner=ana.keyring.owner).count()
    fill(ana)
    assert SealedRow.objects.filter(owner=ana.keyring.owner).count() > mine
    assert not SealedRow.objects.exclude(scope=None).exists()
    assert not DropRow.objects.exists()
    assert set(SealedRow.objects.filter(owner=ben.keyring.owner).values_list("id", flat=True)) == before
    assert set(SealedRow.objects.values_list("owner", flat=True)) == {ana.keyring.owner, ben.keyring.owner}


def test_ps_01_no_page_offers_to_share_by_default():
    ana = join("ana")
    for name in PAGES:
        html = ana.client.get(reverse(name)).content.decode().lower()
        assert "share" not in html, name


def test_ps_09_no_record_of_these_rooms_says_when_someone_was_here_typed_or_how_long_it_took():
    ana = join("ana")
    fill(ana)
    keys: set[str] = set()

    def collect(value):
        if isinstance(value, dict):
            keys.update(str(key).lower() for key in value)
            for inner in value.values():
                collect(inner)
        elif isinstance(value, list):
            for inner in value:
                collect(inner)

    for row in vault.everything(ana.keyring):
        collect(row.body)
    for word in ("seen", "online", "typing", "read_at", "opened", "duration", "seconds", "streak", "count", "last_"):
        assert not [key for key in keys if word in key], word


def test_ps_09_what_ben_sees_is_the_same_whether_ana_was_here_or_not():
    ben = join("ben", recovering=False, supporting=True)
    ana = join("ana")

    def look():
        pages = [ben.client.get(reverse(name)).content.decode() for name in (*PAGES, "today")]
        return [re.sub(r'value="[^"]{40,}"', "", page) for page in pages]

    quiet = look()
    fill(ana)
    assert look() == quiet


def test_ps_14_no_title_heading_or_number_counts_what_is_private():
    few, many = join("ana"), join("cleo")
    for _ in range(3):
        walk(many, "who-5", some_answers("who-5", lambda keys: keys[0]))
    for name in ("path", "today", "settings"):
        pages = [member.client.get(reverse(name)).content.decode() for member in (few, many)]
        titles = {re.search(r"<title>(.*?)</title>", page)[1] for page in pages}
        assert titles == {"Holdfast"}
        texts = [re.sub(r"<[^>]+>|value=\"[^\"]*\"", " ", page) for page in pages]
        numbers = [re.findall(r"(?<![\w.])\d+(?![\w.-])", text) for text in texts]
        assert len(numbers[0]) >= len(numbers[1]), name


def test_ps_12_no_sentence_of_these_rooms_is_about_what_the_other_does():
    ana = join("ana", people=[people.someone({"name": "Benedikt", "relation": "romantic", "main": True})])
    fill(ana)
    for name in (*PAGES, "today"):
        html = ana.client.get(reverse(name)).content.decode()
        assert ("Benedikt" in html) == (name == "my-people"), name
        for phrase in ("remind them", "last seen", "days in a row", "their answers"):
            assert phrase not in html.lower(), (name, phrase)


def test_another_person_reaches_nothing_of_mine_by_address():
    ana, cleo = join("ana"), join("cleo")
    walk(ana, "who-5", some_answers("who-5", lambda keys: keys[0]))
    (kept,) = instruments.administrations(ana.keyring)
    press(ana, reverse("check-in"), "next", **{"a-mood": "6"})
    today = clock.today("Europe/Berlin")
    assert cleo.client.get(reverse("result", args=[kept.id])).status_code == 404
    assert cleo.client.get(reverse("day", args=[today.isoformat()])).status_code == 404
    assert not checkins.delete(cleo.keyring, kept.id)
    assert not checkins.delete_day(cleo.keyring, today)
    assert instruments.administrations(ana.keyring) == [kept]
    assert len(queries.days(ana.keyring, today, today)) == 1
