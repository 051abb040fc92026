"""Consent: nothing shared by default, seen before, ended at once, written down; letters alone are kept."""

import json
from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from holdfast.checkins import actions as checkins
from holdfast.checkins import cards
from holdfast.checkins import queries as days
from holdfast.checkins.monthly import Change
from holdfast.exchange import archive
from holdfast.exchange import queries as exchange
from holdfast.instruments import actions as measures
from holdfast.kit import clock, random
from holdfast.people import actions, content, jobs, ledger, queries, sharing
from holdfast.people.card import Card
from holdfast.people.records import CONSENTS, CONSENTS_HEAD
from holdfast.vault import queries as rows
from holdfast.vault.errors import SpaceClosed
from holdfast.vault.models import GrantEnd, SealedRow
from tests.cast import join, linked, side
from tests.people import walking
from tests.people.walking import at, text

pytestmark = pytest.mark.django_db
TEA = Card("what-helps", "What helps me", "Tea first.")
NOON = "2036-11-20T12:00:00Z"


@pytest.fixture
def ana():
    return join("ana")


@pytest.fixture
def ben():
    return join("ben")


@pytest.fixture
def pair(ana, ben):
    return linked(ana, ben)


def share(member, pair, given=TEA, **how):
    """Share something; its id."""
    return actions.share(member.keyring, side(member, pair), given, id=random.uuid(), **how)


def seen(member, pair):
    """Titles and texts that somebody gets from the other."""
    mine = side(member, pair)
    return [(each.card.title, each.card.text) for each in sharing.shown(member.keyring, mine) if not each.mine]


def answer(member, on=None, **values):
    """Answer the day's questions."""
    profile = queries.profile(member.keyring)
    today = on or clock.today(profile.zone)
    change = Change(today, days.sheet(profile, today).form, profile.zone, clock.now(), values)
    checkins.answer_day(member.keyring, days.sheet(profile, today), change, id=random.uuid())


def test_ps_01_whatever_is_made_is_private(ana, ben, pair):
    before = set(SealedRow.objects.filter(scope__isnull=False).values_list("id", flat=True))
    answer(ana, mood=3, in_way=8)
    today = clock.today("Europe/Berlin")
    measures.record(ana.keyring, "pcl-5", "month", {"q1": 2}, id=random.uuid(), local_date=today, zone="Europe/Berlin")
    actions.mark_hard(ana.keyring, actions.Span(today, today))
    actions.keep_someone(ana.keyring, actions.someone({"name": "Zoë", "relation": "friend", "main": False}))
    for name in ("today", "us", "me", "progress", "sharing"):
        assert at(ana, name).status_code == 200
    assert set(SealedRow.objects.filter(scope__isnull=False).values_list("id", flat=True)) == before
    assert seen(ben, pair) == []


def test_ps_02_a_share_has_a_recipient_a_purpose_an_end_and_an_undo(ana, ben, pair):
    with time_machine.travel(NOON, tick=False):
        id = share(ana, pair)
        (shown,) = sharing.shown(ana.keyring, side(ana, pair))
        assert shown.last == date(2036, 11, 20) + timedelta(days=90)
        assert GrantEnd.objects.get().ends_on == shown.last
        assert seen(ben, pair) == [("What helps me", "Tea first.")]
        assert actions.unshare(ana.keyring, side(ana, pair), id)
        assert seen(ben, pair) == []
        assert not GrantEnd.objects.exists()
        assert actions.unshare(ana.keyring, side(ana, pair), id) is False
    for stream in content.STREAMS.every():
        assert stream.purpose
        assert stream.about


def test_the_same_form_sent_twice_shares_once(ana, ben, pair):
    id = random.uuid()
    for _ in range(2):
        actions.share(ana.keyring, side(ana, pair), TEA, id=id)
    assert len(seen(ben, pair)) == 1
    assert [entry.what for entry in ledger.read(ana.keyring).entries].count("shared") == 1


