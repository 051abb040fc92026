"""The pages of two: asking along, coming along, Us, sharing, ending. Final copy verbatim, and no more than that."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from holdfast.accounts import actions as accounts
from holdfast.checkins import actions as checkins
from holdfast.checkins import queries as days
from holdfast.checkins.monthly import Change
from holdfast.kit import clock, random
from holdfast.people import actions, book, content, forms, linking, queries, sharing
from holdfast.people.card import Card
from holdfast.vault import linking as codes
from tests.cast import Member, join, linked, side
from tests.people.walking import at, send, share, text, unlock

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return join("ana")


@pytest.fixture
def ben():
    return join("ben", recovering=False, supporting=True)


def ten_words(page) -> str:
    """The ten words on the page of a code."""
    found = re.search(r"\n\n((?:[a-z-]+ ){9}[a-z-]+)</textarea>", page.content.decode())
    assert found
    return found[1]


def asked(ana, **fields) -> str:
    """Ana asks somebody along; the ten words."""
    assert send(ana, "who", role="friend").status_code == 302
    return ten_words(send(ana, "invite", words="Would you?", name="Ana", **({"copy": "1"} | fields)))


# A20 to A26


def test_a20_someone_alongside_says_what_it_says_and_both_ways_are_whole(ana):
    page = text(at(ana, "alongside"))
    assert "Would you like someone alongside?" in page
    assert "Some do it alone. Both are whole. Nothing here needs a second person." in page
    assert "They'd see nothing of yours unless you choose it, one thing at a time." in page
    assert send(ana, "alongside", said="alone").url == reverse("today")
    assert book.read(ana.keyring).linking.alongside == "alone"


def test_a_clinician_cannot_be_linked_yet_and_the_pages_say_so(ana, ben):
    page = text(at(ana, "who"))
    assert "A clinician can't be linked here yet." in page
    assert "linician" not in " ".join(str(label) for _value, label in forms.RELATIONS)
    assert send(ana, "who", role="clinician").status_code == 422
    pair = linked(ana, ben)
    shown = text(at(ana, "share-list", pair.id))
    assert "They are for a clinician alone, and none can be linked yet. So nobody gets them." in shown
    with pytest.raises(linking.NotLinked):
        actions.declare(ana.keyring, pair, "clinician")
    assert content.streams(content.CLINICIAN) == [each for each in content.streams(content.PAIR)
                                                  if content.CLINICIAN in each.to]  # fmt: skip


def test_a21_the_role_is_kept_and_the_quiet_questions_follow_where_they_are(ana):
    page = text(at(ana, "who"))
    assert "Partner in love" in page and "Someone who's been through it too" in page
    assert "If you two choose differently, the app takes the more careful one." in page
    assert send(ana, "who", role="wizard").status_code == 422
    led = send(ana, "who", role="romantic").url
    assert led in {reverse(name) for name in ("four-questions", "good-together", "invite") if _there(name)}
    assert book.read(ana.keyring).linking.role == "romantic"


def _there(name):
    from holdfast.people.views.common import address_of

    return bool(address_of(name))


def test_a25_words_and_code_are_copied_by_hand_and_nothing_is_sent(ana):
    assert at(ana, "invite").url == reverse("who"), "no role yet"
    send(ana, "who", role="friend")
    page = text(at(ana, "invite"))
    assert "Change anything. You send it yourself, in your own way." in page
    assert "No is fine too." in page
    assert "The code works once, for 24 hours. You won't be told if they look at it. Only if they join." in page
    made = send(ana, "invite", words="Would you?", name="Anouk", scan="1")
    ten = ten_words(made)
    assert linking.look(codes.read(ten)).name == "Anouk"
    body = made.content.decode()
    assert "Would you?" in body
    assert "<svg" in body and "style=" not in body
    assert "http://testserver/p/204" in body
    assert text(at(ana, "invited")).startswith("Holdfast")
    assert "That was a big step. You can rest now." in text(at(ana, "invited"))


def test_a25_the_same_form_sent_twice_shows_the_same_code(ana):
    send(ana, "who", role="friend")
    id = random.uuid()
    one, two = (send(ana, "invite", record=id, words="x", name="Ana", copy="1") for _ in range(2))
    assert ten_words(one) == ten_words(two)
    assert len(book.read(ana.keyring).invites) == 1


def test_a25_a_code_that_is_out_can_be_shown_again_or_taken_back(ana):
    ten = asked(ana)
    (held,) = book.read(ana.keyring).invites.values()
    assert "Codes that are out" in text(at(ana, "alongside"))
    assert ten_words(send(ana, "invite", show=held.id)) == ten
    assert send(ana, "invite", show="nothing").url == reverse("alongside")
    send(ana, "invite", back=held.id)
    assert linking.look(codes.read(ten)) is None
    assert "Codes that are out" not in text(at(ana, "alongside"))


# B1 and B2: public


def test_b1_shows_the_chosen_name_alone_sets_no_cookie_and_tells_nobody(ana):
    ten, browser = asked(ana), Client()
    rows = list(linking.Invitation.objects.values())
    page = browser.post(reverse("come-along"), {"words": ten})
    assert page.status_code == 200
    assert "Ana asks if you'd like to come along, a little." in text(page)
    assert "You can look first. You can say no. Ana isn't told that you looked." in text(page)
    more = browser.post(reverse("come-along-more"), {"words": ten})
    assert "What you don't have to be: a therapist, on call, or strong all the time." in text(more)
    assert "What you won't see: what Ana writes, unless Ana shows you." in text(more)
    for each in (page, more, browser.get(reverse("come-along")), browser.get(reverse("no-thanks"))):
        assert not each.cookies
        assert ana.account.name not in each.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert list(linking.Invitation.objects.values()) == rows


BAD = {
    "never there": lambda ana, ten: "zoom " * 9 + "abacus",
    "no code at all": lambda ana, ten: "hello",
    "nothing": lambda ana, ten: "",
    "taken back": lambda ana, ten: (
        [actions.take_back(ana.keyring, held.id) for held in book.read(ana.keyring).invites.values()] and ten
    ),
    "used": lambda ana, ten: actions.accept(join("cleo").keyring, codes.read(ten), "friend", "Cleo") and ten,
}


@pytest.mark.parametrize("why", BAD)
def test_every_code_that_leads_nowhere_gets_the_same_answer(ana, why):
    words = BAD[why](ana, asked(ana))
    page = Client().post(reverse("come-along"), {"words": words})
    assert page.status_code == 403
    assert page.content.decode().replace(f">{words}</textarea>", "></textarea>") == (
        Client().post(reverse("come-along"), {"words": ""}).content.decode()
    )
    for name in ("come-along-more", "come-along-go", "come-along-here"):
        assert Client().post(reverse(name), {"words": words}).status_code == 403


def test_trying_codes_is_limited_and_a_right_one_forgets_the_tries(ana):
    ten, browser = asked(ana), Client()
    for _ in range(3):
        for _ in range(9):
            assert browser.post(reverse("come-along"), {"words": "zoom"}).status_code == 403
        assert browser.post(reverse("come-along"), {"words": ten}).status_code == 200
    for _ in range(10):
        browser.post(reverse("come-along"), {"words": "zoom"})
    assert browser.post(reverse("come-along"), {"words": ten}).status_code == 429


def test_b1_whoever_has_a_space_goes_on_there_or_signs_in_first(ana, ben):
    ten = asked(ana)
    away = Client().post(reverse("come-along-here"), {"words": ten})
    assert "Sign in first" in text(away)
    assert not away.cookies
    assert ben.client.post(reverse("come-along-here"), {"words": ten}).url == reverse("what-to-each-other")
    assert queries.asked_along(ben.keyring).name == "Ana"


# Ben's first ten minutes


def test_ben_from_the_code_to_b8(ana):
    ten, browser = asked(ana), Client()
    start = browser.post(reverse("come-along-go"), {"words": ten})
    assert "Before you start: three true things" in text(start)
    keep = re.search(r'name="keep-link" value="([0-9a-f]{32})"', start.content.decode())[1]
    words = "barley lantern quiet river"
    told = {"adult": "yes", "keep-link": keep, "do": "go", "mode": "own", "name": "Ben", "words": words, "again": words}
    assert browser.post(reverse("name-and-words"), told).url == reverse("phone")
    assert browser.post(reverse("spare-key-offer"), {"choice": "none"}).url == reverse("what-to-each-other")
    ben = accounts.by_name("ben", words, accounts.Sender("192.0.2.9"))
    profile = queries.profile(ben.keyring)
    assert (profile.recovering, profile.supporting) == (False, True)
    ben = Member("ben", words, browser, ben.account, ben.keyring)
    assert "You both choose." in text(at(ben, "what-to-each-other"))
    assert "Join Ana?" in text(at(ben, "today"))
    send(ben, "what-to-each-other", role="friend", zone="Europe/Paris")
    assert queries.profile(ben.keyring).zone == "Europe/Paris"
    page = text(at(ben, "join"))
    assert "Join Ana?" in page
    assert "Nothing is shared by joining. Either of you can end the link at any time, alone, without a reason." in page
    cards = send(ben, "join", name="Ben").url
    (pair,) = queries.pairs(ben.keyring)
    assert cards == reverse("what-helps", args=[pair.id, 1])
    assert "Say back what you heard. Say thanks." in text(at(ben, "what-helps", pair.id, 1))
    assert "Don't push, and don't test." in text(at(ben, "what-helps", pair.id, 2))
    assert "It means that Ana can trust you with it." in text(at(ben, "what-helps", pair.id, 3))
    assert at(ben, "what-helps", pair.id, 4).status_code == 404
    assert "It stays here, for you. Say it when it fits, or don't." in text(at(ben, "one-sentence", pair.id))
    assert send(ben, "one-sentence", pair.id, pick="quiet").url == reverse("and-you", args=[pair.id])
    assert "How much is it taking out of you, these days?" in text(at(ben, "and-you", pair.id))
    assert send(ben, "and-you", pair.id, load="6", do="later").url == reverse("beginning-done", args=[pair.id])
    assert queries.profile(ben.keyring).recovering is False
    send(ben, "and-you", pair.id, do="on")
    assert queries.profile(ben.keyring).recovering is True
    assert "Nothing to do until Ana or you plan something small." in text(at(ben, "beginning-done", pair.id))
    unlock(ana)
    assert "Ben is here." in text(at(ana, "today"))


def test_b4_not_now_joins_nobody_and_is_offered_again(ana, ben):
    ben.client.post(reverse("come-along-here"), {"words": asked(ana)})
    assert at(ben, "join").url == reverse("what-to-each-other")
    send(ben, "what-to-each-other", role="peer")
    assert send(ben, "join", **{"not": "1"}).url == reverse("today")
    assert queries.pairs(ben.keyring) == []
    assert send(ben, "join", name="   ").status_code == 422
    assert send(ben, "join", name="Ben").status_code == 302
    assert send(ben, "join", name="Ben").url == reverse("us"), "pressed twice, joined once"
    assert len(queries.pairs(ben.keyring)) == 1


def test_b4_a_code_that_ran_out_meanwhile_joins_nobody(ana, ben):
    ben.client.post(reverse("come-along-here"), {"words": asked(ana)})
    send(ben, "what-to-each-other", role="friend")
    (held,) = book.read(ana.keyring).invites.values()
    actions.take_back(ana.keyring, held.id)
    for name in ("what-to-each-other", "join"):
        page = at(ben, name)
        assert page.status_code == 403
        assert "That code doesn't open." in text(page)
    assert send(ben, "join", name="Ben").status_code == 403


# Today and Us


def test_a27_ben_is_here_until_it_was_seen(ana, ben):
    pair = linked(ana, ben)
    page = text(at(ana, "today"))
    for words in (
        "Ben is here.",
        "Nothing is shared yet. Nothing has to be.",
        "You could plan one small thing for two this week.",
    ):
        assert words in page
    assert "is here." not in text(at(ben, "today"))
    assert send(ana, "met", pair.id, do="later").url == reverse("today")
    assert "Ben is here." not in text(at(ana, "today"))


def test_a29_us_is_in_the_bar_only_when_linked_and_says_what_goes_to_and_fro(ana, ben):
    bar = f'href="{reverse("us")}"'
    assert bar not in at(ana, "today").content.decode()
    assert "You are not linked with anyone." in text(at(ana, "us"))
    linked(ana, ben)
    page = at(ana, "us")
    assert bar in page.content.decode()
    assert "What you share with Ben" in text(page)
    assert "From you to Ben: nothing yet." in text(page)
    assert "From Ben to you Nothing yet." in text(page)


def test_ps_02_the_preview_is_byte_for_byte_what_the_other_sees(ana, ben):
    pair = linked(ana, ben)
    key = _key(ana, pair, "what-helps")
    words = "Tea first. <b>Then</b> quiet, please.\nNo questions."
    preview = send(ana, "share", pair.id, key, text=words)
    page = text(preview)
    assert "Share this with Ben?" in page
    assert "You can end it with one tap." in page
    assert "What Ben has seen, Ben may remember or photograph." in page
    assert "Someone could use this in a quarrel, for example about children." in page
    assert queries.pair(ben.keyring, pair.id) and _cards(at(ben, "us")) == []
    done = share(ana, pair, "what-helps", text=words)
    assert done.status_code == 302
    (seen,), (drawn,), (kept,) = _cards(at(ben, "us")), _cards(preview), _cards(ana.client.get(done.url))
    assert seen == drawn == kept
    assert "&lt;b&gt;Then&lt;/b&gt;" in seen
    assert "From Ana." in seen


def test_ps_02_nothing_is_shared_that_differs_from_its_preview(ana, ben):
    """Another time, other words, a day saved in another tab: the new preview comes first, and nothing has left."""
    pair = linked(ana, ben)
    key = _key(ana, pair, "what-helps")
    seen = send(ana, "share", pair.id, key, text="Tea").content.decode()
    mark = re.search(r'name="share" value="([0-9a-f]{32})"', seen)[1]
    for other in ({"text": "Coffee"}, {"text": "Tea", "days": "7"}):
        page = send(ana, "share", pair.id, key, share=mark, **other)
        assert page.status_code == 200
        assert "Nothing is shared yet. This has changed since you saw it." in text(page)
    assert _cards(at(ben, "us")) == []
    assert send(ana, "share", pair.id, key, share=mark, text="Tea").status_code == 302


def _key(member, pair, stream):
    return member.keyring.tag(f"address/{pair.id}/{stream}").hex()


def _cards(page):
    return re.findall(r'<article class="card shared".*?</article>', page.content.decode(), flags=re.DOTALL)


def test_ps_02_a_standing_stream_is_seen_first_and_grows_as_its_author_saves(ana, ben):
    pair = linked(ana, ben)
    key = _key(ana, pair, "my-mood")
    preview = at(ana, "share", pair.id, key)
    assert "No new entries." in text(preview)
    share(ana, pair, "my-mood", days="30")
    assert _cards(at(ben, "us")) == _cards(send(ana, "share", pair.id, key, days="30"))
    answer(ana, mood=7)
    (seen,) = _cards(at(ben, "us"))
    assert "No new entries." not in seen
    assert ">7</td>" in seen
    (shown,) = sharing.shown(ana.keyring, side(ana, pair))
    send(ana, "shared", pair.id, shown.id, do="quiet")
    checkins.correct(ana.keyring, clock.today("Europe/Berlin"), {"mood": 2}, None, now=clock.now())
    assert _cards(at(ben, "us")) == [seen], "nothing is added, and nothing changes"
    send(ana, "shared", pair.id, shown.id, do="end")
    assert _cards(at(ben, "us")) == []
    assert "removed" not in text(at(ben, "us"))


def answer(member, **values):
    """Answer today's questions through the same action as the page."""
    profile = queries.profile(member.keyring)
    today = clock.today(profile.zone)
    sheet = days.sheet(profile, today)
    change = Change(today, sheet.form, profile.zone, clock.now(), values)
    checkins.answer_day(member.keyring, sheet, change, id=random.uuid())


