"""A full disk and a locked store, made real: a plain page, the text still in it, and nothing lost afterwards."""

from datetime import date

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from holdfast.checkins import queries
from holdfast.kit import clock
from holdfast.people import queries as people
from tests.cast import join
from tests.checkins.walking import hidden, text

# Long in bytes: a shorter one sometimes fits into what a row of before leaves free when it is written over.
NOTE = ("The stairs again. " + "🌊" * 75) * 21


def today(member) -> date:
    """The member's own day."""
    return clock.today(people.profile(member.keyring).zone)


def pragma(words: str) -> int:
    """Ask SQLite."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {words}")
        return cursor.fetchone()[0]


@pytest.fixture
def full():
    """Fill the disk: the file may not grow by a page, and has none to spare. Gives the way to make room again."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    pragma(f"max_page_count = {pragma('page_count')}")
    yield lambda: pragma("max_page_count = 1073741823")
    pragma("max_page_count = 1073741823")


@pytest.fixture
def ana():
    """Ana, with the page of this month begun."""
    ana = join("ana")
    address = reverse("check-in")
    ana.client.post(address, hidden(ana.client.get(address)) | {"a-mood": "6", "do": "next"})
    return ana


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_ft_03_a_full_disk_answers_plainly_keeps_the_text_and_saves_it_later(ana, full):
    address = reverse("check-in-more", args=[0])
    sent = hidden(ana.client.get(address)) | {"note": NOTE}
    answer = ana.client.post(address, sent)
    assert answer.status_code == 503
    assert "Your words are still here." in text(answer)
    assert hidden(answer)["note"] == NOTE
    assert ana.client.get(reverse("today")).status_code == 200, "reading still works"
    assert pragma("integrity_check") == "ok"
    assert [day.note for day in queries.days(ana.keyring, today(ana), today(ana))] == [""], "not half of it is there"
    full()
    assert ana.client.post(address, hidden(answer)).status_code == 302
    assert [day.note for day in queries.days(ana.keyring, today(ana), today(ana))] == [NOTE]


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_ft_03_nobody_can_sign_up_halfway_on_a_full_disk(full):
    """One after the other, until the last free bytes are gone: whoever got in is there whole, and nobody else."""
    from holdfast.accounts.models import Account, Slot
    from holdfast.vault.models import SealedRow

    words = "cedar moth ocean pebble"
    statuses = []
    while 503 not in statuses:
        told = {
            "name": f"cleo-{len(statuses)}",
            "mode": "own",
            "words": words,
            "again": words,
            "adult": "yes",
            "do": "go",
        }
        statuses.append(Client().post(reverse("name-and-words"), told).status_code)
        assert len(statuses) < 200
    in_whole = statuses.count(302)
    assert set(statuses) <= {302, 503}
    assert (Account.objects.count(), Slot.objects.count(), SealedRow.objects.count()) == (in_whole, in_whole, in_whole)


def locked(execute, sql, params, many, context):
    """What SQLite says after twenty seconds of waiting."""
    if sql.split()[0] in ("INSERT", "UPDATE", "DELETE", "REPLACE"):
        raise OperationalError("database is locked")
    return execute(sql, params, many, context)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "args", "sent"),
    [
        ("check-in", [], {"a-mood": "3", "do": "next"}),
        ("check-in-more", [0], {"note": NOTE}),
        ("name-and-role", [], {"name": "Ana", "recovering": "on"}),
        ("hard-dates", [], {"first": "2026-12-24", "last": "2026-12-26"}),
        ("my-people", [], {"name": "Ben", "relation": "friend"}),
    ],
)
def test_a_locked_store_is_a_503_with_help_and_never_a_500(ana, name, args, sent):
    address = reverse(name, args=args)
    given = hidden(ana.client.get(address)) | sent
    with connection.execute_wrapper(locked):
        answer = ana.client.post(address, given)
    assert answer.status_code == 503, text(answer)
    assert f'href="{reverse("help")}"' in answer.content.decode()
    assert reverse("exit") in answer.content.decode()
