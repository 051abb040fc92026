"""A break (3.7): at once, alone; seen by whom it was told to; and the next day nothing of it is left anywhere."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from holdfast.exchange import queries as exports
from holdfast.people import actions as people
from holdfast.people import ledger, queries, sharing
from holdfast.together import actions, breaks, side
from holdfast.together.records import BREAK_WORDS, SIDE
from holdfast.vault import queries as vault
from holdfast.vault.records import KINDS
from tests.cast import join
from tests.together.helpers import again, get, main, now, post, rows_of_two, seen

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


def begin(member, how="me", length="20"):
    """Press a button of P2."""
    return post(member, "break", how=how, length=length)


def tell(ana, pair, length="20"):
    """Begin a break and tell the other."""
    begin(ana, f"tell-{pair.id}", length)
    post(ana, "break-tell", pair.id, do="send")


def test_p2_it_works_at_once_alone_and_with_nobody_linked(clock):
    cleo = join("cleo")
    page = main(cleo, "break")
    for words in ("Take your break.", "Say it, show it, or just go. You needn't explain.", "How long?", "Just for me"):
        assert words in page
    assert "Tell" not in page
    assert begin(cleo).headers["Location"] == "/p/226"
    assert "Until 18:50, if that suits you" in main(cleo, "break-time")


@pytest.mark.parametrize("name", ["break", "break-time", "break-back", "break-card"])
def test_i_dont_feel_safe_is_the_help_page_in_every_break(ana, pair, name):
    begin(ana)
    assert """<a href="/help">I don't feel safe""" in seen(ana, name).split("<main")[1]


def test_p3_says_what_to_do_and_no_clock_counts_down(ana):
    begin(ana)
    page = main(ana, "break-time")
    for words in (
        "First the body: walk, cold water on your hands, long breaths out.",
        "Then, if you like, one sentence: what did I need just then?",
        "No alcohol, no driving if you're shaking, no going over it again.",
        "A tool",
        "More time",
    ):
        assert words in page


def test_p4_from_five_minutes_before_one_chooses_and_it_is_never_late(clock, ana):
    begin(ana)
    clock.shift(timedelta(minutes=15))
    again(ana)
    page = main(ana, "break-time")
    for words in ("Your break ends at 18:50. You choose:", "I'll go back", "20 minutes more", "Not today"):
        assert words in page
    assert "You never have to go back to a talk that scares you." in page
    clock.shift(timedelta(hours=2))
    again(ana)
    assert main(ana, "break-time") == page
    assert "late" not in page.lower()


def test_an_open_page_turns_to_p4_without_keeping_anybody_awake(clock, ana):
    begin(ana, length="20")
    assert "Until 18:50" in seen(ana, "break-now")
    clock.shift(timedelta(minutes=4))
    seen(ana, "break-now")
    clock.shift(timedelta(minutes=2))
    assert get(ana, "break-now").status_code == 403


def test_nothing_leaves_before_it_is_sent(ana, ben, pair):
    before = seen(ben, "together-now"), rows_of_two(pair)
    begin(ana, f"tell-{pair.id}")
    assert "Ana is taking a break until 18:50." in main(ana, "break-tell", pair.id)
    assert (seen(ben, "together-now"), rows_of_two(pair)) == before
    post(ana, "break-tell", pair.id, do="no")
    begin(ana, "card")
    begin(ana, "me")
    post(ana, "break-time", do="more")
    assert (seen(ben, "together-now"), rows_of_two(pair)) == before


def test_p5_what_the_other_sees(ana, ben, pair):
    tell(ana, pair)
    page = main(ben, "today")
    for words in (
        "Ana is taking a break until 18:50.",
        "The talk has stopped. That's a good thing.",
        "Meanwhile: do something with your hands, walk, breathe out slowly.",
        "A tool for me",
        "What to skip: following, knocking, messages, asking others to step in.",
        "If a child is upset, be with the child. Don't send the child to Ana.",
    ):
        assert words in page


