"""Every row of the table of addresses, as somebody walks it: with one's own ids, with another's, with nobody's."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import connections, transaction
from django.http import HttpResponse
from django.test import Client

from holdfast.accounts import actions as accounts
from holdfast.accounts import drops, form_token
from holdfast.checkins import actions as checkins
from holdfast.checkins import queries as days
from holdfast.checkins.monthly import Change
from holdfast.instruments import queries as instruments
from holdfast.journal import actions as journal
from holdfast.journal import shelf as ways
from holdfast.journal.entries import Sent
from holdfast.kit import clock
from holdfast.library.article import number_of
from holdfast.people import actions as people
from holdfast.people import queries as profiles
from holdfast.people import sharing
from holdfast.people.schema import Card, Someone
from holdfast.programme import actions as programme
from holdfast.programme import queries as modules
from holdfast.programme.enrolment import Open
from holdfast.programme.schema import Practice
from holdfast.programme.sheets import actions as sheets
from holdfast.programme.sheets import shelf as sheet_files
from holdfast.programme.sheets.lines import Sent as OnSheet
from holdfast.programme.sheets.lines import Try
from holdfast.progress import queries as progress
from holdfast.safety import actions as safety
from holdfast.safety.plan import Written
from holdfast.together import asks, breaks, rules, signals, week
from holdfast.together.wishes import answering as wishes
from holdfast.together.wishes import shelf
from holdfast.vault import dropbox
from holdfast.vault.models import DropRow, SealedRow
from holdfast.web.paths import TABLE, WORDS
from tests.cast import Member, join, linked, side
from tests.checkins import walking

CANARY = "quartzfinch"  # in everything Ana wrote
PIN = "2580"
IDS = (
    "draft",
    "given",
    "person",
    "practice",
    "kept",
    "way",
    "pair",
    "shared",
    "code",
    "ask",
    "letter",
    "entry",
    "step",
    "tried",
)
CONVERTER = re.compile(r"<(\w+):(\w+)>")
FOR_TWO = {"what-helps", "one-sentence", "and-you", "beginning-done", "share-list", "share", "shared", "pair", "unlink"}
FOR_TWO |= {"met", "wishes", "wish-list", "wish-back", "wish-notes", "closer"}
FOR_TWO |= {"met", "signal", "signal-send", "signal-sent", "mute", "break-tell", "break-words", "break-words-share"}
FOR_TWO |= {"two-together", "two-together-steps", "two-together-after"}
FOR_TWO |= {"for-two", "for-two-before", "for-two-after", "write-letter", "thanks", "ask-for", "asked"}
MODULE = {"module", "learn-step", "exercise", "exercise-after", "exercise-draft", "exercise-print", "practice"}
WITH_TWO = {"two-together", "two-together-steps", "two-together-after", "on-one-phone"}
MODULE |= {"module-check", "module-done", "module-words", "tell-host"}
ON_A_SHEET = ("sheet-line", "sheet-draft", "sheet-remove", "sheet-try", "sheet-try-remove")
TOKEN = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Ids:
    """What can stand in an address or a form and belongs to one person, or to nobody."""

    draft: str
    given: str
    person: str
    practice: str
    kept: str
    way: str
    line: str
    item: str
    day: str
    pair: str
    shared: str
    stream: str
    code: str
    ask: str
    letter: str
    module: str
    entry: str
    step: str
    tried: str


def nobodys(mine: Ids) -> Ids:
    """Ids of the same look that never existed; the day is one on which nobody was here."""
    new = {name: str(uuid4()) for name in IDS}
    plain = {"line": "0" * len(mine.line), "item": "1" * len(mine.item), "stream": "2" * len(mine.stream)}
    return replace(mine, **new, **plain, day="2019-05-17")


def live(member: Member, word: str = CANARY) -> Ids:
    """A little of everything in somebody's space, with a word in each text; the ids of it all."""
    profile = people.update_profile(member.keyring, name=word.title())
    person = Someone(str(uuid4()), f"{word} sister", "friend", True)
    people.keep_someone(member.keyring, person)
    now = clock.now()
    on = clock.today(profile.zone)
    sheet = days.sheet(profiles.profile(member.keyring), on)
    change = Change(on, sheet.form, profile.zone, now, {"mood": 3}, note=f"{word} in the night")
    checkins.answer_day(member.keyring, sheet, change, id=uuid4())
    walking.walk(member, "pc-ptsd-5", walking.some_answers("pc-ptsd-5", lambda keys: keys[-1]))
    (given,) = instruments.administrations(member.keyring)
    draft = walking.begin(member, "gad-7")
    practice = uuid4()
    programme.keep(member.keyring, Practice("check-the-room", on.isoformat(), before=7, after=3), id=practice)
    safety.write(member.keyring, "signs", Written(f"{word} at the window", "", ""), on)
    entry = journal_of_two(member, word, on)
    accounts.set_pin(HttpResponse(), _opened(member), PIN, "phone")
    kept = _drop(member, word)
    return Ids(
        draft=str(draft),
        given=str(given.id),
        person=person.id,
        practice=str(practice),
        kept=kept,
        way=str(member.account.slots.get(kind="device").id),
        line=progress.lines(member.keyring)[0].key,
        item=progress.address(member.keyring, "item/mood"),
        day=on.isoformat(),
        module=module_under_way(member, word),
        entry=entry,
        **_for_two(member, word),
        **step_on_a_sheet(member, word, on.isoformat()),
    )


