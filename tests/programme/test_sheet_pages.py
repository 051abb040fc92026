"""The pages of sheets: adding, changing, taking off, trying, paper; alone with it, locked, damaged, taken along."""

import re
from html import unescape
from uuid import UUID, uuid4

import pytest
import time_machine
from django.urls import reverse

from holdfast.accounts import actions as accounts
from holdfast.exchange import actions as exchange
from holdfast.exchange import archive
from holdfast.exchange import queries as exports
from holdfast.people import actions as people
from holdfast.people.schema import Someone
from holdfast.programme.sheets import actions, queries, shelf
from holdfast.programme.sheets.lines import Sent, Try
from holdfast.programme.sheets.records import SHEET
from holdfast.vault import queries as vault
from holdfast.vault.models import DropRow, SealedRow
from tests.cast import join
from tests.checkins.walking import hidden, text

pytestmark = pytest.mark.django_db

CANARY = "quartzfinch"
LADDER, SUPPORT, SIGNS, TRUST, LIMITS = range(1, 6)
IDS = {1: "approach-ladder", 2: "support-map", 3: "warning-signs", 4: "trust-ladder", 5: "limits-map"}


def add(member, number, page=None, **fields):
    """Add a line through its page."""
    address = reverse("sheet-add", args=[number])
    page = page or member.client.get(address)
    return member.client.post(address, hidden(page) | fields)


def written(member, number):
    """What the lines of a sheet say, in its order."""
    return [dict(line.values) for line in queries.lines(member.keyring, IDS[number])]


def only(member, number):
    """The id of the one line of a sheet."""
    (line,) = queries.lines(member.keyring, IDS[number])
    return UUID(line.id)


def put(member, number, **values) -> UUID:
    """A line, without its page."""
    id = uuid4()
    actions.keep(member.keyring, shelf.numbered(number), id, Sent(values, id.hex, ""))
    return id


def tried(member, id, ended="chosen", on="2026-11-24", **ratings) -> UUID:
    """A try of a step, without its page."""
    which = uuid4()
    actions.keep_try(member.keyring, shelf.numbered(LADDER), id, Try(str(which), ratings, ended, on, 0))
    return which


# --- from nothing to a sheet


def test_every_sheet_is_in_the_list_empty_and_with_nothing_filled_in():
    ana = join("ana")
    shown = ana.client.get(reverse("sheets")).content.decode()
    for number, id in IDS.items():
        assert f'href="{queries.address(id)}"' in shown
        page = ana.client.get(reverse("sheet", args=[number]))
        assert shelf.numbered(number).title in text(page)
        assert f'href="{reverse("help")}#scared"' in page.content.decode()
        assert "These words have not been reviewed by a clinician." in text(page)
        form = ana.client.get(reverse("sheet-add", args=[number])).content.decode()
        assert re.findall(r"<textarea[^>]*>\s*([^<]*)</textarea>", form) == [""] * form.count("<textarea")
        assert " checked" not in form and "<datalist" not in form
    assert queries.address("no-sheet") == "" and queries.lines(ana.keyring, "no-sheet") == ()
    assert vault.rows(ana.keyring, SHEET) == [], "looking writes nothing"


def test_steps_are_added_and_stand_by_their_number():
    ana = join("ana")
    for what, hard in (("the bus", "6"), ("the shop", "2"), ("a film", "cant-tell")):
        answer = add(ana, LADDER, **{"v-what": what, "v-hard": hard, "v-easier": ""})
        assert answer.url == reverse("sheet", args=[LADDER])
    assert written(ana, LADDER) == [{"what": "the shop", "hard": 2}, {"what": "the bus", "hard": 6}, {"what": "a film"}]
    shown = text(ana.client.get(reverse("sheet", args=[LADDER])))
    assert shown.index("the shop") < shown.index("the bus") < shown.index("a film")
    assert "2 of 10" in shown


def test_a_person_is_good_for_several_things_and_the_page_says_them_in_order():
    ana = join("ana")
    add(ana, SUPPORT, **{"v-who": "Z.", "v-good-for": ["night", "practical"], "v-reach": "a call"})
    assert written(ana, SUPPORT) == [{"who": "Z.", "good-for": ["night", "practical"], "reach": "a call"}]
    assert "Good for Practical things, In the night" in text(ana.client.get(reverse("sheet", args=[SUPPORT])))
    page = ana.client.get(reverse("sheet-line", args=[SUPPORT, only(ana, SUPPORT)])).content.decode()
    assert re.findall(r'value="([a-z]+)" checked', page) == ["practical", "night"]


