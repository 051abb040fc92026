"""Ending: alone, at once, whole or not at all; what the other then sees, and what nobody can do (03-safety §3.6)."""

import json
import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from holdfast.accounts import actions as accounts
from holdfast.accounts import opening
from holdfast.cli import main
from holdfast.kit import clock, random
from holdfast.people import actions, book, ledger, queries, sharing
from holdfast.people.card import Card
from holdfast.people.models import Invitation
from holdfast.vault import pinning, spaces
from holdfast.vault import queries as rows
from holdfast.vault.models import GrantEnd, Member, SealedRow, Space
from tests.accounts.helpers import NEW_WORDS, Killed, dying_at
from tests.cast import WORDS, join, linked, side
from tests.contracts.house import PACKAGE, files, short
from tests.contracts.test_floors import imported
from tests.people.walking import at, send, text

pytestmark = pytest.mark.django_db
TEA = Card("what-helps", "What helps me", "Tea first.")
COFFEE = Card("what-helps", "What helps me", "Coffee.")
LETTER = Card("letter", "For you", "I'm glad you are here.")


@pytest.fixture
def ana():
    return join("ana")


@pytest.fixture
def ben():
    return join("ben")


@pytest.fixture
def pair(ana, ben):
    """Ana and Ben, each with something shared."""
    made = linked(ana, ben)
    actions.share(ana.keyring, made, TEA, id=random.uuid())
    actions.share(ben.keyring, side(ben, made), COFFEE, id=random.uuid())
    return made


def bare(page) -> str:
    """A page without the tokens that differ from one request to the next."""
    return re.sub(r'value="[^"]{20,}"', "", page.content.decode())


def state(member, pair):
    """What somebody has of a pair: linked, what each shares, the last word of their ledger."""
    mine = side(member, pair)
    shown = sharing.shown(member.keyring, mine) if mine else []
    return bool(mine), sorted(each.card.text for each in shown), ledger.read(member.keyring).entries[-1].what


# PS-35 to PS-39


def test_ps_35_unlinking_takes_everything_of_both_at_once(ana, ben, pair):
    actions.share(ben.keyring, side(ben, pair), LETTER, id=random.uuid())
    actions.unlink(ana.keyring, side(ana, pair))
    for model in (Space, Member, GrantEnd, Invitation):
        assert not model.objects.exists()
    assert not SealedRow.objects.filter(scope__isnull=False).exists()
    assert pinning.pins(ana.keyring) == {}
    assert state(ana, pair) == (False, [], "unlinked")
    assert queries.pairs(ben.keyring) == []
    assert [letter["text"] for _id, letter in sharing.letters(ana.keyring)] == ["I'm glad you are here."]


def test_ps_35_it_takes_two_presses_no_waiting_and_works_while_the_other_is_there(ana, ben, pair):
    assert at(ben, "us").status_code == 200
    page = at(ana, "unlink", pair.id)
    assert page.content.decode().count("<button") >= 2
    send(ana, "unlink", pair.id, do="unlink")
    assert "You are not linked with anyone." in text(at(ben, "us"))
    assert at(ben, "progress").status_code == 200, "own data complete"


def test_ps_36_the_caution_and_the_quieter_way_stand_on_the_page_with_help(ana, pair):
    page = at(ana, "unlink", pair.id)
    words = text(page)
    assert "“stop sharing” is quieter, and a helper can plan it with you. Help" in words
    assert f'href="{reverse("help")}"' in page.content.decode()
    assert "Take it with me" in words, "an own file is offered first"


def test_ps_37_linking_again_takes_a_new_code_and_brings_no_history(ana, ben, pair):
    actions.unlink(ana.keyring, side(ana, pair))
    assert side(ben, pair) is None
    again = linked(ben, ana)
    assert sharing.shown(ana.keyring, side(ana, again)) == []
    assert again.id != pair.id


def test_ps_38_no_third_person_comes_into_a_pair(ana, ben, pair):
    """No verb adds a member; one slipped into the table opens nothing, and nothing is sealed to them later."""
    cleo = join("cleo")
    member = Member.objects.get(owner=ben.account.id)
    Member.objects.create(space_id=pair.id, owner=cleo.account.id, sealed=member.sealed, signature=member.signature)
    assert queries.pairs(cleo.keyring) == []
    assert spaces.look(cleo.keyring) == {pair.id: None}
    opened = accounts.by_name("ana", ana.words, opening.Sender("192.0.2.3"))
    accounts.rekey(opened, NEW_WORDS)
    assert set(Member.objects.values_list("owner", flat=True)) == {ana.account.id, ben.account.id}


