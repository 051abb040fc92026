"""Faults put in on purpose, each as somebody could make it in good faith. The fuzz has to find every one of them.

With keys for each person, a forgotten filter alone shows nothing: the rows do not open. So the worst of them come
together with a second mistake that would undo that: keys kept in the process after a request ("a cache").
"""

import json
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import Any
from unittest import mock
from uuid import UUID

from django.db import connection
from django.db.models import Sum
from django.db.models.functions import Length
from django.http import HttpResponseRedirect

from holdfast.accounts import middleware as doors
from holdfast.accounts.models import Account, Session
from holdfast.checkins import actions as checkins
from holdfast.checkins import cards
from holdfast.checkins import queries as days
from holdfast.instruments import queries as instruments
from holdfast.journal import queries as journal
from holdfast.kit import random
from holdfast.people import hooks as pairs
from holdfast.people import profiles, sharing
from holdfast.people import queries as people
from holdfast.people.card import Card
from holdfast.people.records import CARD
from holdfast.people.sharing import Shown
from holdfast.programme import queries as modules
from holdfast.programme.for_two import queries as for_two
from holdfast.together import rules, shelf, week
from holdfast.vault import queries as vault
from holdfast.vault import spaces
from holdfast.vault.models import SealedRow
from holdfast.web import errors, us
from holdfast.web.middleware import Headers
from tests.leak.programs import Program, Step
from tests.leak.running import CANARY, ERASURE, VALUE
from tests.leak.steps.registry import AUTHOR, NOBODY, PARTNER

Patch = Callable[[], Iterator[None]]


@dataclass(frozen=True)
class Bug:
    """One fault: how to put it in, a program that shows it, and the oracles that see it there."""

    name: str
    put_in: Callable[[], AbstractContextManager[None]]
    program: Program
    oracles: frozenset[str]


BUGS: list[Bug] = []
CHECK_IN = Step("check in", AUTHOR, {"more": True})
NEW_KEYS = Step("new words", AUTHOR, {"everything": True})
AN_ENTRY = Step("write in the journal", AUTHOR, {"which": 0, "done": True, "then": "look"})
A_MODULE = Step("walk a module", AUTHOR, {"which": 2, "beside": False, "read": 1, "end": False})
A_FORM = Step("answer a form", AUTHOR, {"which": 0, "pages_": 12, "worst": False})


def bug(
    *steps: Step, by: Collection[str], author: str = "ana", beginning: str = "full", seed: int = 1
) -> Callable[[Patch], Patch]:
    """Enter a fault into the list, with the steps that show it and the oracles by which."""

    def entered(put_in: Patch) -> Patch:
        program = Program(author, beginning, seed, steps)
        BUGS.append(Bug(put_in.__name__, contextmanager(put_in), program, frozenset(by)))
        return put_in

    return entered


KEYS: dict[UUID, Any] = {}  # the second mistake: keys that outlive their request


@contextmanager
def keys_are_kept() -> Iterator[None]:
    """Keep every keyring of every request, as a careless cache would."""
    plain = doors.Keyed.__dict__["keyring"].func

    def kept(request: Any) -> Any:
        found = plain(request)
        if found is not None:
            KEYS[found.owner] = found
        return found

    careless = cached_property(kept)
    careless.__set_name__(doors.Keyed, "keyring")
    KEYS.clear()
    with mock.patch.object(doors.Keyed, "keyring", careless):
        yield


@bug(CHECK_IN, by=(CANARY, VALUE, ERASURE))
def the_list_of_what_is_shared_has_lost_its_filter() -> Iterator[None]:
    """It shows whatever opens, shared or not."""
    plain = sharing.shown

    def shown(keyring: Any, pair: Any) -> list[Shown]:
        keys = KEYS.get(pair.other)
        rows = vault.everything(keys) if keys else []
        more = [
            Shown(row.id, Card("what-helps", row.kind, json.dumps(row.body), until="2999-01-01"), False) for row in rows
        ]
        return plain(keyring, pair) + more

    with keys_are_kept(), mock.patch.object(sharing, "shown", shown):
        yield


@bug(A_FORM, by=(VALUE, ERASURE))
def a_view_has_lost_its_owner_check() -> Iterator[None]:
    """The page of a result asks for a row by its id, whoever's it is."""
    plain = instruments.administration

    def administration(keyring: Any, id: UUID) -> Any:
        row = SealedRow.objects.filter(pk=id).first()
        return plain(KEYS.get(row.owner, keyring) if row else keyring, id)

    with keys_are_kept(), mock.patch.object(instruments, "administration", administration):
        yield


@bug(CHECK_IN, Step("look", PARTNER, {"routes": ["progress"], "which": 0}), by=(VALUE, ERASURE), beginning="plain")
def a_day_is_looked_up_for_everybody() -> Iterator[None]:
    """A day that is not one's own is looked for among all the others."""
    plain = days.days

    def found(keyring: Any, first: Any, last: Any) -> Any:
        return plain(keyring, first, last) or next(
            (other for keys in KEYS.values() if (other := plain(keys, first, last))), []
        )

    with keys_are_kept(), mock.patch.object(days, "days", found):
        yield