def test_ps_05_asking_is_once_a_week_and_can_be_switched_off_in_silence(ana, ben):
    pair = linked(ana, ben)
    send(ben, "share-list", pair.id, do="ask", key=_key(ben, pair, "my-mood"))
    again = send(ben, "share-list", pair.id, do="ask", key=_key(ben, pair, "my-mood"))
    assert again.url == reverse("share-list", args=[pair.id])
    page = at(ben, "share-list", pair.id)
    assert "My mood, day by day: you asked in the last seven days." in text(page)
    assert "Ben asks if you'd like to share: My mood, day by day. No answer is a no." in text(at(ana, "us"))
    send(ana, "share-list", pair.id, do="mute")
    assert "Ben asks" not in text(at(ana, "us"))
    assert text(at(ben, "share-list", pair.id)) == text(page), "Ben is not told"
    assert text(at(ben, "us")) == text(at(ben, "us"))
    send(ana, "pair", pair.id, asks="on")
    assert "Ben asks" in text(at(ana, "us"))
    (ask,) = sharing.asked(ana.keyring, side(ana, pair))
    send(ana, "share-list", pair.id, do="away", ask=str(ask.id))
    assert "Ben asks" not in text(at(ana, "us"))


def test_ps_05_the_list_of_what_could_be_asked_for_is_the_same_whatever_is_shared(ana, ben):
    pair = linked(ana, ben)
    before = at(ben, "share-list", pair.id).content.decode()
    actions.share(ana.keyring, side(ana, pair), Card("what-helps", "What helps me", "Tea"), id=pair.id)
    plain = re.compile(r'value="[^"]{20,}"')
    assert plain.sub("", at(ben, "share-list", pair.id).content.decode()) == plain.sub("", before)