def test_nobody_is_prefilled_whoever_the_person_wrote_down():
    """Twin run: with people in the profile or without, the pages are the same to the byte."""
    ana = join("ana")

    def pages():
        names = [("sheet", SUPPORT), ("sheet-add", SUPPORT), ("sheet", LADDER), ("sheet-add", TRUST)]
        found = (ana.client.get(reverse(name, args=[number])).content.decode() for name, number in names)
        return [re.sub(r'name="(csrfmiddlewaretoken|form_token)" value="[^"]*"', r'name="\1"', page) for page in found]

    before = pages()
    people.keep_someone(ana.keyring, Someone(str(uuid4()), f"{CANARY} mother", "friend", True))
    assert pages() == before
    assert CANARY not in "".join(before)


def test_the_trust_ladder_stands_under_its_kinds():
    ana = join("ana")
    put(ana, TRUST, step="I notice my stomach", kind="judgement")
    put(ana, TRUST, step="I tell one plan", kind="words")
    put(ana, TRUST, step="I wait")
    shown = ana.client.get(reverse("sheet", args=[TRUST])).content.decode()
    assert re.findall(r"<h2[^>]*>([^<]+)</h2>", shown)[:3] == [
        "Words that are kept",
        "My own judgement",
        "Not sorted yet",
    ]


def test_a_limit_begins_with_i_and_nothing_is_lost_when_it_does_not():
    ana = join("ana")
    page = add(ana, LIMITS, **{"v-limit": "You can't see your friends", "v-about": "time"})
    assert page.status_code == 422
    assert "Please begin with “I”. A limit is about my time, my things or my body." in text(page)
    assert "You can't see your friends" in unescape(page.content.decode())
    assert re.search(r'value="time" checked', page.content.decode())
    assert written(ana, LIMITS) == []
    assert add(ana, LIMITS, page, **{"v-limit": "I'm home at ten", "v-about": "time"}).status_code == 302
    assert written(ana, LIMITS) == [{"limit": "I'm home at ten", "about": "time"}]


def test_touch_is_closed_and_a_forged_choice_is_refused():
    ana = join("ana")
    shown = text(ana.client.get(reverse("sheet", args=[LIMITS])))
    assert "Touch This part comes later, maybe never. Both are fine." in shown
    assert 'value="touch"' not in ana.client.get(reverse("sheet-add", args=[LIMITS])).content.decode()
    assert add(ana, LIMITS, **{"v-limit": "I decide", "v-about": "touch"}).status_code == 422
    assert written(ana, LIMITS) == []


@pytest.mark.parametrize("number", [0, 6, 99])
def test_there_is_no_other_sheet(number):
    ana, id = join("ana"), uuid4()
    for name, args in (("sheet", ()), ("sheet-add", ()), ("sheet-print", ()), ("sheet-line", (id,))):
        assert ana.client.get(reverse(name, args=[number, *args])).status_code == 404


# --- mistakes, doubles, two pages


def test_a_line_needs_words_and_too_many_are_kept_on_the_page():
    ana = join("ana")
    empty = add(ana, SIGNS, **{"v-sign": " ", "v-first": "feet down"})
    assert empty.status_code == 422 and "A few words are needed here." in text(empty)
    assert "feet down" in empty.content.decode()
    long = "a wave " * 60
    page = add(ana, SIGNS, **{"v-sign": long})
    assert page.status_code == 422
    assert "That's more than 200 letters. It is still here." in text(page)
    assert long.strip() in unescape(page.content.decode())
    assert written(ana, SIGNS) == []


def test_ft_08_a_form_sent_twice_makes_one_line():
    ana = join("ana")
    page = ana.client.get(reverse("sheet-add", args=[SIGNS]))
    for _ in range(2):
        assert add(ana, SIGNS, page, **{"v-sign": "tight jaw"}).status_code == 302
    assert written(ana, SIGNS) == [{"sign": "tight jaw"}]


