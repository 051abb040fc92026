"""The signal (3.6): to one chosen person, ten seconds to take it back, and then as if it had never been."""

from datetime import timedelta

import pytest

from holdfast.together import passing, side, signals
from holdfast.together.signals import NotSent
from tests.cast import join, linked
from tests.together.helpers import again, get, main, now, post, rows_of_two, seen

pytestmark = pytest.mark.django_db
SOON = timedelta(seconds=10)


def theirs(pair):
    """What the other's signal is, as this side sees it."""
    return signals.theirs(pair, passing.live(pair, now()), now())


@pytest.fixture
def on(ana, pair):
    """Ana's signal goes to Ben."""
    signals.switch_on(ana.keyring, pair, 3, now())


def test_off_until_switched_on_and_sending_is_refused_before(ana, pair):
    with pytest.raises(NotSent):
        signals.send(ana.keyring, pair, "shaky", "", now())
    assert get(ana, "signal-send", pair.id).headers["Location"] == f"/p/220/{pair.id}"
    assert "How are you?" not in main(ana, "today")


@pytest.mark.parametrize(("word", "wish"), [("fine", ""), ("shaky", "hug"), ("", ""), ("shaky", "near\0")])
def test_only_three_words_and_two_wishes(on, ana, pair, word, wish):
    with pytest.raises(NotSent):
        signals.send(ana.keyring, pair, word, wish, now())
    assert post(ana, "signal-send", pair.id, word=word, wish=wish).status_code == 422


def test_for_ten_seconds_nobody_sees_it_and_it_can_be_taken_back(on, clock, ana, ben, pair, bens):
    before = seen(ben, "together-now")
    post(ana, "signal-send", pair.id, word="too-much")
    clock.shift(timedelta(seconds=9))
    assert seen(ben, "together-now") == before
    post(ana, "signal-sent", pair.id, do="back")
    clock.shift(timedelta(minutes=1))
    assert theirs(bens) is None
    assert seen(ben, "together-now") == before


def test_s4_after_them_it_shows_on_today_and_in_an_open_page(on, clock, ana, ben, pair):
    post(ana, "signal-send", pair.id, word="too-much", wish="room")
    clock.shift(SOON)
    told = main(ben, "today")
    for line in (
        "Ana: Too much. Please give me room.",
        'What you can do: say "okay", give room, keep the house calm. Wait until Ana comes to you.',
        "What to skip: following, asking why, messages, fixing.",
        "It's about how Ana feels, not about what you did. It isn't a no or a yes to anything else.",
        "Something for me meanwhile",
    ):
        assert line in told
    assert "Ana: Too much. Please give me room." in seen(ben, "together-now")


def test_ps_02_the_preview_is_drawn_by_the_same_lines_as_the_others_page(on, clock, ana, ben, pair):
    post(ana, "signal-send", pair.id, word="shaky", wish="near")
    preview = main(ana, "signal-sent", pair.id)
    assert "Ben will see: Shaky. Please stay near." in preview
    assert "Fades at 21:31." in preview
    clock.shift(SOON)
    arrived = seen(ben, "together-now")
    lines = arrived[arrived.index("<h2>") : arrived.index('<div class="row">')]
    page = seen(ana, "signal-sent", pair.id)
    assert " ".join(lines.split()) in " ".join(page.split())


def test_a_second_word_takes_the_place_of_the_first(on, clock, ana, pair, bens):
    post(ana, "signal-send", pair.id, word="shaky")
    clock.shift(SOON)
    count = len(rows_of_two(pair))
    post(ana, "signal-send", pair.id, word="steady")
    assert len(rows_of_two(pair)) == count
    assert theirs(bens) is None, "the new one can be taken back, the old one is gone"
    clock.shift(SOON)
    assert theirs(bens).word == "steady"


def test_once_faded_both_pages_and_all_rows_are_as_before(on, clock, ana, ben, pair):
    rows, pages = rows_of_two(pair), [seen(who, name) for who in (ana, ben) for name in ("us", "together-now")]
    signals.send(ana.keyring, pair, "too-much", "room", now())
    clock.shift(timedelta(hours=3, minutes=2))
    again(ana, ben)
    assert [seen(who, name) for who in (ana, ben) for name in ("us", "together-now")] == pages
    assert rows_of_two(pair) == rows