@pytest.mark.parametrize(
    "given_card",
    [
        Card("symptom-scores", "Scores", "43 of 80"),
        Card("no-such-stream", "x"),
        Card("what-helps", "   "),
        Card("what-helps", "x", "y" * 5000),
        Card("my-mood", "x", points=(("2036-01-01", 11),), range=(0, 10)),
    ],
)
def test_what_may_not_go_there_or_is_no_card_is_refused(ana, ben, pair, given_card):
    with pytest.raises(sharing.NotShared):
        share(ana, pair, given_card)
    with pytest.raises(sharing.NotShared):
        share(ana, pair, days=1000)
    assert seen(ben, pair) == []


def test_29b_no_stream_for_pairs_holds_a_symptom_score_or_closeness(ana, ben, pair):
    assert {stream.id for stream in content.streams(content.PAIR)} == {
        "my-mood",
        "what-helps",
        *("letter", "appreciation", "break-words"),
    }
    answer(ana, mood=5, in_way=9, close_trust=2)
    drawn = cards.mood(ana.keyring, date(2000, 1, 1), date(2100, 1, 1))
    assert [value for _day, value in drawn.points] == [5]


# PS-03: the ledger


def test_ps_03_every_change_is_an_entry_and_none_is_seen_by_the_other(ana, ben, pair):
    before = at(ben, "us").content, rows.everything(ben.keyring)
    id = share(ana, pair)
    actions.unshare(ana.keyring, side(ana, pair), id)
    actions.ask(ana.keyring, side(ana, pair), "my-mood")
    held = ledger.read(ana.keyring)
    assert held.intact
    assert [(entry.what, entry.whom) for entry in held.entries] == [
        ("linked", "Ben"),
        ("shared", "Ben"),
        ("ended", "Ben"),
        ("asked", "Ben"),
    ]
    assert held.entries[1].words == "share-health@1.0.0"
    assert content.CONSENTS.pinned("share-health@1.0.0").lines
    actions.mute(ben.keyring, side(ben, pair), sharing.ASKS)
    assert rows.rows(ben.keyring, CONSENTS)[0].body["entry"]["whom"] == "Ana"
    assert len(ledger.read(ben.keyring).entries) == 1
    assert before[1] != []


def _ledger_rows(member):
    tag = member.keyring.tag(CONSENTS.label())
    return list(SealedRow.objects.filter(owner=member.account.id, tag=tag).order_by("id"))


@pytest.mark.parametrize("deed", ["take out", "take out the last", "change", "swap", "double", "empty", "head back"])
def test_ps_03_whoever_is_at_the_table_cannot_change_the_ledger_unnoticed(ana, ben, pair, deed):
    head = SealedRow.objects.filter(tag=ana.keyring.tag(CONSENTS_HEAD.label()))
    old_head = bytes(head.get().envelope)
    for _ in range(3):
        actions.unshare(ana.keyring, side(ana, pair), share(ana, pair))
    assert ledger.read(ana.keyring).intact
    found = _ledger_rows(ana)
    order = {row.body["n"]: row.id for row in rows.rows(ana.keyring, CONSENTS)}
    if deed == "take out":
        SealedRow.objects.get(pk=order[3]).delete()
    elif deed == "take out the last":
        SealedRow.objects.get(pk=order[max(order)]).delete()
    elif deed == "change":
        envelope = bytes(found[0].envelope)
        found[0].envelope = envelope[:-1] + bytes([envelope[-1] ^ 1])
        found[0].save()
    elif deed == "swap":
        found[0].envelope, found[1].envelope = found[1].envelope, found[0].envelope
        found[0].save(), found[1].save()
    elif deed == "double":
        SealedRow.objects.create(owner=ana.account.id, tag=found[0].tag, envelope=found[0].envelope)
    elif deed == "empty":
        SealedRow.objects.filter(pk__in=[row.pk for row in found]).delete()
    else:
        head.update(envelope=old_head)
    assert not ledger.read(ana.keyring).intact
    if deed != "empty":
        assert "was taken out, put back or changed" in text(at(ana, "consents"))


