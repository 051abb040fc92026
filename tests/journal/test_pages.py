"""The pages of the journal: write, read, change, delete, look for, print; drafts, locks, two windows, damaged rows."""

import re
from datetime import UTC, datetime
from html import unescape
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from holdfast.journal import entries, queries, shelf
from holdfast.journal.records import FRAME, JOURNAL
from holdfast.library.hooks import address_of_tool
from holdfast.vault import actions as vault
from holdfast.vault import queries as rows
from holdfast.vault.models import SealedRow
from tests.cast import join
from tests.checkins.walking import hidden
from tests.journal.helpers import FREE, GOOD, HEAVY, LETTER, NOON, THOUGHT, begin, get, main, send, wrote
from tests.web.walks import rows_of

pytestmark = pytest.mark.django_db
CANARY = "quartzfinch"


@pytest.fixture
def at_noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def ana(at_noon):
    return join("ana")


def test_from_the_door_in_me_to_words_that_are_read_again(ana):
    assert reverse("journal") in get(ana, "me").content.decode()
    home = main(get(ana, "journal"))
    assert "A court may ask for what is stored." in home and "ask your lawyer first" in home
    assert "Writing suits some people and may bring up feelings for a short while." in home, "C37"
    id = begin(ana)
    page = get(ana, "journal-write", id)
    kept = send(ana, "journal-write", id, page=page, do="done", heading="Rain", **{"p-words": "It rained.\r\nI slept."})
    assert kept.url == reverse("journal-kept", args=[FREE])
    said = main(get(ana, "journal-kept", FREE))
    assert "Saved, and locked with your own words." in said and "It rained" not in said
    months = get(ana, "journal-months")
    assert "November 2026" in main(months) and "Rain" in main(months) and "It rained" not in main(months)
    read = get(ana, "journal-entry", id)
    assert "It rained.<br>I slept." in read.content.decode()
    assert "Tuesday 24 November 2026" in main(read)


@pytest.mark.parametrize("number", [FREE, THOUGHT, LETTER, GOOD])
def test_each_way_says_what_it_is_how_sure_and_whom_it_does_not_suit(ana, number):
    way = shelf.numbered(number)
    said = main(get(ana, "journal-begin", number))
    for words in (way.title, *way.about, way.skip_if, "Not yet read by a clinician."):
        assert words in said
    id = begin(ana, number)
    page = unescape(get(ana, "journal-write", id).content.decode())
    for part in way.parts:
        assert part.title in page and part.hint in page
    assert way.stop in page and way.lighter in page
    sent = {f"p-{part.id}": f"about {part.id}" for part in way.parts}
    send(ana, "journal-write", id, do="done", **sent)
    read = main(get(ana, "journal-entry", id))
    assert all(f"about {part.id}" in read for part in way.parts)


def test_there_is_no_other_way(ana):
    for name in ("journal-begin", "journal-kept"):
        assert get(ana, name, 99).status_code == 404


def test_gratitude_is_never_asked_for(ana):
    """Reachable by choosing it alone: on the list of ways, and on no page that comes by itself."""
    assert (
        main(get(ana, "journal-ways"))
        .rstrip()
        .endswith("Something good, if there was something About 5 minutes, or less")
    )
    wrote(ana, "rain")
    for name in ("today", "journal", "me", "path", "relief", "journal-months", "journal-look"):
        page = get(ana, name).content.decode()
        assert reverse("journal-begin", args=[GOOD]) not in page, name
        assert "grateful" not in page.lower() and "Something good" not in page, name


def test_heavy_writing_is_offered_by_no_page_but_the_list_of_ways(ana):
    for name in ("today", "journal", "me", "path", "journal-months"):
        assert reverse("journal-begin", args=[HEAVY]) not in get(ana, name).content.decode(), name
    assert reverse("journal-begin", args=[HEAVY]) in get(ana, "journal-ways").content.decode()


def test_nothing_is_counted_and_no_gap_is_shown(ana, at_noon):
    for day in (3, 9, 24):
        at_noon.move_to(datetime(2026, 11, day, 11, tzinfo=UTC))
        ana = _again(ana)
        wrote(ana, "rain")
    for name in ("journal", "journal-months"):
        said = main(get(ana, name))
        assert not re.search(r"\b3\b(?! November)|\bthree\b|streak|days in a row|entries", said), name


