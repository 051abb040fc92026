"""Letters and thank-yous: previewed, theirs on arrival, silent about whether they came; a keep for letters alone."""

import re
from datetime import timedelta

import pytest

from holdfast.kit import random
from holdfast.people import actions as people
from holdfast.people import content, ledger, sharing
from holdfast.together import letters
from tests.cast import join, side
from tests.together.helpers import again, get, main, now, post, seen, words_of

pytestmark = pytest.mark.django_db
TEXT = "I was thinking of the geese.\n\nNo need to write back. <b>Really</b>."


def mark_on(page):
    """What stands on the button for what was shown."""
    return re.search(r'name="send" value="(\w+)"', page)[1]


def write(member, pair, stream="write-letter", text=TEXT, **more):
    """Look at a letter and send it, as the page does; what the page showed before."""
    shown = post(member, stream, pair.id, do="look", text=text, **more).content.decode()
    sent = post(member, stream, pair.id, send=mark_on(shown), text=text, **more)
    assert sent.status_code == 200
    return shown


def test_ps_02_the_preview_is_the_card_that_arrives(ana, ben, pair, bens):
    shown = write(ana, pair, title="The geese")
    card = shown[shown.index("<article") : shown.index("</article>")]
    assert "&lt;b&gt;Really&lt;/b&gt;" in card
    (theirs,) = sharing.shown(ben.keyring, bens)
    from django.template.loader import render_to_string

    from holdfast.ui.templatetags.ui import shared

    assert card in render_to_string("ui/components/card/card.html", shared(theirs.card))


def test_ps_07_the_page_says_that_it_will_be_theirs_and_what_somebody_could_do_with_it(ana, pair):
    words = words_of(write(ana, pair))
    assert "It waits for Ben until 18 February 2027." in words
    assert "After that it is Ben's to keep." in words
    assert "What Ben has seen, Ben may remember or photograph." in words
    assert "Someone could use this in a quarrel, for example about children." in words
    (entry,) = [entry for entry in ledger.read(ana.keyring).entries if entry.what == "shared"]
    assert entry.words == "letter-health@1.0.0"


def test_a_thank_you_is_short_and_says_where_health_belongs(ana, pair):
    assert "If it's about health, a letter is the better place." in main(ana, "thanks", pair.id)
    words = words_of(write(ana, pair, "thanks", "Thank you for the tea."))
    assert "quarrel" not in words
    assert post(ana, "thanks", pair.id, do="look", text="x" * 281).status_code == 422


def test_nothing_leaves_before_send_is_pressed(ana, ben, pair, bens):
    shown = post(ana, "write-letter", pair.id, do="look", text=TEXT).content.decode()
    post(ana, "write-letter", pair.id, do="change", text=TEXT)
    other = post(ana, "write-letter", pair.id, send=mark_on(shown), text="Another one.").content.decode()
    assert mark_on(other) != mark_on(shown), "what is sent has to be what was seen: it is shown first"
    assert sharing.shown(ben.keyring, bens) == []
    assert TEXT.splitlines()[0] in post(ana, "write-letter", pair.id, do="change", text=TEXT).content.decode()


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_what_cannot_be_sent_is_said_plainly_with_the_words_still_there(ana, pair, text):
    page = post(ana, "write-letter", pair.id, send="x", text=text)
    assert page.status_code == 422
    assert "One more look" in page.content.decode()
    assert text.strip() in page.content.decode()


def test_the_same_form_sent_twice_sends_one(ana, ben, pair, bens):
    id, shown = random.uuid(), post(ana, "write-letter", pair.id, do="look", text=TEXT).content.decode()
    for _ in range(2):
        post(ana, "write-letter", pair.id, record=id, send=mark_on(shown), text=TEXT)
    assert len(sharing.shown(ben.keyring, bens)) == 1