@given(whats=st.lists(st.sampled_from(ledger.WHAT), max_size=6), gone=st.integers(0, 5))
def test_ps_03_a_ledger_of_any_length_holds_until_one_is_gone(whats, gone):
    from holdfast.vault import keyring as keyrings

    owner = keyrings.make(keyrings.new_amk(), random.uuid())[1]
    for number, what in enumerate(whats):
        ledger.note(owner, ledger.Entry(what, f"name {number}", "2036-01-01"))
    held = ledger.read(owner)
    assert held.intact
    assert [entry.what for entry in held.entries] == whats
    if whats:
        ids = {row.body["n"]: row.id for row in rows.rows(owner, CONSENTS)}
        SealedRow.objects.get(pk=ids[gone % len(whats) + 1]).delete()
        assert not ledger.read(owner).intact


def test_a_ledger_has_only_kinds_of_entries_that_the_page_can_say(ana):
    with pytest.raises(ValueError, match="no entries"):
        ledger.note(ana.keyring, ledger.Entry("opened", "Ben", "2036-01-01"))


# PS-04: ended is ended


def test_ps_04_what_has_ended_is_gone_from_every_page_of_the_other(ana, ben, pair):
    id = share(ana, pair)
    for name in ("us", "us-theirs"):
        assert "Tea first." in text(at(ben, name))
    assert "What helps me" in json.dumps(exchange.contents(ben.keyring).shared)
    actions.unshare(ana.keyring, side(ana, pair), id)
    for name in ("us", "us-theirs"):
        assert "Tea" not in text(at(ben, name))
    assert exchange.contents(ben.keyring).shared == []


def test_ps_04_the_last_day_is_the_last_whether_or_not_the_clock_has_run(ana, ben, pair):
    with time_machine.travel(NOON, tick=False) as traveller:
        share(ana, pair, days=7)
        traveller.shift(timedelta(days=7))
        assert seen(ben, pair)
        traveller.shift(timedelta(days=1))
        assert seen(ben, pair) == []
        assert SealedRow.objects.filter(pk__in=GrantEnd.objects.values("row")).count() == 1
        traveller.shift(timedelta(days=1))
        assert jobs.expire() == 1
        assert not GrantEnd.objects.exists()
        actions.settle_pairs(ana.keyring)
        assert sharing._entry(ana.keyring, pair.id).shares == {}


def test_a_standing_stream_shows_the_days_since_it_began_and_one_row_of_it(ana, ben, pair):
    with time_machine.travel(NOON, tick=False) as traveller:
        answer(ana, mood=1)
        traveller.shift(timedelta(days=1))
        today = clock.today("Europe/Berlin")
        share(ana, pair, cards.mood(ana.keyring, today, today))
        for mood in (4, 5, 6):
            answer(ana, mood=mood)
            traveller.shift(timedelta(days=1))
        (shown,) = sharing.shown(ben.keyring, side(ben, pair))
        assert [value for _day, value in shown.card.points] == [4, 5, 6]
        again = share(ana, pair, cards.mood(ana.keyring, clock.today("Europe/Berlin"), clock.today("Europe/Berlin")))
        (shown,) = sharing.shown(ben.keyring, side(ben, pair))
        assert shown.id == again, "sharing it anew takes the place of the old"
        checkins.delete_day(ana.keyring, clock.today("Europe/Berlin"))
        traveller.shift(timedelta(days=100))
        answer(ana, mood=9)
        assert sharing.shown(ben.keyring, side(ben, pair)) == []


def test_a_save_is_kept_even_if_nothing_can_be_published(ana, ben, pair, monkeypatch):
    from django.db import OperationalError

    from holdfast.vault import spaces

    today = clock.today("Europe/Berlin")
    share(ana, pair, cards.mood(ana.keyring, today, today))
    with monkeypatch.context() as patch:
        patch.setattr(spaces, "put", lambda *a, **k: (_ for _ in ()).throw(OperationalError("database is locked")))
        answer(ana, mood=8)
    assert days.days(ana.keyring, today, today)[0].values["mood"] == 8
    assert [shown.card.points for shown in sharing.shown(ben.keyring, side(ben, pair))] == [()]
    answer(ana, mood=8, sleep=3)
    assert [value for _day, value in sharing.shown(ben.keyring, side(ben, pair))[0].card.points] == [8]


