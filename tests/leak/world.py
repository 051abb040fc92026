"""Three people at one host whose clock stands and whose chance is drawn anew from the program for every request."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from unittest import mock
from uuid import UUID

import time_machine
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from holdfast.accounts import actions as accounts
from holdfast.accounts import hooks
from holdfast.accounts.models import Account
from holdfast.kit import clock, random, ticks
from holdfast.people import book
from holdfast.vault.keyring import Keyring
from holdfast.vault.models import Member as Place
from tests.leak import pages, receiving
from tests.leak.browser import Browser
from tests.leak.receiving import Received
from tests.leak.values import FIRST, OTHER, canary
from tests.web import walks

BEGINNING = datetime(2026, 3, 11, 10, 0, tzinfo=UTC)  # a Wednesday
PEOPLE = ("ana", "ben", "cleo")
ADDRESSES = {"ana": "10.0.0.1", "ben": "10.0.0.2", "cleo": "10.0.0.3"}
MOST_REDIRECTS = 4
MOOD = "my-mood"
# What somebody else did that the author's next unlock answers, visibly: a role said anew, a code taken up
# (decision 17), keys made anew (decision 9). Nothing else may show when the author was here.
ANSWERED_AT_UNLOCK = {"pair", "join", "someone-may-know"}
# What opens somebody's own side of a round of double-blind bits. Until the partner has opened something, nothing that
# the author says there can be seen; from the tick after that on, what both said yes to can (decisions 13 to 15). A full
# re-key of the author's ends the rounds of that week (decision 9). In both cases what is received is compared up to the
# next tick.
OPENS = {"wish-list", "closer"}
SOON = 10_000


class Streams:
    """Chance in which ids, nonces and keys come from streams of their own, by their size.

    So a row that is written besides, which takes a nonce, moves no id of anything that comes after it.
    """

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self.streams: dict[int, Random] = {}

    def randbytes(self, size: int) -> bytes:
        """Bytes of a key, a nonce, an id."""
        return self._of(size).randbytes(size)

    def randrange(self, limit: int) -> int:
        """A throw."""
        return self._of(-1).randrange(limit)

    def _of(self, size: int) -> Random:
        return self.streams.setdefault(size, Random(f"{self.seed}/{size}"))


@dataclass
class Post:
    """One form that the author sent: where, what, and what came of it."""

    route: str
    ids: dict[str, Any]
    fields: dict[str, Any]
    to_others: bool  # False when the address names a pair of the author's with somebody who is not looked at
    outcome: tuple[int, str] = (0, "")

    @property
    def taken(self) -> bool:
        """Whether it was let in: a page that leads onward says so."""
        return self.outcome[0] in (302, 204)


@dataclass
class Done:
    """What one step of the author did, as a first run found it: twins go by it."""

    day: str
    posts: list[Post] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)  # what a step has to find again in a twin
    words: list[tuple[str, str]] = field(default_factory=list)  # what was typed: (field, text)
    entered: list[bool] = field(default_factory=list)  # at each coming in: whether it took a secret
    unlocked: bool = False
    due: bool = False  # before that, somebody else did what the author's next unlock answers
    mood_since: tuple[str, ...] = ()  # first days of the streams of moods that others get after this step


@dataclass(frozen=True)
class Verdict:
    """What becomes of a step of the author's in the twins: whether others may see it, and which of its fields."""

    seen: bool
    only: frozenset[str] | None = None  # None: every field that is not hidden
    hidden: frozenset[str] = frozenset()
    unlock: bool = False  # it is left out, all but the unlock that answers what somebody else did

    def shows(self, name: str) -> bool:
        """Whether others may see what a field of it holds."""
        return self.seen and name not in self.hidden and (self.only is None or name in self.only)

    @property
    def whole(self) -> bool:
        """Whether there is nothing private in it."""
        return self.seen and self.only is None and not self.hidden


@dataclass
class Person:
    """Somebody at their browser."""

    name: str
    words: str
    browser: Browser
    seen: dict[str, list[str]]
    keys: tuple[bytes, Keyring] | None = None

    def copy(self) -> "Person":
        """The same person, to go on by themselves."""
        seen = defaultdict(list, {route: list(held) for route, held in self.seen.items()})
        return Person(self.name, self.words, self.browser.copy(), seen, self.keys)


@dataclass(frozen=True)
class Beginning:
    """How everything stood before the first step; made once, gone back to after every run."""

    people: dict[str, Person]
    moment: datetime
    rows: frozenset[UUID]  # the ids of every row there was


