"""Wishes of two through the real pages: a few that both would talk about, a week at a time, and silence otherwise."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.urls import reverse

from holdfast.accounts import sessions
from holdfast.kit import clock, random, ticks
from holdfast.people import actions as people
from holdfast.safety import actions as safety
from holdfast.together.wishes import answering, book, comparing, shelf
from holdfast.together.wishes.book import Book, Coin, Said, Shown
from holdfast.together.wishes.records import WISHES
from holdfast.vault.models import SealedRow
from tests.cast import join, side
from tests.together.two import FIRST, Two, day, words
from tests.web.walks import rolled_back

pytestmark = pytest.mark.django_db
ROOM = [item.id for item in shelf.SHEETS.newest("in-one-room").items]
OUT = [item.id for item in shelf.SHEETS.newest("out-of-the-house").items]
TOUCH = [item.id for item in shelf.SHEETS.newest("everyday-touch").items]
WORDS = {item.id: item.words for each in shelf.SHEETS.every() for item in each.items}
YES, NO = dict.fromkeys(ROOM, "yes"), dict.fromkeys(ROOM, "no")


@pytest.fixture
def always(monkeypatch):
    """Chance holds nothing back and lets nothing go."""
    monkeypatch.setattr(comparing, "HELD_BACK", 0)
    monkeypatch.setattr(comparing, "LET_GO", 0)


@pytest.fixture
def two(always):
    return Two()


def shown(two, member, week):
    """Items that somebody sees on the page of wishes at the start of a week."""
    with two.at(member, week, 0.5):
        page = words(two.get(member, "wishes", two.pair.id))
    return {item for item, text in WORDS.items() if text in page}


def weeks_with(sheet, start):
    """The rounds from `start` on that compare a list, for a romantic pair without intimate lists."""
    easy, closer = ["in-one-room", "out-of-the-house"], ["talk-and-limits", "everyday-touch"]
    for number in range(start, start + 30):
        decides = (number - 2) % 4 == 0
        if (closer[number // 4 % 2] if decides else easy[number % 2]) == sheet:
            yield number


# --- the flow


def test_both_see_what_both_would_talk_about_at_the_tick_and_nothing_before(two):
    two.answer(two.ana, 1, YES, FIRST)
    two.answer(two.ben, 1, dict.fromkeys(ROOM[:2], "maybe") | dict.fromkeys(ROOM[2:], "no"), FIRST)
    at = next(weeks_with("in-one-room", FIRST + 2))
    for week in range(FIRST, at):
        two.unlock(week)
        assert shown(two, two.ben, week) == shown(two, two.ana, week) == set()
    assert shown(two, two.ana, at) == shown(two, two.ben, at) == set(ROOM[:2])
    with day(at):
        page = words(two.get(two.ben, "wishes", two.pair.id))
    assert "An opening to talk, never consent. Ask each time." in page


def test_three_at_most_a_round_and_the_same_for_both(two):
    for member in (two.ana, two.ben):
        two.answer(member, 1, YES, FIRST)
    at = next(weeks_with("in-one-room", FIRST + 2))
    for week in range(FIRST, at):
        two.unlock(week)
    both = shown(two, two.ana, at)
    assert both == shown(two, two.ben, at)
    assert len(both) == 3


def test_if_one_answered_alone_the_week_is_as_any_other(two):
    two.answer(two.ana, 1, YES, FIRST)
    for week in range(FIRST, FIRST + 8):
        two.unlock(week)
        assert shown(two, two.ana, week) == shown(two, two.ben, week) == set()


def test_the_page_before_first_use_says_what_it_gives_away(two):
    with day(FIRST):
        page = words(two.get(two.ben, "wishes", two.pair.id))
        for line in (
            "If the other says yes to everything, they can see your yeses.",
            "We never show all shared wishes at once.",
            "What both are shown is an opening to talk, never consent. Ask each time.",
            "Nobody can tell that from a no.",
        ):
            assert line in page
        assert two.get(two.ben, "wish-list", two.pair.id, 1).url == reverse("wishes", args=[two.pair.id])
        assert two.send(two.ben, "wishes", two.pair.id, do="not").url == reverse("us")
        assert "Before you begin" in words(two.get(two.ben, "wishes", two.pair.id))
        two.send(two.ben, "wishes", two.pair.id, do="begin")
        assert "Lists to answer alone" in words(two.get(two.ben, "wishes", two.pair.id))


def test_a_list_is_answered_once_and_never_shown_again(two):
    two.answer(two.ana, 1, {ROOM[0]: "yes"}, FIRST)
    two.answer(two.ana, 1, YES, FIRST, days=4)
    with day(FIRST, 4):
        said = book.read(two.ana.keyring, two.pair.id).said["in-one-room@1.0.0"]
        page = words(two.get(two.ana, "wish-list", two.pair.id, 1))
    assert said.answers == {ROOM[0]: "yes"}
    assert "stays as it is until" in page
    assert "is not shown again, here or anywhere" in page
    assert WORDS[ROOM[0]] not in page


def test_an_answer_that_is_none_is_refused_and_nothing_is_lost(two):
    with day(FIRST):
        two.send(two.ana, "wishes", two.pair.id, do="begin")
        fields = {f"a-{ROOM[0]}": "yes", f"a-{ROOM[1]}": "always", f"n-{ROOM[0]}": "with the door open"}
        page = two.send(two.ana, "wish-list", two.pair.id, 1, **fields)
        assert page.status_code == 422
        assert "with the door open" in page.content.decode()
        assert book.read(two.ana.keyring, two.pair.id).said == {}
        long = two.send(two.ana, "wish-list", two.pair.id, 1, **{f"n-{ROOM[0]}": "x" * 501})
        assert long.status_code == 422


def test_after_ninety_days_a_list_is_open_to_be_answered_anew(two):
    two.answer(two.ana, 1, YES, FIRST)
    with day(FIRST + 12):
        assert "stays as it is" in words(two.get(two.ana, "wish-list", two.pair.id, 1))
    with day(FIRST + 13):
        assert "Answer alone." in words(two.get(two.ana, "wish-list", two.pair.id, 1))


def test_a_list_taken_back_matches_nothing_and_waits_four_weeks(two):
    for member in (two.ana, two.ben):
        two.answer(member, 1, YES, FIRST)
    with day(FIRST, 4):
        two.send(two.ana, "wish-list", two.pair.id, 1, do="back")
        assert "You can answer it anew after" in words(two.get(two.ana, "wish-list", two.pair.id, 1))
    for week in range(FIRST, FIRST + 6):
        two.unlock(week)
        assert shown(two, two.ben, week) == set()
    with day(FIRST + 5):
        assert "Answer alone." in words(two.get(two.ana, "wish-list", two.pair.id, 1))


def test_own_notes_stand_beside_what_is_shown_and_behind_a_fresh_secret(two):
    with day(FIRST):
        two.send(two.ana, "wishes", two.pair.id, do="begin")
        fields = {f"a-{item}": "yes" for item in ROOM[:2]} | {f"n-{ROOM[0]}": "with the door open, quartzfinch"}
        two.send(two.ana, "wish-list", two.pair.id, 1, **fields)
    two.answer(two.ben, 1, YES, FIRST)
    at = next(weeks_with("in-one-room", FIRST + 2))
    for week in range(FIRST, at):
        two.unlock(week)
    two.unlock(at, days=0.5)
    with day(at):
        assert "with the door open, quartzfinch" in words(two.get(two.ana, "wishes", two.pair.id))
        assert "quartzfinch" not in words(two.get(two.ben, "wishes", two.pair.id))
    with day(at, 3.003):
        asked = two.ana.client.get(reverse("wish-notes", args=[two.pair.id]))
        assert (asked.status_code, "quartzfinch" in words(asked)) == (403, False)


def test_own_notes_are_shown_without_the_answers(two, monkeypatch):
    monkeypatch.setattr(sessions, "is_fresh", lambda _row: True)
    with day(FIRST):
        assert "once you write some beside a list" in words(two.get(two.ana, "wish-notes", two.pair.id))
        two.send(two.ana, "wishes", two.pair.id, do="begin")
        two.send(two.ana, "wish-list", two.pair.id, 1, **{f"a-{ROOM[0]}": "yes", f"n-{ROOM[3]}": "not on Sundays"})
        page = words(two.get(two.ana, "wish-notes", two.pair.id))
    assert "not on Sundays" in page
    assert WORDS[ROOM[3]] in page
    assert WORDS[ROOM[0]] not in page


# --- which lists


def test_a_friend_gets_no_list_with_touch(always):
    two = Two(("friend", "friend"))
    with day(FIRST):
        two.send(two.ana, "wishes", two.pair.id, do="begin")
        page = words(two.get(two.ana, "wishes", two.pair.id))
        assert "Everyday touch" not in page
        assert "touch" not in words(two.get(two.ana, "closer", two.pair.id)).lower()
        assert two.get(two.ana, "wish-list", two.pair.id, 4).status_code == 404


def test_intimate_lists_are_nowhere_until_a_clinician_switched_them_on(two, settings):
    with day(FIRST):
        two.send(two.ana, "wishes", two.pair.id, do="begin")
        assert "Slow touch" not in words(two.get(two.ana, "wishes", two.pair.id))
        assert two.get(two.ana, "wish-list", two.pair.id, 5).status_code == 404
        settings.INTIMACY_BY = "Dr Example"
        assert "Slow touch" in words(two.get(two.ana, "wishes", two.pair.id))
        page = words(two.get(two.ana, "wish-list", two.pair.id, 5))
        assert "This list is closed until you open it" in page
        assert "Dr Example" in page
        two.send(two.ana, "wish-list", two.pair.id, 5, do="not")
        assert "is closed" in words(two.get(two.ana, "wish-list", two.pair.id, 5))
        two.send(two.ana, "wish-list", two.pair.id, 5, do="open")
        assert "Answer alone." in words(two.get(two.ana, "wish-list", two.pair.id, 5))
        two.send(two.ben, "wishes", two.pair.id, do="begin")
        assert "This list is closed" in words(two.get(two.ben, "wish-list", two.pair.id, 5))


def test_an_intimate_list_matches_only_where_both_opened_it_and_the_gate_is_open(always, settings):
    settings.INTIMACY_BY = "Dr Example"
    slow = [item.id for item in shelf.SHEETS.newest("slow-touch").items]

    def run(closes):
        with rolled_back():
            two = Two()
            at = 46  # a decision round whose turn is that of the third closer list
            while shelf.compared(side(two.ana, two.pair), at).id != "slow-touch":
                at += 4
            two.ready(week=at - 2)
            for member in (two.ana, two.ben):
                with day(at - 2, 4.6):
                    two.send(member, "wishes", two.pair.id, do="begin")
                    two.send(member, "wish-list", two.pair.id, 5, do="open")
                two.answer(member, 5, dict.fromkeys(slow[:2], "yes"), at - 2, days=4.7)
            with day(at - 2, 4.8):
                closes(two)
            two.unlock(at - 2)
            two.unlock(at - 1)
            return shown(two, two.ana, at) | shown(two, two.ben, at)

    monkey = random.below
    random.below = lambda limit: limit - 1  # no own coin shuts
    try:
        assert run(lambda two: None) == set(slow[:2])
        assert run(lambda two: two.send(two.ben, "wish-list", two.pair.id, 5, do="close")) == set()
        assert run(lambda two: safety.choose(two.ben.keyring, "skip", clock.now().date())) == set()
        assert run(lambda two: people.declare(two.ben.keyring, side(two.ben, two.pair), "friend")) == set()
    finally:
        random.below = monkey


# --- what goes again


def run_until_shown(two):
    for member in (two.ana, two.ben):
        two.answer(member, 1, YES, FIRST)
        two.answer(member, 2, dict.fromkeys(OUT, "yes"), FIRST, days=3.2)
    first, second = next(weeks_with("in-one-room", FIRST + 2)), next(weeks_with("out-of-the-house", FIRST + 2))
    last = max(first, second)
    for week in range(FIRST, last):
        two.unlock(week)
    two.unlock(last, days=0.5)
    return first, second, last


def test_what_one_takes_back_is_gone_for_both_at_the_next_tick_with_another(two):
    first, _second, last = run_until_shown(two)
    before = shown(two, two.ben, last)
    assert before & set(ROOM)
    assert before & set(OUT)
    with day(last, 2):
        answered = two.send(two.ana, "wish-back", two.pair.id, first, do="back")
        assert answered.url == reverse("wishes", args=[two.pair.id])
    assert shown(two, two.ana, last) == shown(two, two.ben, last) == before, "at the tick and not before"
    two.unlock(last)
    for member in (two.ana, two.ben):
        after = shown(two, member, last + 1)
        assert not after & before, "the other one that chance picked is the only other here"
    with day(last + 1):
        assert two.get(two.ana, "wish-back", two.pair.id, first).url == reverse("wishes", args=[two.pair.id])


def test_what_was_taken_back_comes_in_no_later_round(two):
    first, _second, last = run_until_shown(two)
    with day(last, 2):
        items = set(next(each for each in book.read(two.ana.keyring, two.pair.id).shown if each.round == first).items)
        two.send(two.ana, "wish-back", two.pair.id, first, do="back")
    for week in range(last + 1, last + 9):
        two.unlock(week)
        assert not shown(two, two.ben, week) & items


def test_keeping_is_no_taking_back(two):
    first, _second, last = run_until_shown(two)
    before = shown(two, two.ana, last)
    with day(last, 2):
        page = words(two.get(two.ana, "wish-back", two.pair.id, first))
        assert "Nobody is told, and no reason is asked." in page
        two.send(two.ana, "wish-back", two.pair.id, first, do="keep")
    two.unlock(last)
    assert before <= shown(two, two.ana, last + 1)


def test_shown_things_fade_after_sixty_days(two):
    first, _second, _last = run_until_shown(two)
    with day(first + 8):
        assert first in [each.round for each in answering.here(book.read(two.ana.keyring, two.pair.id))]
    with day(first + 9):
        assert first not in [each.round for each in answering.here(book.read(two.ana.keyring, two.pair.id))]


def test_chance_lets_things_go_for_both_alike(monkeypatch):
    monkeypatch.setattr(comparing, "HELD_BACK", 0)
    monkeypatch.setattr(comparing, "LET_GO", 0)
    two = Two()
    _first, _second, last = run_until_shown(two)

    def rounds_here(member):
        return {each.round for each in answering.here(book.read(member.keyring, two.pair.id))}

    with two.at(two.ben, last + 1, 0.5):
        before = rounds_here(two.ben)
    two.unlock(last + 1, two.ana)
    monkeypatch.setattr(comparing, "LET_GO", 100)
    two.unlock(last + 2, two.ben)
    monkeypatch.setattr(comparing, "LET_GO", 0)
    two.unlock(last + 2, two.ana, days=6)
    for member in (two.ana, two.ben):
        with two.at(member, last + 2, 6.5):
            assert before <= rounds_here(member), "at the tick and not before"
        with two.at(member, last + 3, 0.5):
            assert not rounds_here(member) & before


# --- PS-27


def test_ps_27_a_coin_stands_for_ninety_days_whatever_is_answered_or_asked_again():
    draws = iter([True, False] * 40)
    page, today = Book(), date(2026, 11, 2)
    for after in range(0, 91, 7):
        page = page.held_back("a@1.0.0", ["x", "y"], today + timedelta(days=after), lambda: next(draws))
        assert page.holds_back("a@1.0.0", "x")
        assert not page.holds_back("a@1.0.0", "y")
    assert next(draws) is True, "two were drawn in all"
    page = page.held_back("a@1.0.0", ["x", "y"], today + timedelta(days=91), lambda: False)
    assert not page.holds_back("a@1.0.0", "x")
    assert page.holds_back("a@1.0.0", "z"), "without a coin it is held back"


def test_ps_27_repeated_rounds_do_not_show_what_is_held_back():
    """Twelve weeks of yes to everything: what the coins hold back on either side is never shown."""
    two = Two()
    for member in (two.ana, two.ben):
        two.answer(member, 1, YES, FIRST)
    seen: Counter[str] = Counter()
    for week in range(FIRST, FIRST + 12):
        two.unlock(week)
        seen.update(shown(two, two.ben, week) & set(ROOM))
    held = set()
    for member in (two.ana, two.ben):
        page = book.read(member.keyring, two.pair.id)
        held |= {item for item in ROOM if page.holds_back("in-one-room@1.0.0", item)}
    assert held, "in this run chance held something back"
    assert not held & set(seen)
    assert set(seen) <= set(ROOM) - held
    assert len(seen) > 3


def test_ps_27_one_in_five_is_held_back():
    with random.seeded(27):
        held = sum(comparing._held() for _ in range(5000))
    assert held / 5000 == pytest.approx(0.2, abs=0.02)


# --- the page of one's own


def test_the_page_is_of_one_size_used_or_not_and_in_no_export(two):
    def size(member):
        tag = member.keyring.tag(WISHES.label(two.pair.id.hex))
        return len(SealedRow.objects.get(owner=member.account.id, tag=tag).envelope)

    before = size(two.ana)
    assert before == size(two.ben)
    run_until_shown(two)
    assert size(two.ana) == before
    assert not WISHES.exported


def test_what_is_sealed_comes_back_as_it_was(two):
    page = Book(
        begun=True,
        intimate=True,
        said={"a@1": Said("2027-01-01", {"x": "yes"}, {"x": "note"}, ("y",), True)},
        coins={"a@1/x": Coin(True, "2027-01-01")},
        shown=(Shown(50, "a@1", ("x",), 52, 51),),
    )
    book.change(two.ana.keyring, two.pair.id, lambda _before: page)
    assert book.read(two.ana.keyring, two.pair.id) == page


def test_what_is_over_is_forgotten(two):
    week = 60
    old, new = (ticks.day_of(week) + timedelta(days=days) for days in (-91, -1))
    page = Book(
        said={"a@1": Said(old.isoformat(), {}), "b@1": Said(new.isoformat(), {})},
        coins={"a@1/x": Coin(True, old.isoformat()), "b@1/x": Coin(True, new.isoformat())},
        shown=(Shown(week - 9, "a@1", ("x",)), Shown(week - 8, "a@1", ("x",))),
    ).kept_up(week)
    assert set(page.said) == {"b@1"}
    assert set(page.coins) == {"b@1/x"}
    assert [each.round for each in page.shown] == [week - 8]


def test_pages_of_a_pair_that_is_not_ones_own_are_not_there(two):
    with day(FIRST):
        cleo = join("cleo")
        for name in ("wishes", "closer", "wish-notes"):
            page = cleo.client.get(reverse(name, args=[two.pair.id]))
            assert page.status_code in (403, 404)
        assert cleo.client.get(reverse("wish-list", args=[two.pair.id, 1])).status_code == 404
        assert cleo.client.get(reverse("wish-back", args=[two.pair.id, 1])).status_code == 404
        people.unlink(two.ana.keyring, side(two.ana, two.pair))
        assert two.get(two.ben, "wishes", two.pair.id).status_code == 404
