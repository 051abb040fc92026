"""The first steps, A6 to A9: what is said, what is asked, and what is made."""

import pytest
from django.conf import settings as configured
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from holdfast.accounts import actions, hooks
from holdfast.accounts.errors import Refused
from holdfast.accounts.models import Account, Invitation, Session, Slot
from holdfast.vault import queries as vault
from holdfast.vault import wordlist
from tests.accounts.helpers import NEW_WORDS, WORDS, field, is_open, person, row_of, signed_in, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return Client()


def send(client, **fields):
    return client.post(reverse("name-and-words"), {"adult": "yes", "do": "go", "mode": "own", **fields})


def test_ps_53_the_first_page_says_who_runs_this_and_what_that_means(client, settings):
    settings.OPERATOR, settings.HOST_NAME = "Run by the Quay House, 2 Dock Lane.", "Quay House"
    page = text(client.get(reverse("start")))
    assert "Before you start: three true things" in page
    assert "2. Quay House runs this. Whoever runs it could, with effort, change it so they can read what" in page
    assert "Run by the Quay House, 2 Dock Lane." in page
    assert "Nobody is watching this app. It cannot call for you." in page
    assert [page.index(words) for words in ("I'm 18 or older. Go on", "I'm under 18", "Not now")] == sorted(
        page.index(words) for words in ("I'm 18 or older. Go on", "I'm under 18", "Not now")
    )


def test_cr_26_under_eighteen_ends_at_help_and_makes_no_row(client, settings):
    settings.COUNTRY = "gb"
    response = client.get(reverse("under-eighteen"))
    page = text(response)
    assert "This space is for adults. You still deserve help." in page
    assert "The tools and the help page are open to you, and so are these people:" in page
    assert "Childline" in page and "Call 0800 1111" in page
    assert 'href="tel:08001111"' in response.content.decode()
    assert not Account.objects.exists()
    assert not Session.objects.exists()


@pytest.mark.parametrize("country", ["", "at", "nowhere"])
def test_cr_26_where_no_line_was_checked_the_page_promises_none(client, settings, country):
    settings.COUNTRY = country
    page = text(client.get(reverse("under-eighteen")))
    assert "The tools and the help page are open to you." in page and "these people" not in page


def test_cr_26_without_lines_the_page_promises_none(client, monkeypatch):
    monkeypatch.setattr(hooks, "youth_lines", [])
    assert "and so are these people" not in text(client.get(reverse("under-eighteen")))


@pytest.mark.parametrize("said", [None, "no", ""])
def test_cr_26_nobody_signs_up_without_saying_eighteen_or_older(client, said):
    told = {} if said is None else {"adult": said}
    response = client.post(reverse("name-and-words"), {"name": "ana", "words": WORDS, "do": "go", **told})
    assert (response.status_code, response["Location"]) == (302, reverse("start"))
    assert client.get(reverse("name-and-words"))["Location"] == reverse("start")
    assert not Account.objects.exists()


def test_ps_52_a_name_and_words_are_all_it_takes(client):
    response = send(client, name="Ana", words=WORDS, again=WORDS)
    assert (response.status_code, response["Location"]) == (302, reverse("phone"))
    account = Account.objects.get()
    assert account.name == "ana"
    assert {model_field.name for model_field in Account._meta.get_fields() if not model_field.is_relation} == {
        "id",
        "name",
        "epoch",
        "disabled",
        "hpke_public",
        "signing_public",
        "keychain",
    }
    assert [one.kind for one in account.slots.all()] == [Slot.PASSPHRASE]
    assert row_of(client).account_id == account.id


def test_own_and_made_words_weigh_the_same(client):
    page = client.post(reverse("name-and-words"), {"adult": "yes"}).content.decode()
    assert page.count('class="btn ghost" name="do"') == 2
    assert "Go on</button>" not in page