def test_s5_stopping_takes_it_away_and_says_nothing(on, clock, ana, ben, pair, bens):
    before = seen(ben, "us")
    post(ana, "signal-send", pair.id, word="too-much")
    clock.shift(SOON)
    assert "Stop your signal to Ben?" in main(ana, "signal", pair.id)
    post(ana, "signal", pair.id, do="stop")
    assert theirs(bens) is None
    assert seen(ben, "us") == before


def test_the_constant_line_stands_for_both_with_a_signal_and_without(ana, ben, pair):
    assert "Ben may use this, or not. Both are fine." in main(ana, "us")
    assert "Ana may use this, or not. Both are fine." in main(ben, "us")
    signals.switch_on(ana.keyring, pair, 3, now())
    assert "Ana may use this, or not. Both are fine." in main(ben, "us")


def test_it_goes_to_one_person_and_switching_on_elsewhere_takes_it_from_the_first(on, clock, ana, ben, pair, bens):
    cleo = join("cleo")
    other = linked(ana, cleo)
    signals.send(ana.keyring, pair, "shaky", "", now())
    clock.shift(SOON)
    assert theirs(bens)
    assert "Now that is Ben." in main(ana, "signal", other.id)
    signals.switch_on(ana.keyring, other, 1, now())
    assert theirs(bens) is None
    with pytest.raises(NotSent):
        signals.send(ana.keyring, pair, "shaky", "", now())


def test_muting_is_silent_and_shows_nothing(on, clock, ana, ben, pair):
    post(ben, "mute", pair.id, 1, do="mute")
    before = [seen(ben, name) for name in ("together-now", "us")]
    sender = seen(ana, "us")
    post(ana, "signal-send", pair.id, word="too-much")
    clock.shift(SOON)
    assert [seen(ben, name) for name in ("together-now", "us")] == before
    post(ana, "signal-sent", pair.id, do="back")
    assert seen(ana, "us") == sender, "nothing tells Ana"
    post(ana, "signal-send", pair.id, word="too-much")
    clock.shift(SOON)
    post(ben, "mute", pair.id, 1, do="show")
    assert "Ana: Too much." in seen(ben, "together-now")


def test_ps_12_ps_13_the_open_page_asks_without_keeping_anybody_awake(on, clock, ana, ben):
    clock.shift(timedelta(minutes=4))
    assert get(ben, "together-now").status_code == 200
    clock.shift(timedelta(minutes=2))
    assert get(ben, "together-now").status_code == 403, "locked after its five minutes, whatever a script asked"


@pytest.mark.parametrize("hours", ["0", "2", "999999999", "-1", "1.5", "x"])
def test_a_time_that_is_not_on_the_page_is_refused_with_a_sentence(ana, pair, hours):
    page = post(ana, "signal", pair.id, do="on", hours=hours)
    assert page.status_code == 422
    assert b"A signal fades after one of the times on the page." in page.content
    assert side.read(ana.keyring, now()).signal_to == ""


@pytest.mark.parametrize(
    ("word", "wish", "line"),
    [
        ("steady", "", "Nothing to do. It isn't a yes to touch, or to anything else. Ask each time."),
        ("shaky", "", "What you can do: ask once, 'Company or quiet?' No answer means quiet."),
        ("shaky", "near", "sit within reach of a voice, not of a hand. You needn't talk."),
        ("too-much", "near", "sit within reach of a voice, not of a hand. You needn't talk."),
        ("steady", "near", "It isn't a yes to touch, or to anything else. Ask each time."),
        ("steady", "room", "Wait until Ana comes to you."),
    ],
)
def test_what_one_can_do(on, clock, ana, ben, pair, word, wish, line):
    signals.send(ana.keyring, pair, word, wish, now())
    clock.shift(SOON)
    assert line in main(ben, "today")