def test_the_home_is_the_same_whatever_was_written(ana):
    before = main(get(ana, "journal"))
    wrote(ana, CANARY)
    assert main(get(ana, "journal")) == before


def test_the_page_keeps_itself_and_what_was_begun_is_there_to_go_on_with(ana):
    id = begin(ana)
    page = get(ana, "journal-write", id)
    keep = reverse("journal-draft", args=[id])
    assert f'data-draft="{keep}"' in page.content.decode()
    for words in ("It", "It ra", "It rained"):
        assert ana.client.post(keep, hidden(page) | {"p-words": words}).status_code == 204
    assert "Begun, not finished" in main(get(ana, "journal"))
    assert "It rained" in get(ana, "journal-write", id).content.decode()
    assert "not finished" in main(get(ana, "journal-months"))
    assert send(ana, "journal-write", id, page=page, do="done", **{"p-words": "It rained."}).status_code == 302
    assert "Begun, not finished" not in main(get(ana, "journal"))
    assert ana.client.post(keep, hidden(page) | {"p-words": "x" * 12_001}).status_code == 422


def test_ft_08_a_beginning_sent_twice_is_one_entry(ana):
    page = get(ana, "journal-begin", FREE)
    first, second = (send(ana, "journal-begin", FREE, page=page, do="begin") for _ in range(2))
    assert first.url == second.url
    assert len(queries.book(ana.keyring).entries) == 1


def test_ft_10_two_windows_on_one_entry_both_texts_to_choose_from(ana):
    id = begin(ana)
    first, second = (get(ana, "journal-write", id) for _ in range(2))
    assert send(ana, "journal-write", id, page=first, do="later", **{"p-words": "from the phone"}).status_code == 302
    late = send(ana, "journal-write", id, page=second, do="done", **{"p-words": "from the desk"})
    assert late.status_code == 409
    assert "Nothing is lost." in main(late) and "from the phone" in main(late) and "from the desk" in main(late)
    kept = reverse("journal-draft", args=[id])
    assert ana.client.post(kept, hidden(second) | {"p-words": "desk"}).status_code == 409
    assert queries.found(ana.keyring, id)[1].parts["words"] == "from the phone"
    assert send(ana, "journal-write", id, page=late, do="done", **{"p-words": "from both"}).status_code == 302
    assert queries.found(ana.keyring, id)[1].parts["words"] == "from both"


@pytest.mark.parametrize(("number", "fields"), [(FREE, {"p-words": "a wave " * 2000}), (FREE, {"heading": "x" * 81})])
def test_too_much_is_refused_and_nothing_is_lost(ana, number, fields):
    id = begin(ana, number)
    page = send(ana, "journal-write", id, do="done", **fields)
    assert page.status_code == 422
    assert "It is still here." in main(page)
    assert next(iter(fields.values())).strip() in unescape(page.content.decode())
    assert not queries.found(ana.keyring, id)[1].written


def test_parts_together_have_one_limit(ana):
    id = begin(ana, THOUGHT)
    page = send(ana, "journal-write", id, do="done", **{"p-thought": "x" * 7000, "p-now": "y" * 7000})
    assert page.status_code == 422
    assert "more than 12000 letters" in main(page)


def test_changing_and_deleting(ana):
    id = wrote(ana, "rain")
    assert send(ana, "journal-write", id, do="done", **{"p-words": "rain, then sun"}).status_code == 302
    assert "rain, then sun" in main(get(ana, "journal-entry", id))
    assert "Delete this?" in main(get(ana, "journal-delete", id))
    assert send(ana, "journal-delete", id).url == reverse("journal-months")
    assert get(ana, "journal-entry", id).status_code == 404
    assert rows.rows(ana.keyring, JOURNAL) == [], "the page of the month went with its last entry"
    assert "month by month" in main(get(ana, "journal-months"))


def test_deleting_one_leaves_the_others(ana):
    first, second = wrote(ana, "rain"), wrote(ana, "sun")
    send(ana, "journal-delete", first)
    assert [entry.id for entry in queries.book(ana.keyring).entries] == [second]