def module_under_way(member: Member, word: str) -> str:
    """A module under way, with something written in it and something kept; its number, or one that leads nowhere."""
    courses, today = modules.courses(), clock.today(profiles.profile(member.keyring).zone)
    for id, course in courses.modules.items():
        slug, _, _version = course.head.alone[0].exercise.partition("@")
        programme.begin(member.keyring, course, ("recovering",), "", today)
        programme.hold(member.keyring, Open(id, slug, 5, {}, {"page": f"{word} half said"}))
        use, mine = Practice(slug, today.isoformat()), modules.enrolments(member.keyring)[id]
        held = Open(id, slug, written={"page": f"{word} kept"})
        programme.finish(member.keyring, mine, use, held, id=uuid4())
        programme.hold(member.keyring, Open(id, slug, 5, {}, {"page": f"{word} half said"}))
        return str(courses.numbers[id])
    return "1"


def _with_two() -> str:
    """The number of a module that has a part for two."""
    found = modules.courses()
    return str(next(found.numbers[id] for id, course in found.modules.items() if course.head.together))


def journal_of_two(member: Member, word: str, on: Any) -> str:
    """Heavy writing under way, with its words, and one that is done."""
    heavy, free = (next(way for way in ways.ways() if bool(way.frame) == framed) for framed in (True, False))
    done = journal.begin(member.keyring, free, on, id=uuid4())
    journal.write(member.keyring, done, Sent("", {"words": f"{word} over the roof"}, "", ""), done=True)
    id = journal.begin(member.keyring, heavy, on, id=uuid4())
    journal.sit_down(member.keyring, id, 5)
    journal.write(member.keyring, id, Sent(f"{word} again", {"words": f"{word} on the sill"}, "", ""))
    return str(id)


def step_on_a_sheet(member: Member, word: str, on: str) -> dict[str, str]:
    """A step on the first sheet, tried once."""
    (ladder, step, tried) = (sheet_files.every()[0], uuid4(), uuid4())
    sheets.keep(member.keyring, ladder, step, OnSheet({"what": f"{word} in the shop", "hard": 3}, "form", ""))
    sheets.keep_try(member.keyring, ladder, step, Try(str(tried), {"peak": 5}, "chosen", on, 0))
    return {"step": str(step), "tried": str(tried)}


