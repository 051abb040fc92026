"""How things stand before a program begins. Ana and Ben are linked, Cleo is a stranger.

Two of them: `plain`, where nothing was written yet, and `full`, with a little of everything of every room, and Dov, who
is linked with Ana and looks at nothing.
"""

from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple
from unittest import mock
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse

from holdfast.accounts import actions as accounts
from holdfast.accounts.models import Account
from holdfast.checkins import actions as checkins
from holdfast.checkins import cards
from holdfast.checkins import queries as days
from holdfast.checkins.monthly import Change
from holdfast.instruments import queries as instruments
from holdfast.kit import clock, random
from holdfast.people import queries as people
from holdfast.people import sharing
from holdfast.vault.models import SealedRow
from holdfast.web.paths import TABLE, WORDS
from tests.cast import WORDS as LOCK_WORDS
from tests.cast import Member, join, linked, side
from tests.checkins import walking
from tests.leak import pages
from tests.leak.browser import Browser
from tests.leak.world import ADDRESSES, BEGINNING, PEOPLE, Beginning, Person, standing
from tests.web import walks

NAMES = tuple(name for *_, name in (*WORDS, *TABLE))
KINDS = ("plain", "full")
# Pages that change something by being opened.
NOT_OPENED = {"lock", "exit"}


class Begun(NamedTuple):
    """What somebody began, and what they finished: no page leads to all of it before its day."""

    draft: str
    given: str
    module: str
    entry: str

    def addresses(self) -> dict[str, list[str]]:
        """Where these are, by the name of the row."""
        pages_ = {name: [reverse(name, args=[self.draft, 1])] for name in ("form-page", "form-wait", "form-steady")}
        plain = {"form": [reverse("form", args=[self.draft])], "result": [reverse("result", args=[self.given])]}
        after = {
            "exercise-after": [reverse("exercise-after", args=[self.module, 1])],
            "journal-after": [reverse("journal-after", args=[self.entry])],
        }
        return pages_ | plain | after


def make(kind: str) -> Beginning:
    """Everybody at their browsers, and every address they can see from there. Needs the database."""
    seeded = random.seeded(KINDS.index(kind) + 1), mock.patch.object(walks, "uuid4", random.uuid)
    with seeded[0], seeded[1], standing(BEGINNING - timedelta(days=2)) as clock_:
        cast, begun = (_plain(), {}) if kind == "plain" else _full()
        clock_.move_to(BEGINNING, tick=False)
        found = {name: _person(cast[name], begun.get(name)) for name in PEOPLE}
    return Beginning(found, BEGINNING, frozenset(SealedRow.objects.values_list("id", flat=True)))


def _plain() -> dict[str, Member]:
    cast = {name: join(name) for name in PEOPLE}
    linked(cast["ana"], cast["ben"])
    return cast


def _full() -> tuple[dict[str, Member], dict[str, Begun]]:
    """As the walks over all addresses make it, which every room adds to. Besides, Ben has days and words of his own,
    and gets the stream of Ana's moods."""
    ana = join("ana")
    anas = walks.live(ana)
    pair = UUID(anas.pair)
    today = clock.today(people.profile(ana.keyring).zone)
    sharing.share(ana.keyring, side(ana, pair), cards.mood(ana.keyring, today, today), id=random.uuid())
    ben = again("ben")
    cast = {"ana": ana, "ben": ben, "cleo": join("cleo"), "dov": join("dov")}
    linked(ana, cast["dov"])
    answer_a_day(ben, 6)
    answer_a_day(cast["cleo"], 4)
    walking.walk(ben, "pc-ptsd-5", walking.some_answers("pc-ptsd-5", lambda keys: keys[0]))
    (given,) = instruments.administrations(ben.keyring)
    walks.step_on_a_sheet(ben, "Quiet", today.isoformat())
    own = walks.module_under_way(ben, "Quiet"), walks.journal_of_two(ben, "Quiet", today)
    bens = Begun(str(walking.begin(ben, "gad-7")), str(given.id), *own)
    return cast, {"ana": Begun(anas.draft, anas.given, anas.module, anas.entry), "ben": bens}


def again(name: str) -> Member:
    """One of the cast who is there already, signed in."""
    opened = accounts.by_name(name, LOCK_WORDS[name], accounts.Sender(ADDRESSES[name]))
    client, response = Client(), HttpResponse()
    accounts.start_session(response, opened)
    for cookie in response.cookies.values():
        client.cookies[cookie.key] = cookie.value
    return Member(name, LOCK_WORDS[name], client, opened.account, opened.keyring)


def answer_a_day(member: Member, mood: int) -> None:
    """A day with a mood and a line."""
    profile = people.profile(member.keyring)
    on = clock.today(profile.zone)
    sheet = days.sheet(profile, on)
    change = Change(on, sheet.form, profile.zone, clock.now(), {"mood": mood}, note="A quiet day.")
    checkins.answer_day(member.keyring, sheet, change, id=random.uuid())


def _person(member: Member, begun: Begun | None) -> Person:
    browser = Browser(ADDRESSES[member.name])
    browser.ask("POST", reverse("sign-in-other"), {"name": member.name, "words": member.words, "who": "mine"})
    assert browser.keyring() is not None, f"{member.name} is signed in"
    keys = bytes(Account.objects.get(name=member.name).keychain), browser.keyring()
    return Person(member.name, member.words, browser, crawled(browser) | (begun.addresses() if begun else {}), keys)


def crawled(browser: Browser) -> dict[str, list[str]]:
    """Every address with parts that can be reached by opening pages, by the name of its row."""
    seen: dict[str, list[str]] = defaultdict(list)
    known = {address for name in NAMES if name not in NOT_OPENED and (address := plain_address(name))}
    ahead = sorted(known)
    while ahead:
        with walks.rolled_back():
            response = browser.copy().ask("GET", ahead.pop(0))
        for address in pages.addresses(response.content_read.decode("utf-8", "replace")):
            found = pages.match(address)
            if address in known or not found or not found.kwargs:
                continue
            known.add(address)
            seen[found.url_name].append(address)
            if len(seen[found.url_name]) <= 4:  # one of each is enough to go on from
                ahead.append(address)
    return dict(seen)


def plain_address(name: str) -> str:
    """The address of a row without parts; "" for one with parts."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