def test_the_page_keeps_itself_as_one_goes_and_the_press_after_it_is_no_quarrel():
    ana = join("ana")
    page = ana.client.get(reverse("sheet-add", args=[SIGNS]))
    keep = reverse("sheet-draft-new", args=[SIGNS])
    assert f'data-draft="{keep}"' in page.content.decode()
    assert ana.client.post(keep, hidden(page) | {"v-sign": ""}).status_code == 422
    assert ana.client.post(keep, hidden(page) | {"v-sign": "tig"}).status_code == 204
    assert ana.client.post(keep, hidden(page) | {"v-sign": "tight"}).status_code == 204
    assert add(ana, SIGNS, page, **{"v-sign": "tight jaw"}).status_code == 302
    assert written(ana, SIGNS) == [{"sign": "tight jaw"}]
    id = only(ana, SIGNS)
    change = ana.client.get(reverse("sheet-line", args=[SIGNS, id]))
    own = reverse("sheet-draft", args=[SIGNS, id])
    assert f'data-draft="{own}"' in change.content.decode()
    assert ana.client.post(own, hidden(change) | {"v-sign": "loose jaw"}).status_code == 204
    assert written(ana, SIGNS) == [{"sign": "loose jaw"}]
    lost = reverse("sheet-draft", args=[SIGNS, uuid4()])
    assert ana.client.post(lost, hidden(change) | {"v-sign": "x"}).status_code == 404
    assert ana.client.get(own).status_code == 405


def change(member, number, id, page, **fields):
    return member.client.post(reverse("sheet-line", args=[number, id]), hidden(page) | fields)


def test_ft_10_two_pages_on_one_line_both_words_to_choose_from():
    ana = join("ana")
    id = put(ana, SIGNS, sign="tight jaw")
    first, second = (ana.client.get(reverse("sheet-line", args=[SIGNS, id])) for _ in range(2))
    assert change(ana, SIGNS, id, first, **{"v-sign": "from the phone"}).status_code == 302
    late = change(ana, SIGNS, id, second, **{"v-sign": "from the desk"})
    assert late.status_code == 409
    assert "This was changed on another page or phone while you wrote. Nothing is lost." in text(late)
    assert "from the phone" in text(late) and "from the desk" in late.content.decode()
    assert written(ana, SIGNS) == [{"sign": "from the phone"}]
    own = reverse("sheet-draft", args=[SIGNS, id])
    assert ana.client.post(own, hidden(second) | {"v-sign": "desk"}).status_code == 409
    assert change(ana, SIGNS, id, late, **{"v-sign": "from both"}).status_code == 302
    assert written(ana, SIGNS) == [{"sign": "from both"}]


def test_ft_10_a_line_taken_off_while_one_writes_gives_the_words_back():
    ana = join("ana")
    id = put(ana, SIGNS, sign="tight jaw")
    page = ana.client.get(reverse("sheet-line", args=[SIGNS, id]))
    asked = ana.client.get(reverse("sheet-remove", args=[SIGNS, id]))
    ana.client.post(reverse("sheet-remove", args=[SIGNS, id]), hidden(asked))
    late = change(ana, SIGNS, id, page, **{"v-sign": "tight jaw and cold hands"})
    assert late.status_code == 409
    assert "This line was taken off on another page or phone" in text(late)
    assert "tight jaw and cold hands" in late.content.decode()
    assert f'action="{reverse("sheet-add", args=[SIGNS])}"' in late.content.decode()
    assert add(ana, SIGNS, late, **{"v-sign": "tight jaw and cold hands"}).status_code == 302
    assert written(ana, SIGNS) == [{"sign": "tight jaw and cold hands"}]


def test_a_full_sheet_says_so_keeps_the_words_and_lets_lines_be_changed():
    ana = join("ana")
    page = ana.client.get(reverse("sheet-add", args=[LADDER]))
    for place in range(12):
        id = put(ana, LADDER, what=f"step {place}")
    shown = ana.client.get(reverse("sheet", args=[LADDER]))
    assert "This sheet is full." in text(shown)
    assert reverse("sheet-add", args=[LADDER]) not in shown.content.decode()
    late = add(ana, LADDER, page, **{"v-what": "one too many"})
    assert late.status_code == 422
    assert "This sheet is full." in text(late) and "one too many" in late.content.decode()
    assert len(written(ana, LADDER)) == 12
    one = ana.client.get(reverse("sheet-line", args=[LADDER, id]))
    assert change(ana, LADDER, id, one, **{"v-what": "another"}).status_code == 302


# --- taking off