def test_p5_longer_not_today_and_no_word(clock, ana, ben, pair):
    tell(ana, pair)
    post(ana, "break-time", do="more")
    assert "Ana is taking a bit longer: until 19:10." in main(ben, "today")
    clock.shift(timedelta(minutes=41))
    again(ana, ben)
    assert "The time is about up. Ana may need longer. Let Ana come to you." in main(ben, "today")
    post(ana, "break-time", do="not-today")
    told = main(ben, "today")
    assert "Ana would like to leave this talk for today. You can say goodnight kindly." in told
    assert "until" not in told.split("Next small thing")[0]


def test_going_back_leaves_nothing_for_either(ana, ben, pair):
    before = rows_of_two(pair), seen(ben, "together-now"), seen(ana, "today")
    tell(ana, pair)
    assert post(ana, "break-time", do="back").headers["Location"] == "/p/226/2"
    assert "Could we just sit for a bit?" in main(ana, "break-back")
    assert (rows_of_two(pair), seen(ben, "together-now"), seen(ana, "today")) == before


def test_the_day_after_nothing_of_it_is_left_whatever_came_of_it(clock, ana, ben, pair):
    before = rows_of_two(pair)
    quiet = {}
    for end in ("none", "nothing", "more", "not-today"):
        if end != "none":
            tell(ana, pair, "60")
        if end in ("more", "not-today"):
            post(ana, "break-time", do=end)
        clock.shift(timedelta(hours=24))
        again(ana, ben)
        quiet[end] = [seen(who, "together-now") for who in (ana, ben)] + [main(who, "us") for who in (ana, ben)]
        assert breaks.current(ana.keyring, now()) is None
        assert rows_of_two(pair) == before
    assert quiet["nothing"] == quiet["more"] == quiet["not-today"] == quiet["none"]


def test_until_tomorrow(clock, ana, ben, pair):
    tell(ana, pair, "tomorrow")
    assert "Ana is taking a break until tomorrow." in main(ben, "today")
    assert "Until tomorrow, if that suits you" in main(ana, "break-time")
    assert "I'll look in tomorrow." in main(ana, "break-card")
    clock.shift(timedelta(hours=14))
    again(ana, ben)
    assert "Ana is taking a break until 09:00." in main(ben, "today")
    clock.shift(timedelta(hours=7))
    again(ben)
    assert "taking a break" not in main(ben, "today")


def test_a_new_break_is_told_to_nobody_until_it_is_told(ana, ben, pair):
    before = seen(ben, "together-now")
    tell(ana, pair)
    begin(ana)
    assert seen(ben, "together-now") == before
    post(ana, "break-time", do="more")
    assert seen(ben, "together-now") == before


def test_muting_breaks_is_silent(ana, ben, pair):
    post(ben, "mute", pair.id, 2, do="mute")
    before, sender = seen(ben, "together-now"), seen(ana, "us")
    tell(ana, pair)
    assert seen(ben, "together-now") == before
    post(ana, "break-time", do="back")
    assert seen(ana, "us") == sender


@pytest.mark.parametrize("length", ["0", "21", "9999999999", "x", "-20", "20.0"])
def test_a_length_that_is_not_on_the_page_is_refused_with_a_sentence(ana, length):
    assert begin(ana, length=length).status_code == 422
    assert breaks.current(ana.keyring, now()) is None


def test_without_a_length_it_begins_all_the_same(ana):
    assert post(ana, "break", how="me", length="").status_code == 302
    assert breaks.current(ana.keyring, now())


def test_nothing_of_a_break_is_exported_or_in_the_ledger(clock, ana, pair):
    tell(ana, pair)
    breaks.keep_words(ana.keyring, pair.id, breaks.Words("Time for air"))
    assert not KINDS[SIDE.name].exported
    assert not KINDS[BREAK_WORDS.name].exported
    assert [entry.what for entry in ledger.read(ana.keyring).entries] == ["linked"]
    page = post(ana, "break-words-share", pair.id, do="look").content.decode()
    post(ana, "break-words-share", pair.id, share=mark_on(page))
    assert len(sharing.shown(ana.keyring, pair)) == 1
    assert queries.shared_now(ana.keyring) == []
    assert "A break we both know" in str([entry.title for entry in ledger.read(ana.keyring).entries])
    assert "A break we both know" not in str(exports.contents(ana.keyring).parcel)


