"""Two who are linked, living weeks through the real pages and hooks; and all that one of them is ever given."""

import re
from collections import Counter
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from zlib import crc32

import time_machine
from django.http import HttpResponse
from django.urls import reverse

from holdfast.accounts import actions as accounts
from holdfast.accounts import form_token
from holdfast.kit import clock, random, ticks
from holdfast.programme import actions as programme
from holdfast.programme.schema import Practice
from holdfast.safety import actions as safety
from holdfast.vault import queries as vault
from holdfast.vault import spaces
from holdfast.vault.records import SHARED
from tests.cast import Member, join, linked, side

FIRST = 44  # a week whose quiet check is decided on at the tick of week 46
# What differs from one answer to the next and tells nothing: tokens against forgery, tokens of forms.
TOKENS = re.compile(r'<input type="hidden" name="(?:csrfmiddlewaretoken|form_token)" value="[^"]*">')
# The page of rounds holds one's own fresh keys: random, and of one size.
NOISE = {"rounds"}
PLAIN = ("today", "us", "us-theirs", "sharing", "path", "me", "progress", "my-data", "what-opens", "settings")
OF_PAIR = ("wishes", "closer", "pair", "share-list", "wish-notes")


@contextmanager
def day(week: int, days: float = 3.0):
    """Some moment of a week."""
    with time_machine.travel(ticks.tick(week) + timedelta(days=days), tick=False):
        yield


class Two:
    """Ana and Ben. `roles` as declared by each."""

    def __init__(self, roles: tuple[str, str] = ("romantic", "romantic"), *, steady: bool = True) -> None:
        self.steps: Counter[str] = Counter()
        self.opened: dict[str, Any] = {}
        self.since: dict[str, datetime] = {}
        with day(FIRST - 4), random.seeded(1):
            self.ana, self.ben = join("ana"), join("ben")
            self.pair = linked(self.ana, self.ben, roles)
            for member in (self.ana, self.ben) if steady else ():
                for _ in range(3):
                    practice = Practice("feet-and-pressure", clock.now().date().isoformat(), before=6, after=4)
                    programme.keep(member.keyring, practice, id=random.uuid())
        self.unlock(FIRST - 4)

    @contextmanager
    def at(self, member: Member, week: int, days: float = 3.0):
        """A moment with a stream of chance of its own for each: what one does leaves the other's as it was."""
        self.steps[member.name] += 1
        seed = crc32(f"{member.name}/{self.steps[member.name]}".encode())
        with day(week, days), random.seeded(seed):
            self.sign_in(member)
            yield

    def sign_in(self, member: Member) -> None:
        """A session that begins now, with all that happens at an unlock."""
        if self.since.get(member.name) == clock.now():
            return
        if member.name not in self.opened:
            self.opened[member.name] = accounts.by_name(member.name, member.words, accounts.Sender("192.0.2.1"))
        response = HttpResponse()
        accounts.start_session(response, self.opened[member.name])
        for cookie in response.cookies.values():
            member.client.cookies[cookie.key] = cookie.value
        self.since[member.name] = clock.now()

    def unlock(self, week: int, *members: Member, days: float = 5.0) -> None:
        """An unlock of each."""
        for member in members or (self.ana, self.ben):
            with self.at(member, week, days):
                pass

    def ready(self, *members: Member, week: int = FIRST, choice: Any = "no-need") -> None:
        """Everything that opens the closer things: a yes on two days, and the check of a week."""
        for member in members or (self.ana, self.ben):
            for days in (3.0, 4.0):
                with self.at(member, week, days):
                    self.send(member, "closer", self.pair.id, say="yes-1")
                    self.send(member, "closer", self.pair.id, say="yes-2")
                    self.send(member, "closer", self.pair.id, say="yes-3")
            with self.at(member, week, 4.5):
                safety.choose(member.keyring, choice, clock.now().date())

    def send(self, member: Member, name: str, /, *args: Any, **fields: Any) -> Any:
        """A form of a page, with a token of the member's own."""
        self.sign_in(member)
        address = reverse(name, args=args)
        token = form_token.make(member.account.id, address)
        return member.client.post(address, fields | {form_token.FIELD: token})

    def get(self, member: Member, name: str, /, *args: Any) -> Any:
        """A page."""
        self.sign_in(member)
        return member.client.get(reverse(name, args=args))

    def answer(self, member: Member, number: int, said: dict[str, str], week: int, days: float = 3.0) -> Any:
        """Begin, and answer a list: item → yes, maybe, no."""
        with self.at(member, week, days):
            self.send(member, "wishes", self.pair.id, do="begin")
            fields = {f"a-{item}": each for item, each in said.items()}
            return self.send(member, "wish-list", self.pair.id, number, **fields)

    def given(self, member: Member, week: int, days: float = 0.5) -> dict[str, Any]:
        """All that somebody can ever be given in a week: pages, headers, sizes, and every row their keys open."""
        with self.at(member, week, days):
            addresses = [(name, reverse(name)) for name in PLAIN]
            addresses += [(name, reverse(name, args=[self.pair.id])) for name in OF_PAIR]
            addresses += [(f"list {n}", reverse("wish-list", args=[self.pair.id, n])) for n in range(1, 7)]
            addresses += [
                (f"back {n}", reverse("wish-back", args=[self.pair.id, n])) for n in range(week - 2, week + 1)
            ]
            found: dict[str, Any] = {name: seen(member.client.get(address)) for name, address in addresses}
            rows = vault.everything(member.keyring)
            found["own rows"] = [
                (row.id, row.kind, row.part, row.body if row.kind not in NOISE else sorted(row.body["rounds"]))
                for row in rows
            ]
            shared = side(member, self.pair).space
            found["rows of two"] = [
                (row.id, row.kind, row.author, row.body) for kind in SHARED.values() if not kind.parted
                for row in spaces.rows(shared, kind)
            ]  # fmt: skip
        return found


def seen(page: Any) -> tuple[Any, ...]:
    """A page as its reader gets it, size and headers included, without what differs each time anyhow."""
    headers = {key: value for key, value in page.headers.items() if key not in ("Set-Cookie", "Expires")}
    return page.status_code, headers, len(page.content), TOKENS.sub("", page.content.decode())


def words(page: Any) -> str:
    """The words of a page."""
    bare = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", page.content.decode(), flags=re.DOTALL)
    return " ".join(bare.replace("&#x27;", "'").split())
