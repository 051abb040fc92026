"""Linking two people: an invitation, its acceptance, and the one refusal for every code that leads nowhere."""

from datetime import timedelta

import pytest
import time_machine

from holdfast.accounts import actions as accounts
from holdfast.accounts.models import Account
from holdfast.kit import clock, random
from holdfast.people import actions, book, ledger, linking, queries
from holdfast.people.models import Invitation
from holdfast.vault import pinning, spaces
from holdfast.vault.models import Member, Space
from tests.cast import former, join, linked, side

pytestmark = pytest.mark.django_db
NOON = "2036-11-20T12:00:00Z"


@pytest.fixture
def ana():
    return join("ana")


@pytest.fixture
def ben():
    return join("ben")


def code_of(member, role="friend", name="Ana"):
    """A fresh code of a member's."""
    return bytes.fromhex(actions.invite(member.keyring, role, name, id=random.uuid()).code)


def names(member):
    """Whom somebody is linked with."""
    return [pair.name for pair in queries.pairs(member.keyring)]


def test_both_are_linked_once_the_inviter_has_unlocked(ana, ben):
    code = code_of(ana)
    assert linking.look(code).name == "Ana"
    pair = actions.accept(ben.keyring, code, "friend", "Ben")
    assert names(ben) == ["Ana"]
    assert names(ana) == []
    actions.settle_pairs(ana.keyring)
    assert names(ana) == ["Ben"]
    assert {side(ana, pair).other, side(ben, pair).other} == {ana.account.id, ben.account.id}
    assert side(ana, pair).space.key == side(ben, pair).space.key
    assert not Invitation.objects.exists()
    assert book.read(ana.keyring).invites == {}


def test_looking_at_an_invitation_writes_nothing(ana):
    code = code_of(ana)
    before = list(Invitation.objects.values())
    for _ in range(3):
        assert linking.look(code)
    assert list(Invitation.objects.values()) == before


def test_a_code_works_once_even_for_two_at_once(ana, ben, monkeypatch):
    cleo, code = join("cleo"), code_of(ana)
    offer = linking.open_to(cleo.keyring, code)
    assert actions.accept(ben.keyring, code, "friend", "Ben")
    assert actions.accept(cleo.keyring, code, "friend", "Cleo") is None
    monkeypatch.setattr(linking, "open_to", lambda keyring, code: offer)  # she looked before Ben was through
    assert actions.accept(cleo.keyring, code, "friend", "Cleo") is None
    assert names(cleo) == []
    assert Member.objects.count() == 2
    assert Space.objects.count() == 1
    actions.settle_pairs(ana.keyring)
    assert names(ana) == ["Ben"]


def test_a_code_ends_after_24_hours_to_the_minute(ana, ben):
    with time_machine.travel(NOON, tick=False) as traveller:
        code = code_of(ana)
        traveller.shift(timedelta(hours=23, minutes=59))
        assert linking.look(code)
        traveller.shift(timedelta(minutes=1))
        assert linking.look(code) is None
        assert actions.accept(ben.keyring, code, "friend", "Ben") is None
        actions.settle_pairs(ana.keyring)
        assert not Invitation.objects.exists()


def test_who_joined_in_time_is_let_in_however_late_the_inviter_comes(ana, ben):
    with time_machine.travel(NOON, tick=False) as traveller:
        actions.accept(ben.keyring, code_of(ana), "friend", "Ben")
        traveller.shift(timedelta(days=40))
        linking.forget_old()
        actions.settle_pairs(ana.keyring)
        assert names(ana) == ["Ben"]


def test_the_clock_forgets_codes_that_nobody_answered(ana):
    with time_machine.travel(NOON, tick=False) as traveller:
        code_of(ana)
        assert linking.forget_old() == 0
        traveller.shift(timedelta(days=2))
        assert linking.forget_old() == 1
        actions.settle_pairs(ana.keyring)
        assert book.read(ana.keyring).invites == {}