@bug(NEW_KEYS, Step("plan for two", PARTNER, {"do": "suits", "thing": 1}), by=(ERASURE,), author="ben", seed=2)
def the_thing_of_the_week_comes_from_the_key() -> Iterator[None]:
    """It changes in the middle of a week when one of the two makes new keys. So it was, until the fuzz found it."""

    def suggestion(keyring: Any, pair: Any, now: Any, zone: Any) -> Any:
        ids = [thing.id for thing in shelf.things()]
        return shelf.thing(rules.pick(ids, pair.space.tag(f"week/{now:%G/%V}"), ""))

    with mock.patch.object(week, "suggestion", suggestion):
        yield


@bug(CHECK_IN, by=(ERASURE,), beginning="plain")
def a_badge_counts_private_things() -> Iterator[None]:
    """Each page says in a header how much there is altogether."""
    yield from _dressed(lambda: str(SealedRow.objects.filter(scope=None).count()), "X-New")


@bug(CHECK_IN, by=(VALUE, ERASURE), beginning="plain")
def an_etag_is_made_from_sizes() -> Iterator[None]:
    """A mark of the state of the store, so that pages need not be sent twice."""

    def mark() -> str:
        told = SealedRow.objects.aggregate(size=Sum(Length("envelope")))["size"]
        return sha256(str(told).encode()).hexdigest()[:16]

    yield from _dressed(mark, "ETag")


def _dressed(value: Callable[[], str], name: str) -> Iterator[None]:
    plain = Headers._dress

    def dress(self: Headers, request: Any, response: Any) -> None:
        plain(self, request, response)
        response.headers[name] = value()

    with mock.patch.object(Headers, "_dress", dress):
        yield


@bug(A_FORM, by=(VALUE, ERASURE))
def a_gate_acts_at_once() -> Iterator[None]:
    """A bad answer closes a door for the other in the same moment."""
    answer, found = checkins.answer, us._found
    held = "CREATE TABLE held (owner TEXT)", "INSERT INTO held VALUES (%s)", "DELETE FROM held WHERE owner = %s"

    def sql(text: str, *given: str) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(text, given)
            return cursor.fetchall()

    def answered(keyring: Any, form_id: str, answers: Any, **more: Any) -> Any:
        sql(held[2], str(keyring.owner))
        if 1 in answers.values():
            sql(held[1], str(keyring.owner))
        return answer(keyring, form_id, answers, **more)

    def composed(keyring: Any) -> Any:
        page = found(keyring)
        closed = any(sql("SELECT * FROM held WHERE owner = %s", str(row["pair"].other)) for row in page["rows"])
        return page | ({"unsure": [(UUID(int=0), "This week")]} if closed else {})

    sql(held[0])  # in the database, so that it goes back with every run
    with mock.patch.object(checkins, "answer", answered), mock.patch.object(us, "_found", composed):
        yield


@bug(A_FORM, by=(ERASURE,))
def an_error_page_names_the_owner() -> Iterator[None]:
    """A page for what is not one's own says whose it is."""
    plain = errors.missing

    def missing(request: Any, exception: Any = None) -> Any:
        page, owner = plain(request, exception), _owner(request)
        if owner:
            page.content += f"<!-- {Account.objects.get(pk=owner).name} -->".encode()
        return page

    with _missing(missing):
        yield


@bug(A_FORM, by=(ERASURE,))
def what_exists_leads_elsewhere() -> Iterator[None]:
    """What never existed is missing; what is somebody else's leads to Today."""
    plain = errors.missing

    def missing(request: Any, exception: Any = None) -> Any:
        return HttpResponseRedirect("/p/1") if _owner(request) else plain(request, exception)

    with _missing(missing):
        yield


@contextmanager
def _missing(page: Any) -> Iterator[None]:
    with mock.patch("holdfast.web.urls.handler404", page), mock.patch.object(errors, "missing", page):
        yield


def _owner(request: Any) -> UUID | None:
    """Whose row is named in the address, if anybody's."""
    for part in request.path.split("/"):
        try:
            row = SealedRow.objects.filter(pk=UUID(part), scope=None).first()
        except ValueError:
            continue
        if row and Account.objects.filter(pk=row.owner).exists():
            return row.owner
    return None


@bug(CHECK_IN, Step("share", PARTNER, {"mood": False, "days": "7"}), by=(ERASURE,), beginning="plain")
def ids_count_up() -> Iterator[None]:
    """Ids in the order of making, as databases like them: each tells how many there were before."""

    def counted() -> UUID:
        size = SealedRow.objects.count()
        return UUID(int=(size << 96) | int.from_bytes(random.token(11), "big"), version=4)

    with mock.patch.object(random, "uuid", counted):
        yield


