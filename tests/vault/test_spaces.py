"""Spaces of two: who opens them, whose words are whose, what a closed one leaves, and what a full re-key keeps."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.kit import random
from holdfast.vault import actions, envelope, keyring, pinning, records, spaces
from holdfast.vault.errors import CannotOpen, KeysReplaced, SpaceClosed
from holdfast.vault.kdf import kdf
from holdfast.vault.models import GrantEnd, Member, SealedRow, Space

pytestmark = pytest.mark.django_db


@pytest.fixture
def word():
    """A kind of row for spaces, for one test."""
    before = dict(records.SHARED)
    yield records.declare_shared("test-word")
    records.SHARED.clear()
    records.SHARED.update(before)


@pytest.fixture
def cleo():
    return keyring.make(keyring.new_amk(), random.uuid())[1]


@pytest.fixture
def pair(ana, ben):
    """A space of the two."""
    return pair_of(ana, ben)


def pair_of(ana, ben):
    """A space that Ben made and Ana joined, each with the other's card from the code."""
    space = spaces.create(ben, pinning.own(ana))
    spaces.joined(ana, space, pinning.own(ben))
    return space


NO_BODY = b'{"in": "{}", "by": "00000000000000000000000000000000", "sig": ""}'


def opened(person, space):
    """The space as a person opens it, or None."""
    return spaces.look(person).get(space)


def texts(person, space, kind):
    """What a person reads in a space: (by whom, words)."""
    return sorted((row.author, row.body["text"]) for row in spaces.rows(opened(person, space), kind))


def test_both_read_what_either_wrote_and_who_wrote_it(ana, ben, pair, word):
    spaces.put(opened(ana, pair), word, {"text": "from ana"})
    spaces.put(opened(ben, pair), word, {"text": "from ben"})
    both = [(ana.owner, "from ana"), (ben.owner, "from ben")]
    assert texts(ana, pair, word) == texts(ben, pair, word) == both
    assert [row.author for row in spaces.theirs(opened(ana, pair), word)] == [ben.owner]
    assert [row.author for row in spaces.mine(opened(ana, pair), word)] == [ana.owner]


def test_key_03_a_stranger_finds_no_space_and_her_keys_open_none(ana, ben, cleo, pair, word):
    spaces.put(opened(ana, pair), word, {"text": "for two"})
    assert spaces.look(cleo) == {}
    # Even a row that a writer to the database slips in for her opens nothing.
    Member.objects.filter(owner=ben.owner).update(owner=cleo.owner)
    assert spaces.look(cleo) == {pair: None}
    pinning.pin(cleo, pair, pinning.own(ana))
    assert spaces.look(cleo) == {pair: None}


def test_key_03_no_key_of_ana_is_reachable_from_what_ben_opens(ana, ben, pair):
    shared = opened(ben, pair)
    held = repr([shared.key.secret, shared.other, shared.me.everyday.secret, shared.me.private.secret])
    for secret in (ana.everyday.secret, ana.private.secret, ana.index.secret, ana.hpke.private, ana.signing.seed):
        assert repr(secret)[2:-1] not in held
    with pytest.raises(TypeError):
        shared.__reduce__()
    assert repr(shared) == "<Shared>"


def test_neither_can_write_in_the_others_name(ana, ben, pair, word):
    """Ben holds the space's key, so he can seal what he likes; Ana's signature he cannot make."""
    his = opened(ben, pair)
    for author in (ana.owner, random.uuid()):
        id = random.uuid()
        forged = spaces._signed(his, word, id, "", {"text": "i agree"})._replace(author=author)
        sealed = spaces._seal(his, word, id, forged)
        SealedRow.objects.create(id=id, owner=pair, scope=pair, tag=his.tag("test-word"), envelope=sealed)
    assert texts(ana, pair, word) == texts(ben, pair, word) == []