def test_four_words_are_made_without_script_and_the_name_stays(client):
    page = client.post(reverse("name-and-words"), {"adult": "yes", "do": "make", "name": "Ana Two"})
    made = field(page, "words")
    assert len(made.split()) == 4
    assert set(made.split()) <= set(wordlist.words())
    assert 'value="Ana Two"' in page.content.decode()
    assert "Say them to yourself three times. Make a small story out of them." in text(page)
    assert send(client, name="Ana Two", mode="made", words=made, again="").status_code == 302
    assert is_open(Client()) is False
    signed_in("ana two", made)


def test_enter_goes_on_and_never_makes_words_over_ones_own(client):
    """The first button of a form is what Enter presses."""
    for wish, first in (("", ""), ("own", "go"), ("make", "go")):
        page = client.post(reverse("name-and-words"), {"adult": "yes", "do": wish}).content.decode()
        assert page.partition("<button hidden")[2].partition(">")[0] == f' name="do" value="{first}"'
        assert page.index("<button hidden") < page.index("Make me four")


def test_own_words_are_typed_twice_and_kept_after_a_mistake(client):
    page = client.post(reverse("name-and-words"), {"adult": "yes", "do": "own", "name": "Ana"})
    assert "Twelve letters or more. A short sentence works well." in text(page)
    wrong = send(client, name="Ana", words=WORDS, again=NEW_WORDS)
    assert wrong.status_code == 422
    assert "The two aren't the same yet." in text(wrong)
    assert f'value="{WORDS}"' in wrong.content.decode()
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("", WORDS, "Please type a name."),
        ("a" * 65, WORDS, "That name is too long."),
        ("ana", "short", "Twelve letters or more."),
        ("ana", "password1234", "easy to guess"),
        ("anchor blanket copper dune", WORDS, "can't be your lock words too"),
        ("a\u202eb", WORDS, "can't be typed again"),
    ],
)
def test_what_cannot_be_is_said_plainly_and_nothing_is_made(client, name, words, said):
    response = send(client, name=name, words=words, again=words)
    assert response.status_code == 422
    assert said in text(response)
    assert not Account.objects.exists()


def test_a_name_is_taken_once_however_it_is_written(client):
    person("ana")
    response = send(client, name=" ANA ", words=NEW_WORDS, again=NEW_WORDS)
    assert response.status_code == 422
    assert "That name is taken here." in text(response)


def test_two_sign_ups_racing_for_a_name_make_one_account(monkeypatch):
    person("ana")
    from holdfast.accounts import changing

    asked = iter([False, True])
    real = changing._refuse_taken
    monkeypatch.setattr(changing, "_refuse_taken", lambda name: next(asked) and real(name))
    with pytest.raises(Refused):
        person("ana", NEW_WORDS)
    assert Account.objects.count() == 1


def test_another_broken_constraint_is_not_called_a_taken_name(monkeypatch):
    from holdfast.kit import random

    first = person("ana").account.id
    monkeypatch.setattr(random, "uuid", lambda: first)
    with pytest.raises(IntegrityError):
        person("ben")


def test_what_rooms_above_add_is_part_of_making_an_account(monkeypatch):
    told = []
    monkeypatch.setattr(hooks, "signed_up", [lambda keyring, name: told.append((keyring.owner, name))])
    opened = person(" Ana  Two ")
    assert told == [(opened.account.id, "Ana Two")]

    def fail(keyring, name):
        raise RuntimeError

    monkeypatch.setattr(hooks, "signed_up", [fail])
    with pytest.raises(RuntimeError):
        person("ben")
    assert not Account.objects.filter(name="ben").exists()
    assert Slot.objects.count() == 1


def test_sign_up_makes_identity_keys_and_a_sealed_keychain():
    opened = person()
    account = Account.objects.get()
    assert bytes(account.hpke_public) == opened.keyring.hpke.public
    assert bytes(account.signing_public) == opened.keyring.signing.public
    assert opened.amk not in bytes(account.keychain)
    assert repr(opened).count("Keyring") == 0
    assert opened.amk.hex() not in repr(opened)
    assert vault.everything(opened.keyring) is not None


def test_sign_up_closed_takes_nobody(client, settings):
    settings.SIGN_UP = "closed"
    assert "This place takes no new people just now." in text(client.get(reverse("start")))
    assert reverse("name-and-words") not in client.get(reverse("start")).content.decode()
    assert send(client, name="ana", words=WORDS, again=WORDS).status_code == 422
    assert not Account.objects.exists()