def test_ps_39_no_command_of_the_host_links_or_unlinks():
    """None has such a name, and none but the throw-away demonstration reaches a verb that does."""
    assert [name for name in main.COMMANDS if re.search(r"link|pair|share", name)] == []
    reach = {"holdfast.people.linking", "holdfast.people.ending", "holdfast.people.sharing", "holdfast.vault.spaces"}
    assert [short(path) for path in files(PACKAGE / "cli", "*.py") if reach & imported(path)] == []
    said = re.compile(r"people\.(link|unlink|accept|declare|share)\(")
    spoken = {short(path) for path in files(PACKAGE / "cli", "*.py") if said.search(path.read_text(encoding="utf-8"))}
    assert spoken <= {"src/holdfast/cli/lives.py"}


def test_what_the_other_sees_when_an_account_is_deleted_is_what_an_unlinking_shows(ana, ben):
    cleo = join("cleo")
    pages = []
    for other, end in (
        (ana, lambda pair: actions.unlink(ana.keyring, side(ana, pair))),
        (cleo, lambda pair: accounts.erase(cleo.account)),
    ):
        pair = linked(other, ben)
        actions.share(other.keyring, side(other, pair), TEA, id=random.uuid())
        end(pair)
        pages.append([bare(at(ben, name)) for name in ("us", "us-theirs", "today", "sharing", "me")])
        actions.settle_pairs(ben.keyring)
    assert pages[0] == pages[1]
    assert "Tea" not in " ".join(pages[1])


def test_deleting_an_account_leaves_no_row_of_a_pair(ana, ben, pair):
    actions.invite(ana.keyring, "friend", "Ana", id=random.uuid())
    accounts.erase(ana.account)
    assert not Space.objects.exists()
    assert not SealedRow.objects.filter(scope__isnull=False).exists()
    assert ana.account.id not in rows.owners()
    actions.settle_pairs(ben.keyring)
    assert book.read(ben.keyring).pairs == {}


def test_changing_words_and_ending_sessions_changes_nothing_for_the_other(ana, ben, pair):
    before = [bare(at(ben, name)) for name in ("us", "today", "sharing")]
    opened = accounts.by_name("ana", ana.words, opening.Sender("192.0.2.3"))
    accounts.set_words(opened, NEW_WORDS)
    assert [bare(at(ben, name)) for name in ("us", "today", "sharing")] == before
    opened = accounts.by_name("ana", NEW_WORDS, opening.Sender("192.0.2.4"))
    accounts.rekey(opened, WORDS["eve"])
    assert [bare(at(ben, name)) for name in ("us", "today", "sharing")] == before


# What each act of Ana's shows to Ben, and what it must not (PS-09, PS-14, PS-22 for what is here)


QUIET = {
    "keeps to herself": lambda ana, pair: actions.update_profile(ana.keyring, name="Ana", theme="dark"),
    "mutes": lambda ana, pair: actions.mute(ana.keyring, side(ana, pair), "asks"),
    "looks": lambda ana, pair: [at(ana, name) for name in ("us", "today", "sharing", "consents")],
    "looks at the way out": lambda ana, pair: at(ana, "unlink", pair.id),
    "invites somebody else": lambda ana, pair: actions.invite(ana.keyring, "friend", "A", id=random.uuid()),
    "links with somebody else": lambda ana, pair: linked(ana, join("cleo")),
    "unlocks": lambda ana, pair: actions.settle_pairs(ana.keyring),
    "stops quietly": lambda ana, pair: actions.stop_all(ana.keyring, side(ana, pair)),
    "declares a role": lambda ana, pair: actions.declare(ana.keyring, side(ana, pair), "romantic"),
    "keeps a letter": lambda ana, pair: sharing.take_letters(ana.keyring, side(ana, pair)),
    "greets": lambda ana, pair: actions.met(ana.keyring, pair.id),
}


@pytest.mark.parametrize("what", QUIET)
def test_ps_09_ps_14_what_she_does_for_herself_changes_no_byte_of_his_pages(ana, ben, pair, what):
    names = ("us", "us-theirs", "today", "sharing", "me", "consents", "my-people")
    with time_machine.travel(clock.now(), tick=False):
        actions.settle_pairs(ben.keyring)
        before = [(bare(at(ben, name)), at(ben, name).headers.get("Content-Length")) for name in names]
        told = rows.everything(ben.keyring)
        QUIET[what](ana, pair)
        actions.settle_pairs(ben.keyring)
        assert [(bare(at(ben, name)), at(ben, name).headers.get("Content-Length")) for name in names] == before
        assert rows.everything(ben.keyring) == told