# Ending


def test_q4_unlinking_is_one_page_at_once_and_says_its_caution(ana, ben):
    pair = linked(ana, ben)
    actions.share(ana.keyring, side(ana, pair), Card("what-helps", "What helps me", "Tea"), id=pair.id)
    page = text(at(ana, "unlink", pair.id))
    assert "Unlink from Ben?" in page
    assert "No message is sent. No reason is asked." in page
    assert "Some people react strongly when access ends." in page
    assert "a helper can plan it with you." in page
    assert send(ana, "unlink", pair.id, do="unlink").url == reverse("us")
    for member in (ana, ben):
        assert "You are not linked with anyone." in text(at(member, "us"))
        for name in ("pair", "unlink", "share-list"):
            assert at(member, name, pair.id).status_code == 404
        assert f'href="{reverse("us")}"' not in at(member, "today").content.decode()


def test_q4_stop_sharing_instead_is_quiet(ana, ben):
    pair = linked(ana, ben)
    share(ana, pair, "my-mood")
    before = _cards(at(ben, "us"))
    assert send(ana, "unlink", pair.id, do="stop").url == reverse("us")
    assert _cards(at(ben, "us")) == before
    assert side(ana, pair)
    (shown,) = sharing.shown(ana.keyring, side(ana, pair))
    assert shown.stopped
    assert send(ana, "unlink", pair.id).url == reverse("us"), "a press of nothing ends nothing"
    assert side(ana, pair)