def test_sign_up_by_invitation_takes_each_code_once(client, settings):
    settings.SIGN_UP = "invitation"
    code = actions.invite(3)
    assert "Your invitation code" in text(client.post(reverse("name-and-words"), {"adult": "yes", "do": "own"}))
    assert "Please type the code" in text(send(client, name="ana", words=WORDS, again=WORDS))
    assert "doesn't open" in text(send(client, name="ana", words=WORDS, again=WORDS, invitation="AAAA-BBBB"))
    typed = code.lower().replace("-", " ").replace("o", "0").replace("i", "1").replace("b", "8")
    assert send(client, name="ana", words=WORDS, again=WORDS, invitation=typed).status_code == 302
    again = send(Client(), name="ben", words=WORDS, again=WORDS, invitation=code)
    assert "doesn't open" in text(again)
    assert list(Account.objects.values_list("name", flat=True)) == ["ana"]


def test_two_sign_ups_racing_for_an_invitation_make_one_account():
    """Both saw that the code was good; the one UPDATE in the transaction decides."""
    code = actions.invite()
    actions.sign_up("ana", WORDS, invitation=code)
    with pytest.raises(Refused):
        actions.sign_up("ben", NEW_WORDS, invitation=code)
    assert list(Account.objects.values_list("name", flat=True)) == ["ana"]


def test_a_sign_up_that_does_not_happen_leaves_the_invitation_good(client, settings):
    settings.SIGN_UP = "invitation"
    person("ana")
    code = actions.invite()
    assert send(client, name="ana", words=WORDS, again=WORDS, invitation=code).status_code == 422
    assert send(client, name="ben", words=WORDS, again=WORDS, invitation=code).status_code == 302


def test_only_the_invited_learn_which_names_are_taken(settings):
    """Else a partner could ask, name by name, who is here."""
    settings.SIGN_UP = "invitation"
    person("ana")
    said = set()
    for name in ("ana", "nobody"):
        with pytest.raises(Refused) as refused:
            actions.sign_up_here(name, WORDS, "AAAA-BBBB-CCCC-DDDD", "127.0.0.1")
        said.add(str(refused.value))
    assert len(said) == 1 and "doesn't open" in said.pop()


def test_an_invitation_ends_with_its_day(settings):
    import time_machine

    settings.SIGN_UP = "invitation"
    with time_machine.travel("2026-11-21T12:00:00Z"):
        code = actions.invite(2)
    with time_machine.travel("2026-11-23T23:59:00Z"):
        actions.sign_up_here("ana", WORDS, code, "127.0.0.1")
    with time_machine.travel("2026-11-21T12:00:00Z"):
        code = actions.invite(2)
    with time_machine.travel("2026-11-24T00:01:00Z"), pytest.raises(Refused):
        actions.sign_up_here("ben", WORDS, code, "127.0.0.1")
    with time_machine.travel("2026-12-24T00:00:00Z"):
        actions.invite()
    assert Invitation.objects.count() == 1
    assert str(Invitation.objects.get()) == "until 2027-01-07"


@pytest.mark.parametrize("days", [0, -1, 91])
def test_an_invitation_lasts_from_a_day_to_a_quarter(days):
    with pytest.raises(ValueError, match="1 to 90"):
        actions.invite(days)


def test_only_a_hash_of_an_invitation_is_kept():
    code = actions.invite()
    assert len(code) == 19
    assert code.replace("-", "") not in Invitation.objects.get().code_hash.upper()


# A8


def test_a8_only_me_leads_to_a_pin_and_on_to_the_spare_key(client):
    send(client, name="ana", words=WORDS, again=WORDS)
    page = text(client.get(reverse("phone")))
    assert "Who can open this phone?" in page
    assert client.post(reverse("phone"), {"who": "mine"})["Location"] == reverse("phone-pin")
    page = text(client.get(reverse("phone-pin")))
    assert "Five wrong tries switch it off. Then you use your words." in page
    assert reverse("spare-key-offer") in client.get(reverse("phone-pin")).content.decode()
    response = client.post(reverse("phone-pin"), {"pin": "2580", "again": "25 80"})
    assert response["Location"] == reverse("spare-key-offer")
    assert configured.DEVICE_COOKIE in response.cookies
    assert client.get(reverse("phone")).status_code == 200