def test_a_line_is_taken_off_after_one_question():
    ana = join("ana")
    put(ana, SUPPORT, who="Z.")
    id = put(ana, SUPPORT, who="Y.")
    address = reverse("sheet-remove", args=[SUPPORT, id])
    asked = ana.client.get(address)
    assert "Take this off?" in text(asked) and "Y." in text(asked)
    assert written(ana, SUPPORT) == [{"who": "Z."}, {"who": "Y."}], "asking takes nothing off"
    assert ana.client.post(address, hidden(asked)).url == reverse("sheet", args=[SUPPORT])
    assert written(ana, SUPPORT) == [{"who": "Z."}]
    assert ana.client.get(address).status_code == 404


def test_ft_10_a_line_that_changed_between_question_and_press_is_asked_about_again():
    ana = join("ana")
    id = put(ana, LADDER, what="the shop", hard=3)
    address = reverse("sheet-remove", args=[LADDER, id])
    asked = ana.client.get(address)
    tried(ana, id)
    late = ana.client.post(address, hidden(asked))
    assert late.status_code == 409 and "Nothing was taken off." in text(late)
    assert "So will what you noted with it." in text(late)
    assert ana.client.post(address, hidden(late)).status_code == 302
    assert written(ana, LADDER) == []


def test_all_of_a_sheet_is_deleted_after_one_question_and_no_other():
    ana = join("ana")
    put(ana, SUPPORT, who="Z.")
    put(ana, SIGNS, sign="tight jaw")
    asked = ana.client.get(reverse("sheet-delete", args=[SUPPORT]))
    assert "Delete all of this sheet?" in text(asked)
    assert ana.client.post(reverse("sheet-delete", args=[SUPPORT]), hidden(asked)).status_code == 302
    assert written(ana, SUPPORT) == [] and written(ana, SIGNS) == [{"sign": "tight jaw"}]


# --- trying a step


def note(member, id, page=None, **fields):
    address = reverse("sheet-try", args=[LADDER, id])
    page = page or member.client.get(address)
    return member.client.post(address, hidden(page) | fields)


@time_machine.travel("2026-11-24T12:00:00Z", tick=False)
def test_a_try_is_noted_with_its_numbers_and_a_form_sent_twice_is_one():
    ana = join("ana")
    id = put(ana, LADDER, what="the shop", hard=3)
    page = ana.client.get(reverse("sheet-try", args=[LADDER, id]))
    assert "You can stop at any moment." in text(page) and "is anything a danger now?" in text(page)
    assert f'href="{reverse("help")}#scared"' in page.content.decode()
    for _ in range(2):
        sent = {"r-peak": "7", "r-end": "3", "ended": "chosen"}
        assert note(ana, id, page, **sent).url == reverse("sheet", args=[LADDER])
    shown = text(ana.client.get(reverse("sheet", args=[LADDER])))
    assert shown.count("24 November 2026. At its hardest: 7. At the end: 3. I stopped when I wanted.") == 1


def test_numbers_of_a_try_can_be_left_out_and_a_wrong_one_is_said():
    ana = join("ana")
    id = put(ana, LADDER, what="the shop")
    assert note(ana, id, **{"r-peak": "cant-tell", "ended": "planned"}).status_code == 302
    (line,) = queries.lines(ana.keyring, "approach-ladder")
    assert [dict(each.ratings) for each in line.tries] == [{}]
    for wrong in ({"r-peak": "11", "ended": "chosen"}, {"r-peak": "5"}, {"ended": "won"}):
        page = note(ana, id, **wrong)
        assert page.status_code == 422, wrong
        assert "Nothing is lost." in text(page)
    assert len(queries.lines(ana.keyring, "approach-ladder")[0].tries) == 1


def test_a_step_above_four_is_advised_against_as_the_first_and_never_shut():
    ana = join("ana")
    low, high = put(ana, LADDER, what="the shop", hard=4), put(ana, LADDER, what="the bus", hard=5)
    words = "Above 4 is a lot for a first step."
    assert text(ana.client.get(reverse("sheet", args=[LADDER]))).count(words) == 1
    assert words in text(ana.client.get(reverse("sheet-try", args=[LADDER, high])))
    assert words not in text(ana.client.get(reverse("sheet-try", args=[LADDER, low])))
    assert note(ana, high, ended="planned").status_code == 302, "advice shuts nothing"
    tried(ana, low)
    assert words not in text(ana.client.get(reverse("sheet", args=[LADDER])))