def test_blocking_reads_like_an_old_code_and_can_be_undone(ana, ben):
    pair = linked(ana, ben)
    send(ana, "unlink", pair.id, do="unlink", block="1")
    ten = asked(ben)
    ana.client.post(reverse("come-along-here"), {"words": ten})
    page = at(ana, "what-to-each-other")
    assert page.status_code == 403
    assert "That code doesn't open." in text(page)
    assert "Ben" in text(at(ana, "blocked"))
    send(ana, "blocked", who=ben.account.id.hex)
    assert "Nobody's." in text(at(ana, "blocked"))
    assert at(ana, "what-to-each-other").status_code == 200


def test_ps_03_the_ledger_asks_for_a_fresh_secret_and_names_the_words(ana, ben):
    pair = linked(ana, ben)
    share(ana, pair, "what-helps", text="Tea")
    page = text(at(ana, "consents"))
    assert "You and Ben were linked." in page
    assert "You shared “What helps me” with Ben" in page
    assert "What Ben has seen, Ben may remember or photograph." in page
    with time_machine.travel(clock.now() + timedelta(minutes=3), tick=False):
        assert at(ana, "consents").status_code == 403


def test_what_i_share_names_everybody_and_leads_to_the_end_of_it(ana, ben):
    assert "Nothing, with anyone." in text(at(ana, "sharing"))
    pair = linked(ana, ben)
    assert "With Ben Nothing." in text(at(ana, "sharing"))
    actions.share(ana.keyring, side(ana, pair), Card("what-helps", "What helps me", "Tea"), id=pair.id)
    assert "What helps me" in text(at(ana, "sharing"))
    assert "What helps me" not in text(at(ben, "sharing"))


def test_a_stranger_finds_no_page_of_a_pair(ana, ben):
    pair, cleo = linked(ana, ben), join("cleo")
    for name, args in (
        ("pair", [pair.id]),
        ("unlink", [pair.id]),
        ("share-list", [pair.id]),
        ("share", [pair.id, _key(ana, pair, "my-mood")]),
        ("shared", [pair.id, pair.id]),
        ("what-helps", [pair.id, 1]),
    ):
        assert at(cleo, name, *args).status_code == 404
        send(cleo, name, *args, do="unlink", share="1")
    assert side(ana, pair) and side(ben, pair)


def test_the_role_page_lowers_alone_and_shows_my_word_only(ana, ben):
    pair = linked(ana, ben, ("romantic", "romantic"))
    assert side(ben, pair).romantic
    before = text(at(ben, "pair", pair.id))
    send(ana, "pair", pair.id, role="friend")
    assert not side(ben, pair).romantic
    assert text(at(ben, "pair", pair.id)) == before, "my own word stands; theirs is not shown"
