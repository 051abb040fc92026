"""What stays one's own: sealed under the private key, wiped on erase, taken along, given to nobody (CR-18)."""

import ast
import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from holdfast.exchange import actions as exchange
from holdfast.exchange import archive, checks
from holdfast.exchange import queries as exports
from holdfast.exchange.schema import Record
from holdfast.journal import queries, shelf
from holdfast.journal.records import FRAME, JOURNAL
from holdfast.people import actions as people
from holdfast.people import content
from holdfast.people.schema import Card
from holdfast.people.sharing import NotShared
from holdfast.vault import actions as vault
from holdfast.vault import queries as rows
from holdfast.vault.models import SealedRow
from tests.cast import join, linked, side
from tests.contracts.house import PACKAGE, files, tree
from tests.journal.helpers import FREE, HEAVY, LETTER, NOON, begin, get, main, sat, send, wrote

CANARY = "quartzfinch"
SHARES = re.compile(r"holdfast\.(people\.(actions|sharing|linking|card|pair|ending|book)|together|checkins|programme)")


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


def test_cr_18_no_file_of_this_room_can_reach_what_shares():
    """By construction: no import of anything that seals for another, no stream, no card, no space."""
    reached = []
    for path in files(PACKAGE / "journal", "*.py"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
                reached += [f"{path.name}: {name}" for name in names if SHARES.match(name) or "spaces" in name]
    assert reached == []
    assert JOURNAL.layer == FRAME.layer == "private"


def test_cr_18_no_stream_is_of_the_journal_and_nothing_says_so():
    for to in (content.PAIR, content.CLINICIAN):
        for stream in content.streams(to):
            said = f"{stream.id} {stream.title} {stream.about} {stream.purpose}".lower()
            assert not re.search(r"journal|entry|entries|diary|writing", said), stream.id


@pytest.mark.django_db
@pytest.mark.parametrize("stream", ["journal", "journal-frame", "entry", "free-writing", "expressive-writing"])
def test_cr_18_no_card_takes_an_entry(stream):
    ana, ben = join("ana"), join("ben")
    pair = linked(ana, ben)
    with pytest.raises(NotShared):
        people.share(ana.keyring, pair, Card(stream, "Mine", CANARY), id=uuid4())
    assert content.stream(stream) is None


@pytest.mark.django_db
def test_cr_18_whoever_is_alongside_gets_no_byte_of_it():
    """Twin run: what Ben is shown is the same whether Ana writes or not."""
    ana, ben = join("ana"), join("ben")
    pair = linked(ana, ben)
    where = [reverse("us"), reverse("letters"), reverse("today"), reverse("share-list", args=[side(ben, pair).id])]
    where += [reverse("us-theirs"), reverse("sharing"), reverse("what-helps", args=[pair.id, 1])]

    def shown() -> list[str]:
        token = re.compile(r'name="(csrfmiddlewaretoken|form_token)" value="[^"]*"')
        return [token.sub("", ben.client.get(address).content.decode()) for address in where]

    before, shared = shown(), SealedRow.objects.exclude(scope=None).count()
    wrote(ana, CANARY, LETTER)
    sat(ana, "3", "6")
    assert shown() == before
    assert SealedRow.objects.exclude(scope=None).count() == shared


@pytest.mark.django_db
def test_cr_18_the_dialog_warns_both_ways_and_has_nothing_that_sends():
    ana, ben = join("ana"), join("ben")
    heavy = begin(ana, HEAVY)
    send(ana, "journal-write", heavy, do="done", **{"p-words": CANARY})
    letter, free = wrote(ana, CANARY, LETTER), wrote(ana, CANARY, FREE)
    for id in (heavy, letter, free):
        page = get(ana, "journal-aside", id)
        said = main(page)
        assert "No button here sends it" in said
        assert "What someone has read can't be unread." in said, "for oneself"
        assert "Details of what happened can weigh on the one who reads them." in said, "for the other"
        assert "someone trained is the better listener" in said
        assert CANARY not in said
        inside = page.content.decode().split("<main", 1)[1]
        assert "<form" not in inside
        assert reverse("letters") not in inside, "nobody is alongside"
    linked(ana, ben)
    inside = {id: get(ana, "journal-aside", id).content.decode().split("<main", 1)[1] for id in (heavy, letter, free)}
    assert reverse("letters") in inside[letter] and "Copy by hand" in inside[letter]
    assert reverse("letters") not in inside[heavy] + inside[free]


@pytest.mark.django_db
def test_the_words_are_sealed_and_a_row_tells_neither_how_many_nor_when():
    ana = join("ana")
    held = SealedRow.objects.filter(owner=ana.account.id)
    before = held.count()
    for n in range(5):
        wrote(ana, f"{CANARY} {n}", heading=CANARY)
    assert held.count() == before + 1, "five entries of a month are one row"
    for row in held:
        assert CANARY.encode() not in bytes(row.envelope)
    assert queries.book(join("ben").keyring).entries == []


@pytest.mark.django_db
def test_nothing_is_left_after_erase():
    ana = join("ana")
    wrote(ana, CANARY)
    sat(ana, "3", "6")
    assert rows.rows(ana.keyring, JOURNAL) and rows.rows(ana.keyring, FRAME)
    vault.erase(ana.account.id)
    assert not SealedRow.objects.filter(owner=ana.account.id).exists()


@pytest.mark.django_db
def test_it_is_in_ones_own_export_and_comes_back_on_another_host():
    ana, cleo = join("ana"), join("cleo")
    wrote(ana, CANARY, heading="A heading")
    for _ in range(2):
        sat(ana, "3", "6")
    data = b"".join(archive.stream(exports.contents(ana.keyring)))
    assert CANARY in zipfile.ZipFile(BytesIO(data)).read("tables/journal.csv").decode()
    exchange.take_in(cleo.keyring, data)
    assert [entry.parts for entry in queries.book(cleo.keyring).entries] == [
        entry.parts for entry in queries.book(ana.keyring).entries
    ]
    assert "This one rests for now." in main(get(cleo, "journal-begin", HEAVY)), "the rest comes along"
    assert exchange.take_in(cleo.keyring, data).new == 0
    wrote(cleo, "since then")
    exchange.take_in(cleo.keyring, data)
    assert "since then" in [entry.parts.get("words") for entry in queries.book(cleo.keyring).entries]


ENTRY = {"on": "2026-11-04", "way": "w", "heading": "", "parts": {"words": "x"}, "by": "", "open": False}
ID = str(uuid4())


def test_a_page_as_we_write_it_passes_the_check():
    assert checks.journal_page(Record(uuid4(), "journal", "2026-11.2", {"entries": {ID: ENTRY}}))
    sitting = {"entry": ID, "at": NOON.isoformat(), "before": None}
    assert checks.journal_frame(Record(uuid4(), "journal-frame", "", {"sitting": sitting, "past": []}))


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"entries": []},
        {"entries": {"x": ENTRY}},
        {"entries": {ID: ENTRY | {"on": "2026-12-04"}}},
        {"entries": {ID: ENTRY | {"open": "yes"}}},
        {"entries": {ID: ENTRY | {"heading": "x" * 81}}},
        {"entries": {ID: ENTRY | {"heading": "\ud800"}}},
        {"entries": {ID: ENTRY | {"parts": {"words": "x" * 12_001}}}},
        {"entries": {ID: ENTRY | {"parts": {"words": "\ud800"}}}},
        {"entries": {ID: ENTRY | {"parts": {"\ud800": "x"}}}},
        {"entries": {ID: ENTRY | {"parts": {f"p{n}": "x" for n in range(13)}}}},
        {"entries": {ID: ENTRY | {"more": 1}}},
    ],
)
def test_what_is_no_page_of_a_journal_is_refused(body):
    assert not checks.journal_page(Record(uuid4(), "journal", "2026-11", body))


@pytest.mark.parametrize(
    "body",
    [{}, {"sitting": None}, {"sitting": None, "past": [{"at": "soon", "worse": True}]}, {"sitting": {}, "past": []},
     {"sitting": {"entry": "x", "at": NOON.isoformat(), "before": 1}, "past": []}],
)  # fmt: skip
def test_what_is_no_frame_is_refused(body):
    assert not checks.journal_frame(Record(uuid4(), "journal-frame", "", body))


def test_the_ways_that_ship():
    assert [(way.id, way.number) for way in shelf.ways()] == [
        ("free-writing", 1),
        ("thought-record", 2),
        ("compassionate-letter", 3),
        ("expressive-writing", 4),
        ("something-good", 5),
    ]
    assert datetime(2026, 11, 24, tzinfo=UTC) <= NOON