def test_ps_15_ps_16_no_security_event_reaches_the_other(ana, ben, pair):
    """Sign-ins, PINs, sessions ended, wrong words: Ben's pages and rows stay as they were, and nothing is mailed."""
    from django.core import mail

    before = [bare(at(ben, name)) for name in ("us", "today")]
    told = rows.everything(ben.keyring)
    for words in (ana.words, "wrong words here"):
        at(ana, "sign-in-other")
        ana.client.post(reverse("sign-in-other"), {"name": "ana", "words": words, "who": "mine"})
    ana.client.post(reverse("phone-pin"), {"pin": "2580", "again": "2580"})
    ana.client.post(reverse("where-signed-in"))
    assert [bare(at(ben, name)) for name in ("us", "today")] == before
    assert rows.everything(ben.keyring) == told
    assert not getattr(mail, "outbox", [])


# KEY-16 and KEY-18


def test_key_16_no_flow_gives_a_key_of_ones_own_to_somebody_else(ana, ben, pair):
    """Everything Ben's keys open, and everything sealed under the code, holds none of Ana's secrets."""
    opened = accounts.by_name("ana", ana.words, opening.Sender("192.0.2.5"))
    made = actions.invite(ana.keyring, "friend", "Ana", id=random.uuid())
    from holdfast.vault import hpke, linking
    from holdfast.vault.kdf import lp

    member = Member.objects.select_related("space").get(owner=ben.account.id)
    bound = (member.space_id, ben.account.id, member.space.epoch.to_bytes(4, "big"))
    grant = hpke.open_(ben.keyring.hpke.private, bytes(member.sealed), lp("hf/space-grant/1", *bound))
    offer = json.dumps(
        linking.open_(bytes.fromhex(made.code), linking.OFFER, bytes(Invitation.objects.get().offer))
    ).encode()
    shared = json.dumps(
        [row.body for kind in spaces.SHARED.values() if not kind.parted for row in spaces.rows(pair.space, kind)]
    ).encode()
    secrets = [opened.amk, ana.keyring.hpke.private, ana.keyring.signing.seed]
    secrets += [key.secret for key in (ana.keyring.everyday, ana.keyring.private, ana.keyring.index)]
    for secret in secrets:
        for held in (grant, offer, shared):
            assert secret not in held
            assert secret.hex().encode() not in held


def test_key_18_a_second_recipient_loses_everything_in_one_press(ana, ben, pair):
    """Dov, a clinician: his place is kept, and no page links him yet. What Ben has is untouched."""
    dov = join("dov")
    care = linked(ana, dov, ("clinician", "clinician"))
    assert care.role == "clinician"
    id = actions.share(ana.keyring, care, TEA, id=random.uuid())
    assert [each.card.text for each in sharing.shown(dov.keyring, side(dov, care))] == ["Tea first."]
    old = [bytes(each) for each in Member.objects.filter(space=care.id).values_list("sealed", flat=True)]
    never = at(dov, "shared", random.uuid(), random.uuid())
    actions.unlink(ana.keyring, side(ana, care))
    gone = at(dov, "shared", care.id, id)
    assert (gone.status_code, bare(gone)) == (404, bare(never))
    assert not [each for each in Member.objects.values_list("sealed", flat=True) if bytes(each) in old]
    assert not SealedRow.objects.filter(scope=care.id).exists()
    assert state(ben, pair) == (True, ["Coffee.", "Tea first."], "shared")


def test_a_clinician_is_no_role_that_a_page_can_choose(ana, ben, pair):
    from holdfast.people.linking import NotLinked

    with pytest.raises(NotLinked):
        actions.say_role(ana.keyring, "clinician")
    with pytest.raises(NotLinked):
        actions.declare(ana.keyring, side(ana, pair), "clinician")


# FT-14: the process dies at each statement


def both(ana, ben, pair):
    return state(ana, pair)[:2], state(ben, pair)[:2]


def killed_everywhere(make, act, fits):
    """Do `act` on what `make` made, dying at its first statement, then at its second, until it gets through.

    `fits(made, died)` says what must hold each time. How often it died.
    """
    deaths, number = 0, 0
    while True:
        number += 1
        made = make(number)
        died = False
        with dying_at(number) as ran:
            try:
                act(made)
            except Killed:
                died = True
        fits(made, died)
        deaths += died
        if not died:
            assert ran[0] < number
            return deaths


