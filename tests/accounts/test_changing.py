"""New words, new keys, the spare key, erasing: what opens afterwards, and what does not, wherever the process dies."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from holdfast.accounts import access, actions, hooks, opening, sessions, spare
from holdfast.accounts.models import Account, Session, Slot
from holdfast.vault import dropbox, keyring
from holdfast.vault import queries as rows
from holdfast.vault.errors import CannotOpen, KeysReplaced
from holdfast.vault.models import DropRow, SealedRow
from tests.accounts.helpers import (
    HERE,
    NEW_WORDS,
    NOTE,
    PIN,
    WORDS,
    Killed,
    change,
    dying_at,
    field,
    is_open,
    lines,
    opens,
    person,
    row_of,
    signed_in,
    text,
    with_pin,
)

pytestmark = pytest.mark.django_db


def envelopes():
    return sorted(bytes(row.envelope) for row in SealedRow.objects.all())


# Change of words (KEY-10)


def test_key_10_the_old_words_open_nothing_and_rows_are_untouched(ana):
    mine, other, phone = signed_in(), signed_in(), with_pin()
    before = envelopes()
    page = text(mine.get(reverse("change-words")))
    assert "The old words then open nothing. Other phones are signed out" in page
    assert change(mine)["Location"] == reverse("words-changed")
    assert "Your new words are in place." in text(mine.get(reverse("words-changed")))
    assert opens(WORDS) is None
    assert lines(opens(NEW_WORDS)) == ["line 0", "line 1", "line 2"]
    assert envelopes() == before
    assert is_open(mine)
    assert not is_open(other)
    assert not is_open(phone)
    assert not Slot.objects.filter(kind=Slot.DEVICE).exists()
    assert phone.post(reverse("unlock"), {"pin": PIN}).status_code == 403
    assert other.post(reverse("unlock"), {"words": WORDS}).status_code == 403
    assert other.post(reverse("unlock"), {"words": NEW_WORDS}).status_code == 302
    assert opens(NEW_WORDS).amk == ana.amk


def test_key_10_the_spare_key_stays(ana):
    text_of_key = spare.new_text()
    opened = spare.keep(ana, text_of_key)
    actions.set_words(opened, NEW_WORDS)
    assert opening.by_spare_key("ana", text_of_key, HERE).amk == ana.amk


def test_words_change_only_with_the_old_ones(ana):
    client = signed_in()
    wrong = change(client, old="not the old words")
    assert wrong.status_code == 403
    assert "That didn't open it." in text(wrong)
    assert opens(WORDS)


@pytest.mark.parametrize("new", ["short", "password1234", "  "])
def test_new_words_that_cannot_be_change_nothing(ana, new):
    assert change(signed_in(), new=new).status_code == 422
    assert opens(WORDS)


def test_four_words_can_be_made_for_a_change_too(ana):
    client = signed_in()
    page = client.post(reverse("change-words"), {"do": "make", "old": WORDS})
    made = field(page, "words")
    assert f'value="{WORDS}"' in page.content.decode()
    response = client.post(reverse("change-words"), {"do": "go", "mode": "made", "old": WORDS, "words": made})
    assert response.status_code == 302
    assert opens(made)


def test_changing_words_asks_for_a_fresh_secret(ana):
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False) as clock:
        client = signed_in()
        for name in ("change-words", "someone-may-know", "erase", "one-time-code", "where-signed-in", "spare-key-make"):
            assert client.get(reverse(name)).status_code == 200
        clock.shift(timedelta(minutes=2))
        for name in ("change-words", "someone-may-know", "erase", "one-time-code", "where-signed-in", "spare-key-make"):
            page = client.get(reverse(name))
            assert page.status_code == 403
            assert "This page asks for your PIN or your words each time." in text(page)
            assert change(client, name).status_code == 403
    assert opens(WORDS)


def test_keys_replaced_meanwhile_change_nothing(ana):
    actions.rekey(ana, NEW_WORDS)
    for stale in (lambda: actions.set_words(ana, WORDS), lambda: actions.rekey(ana, WORDS)):
        with pytest.raises(KeysReplaced):
            stale()
    assert opens(NEW_WORDS)
    actions.erase(ana.account)
    with pytest.raises(KeysReplaced):
        actions.set_words(ana, WORDS)


# Full re-key (KEY-11)


def key_ids():
    return {bytes(row.envelope)[2:18] for row in SealedRow.objects.all()}


def test_key_11_someone_may_know_my_words_gives_everything_a_new_lock(ana):
    old_ids = key_ids()
    before = Account.objects.get()
    old_public, old_keychain = bytes(before.hpke_public), bytes(before.keychain)
    spare.keep(ana, spare.new_text())
    mine, other, phone = signed_in(), signed_in(), with_pin()
    page = text(mine.get(reverse("someone-may-know")))
    assert "Change them, and everything gets a new lock. Other phones are signed out. Nobody is told." in page
    assert change(mine, "someone-may-know")["Location"] == reverse("spare-key-offer")
    after = opens(NEW_WORDS)
    assert lines(after) == ["line 0", "line 1", "line 2"]
    assert opens(WORDS) is None
    assert not key_ids() & old_ids
    assert bytes(Account.objects.get().hpke_public) != old_public
    assert after.amk != ana.amk
    assert [one.kind for one in Slot.objects.all()] == [Slot.PASSPHRASE]
    for browser in (other, phone):
        assert not is_open(browser)
    with pytest.raises(CannotOpen):
        keyring.open_(ana.amk, ana.account.id, bytes(Account.objects.get().keychain))
    assert bytes(Account.objects.get().keychain) != old_keychain
    assert [row.body for row in rows.rows(ana.keyring, NOTE) if row.readable] == []


def test_key_11_a_new_spare_key_has_to_be_chosen_and_today_follows(ana):
    mine = signed_in()
    change(mine, "someone-may-know")
    assert mine.get(reverse("locks-and-keys"))["Location"] == reverse("spare-key-offer")
    assert mine.post(reverse("spare-key-offer"), {"choice": "later"})["Location"] == reverse("today")
    assert is_open(mine)


def test_key_11_a_write_with_old_keys_becomes_a_locked_page(ana):
    """Another browser was in the middle of saving: its keys have ended, so it unlocks and saves again."""
    request = type("Request", (), {})

    @access.unlocked
    def saves(request):
        raise KeysReplaced

    from django.test import RequestFactory

    from holdfast.accounts.middleware import Keys

    client = signed_in()
    request = RequestFactory().get("/p/1", headers={"Cookie": client.cookies.output(header="", sep=";")})
    response = Keys(saves)(request)
    assert response.status_code == 403
    assert "Locked, to keep it yours." in text(response)
    assert not is_open(client)


# The process dies at each statement (FT-14)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ["set_words", "rekey"])
def test_ft_14_whatever_statement_it_dies_at_the_state_is_old_or_new(ana, verb):
    """Old words or new ones open everything, never both, never neither, and no row is left behind."""
    deaths, number = 0, 0
    current = WORDS
    while True:
        number += 1
        wanted = NEW_WORDS if current == WORDS else WORDS
        opened = opens(current)
        died = False
        with dying_at(number) as ran:
            try:
                getattr(actions, verb)(opened, wanted)
            except Killed:
                died = True
        both = [words for words in (current, wanted) if opens(words)]
        assert len(both) == 1, f"statement {number}: {both} open"
        assert lines(opens(both[0])) == ["line 0", "line 1", "line 2"], f"statement {number}"
        current = both[0]
        deaths += died
        if not died:
            assert ran[0] < number
            break
    assert deaths >= 6
    assert current in (WORDS, NEW_WORDS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ["set_words", "rekey"])
def test_ft_14_dying_in_the_session_store_leaves_the_new_state(ana, verb):
    from holdfast.accounts import store

    if store.alias() == "default":
        return
    other = signed_in()
    number, deaths, words = 0, 0, [WORDS, NEW_WORDS]
    while True:
        number += 1
        opened = opens(words[0])
        with dying_at(number, store.alias()):
            try:
                getattr(actions, verb)(opened, words[1])
            except Killed:
                deaths += 1
                words.reverse()
                assert opens(words[1]) is None
                assert lines(opens(words[0])) == ["line 0", "line 1", "line 2"]
                assert not is_open(other), "the epoch has locked it, whatever its row says"
                continue
        break
    assert deaths >= 1


@pytest.mark.django_db(transaction=True)
def test_ft_14_dying_in_the_middle_of_erasing_erases_all_or_nothing(ana):
    number = 0
    while Account.objects.exists():
        number += 1
        with dying_at(number):
            try:
                actions.erase(ana.account)
            except Killed:
                if Account.objects.exists():
                    assert lines(opens(WORDS)) == ["line 0", "line 1", "line 2"]
    assert number > 3
    assert not Slot.objects.exists()
    assert not SealedRow.objects.filter(owner=ana.account.id).exists()


# Erase


def test_erasing_takes_everything_at_once(ana, monkeypatch):
    told = []
    monkeypatch.setattr(hooks, "erasing", [told.append])
    person("ben", NEW_WORDS)
    dropbox.drop(bytes(ana.account.hpke_public), ana.account.id, "form", {"x": 1})
    client, other, ben = with_pin(), signed_in(), signed_in("ben", NEW_WORDS)
    page = client.get(reverse("erase"))
    assert "Nobody can bring it back, and nobody is told." in text(page)
    assert client.post(reverse("erase"), {}).status_code == 422
    assert opens(WORDS)
    response = client.post(reverse("erase"), {"sure": "yes"})
    assert response["Location"] == reverse("front")
    assert response["Clear-Site-Data"]
    assert told == [ana.account.id]
    assert not SealedRow.objects.filter(owner=ana.account.id).exists()
    assert not DropRow.objects.exists()
    assert list(Account.objects.values_list("name", flat=True)) == ["ben"]
    assert [one.account.name for one in Slot.objects.all()] == ["ben"]
    assert not Session.objects.filter(account_id=ana.account.id).exists()
    assert not any(cookie.value for cookie in client.cookies.values() if cookie.key != "hf-f")
    assert other.get(reverse("locks-and-keys"))["Location"] == reverse("sign-in")
    assert is_open(ben)
    assert opens(WORDS) is None


def test_an_erased_name_can_be_taken_by_someone_new(ana):
    actions.erase(ana.account)
    fresh = person("ana", NEW_WORDS)
    assert fresh.account.id != ana.account.id
    assert rows.rows(fresh.keyring, NOTE) == []


def test_a_session_of_an_account_that_is_gone_is_nobody(ana):
    client = signed_in()
    Account.objects.all().delete()
    assert client.get(reverse("locks-and-keys"))["Location"] == reverse("sign-in")
    assert row_of(client)
    sessions.forget(ana.account.id)
    assert row_of(client) is None