def test_stopping_is_quiet_and_asking_for_all_at_once_has_no_button(ana, ben, pair):
    today = clock.today("Europe/Berlin")
    id = share(ana, pair, cards.mood(ana.keyring, today, today))
    share(ana, pair)
    before = at(ben, "us").content
    assert actions.stop_all(ana.keyring, side(ana, pair)) == 1
    assert actions.stop(ana.keyring, side(ana, pair), id) is False
    answer(ana, mood=2)
    assert _plain(at(ben, "us").content) == _plain(before)


def _plain(page: bytes) -> str:
    """A page without the tokens that differ from one request to the next."""
    import re

    return re.sub(r'value="[^"]{20,}"', "", page.decode())


# PS-05


def test_ps_05_a_request_is_once_in_seven_days_for_each_kind_and_fades(ana, ben, pair):
    with time_machine.travel(NOON, tick=False) as traveller:
        mine = side(ben, pair)
        actions.ask(ben.keyring, mine, "my-mood")
        actions.ask(ben.keyring, mine, "what-helps")
        with pytest.raises(sharing.NotShared, match="Once a week"):
            actions.ask(ben.keyring, mine, "my-mood")
        assert [each.stream.id for each in sharing.asked(ana.keyring, side(ana, pair))] == ["my-mood", "what-helps"]
        traveller.shift(timedelta(days=6))
        with pytest.raises(sharing.NotShared):
            actions.ask(ben.keyring, mine, "my-mood")
        traveller.shift(timedelta(days=1))
        assert sharing.asked(ana.keyring, side(ana, pair)) == []
        actions.ask(ben.keyring, mine, "my-mood")
        assert [each.stream.id for each in sharing.asked(ana.keyring, side(ana, pair))] == ["my-mood"]


@pytest.mark.parametrize("stream", ["letter", "symptom-scores", "everything", ""])
def test_ps_05_nobody_can_ask_for_all_or_for_what_has_no_such_request(ben, pair, stream):
    with pytest.raises(sharing.NotShared):
        actions.ask(ben.keyring, side(ben, pair), stream)


def test_ps_05_nobody_can_share_for_the_other_or_end_what_the_other_shares(ana, ben, pair):
    id = share(ana, pair)
    assert actions.unshare(ben.keyring, side(ben, pair), id) is False
    assert at(ben, "shared", pair.id, id).status_code == 404
    assert actions.stop(ben.keyring, side(ben, pair), id) is False
    assert seen(ben, pair)


def test_ps_06_more_private_never_needs_the_other(ana, ben):
    both = linked(ana, ben, ("romantic", "romantic"))
    assert side(ana, both).romantic
    actions.declare(ben.keyring, side(ben, both), "peer")
    assert not side(ana, both).romantic, "at the next look, without Ana"


# PS-07: letters


LETTER = Card("letter", "For Ben", "I'm glad you are here.")


def test_ps_07_a_letter_is_mine_on_arrival_and_a_stream_never(ana, ben, pair):
    id = share(ana, pair, LETTER)
    share(ana, pair)
    assert sharing.letters(ben.keyring) == []
    actions.settle_pairs(ben.keyring)
    actions.settle_pairs(ben.keyring)
    ((own, letter),) = sharing.letters(ben.keyring)
    assert (letter["from"], letter["title"], letter["text"]) == ("Ana", "For Ben", "I'm glad you are here.")
    actions.unshare(ana.keyring, side(ana, pair), id)
    assert len(sharing.letters(ben.keyring)) == 1
    assert sharing.letters(ana.keyring) == []
    assert actions.throw_letter_away(ben.keyring, own)
    actions.settle_pairs(ben.keyring)
    assert sharing.letters(ben.keyring) == []


def test_ps_07_a_letter_thrown_away_does_not_come_back_while_it_is_still_shared(ana, ben, pair):
    share(ana, pair, LETTER)
    actions.settle_pairs(ben.keyring)
    ((own, _letter),) = sharing.letters(ben.keyring)
    actions.throw_letter_away(ben.keyring, own)
    actions.settle_pairs(ben.keyring)
    assert sharing.letters(ben.keyring) == []