def test_months_by_name_and_no_page_for_a_month_without_words(ana, at_noon):
    at_noon.move_to(datetime(2026, 9, 3, 11, tzinfo=UTC))
    ana = _again(ana)
    wrote(ana, "warm", heading="September words")
    at_noon.move_to(NOON)
    ana = _again(ana)
    wrote(ana, "rain", heading="November words")
    latest = main(get(ana, "journal-months"))
    assert "November words" in latest and "September words" not in latest and "September 2026" in latest
    assert "September words" in main(get(ana, "journal-month", "2026-09"))
    paper = main(get(ana, "journal-print", "2026-09"))
    assert "warm" in paper and "rain" not in paper and "Think first of who could find the paper." in paper
    for text in ("2026-10", "2026-13", "2026-9", "soon", "2026-09-03"):
        assert get(ana, "journal-month", text).status_code == 404, text
        assert get(ana, "journal-print", text).status_code == 404, text


def test_one_entry_on_paper(ana):
    id = wrote(ana, "rain", heading="Wet")
    said = main(get(ana, "journal-entry-print", id))
    assert "Tuesday 24 November 2026 Wet rain" in said


def test_looking_for_words_writes_nothing_and_finds_what_holds_them_all(ana):
    wrote(ana, "We walked to the shore in the rain.", heading="Walk")
    wrote(ana, "Nothing much.")
    before = rows_of(ana)
    found = main(send(ana, "journal-look", words="SHORE rain"))
    assert "We walked to the shore in the rain." in found and "Nothing much" not in found
    assert "Nothing you wrote holds all of these words." in main(send(ana, "journal-look", words="shore snow"))
    assert "Found" not in main(send(ana, "journal-look", words="  "))
    assert rows_of(ana) == before
    page = send(ana, "journal-look", words='<script>alert("x")</script>')
    assert page.status_code == 200 and "<script>alert" not in page.content.decode()


def test_looking_finds_nothing_of_anybody_elses(ana):
    wrote(ana, CANARY)
    assert CANARY not in main(send(join("cleo"), "journal-look", words="bird")).lower()
    assert "holds all of these words" in main(send(join("ben"), "journal-look", words=CANARY))


NAMES = ("write", "again", "after", "entry", "entry-print", "delete", "aside")


@pytest.mark.parametrize("name", NAMES)
def test_ps_47_an_entry_of_somebody_elses_is_one_that_never_was(ana, name):
    id, cleo = wrote(ana, CANARY), join("cleo")
    theirs, nobodys = (get(cleo, f"journal-{name}", each) for each in (id, uuid4()))
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.content == nobodys.content
    before = rows_of(ana)
    token = hidden(get(cleo, "journal-begin", FREE))
    for each in (f"journal-{name}", "journal-draft"):
        assert cleo.client.post(reverse(each, args=[id]), token | {"p-words": "mine"}).status_code in (404, 405)
    assert rows_of(ana) == before


def test_ps_47_words_that_are_there_ask_for_a_fresh_secret_after_two_minutes(at_noon):
    """Writing never asks: a page in the making takes longer than that."""
    ana = join("ana")
    done = wrote(ana, CANARY)
    id = begin(ana)
    page = get(ana, "journal-write", id)
    at_noon.shift(180)
    assert get(ana, "journal").status_code == 200
    assert get(ana, "journal-begin", FREE).status_code == 200
    assert get(ana, "journal-write", id).status_code == 200, "there is nothing to see yet"
    assert send(ana, "journal-write", id, page=page, do="later", **{"p-words": CANARY}).status_code == 302
    month = "2026-11"
    guarded = [("write", id), ("entry", done), ("delete", done), ("entry-print", done), ("months", None)]
    guarded += [("month", month), ("print", month), ("look", None)]
    for name, arg in guarded:
        asked = get(ana, f"journal-{name}", *([arg] if arg else []))
        assert asked.status_code == 403, name
        assert "Once more, please" in main(asked) and CANARY not in asked.content.decode()
        assert f'href="{reverse("help")}"' in asked.content.decode()
    assert get(join("ben"), "journal-months").status_code == 200, "where nothing is, nothing is asked"
    ana.client.post(reverse("unlock"), hidden(asked) | {"words": ana.words})
    assert CANARY in get(ana, "journal-entry", done).content.decode()