def test_a_code_can_be_taken_back_until_somebody_has_joined(ana, ben):
    code = code_of(ana)
    (held,) = book.read(ana.keyring).invites.values()
    assert actions.take_back(ana.keyring, held.id)
    assert linking.look(code) is None
    assert actions.take_back(ana.keyring, held.id) is False
    code_of(ana)
    (held,) = book.read(ana.keyring).invites.values()
    actions.accept(ben.keyring, bytes.fromhex(held.code), "friend", "Ben")
    assert actions.take_back(ana.keyring, held.id) is False
    actions.settle_pairs(ana.keyring)
    assert names(ana) == ["Ben"]


def test_the_same_form_makes_one_code_and_five_are_enough(ana):
    id = random.uuid()
    one, two = (actions.invite(ana.keyring, "friend", "Ana", id=id) for _ in range(2))
    assert one == two
    for _ in range(4):
        code_of(ana)
    with pytest.raises(linking.NotLinked, match="Five codes"):
        code_of(ana)


def test_ones_own_code_and_one_of_somebody_blocked_lead_nowhere(ana, ben):
    assert actions.accept(ana.keyring, code_of(ana), "friend", "Ana") is None
    actions.unlink(ana.keyring, linked(ana, ben), block=True)
    assert actions.accept(ana.keyring, code_of(ben), "friend", "Ana") is None
    assert linking.look(code_of(ben)), "for everybody else it is a code like any other"
    # Nor does somebody blocked come in by a code that the one who blocked them made.
    actions.accept(ben.keyring, code_of(ana), "friend", "Ben")
    actions.settle_pairs(ana.keyring)
    assert names(ana) == names(ben) == []
    actions.unblock(ana.keyring, ben.account.id.hex)
    assert actions.accept(ana.keyring, code_of(ben), "friend", "Ana")


def test_two_who_are_linked_are_told_so_and_keep_their_one_pair(ana, ben):
    linked(ana, ben)
    with pytest.raises(linking.NotLinked, match="linked already"):
        actions.accept(ben.keyring, code_of(ana), "friend", "Ben")
    assert Space.objects.count() == 1


@pytest.mark.parametrize("first", ["ana", "ben"])
def test_two_who_join_each_other_at_once_keep_one_pair_both_the_same(ana, ben, first):
    of_ana, of_ben = code_of(ana), code_of(ben, name="Ben")
    assert actions.accept(ben.keyring, of_ana, "friend", "Ben")
    assert actions.accept(ana.keyring, of_ben, "friend", "Ana")
    order = [ana, ben] if first == "ana" else [ben, ana]
    for member in order * 2:
        actions.settle_pairs(member.keyring)
    assert names(ana) == ["Ben"]
    assert names(ben) == ["Ana"]
    assert Space.objects.count() == 1
    assert [pair.id for pair in queries.pairs(ana.keyring)] == [pair.id for pair in queries.pairs(ben.keyring)]


def test_an_invitation_of_an_account_that_is_gone_or_disabled_leads_nowhere(ana, ben):
    code = code_of(ana)
    accounts.disable("ana")
    assert linking.look(code) is None
    accounts.enable("ana")
    assert linking.look(code)
    accounts.erase(ana.account)
    assert linking.look(code) is None


def test_a_full_re_key_lets_in_who_joined_and_ends_every_code(ana, ben):
    waiting, answered = code_of(ana), code_of(ana)
    actions.accept(ben.keyring, answered, "romantic", "Ben")
    opened = accounts.by_name("ana", ana.words, accounts.Sender("192.0.2.7"))
    after = accounts.rekey(opened, "ember glacier hollow thistle")
    assert [pair.name for pair in queries.pairs(after.keyring)] == ["Ben"]
    assert linking.look(waiting) is None
    assert names(ben) == ["Ana"]
    actions.settle_pairs(ben.keyring)
    (pair,) = queries.pairs(ben.keyring)
    assert pinning.pins(ben.keyring)[pair.id] == pinning.own(after.keyring)


# KEY-17