def test_ps_07_only_letters_have_a_stream_that_can_be_kept_and_the_words_are_there():
    assert [stream.id for stream in content.STREAMS.every() if stream.keep] == ["appreciation", "letter"]
    for id in ("share", "share-health"):
        assert "What {name} has seen, {name} may remember or photograph." in content.consent(id).lines
    assert "Someone could use this in a quarrel, for example about children." in content.consent("share-health").lines


def test_ps_07_no_page_has_a_button_that_keeps_a_stream(ana, ben, pair):
    share(ana, pair)
    page = at(ben, "us").content.decode()
    assert "Tea first." in page
    assert ">Keep<" not in page
    assert "download" not in page


# PS-08


def test_ps_08_an_export_holds_own_rows_and_letters_and_names_what_is_shared(ana, ben, pair):
    share(ana, pair, Card("what-helps", "What helps me", "canary tea"))
    share(ben, pair, Card("what-helps", "What helps me", "canary coffee"))
    share(ben, pair, LETTER)
    actions.settle_pairs(ana.keyring)
    contents = exchange.contents(ana.keyring)
    told = b"".join(archive.stream(contents))
    found = json.loads(_unzipped(told))
    assert sorted((each["by"], each["with"], each["title"]) for each in found["shared"]) == [
        ("Ana", "Ben", "What helps me"),
        ("Ben", "Ana", "For Ben"),
        ("Ben", "Ana", "What helps me"),
    ]
    body = json.dumps(found)
    assert "canary coffee" not in body
    assert "canary tea" in body, "my own words are mine to take"
    assert "I'm glad you are here." in body
    assert {row["kind"] for row in found["rows"]} >= {"letters", "consents", "profile"}
    assert "pairs" not in {row["kind"] for row in found["rows"]}


def _unzipped(data: bytes) -> str:
    import io
    import zipfile

    return zipfile.ZipFile(io.BytesIO(data)).read("export.json").decode()


# FT-24: the most private outcome wins


def test_ft_24_whoever_shares_into_a_link_that_has_just_ended_shares_nothing(ana, ben, pair):
    stale = side(ana, pair)
    actions.unlink(ben.keyring, side(ben, pair))
    for act in (
        lambda: actions.share(ana.keyring, stale, TEA, id=random.uuid()),
        lambda: actions.ask(ana.keyring, stale, "my-mood"),
        lambda: actions.declare(ana.keyring, stale, "friend"),
    ):
        with pytest.raises(SpaceClosed):
            act()
    assert actions.publish(ana.keyring, "my-mood", Card("my-mood", "Mood", range=(0, 10))) == 0
    assert not SealedRow.objects.filter(scope__isnull=False).exists()
    assert [entry.what for entry in ledger.read(ana.keyring).entries] == ["linked"]


def test_ft_24_a_page_that_was_open_when_the_link_ended_does_nothing(ana, ben, pair, monkeypatch):
    real = sharing.mark

    def ends_meanwhile(seen):
        looks.append(seen)
        if len(looks) == 2:  # she has seen it, and presses Share
            actions.unlink(ben.keyring, side(ben, pair))
        return real(seen)

    looks = []
    monkeypatch.setattr(sharing, "mark", ends_meanwhile)
    page = walking.share(ana, pair, "what-helps", text="Tea")
    assert page.status_code == 404
    assert not SealedRow.objects.filter(scope__isnull=False).exists()
    assert at(ana, "us").status_code == 200


def test_ft_24_a_save_after_the_end_of_a_share_brings_nothing_back(ana, ben, pair):
    today = clock.today("Europe/Berlin")
    id = share(ana, pair, cards.mood(ana.keyring, today, today))
    mine = queries.pairs(ana.keyring)
    actions.unshare(ana.keyring, side(ana, pair), id)
    sharing.publish(ana.keyring, "my-mood", cards.mood(ana.keyring, today, today), mine)
    answer(ana, mood=3)
    assert seen(ben, pair) == []