@pytest.mark.django_db(transaction=True)
def test_ft_14_unlinking_is_whole_or_not_at_all(ana, ben):
    def make(number):
        pair = linked(ana, ben)
        actions.share(ana.keyring, pair, TEA, id=random.uuid())
        return pair

    def fits(pair, died):
        linked_ = (True, ["Tea first."])
        if side(ana, pair):
            assert died
            assert both(ana, ben, pair) == (linked_, linked_)
            assert ledger.read(ana.keyring).entries[-1].what == "shared"
            actions.unlink(ana.keyring, side(ana, pair))
        assert both(ana, ben, pair) == ((False, []), (False, []))
        assert ledger.read(ana.keyring).entries[-1].what == "unlinked"
        assert ledger.read(ana.keyring).intact
        assert not SealedRow.objects.filter(scope__isnull=False).exists()
        actions.settle_pairs(ben.keyring)

    assert killed_everywhere(make, lambda pair: actions.unlink(ana.keyring, side(ana, pair)), fits) > 20


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ["share", "unshare"])
def test_ft_14_sharing_and_taking_back_are_whole_or_not_at_all(ana, ben, verb):
    pair = linked(ana, ben)

    def make(number):
        id = random.uuid()
        if verb == "unshare":
            actions.share(ana.keyring, side(ana, pair), TEA, id=id)
        return id

    def act(id):
        if verb == "share":
            actions.share(ana.keyring, side(ana, pair), TEA, id=id)
        else:
            actions.unshare(ana.keyring, side(ana, pair), id)

    def fits(id, died):
        seen = [each.id for each in sharing.shown(ben.keyring, side(ben, pair))]
        mine = id.hex in book.read(ana.keyring).entry(pair.id).shares
        end = GrantEnd.objects.filter(row=id).exists()
        last = ledger.read(ana.keyring)
        assert (id in seen) == mine == end == (last.entries[-1].what == "shared" and last.intact and mine)
        if id in seen:
            actions.unshare(ana.keyring, side(ana, pair), id)

    assert killed_everywhere(make, act, fits) > 15


@pytest.mark.django_db(transaction=True)
def test_ft_14_joining_and_letting_in_are_whole_or_not_at_all(ana, ben):
    def make(number):
        return actions.invite(ana.keyring, "friend", "Ana", id=random.uuid())

    def act(made):
        actions.accept(ben.keyring, bytes.fromhex(made.code), "friend", "Ben")
        actions.settle_pairs(ana.keyring)

    def fits(made, died):
        if not queries.pairs(ben.keyring):
            assert died
            assert not Space.objects.exists()
            assert queries.pairs(ana.keyring) == []
            actions.take_back(ana.keyring, made.id)
            return
        actions.settle_pairs(ana.keyring)
        assert [each.name for each in queries.pairs(ana.keyring)] == ["Ben"]
        assert [each.name for each in queries.pairs(ben.keyring)] == ["Ana"]
        assert not Invitation.objects.exists()
        actions.unlink(ana.keyring, queries.pairs(ana.keyring)[0])
        actions.settle_pairs(ben.keyring)

    assert killed_everywhere(make, act, fits) > 40


@pytest.mark.django_db(transaction=True)
def test_ft_14_a_full_re_key_of_somebody_linked_is_whole_or_not_at_all(ana, ben):
    """Old words or new ones open everything, the pair included; Ben sees the same whichever it is."""
    pair = linked(ana, ben)
    actions.share(ana.keyring, side(ana, pair), TEA, id=random.uuid())
    actions.share(ben.keyring, side(ben, pair), COFFEE, id=random.uuid())
    words, looks = [ana.words, NEW_WORDS], iter(range(10_000))

    def opens(which):
        try:
            return accounts.by_name("ana", which, opening.Sender(f"look-{next(looks)}"))
        except opening.WrongSecret:
            return None

    def make(number):
        return opens(words[0])

    def act(opened):
        accounts.rekey(opened, words[1])

    def fits(opened, died):
        now = [each for each in words if opens(each)]
        assert len(now) == 1
        keyring = opens(now[0]).keyring
        (mine,) = queries.pairs(keyring)
        texts = sorted(each.card.text for each in sharing.shown(keyring, mine))
        assert texts == sorted(each.card.text for each in sharing.shown(ben.keyring, side(ben, pair)))
        assert texts == ["Coffee.", "Tea first."]
        assert side(ben, pair).space.other == pinning.own(keyring)
        assert ledger.read(keyring).intact
        words[:] = now + [each for each in words if each not in now]

    assert killed_everywhere(make, act, fits) > 30


def test_the_days_of_clear_tables_are_days_alone(ana, ben, pair):
    actions.invite(ana.keyring, "friend", "Ana", id=random.uuid())
    assert type(Invitation.objects.get().ends_on) is date
    assert {type(each) for each in GrantEnd.objects.values_list("ends_on", flat=True)} == {date}