def test_key_17_a_card_swapped_in_the_table_is_noticed_before_anybody_joins(ana, ben):
    code, cleo = code_of(ana), join("cleo")
    for column in ("hpke_public", "signing_public"):
        good = getattr(ana.account, column)
        Account.objects.filter(pk=ana.account.pk).update(**{column: getattr(cleo.account, column)})
        assert linking.look(code) is None
        assert actions.accept(ben.keyring, code, "friend", "Ben") is None
        Account.objects.filter(pk=ana.account.pk).update(**{column: good})
    assert linking.look(code)


def test_key_17_keys_swapped_after_linking_change_nothing_and_a_forged_grant_opens_nothing(ana, ben):
    pair, cleo = linked(ana, ben), join("cleo")
    swapped = {"hpke_public": cleo.account.hpke_public, "signing_public": cleo.account.signing_public}
    Account.objects.filter(pk=ben.account.pk).update(**swapped)
    assert side(ana, pair).space.other == pinning.own(ben.keyring), "the pinned card counts, not the table"
    Member.objects.filter(owner=ana.account.id).update(signature=cleo.keyring.sign("x", "y"))
    assert side(ana, pair) is None
    assert queries.unsure(ana.keyring) == [(pair.id, "Ben")]
    actions.forget_unsure(ana.keyring, pair.id)
    assert queries.unsure(ana.keyring) == []
    assert names(ben) == []


def test_key_17_a_reply_that_the_code_did_not_seal_lets_nobody_in(ana, ben):
    code = code_of(ana)
    pair = actions.accept(ben.keyring, code, "friend", "Ben")
    row = Invitation.objects.get()
    reply = bytes(row.reply)
    row.reply = reply[:-1] + bytes([reply[-1] ^ 1])
    row.save()
    actions.settle_pairs(ana.keyring)
    assert names(ana) == []
    assert side(ana, pair) is None


# Roles (decision 17)


@pytest.mark.parametrize(
    ("roles", "romantic"),
    [
        (("romantic", "romantic"), True),
        (("romantic", "friend"), False),
        (("friend", "romantic"), False),
        (("peer", "romantic"), False),
        (("peer", "peer"), False),
    ],
)
def test_a_pair_is_romantic_only_if_both_said_so(ana, ben, roles, romantic):
    pair = linked(ana, ben, roles)
    for member in (ana, ben):
        assert side(member, pair).romantic is romantic
        assert side(member, pair).role == ("romantic" if romantic else "friend")


def test_either_lowers_it_alone_at_once_and_both_raise_it_together(ana, ben):
    pair = linked(ana, ben, ("romantic", "romantic"))
    actions.declare(ben.keyring, side(ben, pair), "friend")
    assert not side(ana, pair).romantic
    assert not side(ben, pair).romantic
    actions.settle_pairs(ana.keyring)
    assert not side(ana, pair).romantic
    actions.declare(ben.keyring, side(ben, pair), "romantic")
    actions.settle_pairs(ana.keyring)
    actions.settle_pairs(ben.keyring)
    assert side(ana, pair).romantic
    assert side(ben, pair).romantic


def test_neither_declaration_can_be_read_by_the_other(ana, ben):
    """With Ana saying friend, what Ben's half holds looks the same to her keys whatever he said."""
    from holdfast.people.records import ROLE

    pair = linked(ana, ben, ("friend", "romantic"))
    (row,) = spaces.theirs(side(ana, pair).space, ROLE)
    assert set(row.body) == {"public", "tag", "to"}
    assert {len(value) for value in row.body.values()} == {64}
    assert "romantic" not in repr(row.body)
    actions.declare(ben.keyring, side(ben, pair), "friend")
    (after,) = spaces.theirs(side(ana, pair).space, ROLE)
    assert {len(value) for value in after.body.values()} == {64}


# More than one person, and none of one in another


