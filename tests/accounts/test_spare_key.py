"""Forgotten words and the spare key: each way in is enough by itself, and the spare key opens once (KEY-12, KEY-15)."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from holdfast.accounts import actions, hooks, opening, slots, spare
from holdfast.accounts.errors import Refused, WrongSecret
from holdfast.accounts.models import Slot
from holdfast.vault.models import SealedRow
from tests.accounts.helpers import (
    HERE,
    NEW_WORDS,
    PIN,
    WORDS,
    change,
    field,
    is_open,
    lines,
    opens,
    person,
    signed_in,
    slot,
    text,
    with_pin,
)

pytestmark = pytest.mark.django_db


def envelopes():
    return sorted(bytes(row.envelope) for row in SealedRow.objects.all())


# Forgotten words (KEY-12), the spare key (KEY-15)


def by_spare_key(client, key, words=NEW_WORDS, name="ana"):
    told = {"name": name, "key": key, "do": "go", "mode": "own", "words": words, "again": words}
    return client.post(reverse("use-spare-key"), told)


def test_key_12_the_spare_key_alone_is_enough_and_opens_once(ana):
    key = spare.new_text()
    spare.keep(ana, key)
    other = with_pin()
    client = Client()
    assert "The key opens your space once." in text(client.get(reverse("use-spare-key")))
    assert by_spare_key(client, key.lower().replace("-", " "))["Location"] == reverse("phone")
    assert lines(opens(NEW_WORDS)) == ["line 0", "line 1", "line 2"]
    assert opens(WORDS) is None
    assert not is_open(other)
    assert [one.kind for one in Slot.objects.all()] == [Slot.PASSPHRASE]
    assert client.get(reverse("locks-and-keys"))["Location"] == reverse("spare-key-offer")
    again = by_spare_key(Client(), key, WORDS)
    assert again.status_code == 403
    assert "Look at the name and at each group of the key once more." in text(again)


@pytest.mark.parametrize(("name", "new"), [("nobody", NEW_WORDS), ("ana", NEW_WORDS), ("\u202e", NEW_WORDS)])
def test_key_12_another_key_or_name_opens_nothing_and_reads_alike(ana, name, new):
    spare.keep(ana, spare.new_text())
    response = by_spare_key(Client(), spare.new_text(), new, name)
    assert response.status_code == 403
    assert opens(WORDS)


def test_key_12_words_that_cannot_be_do_not_use_the_key_up(ana):
    key = spare.new_text()
    spare.keep(ana, key)
    assert by_spare_key(Client(), key, "short").status_code == 422
    assert by_spare_key(Client(), key, "ana").status_code == 422
    assert by_spare_key(Client(), key).status_code == 302


def test_key_12_the_name_as_words_is_refused_by_spare_key_too():
    opened = person("ana of the long quay")
    key = spare.new_text()
    spare.keep(opened, key)
    response = by_spare_key(Client(), key, "Ana of the long quay", "ana of the long quay")
    assert response.status_code == 422
    assert "can't be your lock words too" in text(response)
    assert slot("ana of the long quay", Slot.RECOVERY)


def test_key_12_an_open_session_alone_is_enough(ana):
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False) as clock:
        client = signed_in()
        clock.shift(timedelta(minutes=3))
        page = client.get(reverse("forgotten-words"))
        assert page.status_code == 200
        assert 'name="old"' not in page.content.decode()
        assert change(client, "forgotten-words")["Location"] == reverse("words-changed")
    assert opens(NEW_WORDS)
    assert opens(WORDS) is None


def test_key_12_a_pin_alone_is_enough(ana):
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False) as clock:
        client = with_pin()
        clock.shift(timedelta(minutes=3))
        page = client.get(reverse("forgotten-words"))
        assert page.status_code == 403
        assert change(client, "forgotten-words").status_code == 403
        response = client.post(reverse("unlock"), {"pin": PIN, "next": field(page, "next")})
        assert response["Location"] == reverse("forgotten-words")
        assert change(client, "forgotten-words").status_code == 302
    assert opens(NEW_WORDS)


def test_key_12_not_on_a_shared_phone(ana):
    client = signed_in(who="shared")
    assert client.get(reverse("forgotten-words"))["Location"] == reverse("use-spare-key")


def make_key(client, last=None):
    """Walk through the pages of A19; the key, and the answer to the practice."""
    page = client.get(reverse("spare-key-make"))
    hidden = field(page, "key")
    key = spare.from_form(hidden.replace("&amp;", "&"))
    assert key.replace("-", " ") in text(page)
    tried = client.post(reverse("spare-key-make"), {"key": hidden, "have": "yes"})
    assert "Try it once." in text(tried)
    told = {"key": field(tried, "key"), "last": key.rpartition("-")[2] if last is None else last}
    if 'name="first"' in tried.content.decode():
        told["first"] = "yes"
    return key, client.post(reverse("spare-key-try"), told)


def test_a19_the_key_is_shown_and_tried_by_its_last_group(ana):
    client = signed_in()
    key, response = make_key(client)
    assert response["Location"] == reverse("locks-and-keys")
    assert opening.by_spare_key("ana", key, HERE).amk == ana.amk
    assert spare.choice(opening.by_name("ana", WORDS, HERE)) == "made"


def test_a19_a_wrong_last_group_is_asked_again_and_the_key_works_all_the_same(ana):
    client = signed_in()
    key, response = make_key(client, last="0000")
    assert "That isn't the last group." in text(response)
    assert opening.by_spare_key("ana", key, HERE)
    hidden = field(response, "key")
    assert client.post(reverse("spare-key-try"), {"key": hidden, "skip": "yes"}).status_code == 302
    shown = client.post(reverse("spare-key-make"), {"key": hidden, "show": "yes"})
    assert key.replace("-", " ") in text(shown)


def test_a9_made_at_the_first_visit_leads_on_to_tomorrow(monkeypatch):
    told = []
    monkeypatch.setattr(hooks, "spare_key_chosen", [lambda keyring, wish: told.append(wish)])
    actions.sign_up("ana", WORDS, spare_key=None)
    client = signed_in()
    _, response = make_key(client)
    assert response["Location"] == reverse("welcome-tomorrow")
    assert told == ["made"]
    assert is_open(client)


def test_a_key_not_made_here_is_not_taken(ana):
    client = signed_in()
    for forged in ("", "0000-0000:x", "AAAA-BBBB"):
        assert client.post(reverse("spare-key-make"), {"key": forged, "have": "yes"}).status_code == 302
        assert client.post(reverse("spare-key-try"), {"key": forged, "last": "x"}).status_code == 302
    assert slot(kind=Slot.RECOVERY) is None


def test_a_key_only_looked_at_leaves_the_old_one_good(ana):
    client = signed_in()
    key, _ = make_key(client)
    client.get(reverse("spare-key-make"))
    assert opening.by_spare_key("ana", key, HERE)
    page = text(client.get(reverse("spare-key-offer")))
    assert "You have a spare key. If you make a new one, the old one opens nothing any more." in page


def test_key_15_a_new_spare_key_ends_the_old_one(ana):
    client = signed_in()
    first, _ = make_key(client)
    second, _ = make_key(client)
    with pytest.raises(WrongSecret):
        opening.by_spare_key("ana", first, HERE)
    assert opening.by_spare_key("ana", second, HERE)
    assert Slot.objects.filter(kind=Slot.RECOVERY).count() == 1


def test_the_whole_key_can_be_tried_any_day_without_using_it(ana):
    client = signed_in()
    key, _ = make_key(client)
    assert "Type all eight groups." in text(client.get(reverse("spare-key-try")))
    works = client.post(reverse("spare-key-try"), {"whole": key.lower()})
    assert "It works. It still opens your space once" in text(works)
    for wrong in ("", "AAAA", spare.new_text()):
        assert "That isn't your spare key." in text(client.post(reverse("spare-key-try"), {"whole": wrong}))
    assert opening.by_spare_key("ana", key, HERE)


def test_choosing_no_key_while_there_is_one_takes_none_away(ana):
    key = spare.new_text()
    opened = spare.keep(ana, key)
    assert spare.choice(spare.choose(opened, "none")) == "made"
    with pytest.raises(Refused):
        spare.choose(opened, "maybe")
    assert opening.by_spare_key("ana", key, HERE)


def test_the_last_group_may_be_typed_in_any_way():
    assert spare.last_group_is("AAAA-01V2", " o-l u2 ")
    assert not spare.last_group_is("AAAA-01V2", "AAAA")


# What can open my account


def test_what_can_open_my_space_is_listed_with_the_month_and_removed(ana):
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False):
        client = signed_in()
        make_key(client)
        client.post(reverse("phone-pin"), {"pin": PIN, "again": PIN})
        page = text(client.get(reverse("locks-and-keys")))
        for line in ("Your spare key made in November 2026", "The PIN on this phone made in November 2026"):
            assert line in page
        assert "21" not in page
        for kind in (Slot.DEVICE, Slot.RECOVERY):
            assert client.post(reverse("remove-way"), {"way": str(slot(kind=kind).id)}).status_code == 302
            assert slot(kind=kind) is None
    opened = opening.by_name("ana", WORDS, HERE)
    assert [way.kind for way in slots.ways(opened)] == ["passphrase"]
    assert list(opened.notes["slots"]) == [slot().id.hex]
    assert spare.choice(opened) == "none"


def test_the_words_cannot_be_removed_nor_anything_of_another_person(ana):
    ben = person("ben", NEW_WORDS)
    spare.keep(ben, spare.new_text())
    client = signed_in()
    for way in (slot().id, slot("ben", Slot.RECOVERY).id, "nonsense", ""):
        assert client.post(reverse("remove-way"), {"way": str(way)})["Location"] == reverse("locks-and-keys")
    assert Slot.objects.count() == 3


def test_other_phones_are_listed_by_kind():
    person("ana")
    for agent in ("Mozilla/5.0 (Macintosh)", "Mozilla/5.0 (Linux; Android 15) Mobile"):
        client = signed_in(**{"User-Agent": agent})
        client.post(reverse("phone-pin"), {"pin": PIN, "again": PIN})
    page = text(signed_in().get(reverse("locks-and-keys")))
    assert "A PIN on a computer" in page
    assert "A PIN on a phone" in page