class World:
    """One run of one program: who is who, what was received, what the author did."""

    def __init__(self, beginning: Beginning, roles: dict[str, str], seed: int) -> None:
        self.people = {role: beginning.people[name].copy() for role, name in roles.items()}
        self.moment, self.seed, self.old_rows = beginning.moment, seed, beginning.rows
        self.old_addresses = {each for held in self.people["author"].seen.values() for each in held}
        self.first: dict[int, Done] = {}  # what the first run found; empty in a first run
        self.first_found: dict[tuple[int, str], Any] = {}
        self.verdicts: dict[int, Verdict] = {}
        self.done: dict[int, Done] = {}
        self.received: list[Received] = []
        self.codes: list[str] = []  # handed over to whoever comes along
        self.codes_used: set[int] = set()  # at which steps somebody else used one
        self.files: dict[str, bytes] = {}
        self.found: dict[tuple[int, str], Any] = {}  # what others tried, so that a twin tries the same
        self.week = {role: ticks.week(self.moment) for role in self.people}  # of each one's last unlock
        self.opened, self.rekeyed = False, False  # what bears on rounds: see OPENS
        self.cut = SOON  # the step from which on nothing is compared
        self.step, self.times, self.told, self.due = 0, Counter(), "", False

    @property
    def before(self) -> Done | None:
        """What this step did in the first run; None in a first run."""
        return self.first.get(self.step)

    def variant(self, role: str, name: str) -> int:
        """Whether a field holds what it held in the first run, or something else: private things of a twin do."""
        verdict = self.verdicts.get(self.step)
        if role != "author" or verdict is None:
            return FIRST
        return FIRST if verdict.shows(name) else OTHER

    def word(self, role: str, name: str, most: int = 0) -> str:
        """Words to be found again, for a field of this step."""
        text = canary(self.seed, self.step, role, name, variant=self.variant(role, name), most=most)
        self.note_words(role, name, text)
        return text

    def note_words(self, role: str, name: str, text: str) -> None:
        """Remember what the author typed."""
        if role == "author":
            self.done[self.step].words.append((name, text))

    def again(self, what: str, find: Callable[[], Any]) -> Any:
        """What somebody else tries at this step: found in the first run, the same in its twins."""
        if not self.first_found:
            self.found.setdefault((self.step, what), find())
        return (self.first_found or self.found)[self.step, what]

    # Time and chance

    @property
    def today(self) -> date:
        """The day at the host; all of the cast live in zones where it is the same day at that hour."""
        return clock.now().date()

    @contextmanager
    def chance(self, *about: object) -> Iterator[None]:
        """Chance inside comes from the program, the step and what is done: never from what was drawn before."""
        self.times[about] += 1
        with self._drawing("/".join(map(str, (self.seed, self.step, *about, self.times[about])))):
            yield

    @contextmanager
    def _drawing(self, told: str) -> Iterator[None]:
        before, self.told = self.told, told
        try:
            with mock.patch.object(random, "_seeded", Streams(told)):
                yield
        finally:
            self.told = before

    def drawing_alone(self, hook: Callable[[Keyring], None]) -> Callable[[Keyring], None]:
        """A hook with chance of its own: what one draws does not move what the next one draws."""

        def drawn(keyring: Keyring) -> None:
            with self._drawing(f"{self.told}/{hook.__module__}.{hook.__name__}"):
                hook(keyring)

        return drawn

    def nobodys_id(self) -> UUID:
        """An id that never existed."""
        with self.chance("nobody"):
            return random.uuid()

    # Requests

    def ask(
        self, role: str, method: str, address: str, fields: Any = None, turn: int = -1, **files: Any
    ) -> HttpResponse:
        """One request of somebody's; what others than the author receive is kept. `turn`: the same is asked again."""
        person = self.people[role]
        post = self._noted(address, fields) if role == "author" and method == "POST" else None
        with self.chance(role, method, address, turn):
            response = person.browser.ask(method, address, fields, **files)
        response.asked = address
        if post is not None:
            post.outcome = (response.status_code, response.headers.get("Location", ""))
        if role != "author":
            self.received += receiving.answer(self.step, role, f"{method} {address}", response)
            if method == "POST" and response.status_code == 302:
                self.due = self.due or pages.route(address) in ANSWERED_AT_UNLOCK
                self.opened = self.opened or pages.route(address) in OPENS
        if role == "author" and method == "POST" and pages.route(address) == "someone-may-know":
            self.rekeyed = self.rekeyed or response.status_code == 302
        self._look_for_addresses(person, response)
        return response

    def get(self, role: str, address: str) -> HttpResponse:
        """Open a page, and go where it leads."""
        return self._followed(role, self.ask(role, "GET", address))

    def post(self, role: str, address: str, fields: dict[str, Any], **files: Any) -> HttpResponse:
        """Send a form, and go where it leads."""
        return self._followed(role, self.ask(role, "POST", address, fields, **files))

    def _followed(self, role: str, response: HttpResponse) -> HttpResponse:
        for _ in range(MOST_REDIRECTS):
            if response.status_code != 302 or "Location" not in response.headers:
                break
            response = self.ask(role, "GET", response.headers["Location"])
        return response

    def forms(self, address: str, response: HttpResponse) -> list[pages.Form]:
        """The forms of a page just opened."""
        return pages.forms(address, response.content_read.decode("utf-8", "replace"))

    def _look_for_addresses(self, person: Person, response: HttpResponse) -> None:
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return
        for address in pages.addresses(response.content_read.decode("utf-8", "replace")):
            found = pages.match(address)
            if found and found.kwargs:
                held = person.seen[found.url_name]
                if address not in held:
                    held.append(address)

    # Doors

    def is_open(self, role: str) -> bool:
        """Whether somebody's browser is signed in and unlocked."""
        with self.chance(role, "look"):
            return self.people[role].browser.keyring() is not None

    def enter(self, role: str, *, anew: bool = False) -> bool:
        """Sign in where that is needed, or was needed in the first run; whether somebody is in."""
        if role != "author":
            return self._in(role, anew, -1)
        done, before = self.done[self.step], self.before
        turn = len(done.entered)
        if before and before.due and turn < len(before.entered):
            anew = anew or before.entered[turn]
        done.entered.append(anew or not self.is_open(role))
        return self._in(role, done.entered[turn], turn)

    def _in(self, role: str, anew: bool, turn: int) -> bool:
        if not anew and self.is_open(role):
            return True
        person = self.people[role]
        if not Account.objects.filter(name=person.name).exists():
            return False
        told = {"name": person.name, "words": person.words, "who": "mine"}
        return self.ask(role, "POST", reverse("sign-in-other"), told, turn).status_code == 302

    def keyring(self, role: str) -> Keyring | None:
        """Somebody's keys, as their own request would have them; None when the account is gone."""
        person = self.people[role]
        account = Account.objects.filter(name=person.name).first()
        if account is None:
            return None
        if person.keys is None or person.keys[0] != bytes(account.keychain):
            with self.chance(role, "keys"):
                opened = accounts.by_name(person.name, person.words, accounts.Sender("10.9.9.9"))
            person.keys = bytes(account.keychain), opened.keyring
        return person.keys[1]

    # What the author did

    def note_unlock(self, owner: UUID) -> None:
        """Somebody's keys were opened by a secret; of the author's it counts whether it answers something."""
        now, week = self.done.get(self.step), ticks.week(clock.now())
        if now is not None and owner == Account.objects.get(name=self.people["author"].name).id:
            due = self.due or self.week["author"] != week
            now.unlocked, now.due = True, now.due or due
            self.due, self.week["author"] = False, week

    def _noted(self, address: str, fields: Any) -> Post:
        found = pages.match(address)
        ids = dict(found.kwargs) if found else {}
        pair = ids.get("id")
        post = Post(pages.route(address), ids, dict(fields or {}), not self._is_with_somebody_else(pair))
        self.done[self.step].posts.append(post)
        return post

    def _is_with_somebody_else(self, pair: Any) -> bool:
        return isinstance(pair, UUID) and Place.objects.filter(space=pair).exists() and not self.is_with_others(pair)

    def is_with_others(self, pair: UUID) -> bool:
        """Whether an id is that of a pair, and the other of it is one of those who look."""
        names = [person.name for role, person in self.people.items() if role != "author"]
        ids = Account.objects.filter(name__in=names).values_list("id", flat=True)
        return Place.objects.filter(space=pair, owner__in=list(ids)).exists()

    def mood_since(self) -> tuple[str, ...]:
        """The first days of the mood streams that run from the author to those who look, at this moment."""
        keyring = self.keyring("author")
        if keyring is None:
            return ()
        days = [
            share.since
            for pair, entry in book.read(keyring).pairs.items()
            for share in entry.shares.values()
            if share.stream == MOOD and share.live(self.today) and not share.stopped
            if self.is_with_others(UUID(pair))
        ]
        return tuple(sorted(days))

    def rows(self, role: str) -> None:
        """Note every row that opens with somebody's keys."""
        keyring = self.keyring(role)
        if keyring is not None:
            self.received += receiving.rows(self.step, role, keyring)