@pytest.mark.parametrize("who", ["others", "shared", "unsure"])
def test_ps_49_every_other_answer_is_treated_as_shared(client, who):
    send(client, name="ana", words=WORDS, again=WORDS)
    before = row_of(client)
    page = text(client.post(reverse("phone"), {"who": who}))
    assert "No PIN, and nothing stays on this phone. It locks after two minutes." in page
    after = row_of(client)
    assert after.shared
    assert after.minutes == 2
    assert before.pk != after.pk
    assert Session.objects.count() == 1
    assert client.get(reverse("phone-pin")).status_code == 404
    assert client.get(reverse("phone"), {"who": "mine"}).status_code == 200
    assert client.post(reverse("phone"), {"who": "mine"})["Location"] == reverse("locks-and-keys")


def test_a8_an_answer_that_is_none_is_asked_again(client):
    send(client, name="ana", words=WORDS, again=WORDS)
    assert "Who can open this phone?" in text(client.post(reverse("phone"), {"who": "nobody"}))


def test_two_pins_that_differ_are_asked_again(client):
    send(client, name="ana", words=WORDS, again=WORDS)
    response = client.post(reverse("phone-pin"), {"pin": "2580", "again": "2581"})
    assert response.status_code == 422
    assert "The two aren't the same yet." in text(response)
    assert "A PIN is four to twelve numbers." in text(client.post(reverse("phone-pin"), {"pin": "12", "again": "1"}))
    assert not Slot.objects.filter(kind=Slot.DEVICE).exists()


# A9


def test_key_09_no_page_opens_before_one_of_three_is_chosen(client):
    send(client, name="ana", words=WORDS, again=WORDS)
    for name in ("locks-and-keys", "erase", "change-words", "where-signed-in", "kept-forms"):
        response = client.get(reverse(name))
        assert (response.status_code, response["Location"]) == (302, reverse("spare-key-offer")), name
    page = text(client.get(reverse("spare-key-offer")))
    assert "If you forget your words A spare key is a long code that opens your space once more." in page
    for choice in ("Make it now", "Ask me on my third visit", "No spare key. I know I could lose it all"):
        assert choice in page
    assert client.post(reverse("spare-key-offer"), {"choice": "made"})["Location"] == reverse("spare-key-offer")
    assert not is_open(client)


@pytest.mark.parametrize("choice", ["later", "none"])
def test_key_09_later_and_none_are_choices_too(client, choice, monkeypatch):
    told = []
    monkeypatch.setattr(hooks, "spare_key_chosen", [lambda keyring, wish: told.append(wish)])
    send(client, name="ana", words=WORDS, again=WORDS)
    response = client.post(reverse("spare-key-offer"), {"choice": choice})
    assert response["Location"] == reverse("welcome-tomorrow")
    assert told == [choice]
    assert is_open(client)


def test_a19_who_asked_for_later_is_reminded_in_these_words(client):
    person()
    page = text(signed_in().get(reverse("spare-key")))
    assert "You asked me to remind you: a spare key Without it, lost words mean a lost space." in page
    assert "Could someone at home find it? Then keep it somewhere else" in page
    browser = signed_in()
    assert browser.post(reverse("spare-key"), {"choice": "none"})["Location"] == reverse("today")


def test_sign_ups_from_one_address_drip_after_thirty(client, monkeypatch):
    from holdfast.accounts import limits

    monkeypatch.setattr(limits, "SIGN_UP", limits.Drip("sign-up", 2, limits.SIGN_UP.every))
    for name in ("ana", "ben"):
        assert send(Client(), name=name, words=WORDS, again=WORDS).status_code == 302
    busy = send(client, name="cleo", words=WORDS, again=WORDS)
    assert busy.status_code == 429
    assert reverse("help") in busy.content.decode()
    assert client.get(reverse("start")).status_code == 200
