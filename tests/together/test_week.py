"""This week for two (A27 to A32): an offer, three answers, and who picks nothing looks like who steps back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from holdfast.accounts import actions as accounts
from holdfast.kit import random
from holdfast.people import actions as people
from holdfast.together import queries, rules, shelf, side, week
from holdfast.together.records import FOR_TWO
from holdfast.vault import queries as vault
from tests.cast import join, linked
from tests.cast import side as side_of
from tests.together.conftest import FRIDAY
from tests.together.helpers import again, get, main, now, post, rows_of_two, seen, words_of

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
SATURDAY = datetime(2026, 11, 21, 15, tzinfo=UTC)
OFFER = "A warm drink, ten minutes. Saturday 16:00 would suit Ana."


def offer(member, pair, thing="a-warm-drink", at=SATURDAY):
    """Look at an offer and send it."""
    stamp = str(int(at.timestamp()))
    assert post(member, "for-two", pair.id, do="slot", thing=thing, at=stamp).status_code == 200
    assert post(member, "for-two", pair.id, do="send", thing=thing, at=stamp).status_code == 302


@pytest.fixture
def agreed(ana, ben, pair):
    """Both want it, on Saturday."""
    offer(ana, pair)
    post(ben, "for-two", pair.id, do="suits")


def test_a27_today_says_that_the_other_is_here_and_leads_to_one_small_thing(ana, pair):
    page = main(ana, "today")
    for words in ("Ben is here.", "Nothing is shared yet.", "You could plan one small thing for two this week."):
        assert words in page
    assert post(ana, "met", pair.id, do="see").headers["Location"] == "/p/230"
    assert get(ana, "this-week").headers["Location"] == f"/p/230/{pair.id}"


def test_a28_a_warm_drink_first_with_two_times_another_and_not_this_week(ana, pair):
    page = main(ana, "for-two", pair.id)
    for words in (
        "A warm drink, ten minutes",
        "Two drinks. Two chairs. Phones away. One of you tells a small good thing. The other listens and says thanks. "
        "Then swap.",
        "No touch in it. Nothing heavy.",
        "When could it be?",
        "Sat 16:00",
        "Sun 11:00",
        "Another time",
        "Not this week",
        "Used in practice; we know of no test of it alone.",
    ):
        assert words in page


def test_nothing_leaves_without_a_preview_that_says_what_the_other_will_read(ana, ben, pair):
    before = rows_of_two(pair)
    stamp = str(int(SATURDAY.timestamp()))
    page = post(ana, "for-two", pair.id, do="slot", thing="a-warm-drink", at=stamp).content.decode()
    assert f"<h2>{OFFER}</h2>" in page
    assert rows_of_two(pair) == before
    post(ana, "for-two", pair.id, do="send", thing="a-warm-drink", at=stamp)
    assert f"<h2>{OFFER}</h2>" in seen(ben, "together-now")
    assert OFFER in main(ben, "for-two", pair.id)


def test_another_time_of_ones_own(ana, ben, pair):
    told = {"thing": "one-song-each", "day": "2026-11-24", "at": "19:15"}
    page = post(ana, "for-two", pair.id, do="moment", **told).content.decode()
    assert "One song each, ten minutes. Tuesday 19:15 would suit Ana." in page


@pytest.mark.parametrize(
    "bad",
    [
        {"day": "2026-11-20", "at": "08:00"},
        {"day": "2027-11-20", "at": "08:00"},
        {"day": "x", "at": "08:00"},
        {"at": "25:00"},
        {"thing": "a-secret"},
        {"at": ""},
    ],
)
def test_a_time_that_cannot_be_is_said_plainly_and_nothing_is_lost(ana, pair, bad):
    told = {"thing": "a-warm-drink", "day": "2026-11-24", "at": "19:15"} | bad
    page = post(ana, "for-two", pair.id, do="moment", **told)
    assert page.status_code == 422
    assert b"One more look" in page.content


@pytest.mark.parametrize("at", ["", "x", "0", "99999999999", "-5", "1795000000", "1e9", "9" * 300, "\u0663"])
@pytest.mark.parametrize("do", ["slot", "send"])
def test_a_moment_that_no_page_offers_plans_nothing(ana, pair, at, do):
    before = rows_of_two(pair)
    page = post(ana, "for-two", pair.id, do=do, thing="a-warm-drink", at=at)
    assert page.status_code in (302, 422)
    assert rows_of_two(pair) == before


def test_suits_me_and_both_read_it(agreed, ana, ben, pair):
    assert "A warm drink, ten minutes. Saturday 16:00, you and Ben." in main(ana, "today")
    assert "A warm drink, ten minutes. Saturday 16:00, you and Ana." in main(ben, "for-two", pair.id)


def test_another_time_of_the_others_takes_its_place(ana, ben, pair):
    offer(ana, pair)
    offer(ben, pair, at=SATURDAY + timedelta(hours=19))
    assert "Sunday 11:00 would suit Ben." in main(ana, "today")
    assert "Saturday" not in main(ben, "today")
    post(ana, "for-two", pair.id, do="suits")
    assert "Sunday 11:00, you and Ana." in main(ben, "today")


def test_the_same_form_sent_twice_is_one_offer_and_a_yes_stays(ana, ben, pair):
    id = random.uuid()
    told = {"do": "send", "thing": "a-warm-drink", "at": str(int(SATURDAY.timestamp()))}
    post(ana, "for-two", pair.id, record=id, **told)
    post(ben, "for-two", pair.id, do="suits")
    post(ana, "for-two", pair.id, record=id, **told)
    assert "you and Ben" in main(ana, "today")


def test_a_new_offer_takes_the_yes_to_the_old_one_with_it(agreed, ana, ben, pair):
    offer(ana, pair, "two-thanks")
    assert "Two thanks, five minutes. Saturday 16:00 would suit Ana." in main(ben, "today")
    assert "you and" not in main(ben, "today")


# Not this week, and nothing


def test_ps_09_not_this_week_and_nothing_look_alike_until_midnight_and_after(clock, ana, ben, pair):
    pages = {}
    for week_on, answer in enumerate(("nothing", "not-this-week")):
        clock.move_to(FRIDAY + timedelta(days=7 * week_on))
        again(ana, ben)
        offer(ana, pair, at=SATURDAY + timedelta(days=7 * week_on))
        if answer == "not-this-week":
            post(ben, "for-two", pair.id, do="not-this-week")
            assert OFFER not in main(ben, "today"), "whoever said so does not see it any more"
        found = [seen(ana, name) for name in ("together-now", "us")]
        found.append(main(ana, "for-two", pair.id).split("Another time")[0])
        clock.shift(timedelta(hours=5, minutes=29, seconds=59))
        again(ana, ben)
        found.append(seen(ana, "together-now"))
        clock.shift(timedelta(seconds=2))
        again(ana, ben)
        found += [seen(ana, "together-now"), main(ana, "us"), len(rows_of_two(pair))]
        pages[answer] = found
    assert pages["nothing"] == pages["not-this-week"]
    assert "No plan right now. Pick a time if you like." in pages["nothing"][-2]


def test_stepping_back_from_what_both_wanted_shows_nothing_today_and_is_gone_tomorrow(clock, agreed, ana, ben, pair):
    before = [seen(ben, name) for name in ("together-now", "us")]
    count = len(rows_of_two(pair))
    post(ana, "for-two", pair.id, do="not-this-week")
    assert [seen(ben, name) for name in ("together-now", "us")] == before
    assert len(rows_of_two(pair)) == count
    assert "A warm drink" not in main(ana, "today")
    clock.shift(timedelta(hours=6))
    again(ben)
    assert "A warm drink" not in main(ben, "today")
    assert "No plan right now. Pick a time if you like." in main(ben, "us")


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_a30_not_today_tells_no_one(clock, agreed, ana, ben, pair, who):
    clock.shift(timedelta(hours=21))
    again(ana, ben)
    one, other = (ana, ben) if who == "ana" else (ben, ana)
    before = [seen(other, name) for name in ("together-now", "us")]
    assert "Just before it" in before[0]
    post(one, "for-two-before", pair.id, do="not-today")
    assert [seen(other, name) for name in ("together-now", "us")] == before
    clock.shift(timedelta(hours=9))
    again(ana, ben)
    assert [main(each, "us").count("No plan right now.") for each in (ana, ben)] == [1, 1]


def test_a_plan_is_gone_with_its_own_day(clock, agreed, ana, ben, pair):
    clock.shift(timedelta(hours=29))
    again(ana, ben)
    assert "today 16:00" in main(ben, "today").lower()
    count = len(rows_of_two(pair))
    clock.shift(timedelta(hours=1))
    again(ben)
    assert "A warm drink" not in main(ben, "today")
    assert len(rows_of_two(pair)) == count - 2


def test_muting_plans_is_silent(ana, ben, pair):
    post(ben, "mute", pair.id, 3, do="mute")
    before, sender = seen(ben, "together-now"), seen(ana, "us")
    offer(ana, pair)
    assert seen(ben, "together-now") == before
    assert OFFER not in main(ben, "for-two", pair.id)
    post(ana, "for-two", pair.id, do="not-this-week")
    assert seen(ana, "us") == sender


def test_two_who_live_in_two_zones_read_the_same_moment_by_their_own_clocks(clock, ana):
    far = join("ben", zone="America/New_York")
    pair = linked(ana, far)
    offer(ana, pair)
    assert "Saturday 10:00 would suit Ana." in main(far, "today")


# Before and after


def test_a30_before(agreed, ana, pair):
    page = main(ana, "for-two-before", pair.id)
    for words in (
        "A warm drink for two",
        "Sit as you like: side by side, across, near the door. Ten minutes at most.",
        "One tells a small good thing: a song, a plant, a dog you saw.",
        'The other says back what they heard, then: "Thanks for telling me." No advice.',
        "Then swap.",
        "Not today: what happened, blame, money, sex.",
        'To stop: put your cup down and say "enough for today". No reason needed. The other says "okay".',
        "We're off",
        "Lighter",
        "Five minutes. Same room. Each with a drink. Talk or don't.",
        "Not today",
        "I need a break",
        "I don't feel safe",
    ):
        assert words in page
    assert post(ana, "for-two-before", pair.id, do="off").headers["Location"] == f"/p/232/{pair.id}"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"how": "good"}, "You did a thing together. Nothing else is needed today."),
        ({}, "You did a thing together. Nothing else is needed today."),
        ({"how": "didnt"}, "That's fine. Things come up."),
        ({"how": "hard"}, "Thank you for trying. Something kind for yourself now?"),
        ({"how": "worse"}, "Thank you for saying so. Let's stop this one. It isn't your fault."),
        ({"how": "good", "here": "far"}, "Come back to here"),
    ],
)
def test_a31_each_answer_has_its_page_and_is_the_others_never(agreed, ana, ben, pair, told, words):
    before = [seen(ben, name) for name in ("together-now", "us", "today")], rows_of_two(pair)
    page = post(ana, "for-two-after", pair.id, thing="a-warm-drink", **told).content.decode()
    assert words in words_of(page)
    assert ([seen(ben, name) for name in ("together-now", "us", "today")], rows_of_two(pair)) == before
    assert len(week.notes(ana.keyring)) == bool(told)
    if told.get("how") == "worse":
        assert "I don't feel safe" in words_of(page)


def test_a31_kept_once_sealed_for_oneself(ana, ben, pair):
    id = random.uuid()
    for _ in range(2):
        told = {"thing": "a-warm-drink", "how": "okay", "here": "partly", "close": "6"}
        post(ana, "for-two-after", pair.id, record=id, **told)
    (note,) = week.notes(ana.keyring)
    assert (note.how, note.here, note.close, note.on) == ("okay", "partly", 6, "2026-11-20")
    assert vault.rows(ben.keyring, FOR_TWO) == []


@pytest.mark.parametrize("bad", [{"how": "x"}, {"here": "x"}, {"close": "11"}, {"thing": "x", "how": "good"}])
def test_a31_what_no_page_offers_is_refused_plainly(ana, pair, bad):
    page = post(ana, "for-two-after", pair.id, **{"thing": "a-warm-drink"} | bad)
    assert page.status_code == 422
    assert week.notes(ana.keyring) == []


def test_a37_a_look_back_tells_what_i_noted_and_never_what_the_other_did(clock, ana, ben, pair):
    from datetime import date

    first, last = date(2026, 11, 17), date(2026, 11, 23)
    post(ben, "for-two-after", pair.id, thing="a-warm-drink", how="good")
    assert queries.looked_back(ana.keyring, first, last) == []
    post(ana, "for-two-after", pair.id, thing="a-short-walk", how="didnt")
    assert queries.looked_back(ana.keyring, first, last) == []
    for _ in range(2):
        post(ana, "for-two-after", pair.id, thing="a-warm-drink", how="hard")
    assert queries.looked_back(ana.keyring, first, last) == ["You and Ben had a drink together."]
    assert queries.looked_back(ana.keyring, first, date(2026, 11, 19)) == []
    clock.shift(timedelta(days=6))
    again(ana, ben)
    assert "You and Ben had a drink together." in main(ana, "first-week")
    people.unlink(ben.keyring, side_of(ben, pair))
    assert "You and Ben" not in main(ana, "first-week"), "nobody is linked any more, and no name is kept for it"


# What the app picks, and the files


def test_both_are_offered_the_same_once_they_have_done_something(clock, ana, ben, pair, bens):
    for member, each in ((ana, pair), (ben, bens)):
        assert week.suggestion(member.keyring, each, now(), BERLIN).id == shelf.FIRST
        note = week.Note(pair.id.hex, shelf.FIRST, "2026-11-20", "good")
        week.keep(member.keyring, note, id=random.uuid())
    picked = set()
    for _ in range(12):
        one, other = (week.suggestion(who.keyring, each, now(), BERLIN) for who, each in ((ana, pair), (ben, bens)))
        assert one == other
        picked.add(one.id)
        clock.shift(timedelta(days=7))
    assert len(picked) > 1


def test_ps_09_what_is_offered_stays_the_same_when_one_of_them_makes_new_keys(ana, ben, pair):
    """Somebody may know Ana's words. That she locked everything anew is nothing Ben's page may show."""
    week.keep(ben.keyring, week.Note(pair.id.hex, shelf.FIRST, "2026-11-20", "good"), id=random.uuid())

    def offered():
        pair_of_ben = side_of(ben, pair)
        weeks = [now() + timedelta(days=7 * number) for number in range(12)]
        return [week.suggestion(ben.keyring, pair_of_ben, each, BERLIN).id for each in weeks]

    before, key = offered(), pair.space.key
    accounts.rekey(accounts.by_name("ana", ana.words, accounts.Sender("127.0.0.1")), "ember glacier hollow thistle")
    assert side_of(ben, pair).space.key != key
    assert offered() == before


def test_every_thing_for_two_is_tier_0_without_touch_and_says_how_sure():
    things = shelf.things()
    assert {thing.id for thing in things} >= {"a-warm-drink", "a-short-walk", "one-song-each", "two-thanks"}
    for thing in things:
        words = " ".join([*thing.about, *(part.text for part in thing.steps), thing.lighter, thing.stop]).lower()
        assert thing.tier == 0
        assert "no touch in it" in words
        assert not {"hug", "kiss", "hold hands", "cuddle", "massage", "!"} & set(words.replace(",", "").split())
        assert "enough for today" in thing.stop
        assert thing.evidence.basis == "practice"
        assert "{name}" in thing.looked_back


def test_without_any_thing_the_page_says_so(ana, pair, monkeypatch):
    monkeypatch.setattr(shelf, "things", list)
    page = main(ana, "for-two", pair.id)
    assert "Nothing for two right now." in page
    assert "Something for you" in page


def test_not_this_week_of_a_late_offer_ends_it_with_today(clock, ana, ben, pair):
    clock.move_to(datetime(2026, 11, 20, 20, 30, tzinfo=UTC))
    again(ana, ben)
    offer(ana, pair)
    post(ana, "for-two", pair.id, do="not-this-week")
    clock.shift(timedelta(hours=3))
    again(ben)
    assert OFFER not in main(ben, "today")


def test_what_was_put_away_is_forgotten_with_its_end(clock, ana, pair):
    offer(ana, pair)
    post(ana, "for-two", pair.id, do="not-this-week")
    assert side.read(ana.keyring, now()).away
    clock.shift(timedelta(days=3))
    side.tidy(ana.keyring, now())
    assert side.read(ana.keyring, now()).away == {}


def test_a_plan_of_somebody_who_left_is_gone(agreed, ana, ben, pair, bens):
    people.unlink(ana.keyring, pair)
    assert side_of(ben, pair) is None
    assert get(ben, "for-two", pair.id).status_code == 404
    assert "A warm drink" not in main(ben, "today")
    assert rules.stays(now(), BERLIN)