@contextmanager
def standing(moment: datetime) -> Iterator[time_machine.Traveller]:
    """Let time stand, everywhere in this process; CSRF tokens are one constant."""
    with (
        time_machine.travel(moment, tick=False) as clock_,
        mock.patch("django.middleware.csrf._get_new_csrf_string", lambda: "a" * 32),
        mock.patch.object(settings, "DEBUG_PROPAGATE_EXCEPTIONS", True),
    ):
        yield clock_


@contextmanager
def run(world: World) -> Iterator[time_machine.Traveller]:
    """A run, from the beginning; every store is as before when it is over."""

    def opened(keyring: Keyring) -> None:
        world.note_unlock(keyring.owner)

    hooked = mock.patch.object(hooks, "opened", [*map(world.drawing_alone, hooks.opened), opened])
    with standing(world.moment) as clock_, walks.rolled_back(), hooked:
        yield clock_


def later(clock_: time_machine.Traveller, world: World, by: timedelta) -> None:
    """Let time pass. After what bears on rounds, the next tick is the last moment up to which anything is compared."""
    if (world.opened or world.rekeyed) and ticks.week(world.moment + by) != ticks.week(world.moment):
        world.cut = min(world.cut, world.step)
    world.moment += by
    clock_.move_to(world.moment, tick=False)
