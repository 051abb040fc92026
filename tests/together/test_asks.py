"""Could you… this evening: one open ask at a time, a graceful no, no answer at all, and gone with the day."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from holdfast.kit import random
from holdfast.together import asks, passing, rules, shelf
from holdfast.together.schema import Asked
from tests.cast import join, linked
from tests.together.helpers import again, get, main, now, post, rows_of_two, seen, words_of

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
LINE = "Ana asks: could you see to something to eat this evening?"


def ask(member, pair, kind="something-to-eat"):
    """Pick one, look, send."""
    return post(member, "ask-for", pair.id, do="send", kind=kind)


def test_a_preview_first_and_then_it_is_there(ana, ben, pair):
    before = rows_of_two(pair)
    page = post(ana, "ask-for", pair.id, do="look", kind="something-to-eat").content.decode()
    assert f"What Ben will see {LINE} A no is fine. So is no answer." in words_of(page)
    assert rows_of_two(pair) == before
    ask(ana, pair)
    assert f"{LINE} A no is fine. So is no answer." in main(ben, "today")


def test_one_open_ask_at_a_time(ana, ben, pair):
    ask(ana, pair)
    refused = ask(ana, pair, "a-call")
    assert refused.status_code == 422
    assert "One ask at a time." in words_of(refused.content.decode())
    assert len(passing.of(passing.live(pair, now()), Asked, mine=True)) == 1
    post(ana, "ask-for", pair.id, do="back")
    assert ask(ana, pair, "a-call").status_code == 302


def test_each_of_the_two_may_have_one_and_so_may_another_pair(ana, ben, pair):
    cleo = join("cleo")
    other = linked(ana, cleo)
    assert {ask(ana, pair).status_code, ask(ben, pair).status_code, ask(ana, other).status_code} == {302}
    assert "Ben asks" in main(ana, "today")
    assert "Ana asks" in main(cleo, "today")


def test_the_same_form_sent_twice_asks_once(ana, pair):
    id = random.uuid()
    for _ in range(2):
        sent = post(ana, "ask-for", pair.id, record=id, do="send", kind="a-call")
        assert sent.status_code == 302


@pytest.mark.parametrize(
    ("answer", "asker", "asked"),
    [
        ("yes", "Ben can: see to something to eat.", "You said: yes, I can."),
        ("no", "Ben can't this evening. A no to this isn't a no to you.", "You said: not this evening."),
    ],
)
def test_a_yes_and_a_graceful_no_and_either_can_be_changed(ana, ben, pair, answer, asker, asked):
    ask(ana, pair)
    post(ben, "asked", pair.id, do="yes" if answer == "no" else "no")
    post(ben, "asked", pair.id, do=answer)
    assert asker in main(ana, "ask-for", pair.id)
    assert asked in main(ben, "today")


def test_ps_09_no_answer_and_saying_nothing_and_muting_look_alike(clock, ana, ben, pair):
    ask(ana, pair)
    pages = [[seen(ana, name) for name in ("today", "us")] + [main(ana, "ask-for", pair.id), rows_of_two(pair)]]
    for do in ("nothing", "mute"):
        post(ben, "asked", pair.id, do=do)
        pages.append([seen(ana, name) for name in ("today", "us")] + [main(ana, "ask-for", pair.id), rows_of_two(pair)])
        assert LINE not in main(ben, "today")
    assert all(page == pages[0] for page in pages)
    assert "It's gone at the end of the day. No answer is fine too." in pages[0][2]


def test_it_is_gone_with_the_day_for_both_answered_or_not(clock, ana, ben, pair):
    before = rows_of_two(pair), seen(ben, "together-now"), main(ana, "ask-for", pair.id)
    for answer in ("", "yes", "no"):
        ask(ana, pair)
        if answer:
            post(ben, "asked", pair.id, do=answer)
        clock.shift(timedelta(hours=24))
        again(ana, ben)
        assert (rows_of_two(pair), seen(ben, "together-now"), main(ana, "ask-for", pair.id)) == before


def test_taking_it_back_takes_the_answer_with_it(ana, ben, pair):
    before = seen(ben, "together-now")
    ask(ana, pair)
    post(ben, "asked", pair.id, do="yes")
    post(ana, "ask-for", pair.id, do="back")
    assert seen(ben, "together-now") == before
    assert passing.live(pair, now()) == []


def test_one_kind_or_all_asks_can_be_muted_and_shown_again(ana, ben, pair):
    ask(ana, pair)
    post(ben, "asked", pair.id, do="mute")
    assert LINE not in main(ben, "today")
    assert "Something to eat Show it again" in main(ben, "mute", pair.id, 6)
    post(ben, "mute", pair.id, 6, again=asks.mute_of("something-to-eat"))
    assert LINE in main(ben, "today")
    post(ben, "mute", pair.id, 6, do="mute")
    assert LINE not in main(ben, "today")
    assert "Nothing for two right now." in main(ben, "asked", pair.id)
    assert "Something for you" in main(ben, "asked", pair.id)


@pytest.mark.parametrize("kind", ["", "x", "../letter", "a-hug", "something-to-eat\0"])
def test_what_no_page_offers_is_not_asked(ana, pair, kind):
    for do in ("look", "send"):
        assert post(ana, "ask-for", pair.id, do=do, kind=kind).status_code == 302
    with pytest.raises(asks.NotAsked):
        asks.ask(pair, rules.asked("x", now(), BERLIN), now(), id=random.uuid())
    assert passing.live(pair, now()) == []


def test_nobody_answers_for_the_other(ana, ben, pair):
    ask(ana, pair)
    assert "Nothing for two right now." in main(ana, "asked", pair.id)
    post(ana, "asked", pair.id, do="yes")
    assert asks.mine(passing.live(pair, now())).answer is None


def test_29b_asks_are_a_list_without_free_text_and_without_touch():
    kinds = shelf.WANTED.every()
    assert len(kinds) >= 6
    for each in kinds:
        words = f"{each.title} {each.asks} {each.could}".lower()
        assert each.asks.startswith("could you ")
        assert each.asks.endswith(("?", "which."))
        assert not {"hug", "hold", "touch", "kiss", "bed", "sex", "massage", "money"} & set(words.split())


def test_a_page_of_a_stranger_is_not_there(ana, pair):
    cleo = join("cleo")
    for name in ("ask-for", "asked", "for-two", "signal", "break-words", "write-letter"):
        assert get(cleo, name, pair.id).status_code == 404
        assert post(cleo, name, pair.id, do="send", kind="a-call").status_code == 404
