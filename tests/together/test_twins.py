"""Erasure twins: whatever Ana does for herself, Ben's pages, their sizes and headers, and the rows of two are the same.

The other way round as well: what Ben is shown of Ana is the same whatever he did with it, and tells her nothing.
"""

from typing import Any

import pytest
from django.urls import reverse

from holdfast.people import actions as people
from holdfast.people.schema import Card
from holdfast.together import letters, mutes
from tests.cast import join, linked
from tests.together.helpers import TOKENS, again, now, post, rows_of_two

pytestmark = pytest.mark.django_db
PLAIN = ("today", "us", "together-now", "break", "this-week", "letters")
OF_PAIR = ("signal", "signal-send", "break-words", "for-two", "for-two-before", "for-two-after", "ask-for", "asked")
WORDS = {"picked": "Time for air", "words": "", "length": "20", "where": "Home", "children": ""}
STAMP = "1795273200"


def transcript(member: Any, pair: Any) -> dict[str, Any]:
    """All a member is given: status, headers, size and words of each page, and the rows of two as a thief sees them."""
    addresses = {name: reverse(name) for name in PLAIN} | {name: reverse(name, args=[pair.id]) for name in OF_PAIR}
    found: dict[str, Any] = {"rows": rows_of_two(pair)}
    for name, address in addresses.items():
        page = member.client.get(address)
        headers = {key: value for key, value in page.headers.items() if key not in ("Set-Cookie", "Expires")}
        found[name] = (page.status_code, headers, len(page.content), TOKENS.sub("", page.content.decode()))
    return found


def one_of_all(member: Any, pair: Any, sayer: Any) -> None:
    """Everything that one of the two can say to the other."""
    post(member, "signal", pair.id, do="on", hours="6")
    post(member, "signal-send", pair.id, word="shaky")
    post(member, "break", how=f"tell-{pair.id}", length="60")
    post(member, "break-tell", pair.id, do="send")
    post(member, "for-two", pair.id, do="send", thing="a-short-walk", at=STAMP)
    post(member, "ask-for", pair.id, do="send", kind="a-call")
    letter = Card("letter", "A letter", "Thank you.")
    people.share(member.keyring, sayer, letter, id=pair.id)


ACTS = {
    "a signal taken back in time": lambda ana, pair: [
        post(ana, "signal", pair.id, do="on", hours="3"),
        post(ana, "signal-send", pair.id, word="too-much"),
        post(ana, "signal-sent", pair.id, do="back"),
        post(ana, "signal", pair.id, do="stop"),
    ],
    "a break of her own": lambda ana, pair: [
        post(ana, "break", how="me", length="20"),
        post(ana, "break-time", do="more"),
        post(ana, "break", how="card", length="tomorrow"),
        post(ana, "break", how=f"tell-{pair.id}", length="20"),
        post(ana, "break-tell", pair.id, do="no"),
        post(ana, "break-time", do="not-today"),
    ],
    "words for a break, unshared": lambda ana, pair: [
        post(ana, "break-words", pair.id, **WORDS),
        post(ana, "break-words-share", pair.id, do="look", where="yes"),
    ],
    "not this week": lambda ana, pair: [post(ana, "for-two", pair.id, do="not-this-week")],
    "a look at another time": lambda ana, pair: [
        post(ana, "for-two", pair.id, do="slot", thing="a-warm-drink", at=STAMP)
    ],
    "not today": lambda ana, pair: [post(ana, "for-two-before", pair.id, do="not-today")],
    "it made it worse": lambda ana, pair: [
        post(ana, "for-two-after", pair.id, thing="a-short-walk", how="worse", here="far", close="0")
    ],
    "saying nothing": lambda ana, pair: [post(ana, "asked", pair.id, do="nothing")],
    "muting one kind of ask": lambda ana, pair: [post(ana, "asked", pair.id, do="mute")],
    "a look at an ask": lambda ana, pair: [post(ana, "ask-for", pair.id, do="look", kind="a-call")],
    "a letter not sent": lambda ana, pair: [post(ana, "write-letter", pair.id, do="look", text="I am afraid.")],
    "reading and throwing away": lambda ana, pair: [
        again(ana),
        *(ana.client.get(reverse("letter", args=[each.id])) for each in letters.mine(ana.keyring)),
        *(post(ana, "letter", each.id, do="throw") for each in letters.mine(ana.keyring)),
    ],
    "muting everything": lambda ana, pair: [
        post(ana, "mute", pair.id, number, do="mute") for number in range(1, len(mutes.MUTES) + 1)
    ],
    "help": lambda ana, pair: [ana.client.get("/help")],
    "being away": lambda ana, pair: [post(ana, "lock")],
}


@pytest.mark.parametrize("act", ACTS)
def test_ps_09_ps_14_nothing_that_ana_does_for_herself_changes_a_byte_for_ben(ana, ben, pair, bens, act):
    one_of_all(ben, pair, bens)
    people.met(ana.keyring, pair.id)
    before = transcript(ben, pair)
    ACTS[act](ana, pair)
    again(ana)
    assert transcript(ben, pair) == before


def test_the_same_while_ana_has_said_something_herself(clock, ana, ben, pair):
    """What stands of hers, stands: only what those acts take back themselves goes."""
    one_of_all(ana, pair, pair)
    clock.shift(11)
    transcript(ben, pair)  # what has come has come
    before = transcript(ben, pair)
    for act in sorted(
        ACTS.keys() - {"a signal taken back in time", "a break of her own", "not this week", "not today"}
    ):
        ACTS[act](ana, pair)
        again(ana)
        assert transcript(ben, pair) == before, act


def test_ps_05_nothing_of_one_pair_shows_in_another(clock, ana, ben, pair, bens):
    cleo = join("cleo")
    other = linked(ana, cleo)
    before = transcript(ben, pair)
    one_of_all(ana, other, other)
    clock.shift(11)
    assert transcript(ben, pair) == before
    assert now()