def test_words_sent_while_locked_wait_for_their_owner(ana):
    id = begin(ana)
    page = get(ana, "journal-write", id)
    ana.client.post(reverse("lock"))
    assert send(ana, "journal-write", id, page=page, do="done", **{"p-words": CANARY}).status_code == 403
    assert not queries.found(ana.keyring, id)[1].written
    form = hidden(get(ana, "today")) | {"words": ana.words}
    assert ana.client.post(reverse("unlock"), form).url == reverse("kept-forms")
    kept = get(ana, "kept-forms")
    assert CANARY in kept.content.decode()
    fields = dict(re.findall(r'<textarea name="([^"]+)"[^>]*>\s*([^<]*)', kept.content.decode()))
    assert ana.client.post(reverse("journal-write", args=[id]), hidden(kept) | fields).status_code == 302
    assert CANARY in queries.found(ana.keyring, id)[1].parts["words"]


def test_ft_18_a_damaged_page_is_said_and_writing_goes_on_beside_it(ana):
    id = wrote(ana, CANARY)
    row = SealedRow.objects.get(owner=ana.account.id, tag=ana.keyring.tag(JOURNAL.label("2026-11")))
    row.envelope = bytes(row.envelope)[:-1] + bytes([bytes(row.envelope)[-1] ^ 1])
    row.save()
    assert "A page here can't be read any more." in main(get(ana, "journal-months"))
    assert get(ana, "journal-entry", id).status_code == 404
    after = wrote(ana, "sun")
    assert "sun" in main(get(ana, "journal-entry", after))
    assert {row.part for row in rows.rows(ana.keyring, JOURNAL)} >= {"2026-11.2"}
    vault.put(ana.keyring, FRAME, {"sitting": 5, "past": "x"})
    assert get(ana, "journal-ways").status_code == 200


def test_a_full_month_goes_on_on_another_page(ana, monkeypatch):
    monkeypatch.setattr(entries, "ROOM", 900)
    written = [wrote(ana, f"{n} " * 120) for n in range(6)]
    assert len(rows.rows(ana.keyring, JOURNAL)) > 1
    assert {entry.id for entry in queries.book(ana.keyring).entries} == set(written)
    assert all(get(ana, "journal-entry", id).status_code == 200 for id in written)


def test_words_of_a_way_that_is_gone_are_still_there(ana):
    """Brought along from another host, say: shown, and changed without losing a part."""
    id = uuid4()
    kept = {
        "on": "2026-11-03",
        "way": "gone@4.0.0",
        "heading": "",
        "parts": {"old-part": "kept words"},
        "by": "",
        "open": False,
    }
    vault.revise(ana.keyring, JOURNAL, "2026-11", lambda _page: {"entries": {str(id): kept}})
    assert "kept words" in main(get(ana, "journal-entry", id))
    assert "kept words" in get(ana, "journal-write", id).content.decode()
    send(ana, "journal-write", id, do="done", **{"p-old-part": "kept words", "p-words": "and more"})
    said = main(get(ana, "journal-entry", id))
    assert "kept words" in said and "and more" in said


def test_the_steadying_tool_is_a_page_of_its_own(ana):
    way = shelf.numbered(HEAVY)
    assert address_of_tool(way.frame.tool) != reverse("relief")
    assert address_of_tool(way.frame.tool) in get(ana, "journal-begin", HEAVY).content.decode()


def test_the_list_does_not_break_on_a_word_of_htmx(ana):
    id = wrote(ana, '<b hx-get="/exit" hx-trigger="load">x</b>', heading='<i hx-get="/exit">h</i>')
    for name, args in (("journal-entry", [id]), ("journal-months", []), ("journal-entry-print", [id])):
        page = get(ana, name, *args).content.decode()
        assert "<b hx-get" not in page and "<i hx-get" not in page, name


def _again(member):
    """The same person in a session of this day."""
    from tests.safety.test_plan import rejoined

    return rejoined(member)