def test_29b_it_is_mine_on_arrival_and_stays_when_the_author_takes_it_out_or_leaves(ana, ben, pair):
    write(ana, pair, title="The geese")
    again(ben)
    assert "Ana wrote to you." in main(ben, "today")
    (letter,) = letters.mine(ben.keyring)
    (sent,) = letters.sent(ana.keyring, pair)
    post(ana, "letters", back=str(sent.id))
    assert letters.sent(ana.keyring, pair) == []
    people.unlink(ana.keyring, pair)
    assert letters.mine(ben.keyring) == [letter]
    assert "I was thinking of the geese." in main(ben, "letter", letter.id)


def test_it_arrives_on_an_open_session_too_when_the_page_of_letters_is_opened(ana, ben, pair):
    get(ben, "today")
    write(ana, pair)
    assert "From Ana" in main(ben, "letters")


def test_taken_out_in_time_it_never_was(ana, ben, pair):
    before = seen(ben, "letters"), seen(ben, "today")
    write(ana, pair)
    (sent,) = letters.sent(ana.keyring, pair)
    post(ana, "letters", back=str(sent.id))
    again(ben)
    assert (seen(ben, "letters"), seen(ben, "today")) == before


def test_ps_09_whether_it_came_was_read_thrown_away_or_muted_looks_the_same_to_its_author(ana, ben, pair):
    write(ana, pair)
    pages = [[seen(ana, name) for name in ("letters", "us", "together-now", "today")]]
    again(ben)
    pages.append([seen(ana, name) for name in ("letters", "us", "together-now", "today")])
    (letter,) = letters.mine(ben.keyring)
    get(ben, "letter", letter.id)
    pages.append([seen(ana, name) for name in ("letters", "us", "together-now", "today")])
    post(ben, "letter", letter.id, do="throw")
    post(ben, "mute", pair.id, 4, do="mute")
    pages.append([seen(ana, name) for name in ("letters", "us", "together-now", "today")])
    assert all(page == pages[0] for page in pages)


def test_once_opened_today_says_no_more_of_it_and_thrown_away_it_does_not_come_back(ana, ben, pair):
    write(ana, pair)
    again(ben)
    (letter,) = letters.mine(ben.keyring)
    get(ben, "letter", letter.id)
    assert "wrote to you" not in main(ben, "today")
    post(ben, "letter", letter.id, do="throw")
    again(ben)
    assert letters.mine(ben.keyring) == []
    assert get(ben, "letter", letter.id).status_code == 404


@pytest.mark.parametrize(("number", "stream"), [(4, "write-letter"), (5, "thanks")])
def test_a_muted_kind_is_neither_shown_nor_taken_and_is_there_again_afterwards(ana, ben, pair, number, stream):
    post(ben, "mute", pair.id, number, do="mute")
    before = seen(ben, "letters"), seen(ben, "us")
    write(ana, pair, stream, "Thank you for the tea.")
    again(ben)
    assert (seen(ben, "letters"), seen(ben, "us")) == before
    assert letters.mine(ben.keyring) == []
    post(ben, "mute", pair.id, number, do="show")
    assert len(letters.mine(ben.keyring)) == 0
    main(ben, "letters")
    assert len(letters.mine(ben.keyring)) == 1


def test_ps_07_only_what_is_addressed_can_be_kept(pair):
    assert {stream.id for stream in content.STREAMS.every() if stream.keep} == {"letter", "appreciation"}


def test_old_letters_are_not_announced(clock, ana, ben, pair):
    write(ana, pair)
    again(ben)
    clock.shift(timedelta(days=31))
    again(ben)
    assert "wrote to you" not in main(ben, "today")
    assert letters.mine(ben.keyring)


def test_a_letter_of_anothers_is_nobodys(ana, ben, pair):
    write(ana, pair)
    again(ben)
    (letter,) = letters.mine(ben.keyring)
    cleo = join("cleo")
    for member in (ana, cleo):
        assert get(member, "letter", letter.id).status_code == 404
    assert side(cleo, pair) is None
    assert now()


@pytest.mark.parametrize("id", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_taking_out_what_is_not_there_does_nothing(ana, pair, id):
    write(ana, pair)
    post(ana, "letters", back=id)
    assert len(letters.sent(ana.keyring, pair)) == 1