def test_my_own_page_forgets_it_at_the_next_unlock(clock, ana, pair):
    begin(ana)
    assert "until" in str(vault.rows(ana.keyring, SIDE)[0].body["taking"])
    clock.shift(timedelta(days=1))
    actions.tidy(ana.keyring)
    assert vault.rows(ana.keyring, SIDE)[0].body["taking"] is None


# Words for a break


WORDS = {"picked": "Time for air", "words": "", "length": "40", "where": "The garden", "children": "Ben's sister"}


def test_p1_each_writes_for_themselves_and_nothing_is_shared_by_keeping(ana, ben, pair):
    before = rows_of_two(pair), seen(ben, "us")
    page = main(ana, "break-words", pair.id)
    for words in (
        "A break we both know",
        "What we both keep to: The talk stops. No following, no knocking, no messages. No blocking a door. "
        "Nobody takes a phone, keys or a child. A break isn't silence as a punishment. More than a day isn't a break.",
        "Coming back means: say how we are. Not: finish the talk.",
        "Try it once now, when nothing is wrong",
        "One of you says the words.",
    ):
        assert words in page
    assert post(ana, "break-words", pair.id, **WORDS).status_code == 302
    assert breaks.words(ana.keyring, pair.id) == breaks.Words("Time for air", "40", "The garden", "Ben's sister")
    assert (rows_of_two(pair), seen(ben, "us")) == before
    assert breaks.words(ben.keyring, pair.id) is None


def test_own_words_win_over_picked_ones_and_stand_on_the_card(ana, pair):
    post(ana, "break-words", pair.id, **WORDS | {"words": "Fresh air"})
    begin(ana, "card", "40")
    assert "Fresh air. I'll look in at 19:10. Please don't follow." in main(ana, "break-card")


def test_the_plain_card(ana):
    begin(ana, "card")
    assert "I need a break. I'll look in at 18:50. Please don't follow." in main(ana, "break-card")


def mark_on(page):
    """What stands on the button for what was shown."""
    return re.search(r'name="share" value="(\w+)"', page)[1]


def test_ps_02_what_is_shared_of_them_is_what_was_shown_and_no_more(ana, ben, pair, bens):
    post(ana, "break-words", pair.id, **WORDS)
    page = seen(ana, "break-words-share", pair.id)
    shown = page[page.index("<article") : page.index("</article>")]
    assert "The garden" not in shown, "a place is shared only if chosen"
    refused = post(ana, "break-words-share", pair.id, share=mark_on(page), where="yes")
    assert refused.status_code == 200
    assert sharing.shown(ben.keyring, bens) == [], "what is sent has to be what was seen"
    assert post(ana, "break-words-share", pair.id, share=mark_on(page)).status_code == 302
    theirs = seen(ben, "us")
    assert shown in theirs
    assert "The garden" not in theirs


def test_sharing_them_anew_takes_the_place_of_what_was_shared(ana, ben, pair, bens):
    post(ana, "break-words", pair.id, **WORDS)
    for chosen in ({}, {"where": "yes"}):
        page = post(ana, "break-words-share", pair.id, do="look", **chosen).content.decode()
        post(ana, "break-words-share", pair.id, share=mark_on(page), **chosen)
    (shown,) = sharing.shown(ben.keyring, bens)
    assert "The garden" in shown.card.text


def test_at_unlink_the_words_go(ana, ben, pair, bens):
    breaks.keep_words(ana.keyring, pair.id, breaks.Words("Time for air"))
    people.unlink(ben.keyring, bens)
    people.settle_pairs(ana.keyring)
    actions.tidy(ana.keyring)
    assert vault.rows(ana.keyring, BREAK_WORDS) == []


def test_p6_more_about_breaks_leads_to_the_article(ana, pair, client):
    begin(ana)
    for name, *args in (["break"], ["break-time"], ["break-words", pair.id]):
        found = re.search(r'<a href="(/p/191/\d+)">More about breaks</a>', seen(ana, name, *args))
        read = client.get(found[1]).content.decode()
        assert "Breaks are for calming down. They aren&#x27;t for winning." in read


def test_the_side_page_reads_whatever_lies_there(ana):
    from holdfast.vault import actions as write

    write.put(ana.keyring, SIDE, {"to": 5})
    assert side.read(ana.keyring, now()) == side.Side()
    begin(ana)
    assert breaks.current(ana.keyring, now())