@time_machine.travel("2026-11-24T12:00:00Z", tick=False)
def test_cr_17_what_made_it_worse_is_answered_and_after_two_a_person_is_suggested():
    ana = join("ana")
    id = put(ana, LADDER, what="the shop", hard=3)
    assert note(ana, id, **{"r-peak": "9", "ended": "worse"}).status_code == 302
    once = text(ana.client.get(reverse("sheet", args=[LADDER])))
    assert "Thank you for saying so. It isn't your fault. This one can rest." in once and "I don't feel safe" in once
    assert note(ana, id, ended="worse").status_code == 302
    twice = text(ana.client.get(reverse("sheet", args=[LADDER])))
    assert "It got worse twice now." in twice and "Talk it over with a person before you go on" in twice
    assert note(ana, id, ended="chosen").status_code == 302
    assert "worse twice" not in text(ana.client.get(reverse("sheet", args=[LADDER])))


def test_a_try_is_taken_off_alone():
    ana = join("ana")
    id = put(ana, LADDER, what="the shop")
    first, second = tried(ana, id, peak=9), tried(ana, id, peak=2)
    address = reverse("sheet-try-remove", args=[LADDER, id, first])
    asked = ana.client.get(address)
    assert "Only this note will be gone." in text(asked)
    assert ana.client.post(address, hidden(asked)).status_code == 302
    (line,) = queries.lines(ana.keyring, "approach-ladder")
    assert [each.id for each in line.tries] == [str(second)]
    assert ana.client.get(address).status_code == 404


def test_a_full_line_of_tries_says_so_and_only_the_ladder_has_tries():
    ana = join("ana")
    id = put(ana, LADDER, what="the shop")
    for _ in range(40):
        tried(ana, id)
    page = note(ana, id, ended="planned")
    assert page.status_code == 422 and "There's no room for another one here." in text(page)
    other = put(ana, SIGNS, sign="tight jaw")
    assert ana.client.get(reverse("sheet-try", args=[SIGNS, other])).status_code == 404


# --- alone with it


def test_t14_the_ids_of_somebody_else_are_nobodys():
    ana, cleo = join("ana"), join("cleo")
    id = put(ana, LADDER, what=CANARY, hard=2)
    which = tried(ana, id)
    before = written(ana, LADDER)
    for name, args in (("sheet-line", ()), ("sheet-remove", ()), ("sheet-try", ()), ("sheet-try-remove", (which,))):
        address = reverse(name, args=[LADDER, id, *args])
        assert cleo.client.get(address).status_code == 404, name
        form = hidden(cleo.client.get(reverse("sheet-add", args=[LADDER]))) | {"v-what": "x", "ended": "worse"}
        assert cleo.client.post(address, form).status_code == 404, name
    draft = reverse("sheet-draft", args=[LADDER, id])
    assert cleo.client.post(draft, form).status_code == 404
    assert CANARY not in cleo.client.get(reverse("sheet", args=[LADDER])).content.decode()
    assert written(ana, LADDER) == before and written(cleo, LADDER) == []


def test_a_sheet_is_one_sealed_row_and_gone_when_its_owner_erases_all():
    ana = join("ana")
    for number, field in ((LADDER, "what"), (SUPPORT, "who"), (SIGNS, "sign"), (TRUST, "step"), (LIMITS, "limit")):
        before = SealedRow.objects.filter(owner=ana.account.id).count()
        put(ana, number, **{field: f"I {CANARY}"})
        put(ana, number, **{field: f"I {CANARY} again"})
        assert SealedRow.objects.filter(owner=ana.account.id).count() == before + 1
    for row in SealedRow.objects.filter(owner=ana.account.id):
        assert CANARY.encode() not in bytes(row.envelope)
    accounts.erase(ana.account)
    assert SealedRow.objects.filter(owner=ana.account.id).count() == 0
    assert DropRow.objects.filter(owner=ana.account.id).count() == 0