def test_words_of_one_row_are_not_taken_for_another_or_another_space(ana, ben, cleo, pair, word):
    id = spaces.put(opened(ana, pair), word, {"text": "here only"})
    hers = opened(ana, pair)
    (row,) = SealedRow.objects.filter(pk=id)
    inside = spaces._open(hers, word, id, bytes(row.envelope))
    other = random.uuid()
    moved = spaces._seal(opened(ben, pair), word, other, inside)
    SealedRow.objects.create(id=other, owner=pair, scope=pair, tag=row.tag, envelope=moved)
    assert texts(ben, pair, word) == [(ana.owner, "here only")]
    second = spaces.create(ben, pinning.own(ana))
    spaces.joined(ana, second, pinning.own(ben))
    there = opened(ben, second)
    copied = spaces._seal(there, word, other, inside)
    SealedRow.objects.filter(pk=other).update(owner=second, scope=second, tag=there.tag("test-word"), envelope=copied)
    assert texts(ana, second, word) == []


def test_whatever_the_other_seals_breaks_nothing(ana, ben, pair, word):
    """He has the key: what is inside may be anything. None of it is shown, or stops her from making her keys anew."""
    his = opened(ben, pair)
    for junk in (b"[]", b"{}", b'{"in": 3, "by": "x", "sig": "y"}', b"\xff", b"[" * 5000, NO_BODY):
        id = random.uuid()
        sealed = envelope.seal(his.key, junk, spaces._place(his, word, id))
        SealedRow.objects.create(id=id, owner=pair, scope=pair, tag=his.tag("test-word"), envelope=sealed)
    for text in ('{"v": 1, "part": "", "body": []}', "[]", "{", '{"v": 1}'):
        id = random.uuid()
        inside = spaces._Inside(text, ben.owner, spaces._signature(ben, pair, word, id, text))
        sealed = spaces._seal(his, word, id, inside)
        SealedRow.objects.create(id=id, owner=pair, scope=pair, tag=his.tag("test-word"), envelope=sealed)
    spaces.put(opened(ana, pair), word, {"text": "fine"})
    assert texts(ana, pair, word) == [(ana.owner, "fine")]
    again = rekeyed(ana)
    assert texts(again, pair, word) == [(ana.owner, "fine")]
    assert SealedRow.objects.filter(scope=pair).count() == 1


def test_a_row_is_replaced_and_removed_by_its_author_alone(ana, ben, pair, word):
    id = spaces.put(opened(ana, pair), word, {"text": "one"})
    assert spaces.put(opened(ana, pair), word, {"text": "two"}, id=id) == id
    with pytest.raises(CannotOpen):
        spaces.put(opened(ben, pair), word, {"text": "mine now"}, id=id)
    assert spaces.delete(opened(ben, pair), word, id) is False
    assert texts(ben, pair, word) == [(ana.owner, "two")]
    assert spaces.delete(opened(ana, pair), word, id) is True
    assert texts(ben, pair, word) == []


def test_a_row_of_ones_own_vault_is_no_row_of_a_space(ana, ben, pair, word, note):
    own = actions.put(ana, note, {"text": "private"})
    with pytest.raises(CannotOpen):
        spaces.put(opened(ana, pair), word, {"text": "x"}, id=own)
    assert spaces.delete(opened(ana, pair), word, own) is False
    assert not SealedRow.objects.filter(owner=ana.owner, scope=pair).exists()


def test_one_page_each_is_revised_in_place(ana, ben, pair, word):
    for number in (1, 2, 3):
        spaces.revise(opened(ana, pair), word, lambda body, n=number: body | {"text": f"{n}"})
    spaces.revise(opened(ben, pair), word, lambda body: body | {"text": "ben"})
    assert texts(ana, pair, word) == [(ana.owner, "3"), (ben.owner, "ben")]


# KEY-17: what the tables say about keys is never believed


def test_key_17_a_key_planted_in_the_database_is_refused(ana, ben, cleo, pair, word):
    """A writer to the database seals a space key he knows to Ana's public key, and signs it as himself."""
    spaces.put(opened(ana, pair), word, {"text": "before"})
    space = Space.objects.get(pk=pair)
    spaces._grant(cleo, space, envelope.Key.new(), [pinning.own(ana), pinning.own(ben)])
    assert spaces.look(ana) == spaces.look(ben) == {pair: None}