def test_a_person_may_be_in_several_pairs_and_nothing_of_one_shows_in_another(ana, ben):
    cleo = join("cleo")
    one, two = linked(ana, ben), linked(ana, cleo)
    assert names(ana) == ["Ben", "Cleo"]
    assert names(ben) == names(cleo) == ["Ana"]
    assert side(cleo, one) is None
    assert side(ben, two) is None
    assert side(ana, one).space.key != side(ana, two).space.key


def test_ps_11_a_stranger_learns_nothing_of_a_pair(ana, ben):
    linked(ana, ben)
    cleo = join("cleo")
    assert spaces.look(cleo.keyring) == {}
    assert queries.pairs(cleo.keyring) == queries.unsure(cleo.keyring) == []


def test_who_left_is_linked_with_nobody_and_may_be_asked_anew_without_history(ana):
    """PS-37: linking again takes a new invitation, and begins with nothing."""
    eve = join("eve")
    gone = former(ana, eve)
    assert names(ana) == names(eve) == []
    again = linked(ana, eve)
    assert again.id != gone
    assert spaces.any_left([gone]) is False


def test_the_list_of_people_and_the_bar_follow(ana, ben):
    assert queries.frame(queries.profile(ana.keyring))["pair"] is False
    known = actions.someone({"name": " ben ", "relation": "peer", "main": False})
    actions.keep_someone(ana.keyring, known)
    pair = linked(ana, ben)
    (someone,) = queries.profile(ana.keyring).people
    assert (someone.id, someone.name, someone.pair, someone.main) == (known.id, " ben ", str(pair.id), True)
    assert names(ana) == [" ben "], "the name I gave them stays mine to give"
    assert queries.frame(queries.profile(ana.keyring))["pair"] is True
    actions.unlink(ben.keyring, side(ben, pair))
    assert queries.frame(queries.profile(ana.keyring))["pair"] is False
    actions.settle_pairs(ana.keyring)
    (someone,) = queries.profile(ana.keyring).people
    assert (someone.name, someone.pair) == (" ben ", "")
    assert queries.profile(ana.keyring).pairs == []


def test_linking_is_in_the_ledger_of_each_with_the_words_agreed_to(ana, ben):
    linked(ana, ben)
    for member, other in ((ana, "Ben"), (ben, "Ana")):
        (entry,) = ledger.read(member.keyring).entries
        assert (entry.what, entry.whom, entry.words) == ("linked", other, "link@1.0.0")
        assert entry.on == clock.today("Europe/Berlin").isoformat()


def test_whatever_the_other_puts_into_a_space_nobody_is_kept_out_of_their_own(ana, ben):
    from holdfast.people.records import ASK, CARD, ROLE
    from tests.people.walking import at, unlock

    pair = linked(ana, ben)
    odd = [{}, {"public": "zz", "tag": 3}, {"public": "", "tag": ""}, {"public": "00" * 32, "tag": "00" * 32, "to": []}]
    odd += [{"stream": "letter", "title": ["x"]}, {"stream": {"a": 1}, "on": [1]}, {"on": "9999-12-31", "stream": 7}]
    for kind in (ROLE, ASK, CARD):
        for body in odd:
            spaces.put(side(ben, pair).space, kind, body)
    unlock(ana)
    assert names(ana) == ["Ben"]
    for page in ("today", "us", "us-theirs", "sharing"):
        assert at(ana, page).status_code == 200


def test_a_fault_while_settling_never_keeps_a_person_out(ana, ben, monkeypatch):
    from tests.people.walking import unlock

    linked(ana, ben)
    monkeypatch.setattr(linking, "settle_invites", lambda keyring: 1 / 0)
    unlock(ana)


@pytest.mark.parametrize("name", ["x" * 500, "  two\n lines ", "", "\u202eevil"])
def test_a_name_from_another_program_is_one_line_of_sane_length(ana, ben, name):
    actions.accept(ben.keyring, code_of(ana, name="Ana"), "friend", name)
    actions.settle_pairs(ana.keyring)
    (pair,) = queries.pairs(ana.keyring)
    assert 0 < len(pair.name) <= 80
    assert "\n" not in pair.name