def _for_two(member: Member, word: str) -> dict[str, str]:
    """Somebody alongside, with something shared and asked for each way; a code that is out, and one that was given."""
    ben, eve = join("ben", recovering=False, supporting=True), join("eve")
    pair = linked(member, ben)
    card, row, code = Card("what-helps", "What helps me", f"{word} and tea"), uuid4(), uuid4()
    people.share(member.keyring, pair, card, id=row)
    people.share(ben.keyring, side(ben, pair), Card("what-helps", "What helps me", "quiet"), id=uuid4())
    people.ask(ben.keyring, side(ben, pair), "my-mood")
    _wish(member, pair, word)
    people.invite(member.keyring, "friend", word.title(), id=code)
    people.was_asked(member.keyring, bytes.fromhex(people.invite(eve.keyring, "friend", "Eve", id=uuid4()).code))
    people.say_role(member.keyring, "friend")
    (ask,) = sharing.asked(member.keyring, pair)
    stream = member.keyring.tag(f"address/{pair.id}/what-helps").hex()
    told = {"pair": str(pair.id), "shared": str(row), "stream": stream, "code": str(code), "ask": str(ask.id)}
    return told | {"letter": _said(member, ben, pair, word)}


def _said(member: Member, other: Member, pair: Any, word: str) -> str:
    """What the two have said to each other: of every kind something, each way; the letter that has come."""
    now, zone, theirs = clock.now(), ZoneInfo("Europe/Berlin"), side(other, pair)
    people.share(other.keyring, theirs, Card("letter", f"The {word}", f"A {word} in the tree."), id=uuid4())
    people.share(member.keyring, pair, Card("letter", "A letter", f"{word} and geese"), id=uuid4())
    people.take_letters(member.keyring, pair)
    breaks.keep_words(member.keyring, pair.id, breaks.Words(f"{word} and air", "20", f"the {word} room"))
    breaks.start(member.keyring, "20", now, zone)
    breaks.tell(member.keyring, pair, now, zone)
    week.keep(member.keyring, week.Note(pair.id.hex, "a-warm-drink", now.date().isoformat(), "good"), id=uuid4())
    for who, seen in ((member, pair), (other, theirs)):
        signals.switch_on(who.keyring, seen, 3, now)
        signals.send(who.keyring, seen, "shaky", "near", now - timedelta(minutes=1))
        asks.ask(seen, rules.asked("a-call", now, zone), now, id=uuid4())
    at = now + timedelta(hours=1)
    week.offer(theirs, rules.plan("a-short-walk", at, now, zone), now, id=uuid4())
    return str(sharing.letters(member.keyring)[0][0])


def _wish(member: Member, pair: Any, word: str) -> None:
    """The second list answered, with a note; the first is open to be answered."""
    wishes.begin(member.keyring, pair)
    sheet = shelf.sheets(pair)[1]
    items = [item.id for item in sheet.items]
    said = (dict.fromkeys(items, "yes"), {items[0]: f"{word}, with the door open"})
    wishes.answer(member.keyring, pair, sheet, said, clock.today(profiles.profile(member.keyring).zone))


def _opened(member: Member) -> Any:
    return accounts.by_name(member.name, member.words, accounts.Sender("127.0.0.1"))


def _drop(member: Member, word: str) -> str:
    body = {"path": "/p/51/0", "record": uuid4().hex, "fields": [["note", f"{word} sent late"]]}
    dropbox.drop(bytes(member.account.hpke_public), member.account.id, drops.KIND, body)
    dropbox.collect(member.keyring)
    return str(drops.waiting(member.keyring)[0].id)


def addresses(ids: Ids) -> dict[str, str]:
    """The address of every row, by name, filled with these ids."""
    found = {name: f"/{word}" for word, _view, name in WORDS}
    return found | {name: f"/p/{number}{_filled(name, rest, ids)}" for number, rest, _view, name in TABLE}