@pytest.mark.parametrize("column", ["sealed", "signature"])
def test_key_17_every_changed_byte_of_a_grant_is_refused(ana, pair, column):
    member = Member.objects.get(owner=ana.owner)
    good = bytes(getattr(member, column))
    for at in range(0, len(good), max(1, len(good) // 40)):
        setattr(member, column, good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
        member.save()
        assert spaces.look(ana) == {pair: None}, at
    setattr(member, column, good)
    member.save()
    assert spaces.look(ana)[pair] is not None


def test_key_17_a_grant_is_good_for_its_space_member_and_epoch_alone(ana, ben, pair):
    second = spaces.create(ben, pinning.own(ana))
    spaces.joined(ana, second, pinning.own(ben))
    one, two = Member.objects.get(owner=ana.owner, space=pair), Member.objects.get(owner=ana.owner, space=second)
    one.sealed, one.signature = two.sealed, two.signature
    one.save()
    assert spaces.look(ana)[pair] is None
    Space.objects.filter(pk=second).update(epoch=2)
    assert spaces.look(ana)[second] is None


def test_key_17_a_space_is_joined_only_with_the_card_that_gave_it(ana, ben, cleo):
    space = spaces.create(ben, pinning.own(ana))
    assert spaces.look(ana) == {space: None}, "nothing is pinned yet"
    for card in (pinning.own(cleo), pinning.own(ana)):
        with pytest.raises(CannotOpen):
            spaces.joined(ana, space, card)
    with pytest.raises(CannotOpen):
        spaces.joined(ana, random.uuid(), pinning.own(ben))


# Full re-key (decision 9)


def rekeyed(person):
    """New keys for a person, every row and space with them."""
    new = keyring.make(keyring.new_amk(), person.owner)[1]
    actions.reseal_all(person, new)
    spaces.renew_all(person, new)
    return new


def test_a_full_re_key_renews_the_epoch_and_the_other_follows_by_signature(ana, ben, pair, word):
    spaces.put(opened(ana, pair), word, {"text": "from ana"}, ends_on=date(2036, 1, 1))
    spaces.put(opened(ben, pair), word, {"text": "from ben"})
    before = opened(ben, pair)
    new = rekeyed(ana)
    both = [(ana.owner, "from ana"), (ben.owner, "from ben")]
    assert texts(new, pair, word) == texts(ben, pair, word) == both
    after = opened(ben, pair)
    assert after.epoch == 2
    assert after.key != before.key
    assert after.other == pinning.own(new) != before.other
    assert spaces.look(ana) == {pair: None}, "the old keys open nothing"
    assert GrantEnd.objects.count() == 1
    spaces.keep_pins(ben, spaces.look(ben))
    assert pinning.pins(ben)[pair] == pinning.own(new)
    with pytest.raises(SpaceClosed):
        spaces.put(before, word, {"text": "late"})
    with pytest.raises(KeysReplaced):
        spaces.close(ana, pair)


@given(turns=st.lists(st.sampled_from(["ana", "ben", "look"]), max_size=6))
def test_whatever_order_the_two_re_key_in_both_follow(turns):
    people = {name: keyring.make(keyring.new_amk(), random.uuid())[1] for name in ("ana", "ben")}
    space = spaces.create(people["ben"], pinning.own(people["ana"]))
    spaces.joined(people["ana"], space, pinning.own(people["ben"]))
    for turn in turns:
        if turn == "look":
            spaces.keep_pins(people["ben"], spaces.look(people["ben"]))
        else:
            people[turn] = rekeyed(people[turn])
    one, two = (opened(people[name], space) for name in ("ana", "ben"))
    assert one.key == two.key
    assert one.other == pinning.own(people["ben"])
    assert two.other == pinning.own(people["ana"])


def test_new_keys_without_a_succession_are_not_followed(ana, ben, cleo, pair):
    """Somebody writes new keys for Ana, signed with his own, or with a signature of hers that was for others."""
    space = Space.objects.get(pk=pair)
    new = keyring.make(keyring.new_amk(), ana.owner)[1]
    wrong = cleo.sign("hf/succession/1", ana.owner, new.signing.public, pinning._digest(new.hpke.public))
    other = ana.sign("hf/succession/1", ana.owner, new.signing.public, pinning._digest(cleo.hpke.public))
    for signature, digest in ((wrong, new.hpke.public), (other, cleo.hpke.public)):
        link = pinning.Link(new.signing.public, pinning._digest(digest), signature)
        spaces._grant(new, space, envelope.Key.new(), [pinning.own(ana), pinning.own(ben)], [link])
        assert spaces.look(ben) == {pair: None}


def test_a_space_that_does_not_open_at_a_re_key_is_ended(ana, ben, pair):
    Member.objects.filter(owner=ana.owner).update(signature=b"x" * 64)
    rekeyed(ana)
    assert spaces.look(ben) == {}
    assert not Space.objects.exists()


# Ending


def test_key_18_a_closed_space_leaves_nothing(ana, ben, pair, word):
    shared = opened(ben, pair)
    spaces.put(shared, word, {"text": "gone"}, ends_on=date(2036, 1, 1))
    actions.put(ana, records.DROPPED, {"kind": "x", "body": {}})
    assert spaces.close(ana, pair) is True
    assert spaces.look(ana) == spaces.look(ben) == {}
    for model in (Space, Member, GrantEnd):
        assert not model.objects.exists()
    assert not SealedRow.objects.filter(scope__isnull=False).exists()
    with pytest.raises(SpaceClosed):
        spaces.put(shared, word, {"text": "late"})
    with pytest.raises(SpaceClosed):
        spaces.delete(shared, word, random.uuid())
    assert spaces.close(ana, pair) is False
    assert pinning.pins(ana) == {}


def test_nobody_closes_a_space_they_do_not_belong_to(ana, ben, cleo, pair):
    assert spaces.close(cleo, pair) is False
    assert opened(ana, pair)


def test_erasing_an_account_ends_its_spaces_and_no_others(ana, ben, cleo, pair):
    other = spaces.create(cleo, pinning.own(ben))
    assert spaces.leave_all(ana.owner) == 1
    assert spaces.look(ben) == {other: None}
    assert spaces.any_left([pair]) is False
    assert spaces.any_left([pair, other]) is True


def test_the_clock_removes_what_has_ended_without_any_key(ana, ben, pair, word):
    for day in (1, 2, 3):
        spaces.put(opened(ana, pair), word, {"text": f"{day}"}, ends_on=date(2036, 1, day))
    keep = spaces.put(opened(ana, pair), word, {"text": "longer"}, ends_on=date(2036, 1, 1))
    spaces.put(opened(ana, pair), word, {"text": "longer"}, id=keep, ends_on=date(2036, 2, 1))
    assert spaces.expire(date(2036, 1, 3)) == 2
    assert texts(ben, pair, word) == [(ana.owner, "3"), (ana.owner, "longer")]
    spaces.put(opened(ana, pair), word, {"text": "for good"}, id=keep)
    assert spaces.expire(date(2037, 1, 1)) == 1
    assert texts(ben, pair, word) == [(ana.owner, "for good")]


def test_whoever_looks_takes_out_what_says_itself_that_it_is_over_and_no_more(ana, ben, pair, word):
    hers, his = opened(ana, pair), opened(ben, pair)
    over, kept = (spaces.put(hers, word, {"over": flag}, ends_on=date(2036, 1, 1)) for flag in (True, False))
    other = spaces.put(hers, records.declare_shared("test-other"), {"over": True})
    broken = SealedRow.objects.create(owner=pair, scope=pair, tag=hers.tag(word.label()), envelope=b"x")

    def is_over(rows):
        return {row.id for row in rows if row.body["over"]}

    assert spaces.sweep(his, word, is_over) == 1
    left = SealedRow.objects.filter(owner=pair).values_list("id", flat=True)
    assert {kept, other, broken.id} <= set(left)
    assert over not in left
    assert set(GrantEnd.objects.values_list("row", flat=True)) == {kept}
    assert spaces.sweep(his, word, is_over) == 0
    spaces.close(ana, pair)
    with pytest.raises(SpaceClosed):
        spaces.sweep(his, word, is_over)


def test_a_parted_kind_keeps_its_pages_apart(ana, ben, pair):
    diary = records.declare_shared("test-diary-for-two", parted=True)
    try:
        for month in ("2036-01", "2036-02"):
            spaces.put(opened(ana, pair), diary, {"text": month}, part=month)
        assert [row.part for row in spaces.rows(opened(ben, pair), diary, "2036-02")] == ["2036-02"]
        new = rekeyed(ben)
        assert [row.body["text"] for row in spaces.rows(opened(new, pair), diary, "2036-01")] == ["2036-01"]
    finally:
        del records.SHARED["test-diary-for-two"]


def test_two_rooms_never_declare_the_same_shared_kind(word):
    with pytest.raises(ValueError, match="Two rooms"):
        records.declare_shared("test-word")
    with pytest.raises(TypeError):
        spaces._signed(None, word, random.uuid(), "", ["not a table"])


def test_a_row_without_its_page_of_another_page_or_under_another_tag_is_not_read(ana, ben, pair, word):
    his = opened(ben, pair)
    odd = ('{"v": 1, "body": {}}', '{"v": 1, "part": "2036-01", "body": {}}', '{"v": 1, "part": 3, "body": {}}')
    for text in odd:
        id = random.uuid()
        inside = spaces._Inside(text, ben.owner, spaces._signature(ben, pair, word, id, text))
        sealed = spaces._seal(his, word, id, inside)
        SealedRow.objects.create(id=id, owner=pair, scope=pair, tag=his.tag("test-word"), envelope=sealed)
    put = spaces.put(his, word, {"text": "fine"})
    SealedRow.objects.filter(pk=put).update(tag=his.tag("elsewhere"))
    assert spaces.rows(opened(ana, pair), word) == []
    new = rekeyed(ana)
    assert spaces.rows(opened(new, pair), word) == []
    assert not SealedRow.objects.filter(scope=pair).exists(), "what cannot be placed is not carried on"


def test_a_version_not_known_here_is_not_shown_and_carried_on_as_it_is(ana, ben, pair, word):
    his = opened(ben, pair)
    for version in ('"x"', "99"):
        text, id = f'{{"v": {version}, "part": "", "body": {{}}}}', random.uuid()
        inside = spaces._Inside(text, ben.owner, spaces._signature(ben, pair, word, id, text))
        sealed = spaces._seal(his, word, id, inside)
        SealedRow.objects.create(id=id, owner=pair, scope=pair, tag=his.tag("test-word"), envelope=sealed)
    assert spaces.rows(opened(ana, pair), word) == []
    rekeyed(ana)
    assert SealedRow.objects.filter(scope=pair).count() == 2


def test_somebody_who_shares_nothing_pays_nothing_at_a_re_key(ana):
    new = keyring.make(keyring.new_amk(), ana.owner)[1]
    assert spaces.renew_all(ana, new) == 0
    assert pinning.succession(new) == []


def test_a_missing_end_is_a_row_without_an_end(ana, pair, word):
    id = spaces.put(opened(ana, pair), word, {"text": "x"}, ends_on=date(2036, 1, 1))
    assert str(GrantEnd.objects.get()) == "until 2036-01-01"
    assert str(Space.objects.get()) == str(pair)
    assert str(Member.objects.first()) == str(Member.objects.first().pk)
    spaces.put(opened(ana, pair), word, {"text": "x"}, id=id)
    assert not GrantEnd.objects.exists()


def test_only_one_side_of_a_space_can_be_its_other(ana, pair):
    """A pin that names oneself opens nothing, not even what one gave oneself: a person is never their own other."""
    pinning.pin(ana, pair, pinning.own(ana))
    assert spaces.look(ana) == {pair: None}
    space = Space.objects.get(pk=pair)
    spaces._grant(ana, space, envelope.Key.new(), [pinning.own(ana)])
    assert spaces.look(ana) == {pair: None}


def test_pins_are_written_only_where_a_succession_proved_new_keys(ana, ben, cleo, pair):
    def written():
        return sorted(bytes(row.envelope) for row in SealedRow.objects.filter(owner=ben.owner))

    other = spaces.create(cleo, pinning.own(ben))
    before = written()
    spaces.keep_pins(ben, spaces.look(ben))
    spaces.keep_pins(ben, {pair: None, random.uuid(): opened(ben, pair)})
    assert spaces.look(ben)[other] is None
    assert written() == before
    new = rekeyed(ana)
    spaces.keep_pins(ben, spaces.look(ben))
    assert pinning.pins(ben) == {pair: pinning.own(new)}


def test_a_tag_is_made_from_the_spaces_own_key(ana, pair):
    shared = opened(ana, pair)
    assert shared.tag("test-word") == kdf(shared.key.secret, "hf/space-kind/1", "test-word", 8)