def test_every_sheet_is_in_the_export_and_comes_back_beside_what_is_here():
    ana, cleo = join("ana"), join("cleo")
    id = put(ana, LADDER, what="the shop", hard=2)
    tried(ana, id, peak=5, end=2)
    put(ana, LIMITS, limit="I go home at ten", about="time")
    put(cleo, LADDER, what="the bus", hard=1)
    packed = b"".join(archive.stream(exports.contents(ana.keyring)))
    exchange.take_in(cleo.keyring, packed)
    assert written(cleo, LADDER) == [{"what": "the bus", "hard": 1}, {"what": "the shop", "hard": 2}]
    assert written(cleo, LIMITS) == written(ana, LIMITS)
    assert [dict(each.ratings) for each in queries.lines(cleo.keyring, "approach-ladder")[1].tries] == [
        {"peak": 5, "end": 2}
    ]
    assert exchange.take_in(cleo.keyring, packed).new == 0


def test_a_line_sent_while_locked_waits_for_its_owner():
    ana = join("ana")
    page = ana.client.get(reverse("sheet-add", args=[LIMITS]))
    ana.client.post(reverse("lock"))
    assert add(ana, LIMITS, page, **{"v-limit": "I go home at ten", "v-about": "time"}).status_code == 403
    assert written(ana, LIMITS) == []
    form = hidden(ana.client.get(reverse("today"))) | {"words": ana.words}
    assert ana.client.post(reverse("unlock"), form).url == reverse("kept-forms")
    kept = ana.client.get(reverse("kept-forms"))
    assert "I go home at ten" in text(kept)
    fields = dict(re.findall(r'<textarea name="([^"]+)"[^>]*>([^<]*)', kept.content.decode()))
    assert add(ana, LIMITS, kept, **fields).status_code == 302
    assert written(ana, LIMITS) == [{"limit": "I go home at ten", "about": "time"}]


def test_ft_18_a_damaged_sheet_is_said_not_written_over_and_can_be_deleted():
    ana = join("ana")
    put(ana, SIGNS, sign="tight jaw")
    row = SealedRow.objects.get(owner=ana.account.id, tag=ana.keyring.tag(SHEET.label("warning-signs")))
    row.envelope = bytes(row.envelope)[:-1] + bytes([bytes(row.envelope)[-1] ^ 1])
    row.save()
    assert "This sheet can't be read any more." in text(ana.client.get(reverse("sheet", args=[SIGNS])))
    page = add(ana, SIGNS, **{"v-sign": "new words"})
    assert page.status_code == 422
    assert "Your words are below." in text(page) and "new words" in page.content.decode()
    delete = reverse("sheet-delete", args=[SIGNS])
    ana.client.post(delete, hidden(ana.client.get(delete)))
    assert add(ana, SIGNS, **{"v-sign": "new words"}).status_code == 302


def test_print_is_one_clean_page_after_a_fresh_secret():
    with time_machine.travel("2026-11-24T12:00:00Z") as clock:
        ana = join("ana")
        put(ana, SIGNS, sign=CANARY, first="feet down", say="say nothing")
        page = ana.client.get(reverse("sheet-print", args=[SIGNS]))
        assert f"{CANARY} What I do first feet down What someone could say or do say nothing" in text(page)
        assert 'class="on-paper card"' in page.content.decode()
        assert "Think first of who could find the paper." in text(page)
        assert "There's nothing on this sheet yet." in text(ana.client.get(reverse("sheet-print", args=[TRUST])))
        clock.shift(180)
        for name in ("sheet-print", "sheet-delete"):
            asked = ana.client.get(reverse(name, args=[SIGNS]))
            assert asked.status_code == 403 and CANARY not in asked.content.decode()


def test_ft_22_words_that_look_like_code_are_words():
    ana = join("ana")
    nasty = '<script>alert(1)</script> {{ 7 }} <b hx-get="/exit">'
    add(ana, SIGNS, **{"v-sign": nasty, "v-first": nasty, "v-say": nasty})
    id = only(ana, SIGNS)
    for name, args in (("sheet", ()), ("sheet-line", (id,)), ("sheet-remove", (id,)), ("sheet-print", ())):
        shown = ana.client.get(reverse(name, args=[SIGNS, *args])).content.decode()
        assert "<script>alert" not in shown and "<b hx-get" not in shown
        assert "&lt;script&gt;alert(1)" in shown


def test_cr_29_nothing_of_a_sheet_is_a_stream_or_leaves_for_anyone():
    assert not SHEET.name.startswith("share") and SHEET.exported and SHEET.layer == "private"
    from holdfast.people.content import STREAMS

    assert not [stream.id for stream in STREAMS.every() if "sheet" in stream.id or stream.id in IDS.values()]