def _filled(name: str, rest: str, ids: Ids) -> str:
    given = {
        ("person", "id"): ids.person,
        ("day", "text"): ids.day,
        ("measure", "key"): ids.line,
        ("days", "key"): ids.item,
        ("days", "span"): "30",
        ("help-country", "country"): "fi",
        ("library-tag", "number"): "30",
        ("article", "number"): str(number_of("how-sure-are-we")),
        ("article-print", "number"): str(number_of("how-sure-are-we")),
        ("share", "key"): ids.stream,
        ("shared", "row"): ids.shared,
        ("letter", "id"): ids.letter,
        ("journal-month", "text"): ids.day[:7],
        ("journal-print", "text"): ids.day[:7],
        ("sheet-try-remove", "row"): ids.tried,
        **{(each, "id"): ids.step for each in ON_A_SHEET},
    }

    def part(found: re.Match[str]) -> str:
        kind, what = found.groups()
        if name in MODULE and what == "number":
            return ids.module
        if name in WITH_TWO and what == "number":
            return _with_two()
        if (name, what) in given:
            return given[name, what]
        if kind == "int":
            return "0" if what == "back" else "1"
        assert kind == "uuid", f"{name}: say in tests/web/walks.py what stands in its address"
        if name in FOR_TWO:
            return ids.pair
        if name.startswith("journal-"):
            return ids.entry
        return ids.draft if name.startswith("form") else ids.given

    return CONVERTER.sub(part, rest)


@dataclass(frozen=True)
class Form:
    """One form of a page: where it goes, its fields as the page fills them, and its buttons."""

    action: str
    fields: tuple[tuple[str, str], ...]
    buttons: tuple[tuple[str, str], ...]


class _Forms(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms, self.named, self.open = page, [], {}, None
        self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = [told.get("action") or self.page, [], [], told.get("method", "get")]
            self.forms.append(self.open)
            self.named[told.get("id", "")] = self.open
        form = self.named.get(told["form"]) if "form" in told else self.open
        if form is None or not told.get("name"):
            return
        field = (told["name"], told.get("value", ""))
        if tag == "button":
            form[2].append(field)
        elif tag in ("input", "select", "textarea"):
            form[1].append(field)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None


def forms(page: str, html: str) -> list[Form]:
    """The forms of a page that are sent by POST, one radio or box of each name filled in."""
    parser = _Forms(page)
    parser.feed(html)
    return [
        Form(action, tuple(dict(fields).items()), tuple(dict.fromkeys(buttons)))
        for action, fields, buttons, method in parser.forms
        if method == "post"
    ]


def browser(member: Member, **options: Any) -> Client:
    """Another tab of a member's browser."""
    client = Client(raise_request_exception=False, **options)
    client.cookies.load(member.client.cookies)
    return client


def send(client: Client, address: str, fields: Any) -> Any:
    """POST fields as a browser encodes them, half surrogates and all."""
    pairs = fields.items() if isinstance(fields, dict) else fields
    return client.post(address, urlencode(list(pairs), errors="surrogatepass"), content_type=TOKEN)


def token(member: Member, address: str, record: UUID | None = None) -> str:
    """A form token of a member's own."""
    return form_token.make(member.account.id, address, record)


@contextmanager
def rolled_back() -> Iterator[None]:
    """Whatever happens inside is undone in every store, so that one walk does not spoil the next."""
    with ExitStack() as stack:
        for alias in connections:
            stack.enter_context(transaction.atomic(using=alias))
        yield
        for alias in connections:
            transaction.set_rollback(True, using=alias)


def rows_of(member: Member) -> str:
    """A digest of every row of one person."""
    told = hashlib.sha256()
    for model, column in ((SealedRow, "envelope"), (DropRow, "sealed")):
        for id, sealed in model.objects.filter(owner=member.account.id).order_by("id").values_list("id", column):
            told.update(id.bytes + bytes(sealed))
    fields = ("name", "epoch", "disabled", "hpke_public", "signing_public", "keychain")
    account = type(member.account).objects.filter(pk=member.account.pk).values_list(*fields).first()
    told.update(repr(account and [bytes(each) if isinstance(each, memoryview) else each for each in account]).encode())
    for slot in member.account.slots.order_by("id"):
        told.update(slot.id.bytes + bytes(slot.envelope) + bytes([slot.tries]))
    return told.hexdigest()