@bug(Step("time passes", NOBODY, {"hours": 9}), CHECK_IN, by=(ERASURE,), beginning="plain")
def a_dot_says_who_is_here() -> Iterator[None]:
    """Beside the name stands whether they are signed in."""
    plain = people._pair

    def pair(id: UUID, entry: Any, shared: Any, name: str) -> Any:
        here = Session.objects.filter(account_id=UUID(entry.other), envelope__isnull=False).exists()
        return plain(id, entry, shared, f"{name} ·" if here else name)

    with mock.patch.object(people, "_pair", pair):
        yield


@bug(Step("stop all", AUTHOR), by=(ERASURE,))
def stopping_says_so() -> Iterator[None]:
    """A stream that gets nothing more tells that it was stopped."""
    plain = sharing._mark_stopped

    def marked(keyring: Any, pair: Any, rows: set[str]) -> None:
        plain(keyring, pair, rows)
        for row in spaces.mine(pair.space, CARD):
            if row.id.hex in rows:
                spaces.put(pair.space, CARD, row.body | {"text": "Stopped."}, id=row.id)

    with mock.patch.object(sharing, "_mark_stopped", marked):
        yield


@bug(
    Step("fill", AUTHOR, {"route": "name-and-role", "which": 0, "form": 1, "button": 0}),
    by=(CANARY, VALUE, ERASURE),
    seed=5,
)
def a_new_name_is_everywhere_at_once() -> Iterator[None]:
    """A name that changes is changed on what was shared under the old one, too."""
    plain = profiles.change

    def changed(keyring: Any, how: Any) -> Any:
        profile = plain(keyring, how)
        for pair in people.pairs(keyring):
            for row in spaces.mine(pair.space, CARD):
                spaces.put(pair.space, CARD, row.body | {"author": profile.name[:60]}, id=row.id)
        return profile

    with mock.patch.object(profiles, "change", changed):
        yield


@bug(CHECK_IN, by=(CANARY, VALUE, ERASURE))
def a_stream_takes_the_line_along() -> Iterator[None]:
    """The stream of moods shows, besides the mood, the line that was written to oneself."""
    plain = cards.mood

    def mood(keyring: Any, since: Any, today: Any) -> Card:
        notes = [day.note for day in days.days(keyring, since, today) if day.note]
        return replace(plain(keyring, since, today), text=" ".join(notes)[:500] or "Mood")

    with mock.patch.dict(pairs.cards, {cards.MOOD: mood}):
        yield


@bug(Step("share with somebody else", AUTHOR, {"mood": False}), by=(CANARY, VALUE, ERASURE))
def a_share_goes_to_everybody() -> Iterator[None]:
    """What is shared with one is put into the space of every other, too."""
    plain = sharing.share

    def share(keyring: Any, pair: Any, given: Card, *, id: UUID, **more: Any) -> UUID:
        made = plain(keyring, pair, given, id=id, **more)
        for other in people.pairs(keyring):
            if other.id != pair.id:
                body = replace(given, author="", until="2999-01-01").body()
                with random.seeded(id.int % 2**32):
                    spaces.put(other.space, CARD, body)
        return made

    with mock.patch.object(sharing, "share", share), mock.patch("holdfast.people.actions.share", share):
        yield


@bug(Step("ask to share", AUTHOR, {"away": False, "silence": True}), by=(ERASURE,))
def a_mute_is_told() -> Iterator[None]:
    """Who silences requests is seen to: the other may not ask any more."""
    plain = sharing.mute

    def mute(keyring: Any, pair: Any, kind: str, *, on: bool = True) -> None:
        plain(keyring, pair, kind, on=on)
        spaces.put(pair.space, CARD, Card("what-helps", "Requests are off", until="2999-01-01").body())

    with mock.patch.object(sharing, "mute", mute), mock.patch("holdfast.people.actions.mute", mute):
        yield


@bug(AN_ENTRY, by=(CANARY, VALUE, ERASURE), beginning="plain")
def an_entry_is_looked_up_for_everybody() -> Iterator[None]:
    """Who has the address of an entry can read it, whoever wrote it."""
    plain = journal.found

    def found(keyring: Any, id: UUID) -> Any:
        return next((known for keys in (keyring, *KEYS.values()) if (known := plain(keys, id))), None)

    with keys_are_kept(), mock.patch.object(journal, "found", found):
        yield


@bug(A_MODULE, Step("look", PARTNER, {"routes": ["two-together"], "which": 0}), by=(ERASURE,), beginning="plain")
def a_part_for_two_waits_for_the_other() -> Iterator[None]:
    """It is there as soon as the other has begun the module alone, which nobody was to know."""
    plain = for_two.part

    def part(keyring: Any, pair: Any, number: int) -> Any:
        found, keys = plain(keyring, pair, number), KEYS.get(pair.other)
        return found if found and keys and found.course.head.id in modules.enrolments(keys) else None

    with keys_are_kept(), mock.patch.object(for_two, "part", part):
        yield
