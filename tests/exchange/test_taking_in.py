"""What was taken out comes back in: all or nothing, ids kept, no reaction, nothing hostile."""

import io
import json
import zipfile
from datetime import date
from uuid import UUID, uuid4

import pytest

from holdfast.checkins import actions as drafts
from holdfast.checkins import queries as checkins
from holdfast.checkins.records import ASKED, CHECKINS, DRAFTS
from holdfast.exchange import actions, archive, queries, schema
from holdfast.exchange.checks import CHECKS
from holdfast.exchange.schema import NotAnExport
from holdfast.instruments import actions as measures
from holdfast.instruments import queries as instruments
from holdfast.instruments.records import ADMINISTRATIONS
from holdfast.journal.records import FRAME, JOURNAL
from holdfast.people import actions as people
from holdfast.people import ledger
from holdfast.people import queries as persons
from holdfast.people.records import BEGINNINGS, LETTERS
from holdfast.people.schema import Someone
from holdfast.programme import actions as programme
from holdfast.programme import queries as exercises
from holdfast.programme import records as walked
from holdfast.programme.enrolment import Enrolment, Kept, Open, Plan
from holdfast.programme.records import PRACTICE
from holdfast.programme.schema import Practice
from holdfast.programme.sheets.records import SHEET
from holdfast.safety import actions as safety
from holdfast.safety import queries as plans
from holdfast.safety.plan import Written
from holdfast.together.records import FOR_TWO
from holdfast.vault import actions as vault
from holdfast.vault import ageing
from holdfast.vault import queries as rows
from holdfast.vault.records import DROPPED, KINDS
from tests.cast import join

pytestmark = pytest.mark.django_db

ENTRY = {"on": "2026-11-03", "form": "three-taps@1.0.0", "at": "2026-11-03T20:00:00+00:00", "zone": "Europe/Berlin"}
ENTRY |= {"values": {"mood": 6, "close_trust": "na"}, "flags": []}
LINE = {"values": {"limit": "I go home at ten.", "about": "time"}, "by": "0" * 32, "at": 1, "tries": {}}
ID = "11111111-1111-4111-8111-111111111111"


def fill(keyring) -> UUID:
    """One record of each kind; the id of the form."""
    form = uuid4()
    answers = {f"q{n}": 2 for n in range(1, 21)}
    measures.record(keyring, "pcl-5", "month", answers, id=form, local_date=date(2026, 11, 4), zone="Europe/Berlin")
    vault.revise(keyring, CHECKINS, "2026-11", lambda _page: {"entries": {str(uuid4()): ENTRY}})
    vault.revise(keyring, DRAFTS, "", lambda _page: {"drafts": {ID: draft()}})
    vault.revise(keyring, ASKED, "", lambda _page: {"declined": ["phq-9/0"], "later": {"pcl-5": "2026-11-09"}})
    programme.keep(keyring, Practice("check-the-room", "2026-11-03", before=7, after=5), id=uuid4())
    vault.revise(keyring, SHEET, "limits-map", lambda _page: {"lines": {ID: LINE}})
    safety.write(keyring, "alone", Written("Walk to the shore.", "0" * 32, ""), date(2026, 11, 5))
    vault.put(keyring, DROPPED, {"kind": "form", "body": {"path": "/p/50", "record": "0" * 32, "fields": []}})
    people.keep_someone(keyring, Someone(str(uuid4()), "Ben", "romantic", True))
    vault.put(keyring, LETTERS, {"from": "Ben", "title": "For you", "text": "Tea?", "on": "2026-11-04"})
    vault.put(keyring, BEGINNINGS, {"on": "2026-11-04", "with": "Ben", "sentence": "I'm glad you asked me.", "load": 6})
    note = {"pair": "0" * 32, "thing": "a-warm-drink", "on": "2026-11-04", "how": "good", "here": "here", "close": None}
    vault.put(keyring, FOR_TWO, note)
    walk(keyring)
    page = {
        "on": "2026-11-04",
        "way": "free-writing@1.0.0",
        "heading": "",
        "parts": {"words": "A heron."},
        "by": "",
        "open": False,
    }
    vault.revise(keyring, JOURNAL, "2026-11", lambda _page: {"entries": {ID: page}})
    past = [{"at": "2026-11-04T18:00:00+00:00", "worse": False}]
    vault.revise(keyring, FRAME, "", lambda _page: {"sitting": None, "past": past})
    ledger.note(keyring, ledger.Entry("linked", "Ben", "2026-11-04"))
    return form


def walk(keyring) -> None:
    """A module under way: the path, the place in it, words kept, an exercise that is open."""
    programme.choose_path(keyring, path="short", small="2026-11-08", ways=("shame",))
    begun = Enrolment("first-words", "1.0.0", step="two", done=("slow",), on="2026-11-04", plan=Plan("2026-11-05"))
    vault.revise(keyring, walked.ENROLMENT, "", lambda _page: {"modules": {"first-words": begun.body()}})
    vault.put(keyring, walked.SESSION, Kept("words", "first-words", "2026-11-04", "slow", "page", "Mine.").body())
    programme.hold(keyring, Open("first-words", "slow", 5, {"feet.strength": 4}, {"page": "so far"}))


def draft(**changes) -> dict:
    return {
        "id": ID, "form": "gad-7", "on": "2026-11-04", "zone": "Europe/Berlin", "variant": None, "target": None,
        "corrects": None, "told": False, "answers": {"q1": 1},
    } | changes  # fmt: skip


def packed(keyring) -> bytes:
    return b"".join(archive.stream(queries.contents(keyring)))


def held(keyring) -> dict:
    """Everything of a person but the profile, and the ledger, which stays where it was written; by kind and id."""
    left_out = ("profile", "consents", "consents-head")
    return {(row.kind, row.part, row.id): row.body for row in rows.everything(keyring) if row.kind not in left_out}


def bodies(keyring) -> list:
    """What the export promises to bring over: not what is made again from other rows."""
    kept = {key: body for key, body in held(keyring).items() if KINDS[key[0]].exported}
    return sorted(json.dumps([kind, part, body], sort_keys=True) for (kind, part, _id), body in kept.items())


def changed(data: bytes, change) -> bytes:
    """The same archive with its data changed."""
    found = json.loads(zipfile.ZipFile(io.BytesIO(data)).read("export.json"))
    change(found)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("export.json", json.dumps(found))
    return out.getvalue()


def rows_of(found: dict, kind: str) -> list[dict]:
    return [row for row in found["rows"] if row["kind"] == kind]


def test_the_export_is_complete_against_the_list_of_kinds():
    """Every kind that is exported is in the file and has a check of its own; a new kind must be added to both."""
    ana = join("ana")
    fill(ana.keyring)
    parcel = archive.read(packed(ana.keyring))
    exported = {kind.name for kind in KINDS.values() if kind.exported}
    assert {record.kind for record in parcel.records} == exported
    assert set(CHECKS) == exported == set(parcel.versions)


def test_everything_comes_back_on_another_host():
    ana, cleo = join("ana"), join("cleo")
    form = fill(ana.keyring)
    data = packed(ana.keyring)
    vault.erase(ana.account.id)
    taken = actions.take_in(cleo.keyring, data)
    assert taken.new == 18
    assert [said.text for said in plans.plan(cleo.keyring).filled] == ["Walk to the shore."]
    administration = instruments.administration(cleo.keyring, form)
    assert administration is not None
    assert administration.result.scores["total"].value == 40
    assert [day.values["mood"] for day in checkins.days(cleo.keyring, date(2026, 11, 1), date(2026, 11, 30))] == [6]
    assert [use.after for use in exercises.practices(cleo.keyring)] == [5]
    assert [someone.name for someone in persons.profile(cleo.keyring).people] == ["Ben"]
    assert persons.profile(cleo.keyring).name == "Cleo"


def test_a_form_under_way_in_a_hard_week_comes_back_too():
    """As the room itself keeps it, with every part a draft has."""
    ana, cleo = join("ana"), join("cleo")
    profile = people.update_profile(ana.keyring, soft_days=["2026-11-20/2026-11-26"])
    id = drafts.begin(ana.keyring, "gad-7", None, profile=profile, on=date(2026, 11, 21))
    actions.take_in(cleo.keyring, packed(ana.keyring))
    draft = checkins.draft(cleo.keyring, id)
    assert draft is not None and draft.flags == ("soft",)
    assert draft == checkins.draft(ana.keyring, id)


def test_taking_in_twice_changes_nothing_the_second_time():
    ana, cleo = join("ana"), join("cleo")
    fill(ana.keyring)
    data = packed(ana.keyring)
    vault.erase(ana.account.id)
    actions.take_in(cleo.keyring, data)
    before, profile = held(cleo.keyring), persons.profile(cleo.keyring)
    again = actions.take_in(cleo.keyring, data)
    assert (again.new, again.known) == (0, 18)
    assert (held(cleo.keyring), persons.profile(cleo.keyring)) == (before, profile)


def test_ones_own_export_over_ones_own_space_changes_nothing():
    ana = join("ana")
    fill(ana.keyring)
    before = held(ana.keyring)
    assert actions.take_in(ana.keyring, packed(ana.keyring)).new == 0
    assert held(ana.keyring) == before


def test_what_was_deleted_comes_back_and_what_was_changed_since_stays():
    ana = join("ana")
    form = fill(ana.keyring)
    data = packed(ana.keyring)
    measures.delete(ana.keyring, form)
    later = {"entries": {ID: ENTRY | {"values": {"mood": 1}}}}
    vault.revise(ana.keyring, CHECKINS, "2026-11", lambda page: {"entries": page["entries"] | later["entries"]})
    assert actions.take_in(ana.keyring, data).new == 1
    assert instruments.administration(ana.keyring, form) is not None
    page = rows.rows(ana.keyring, CHECKINS, ["2026-11"])[0].body
    assert page["entries"][ID]["values"] == {"mood": 1}
    assert len(page["entries"]) == 2


def test_ids_that_another_account_of_this_host_holds_are_replaced_once_for_all():
    """Who lost every way in makes a new account here, while the old rows still lie sealed under the same ids."""
    ana, cleo = join("ana"), join("cleo")
    form = fill(ana.keyring)
    data = packed(ana.keyring)
    assert actions.take_in(cleo.keyring, data).new == 18
    assert instruments.administration(cleo.keyring, form) is None
    assert actions.take_in(cleo.keyring, data).new == 0
    assert bodies(cleo.keyring) == bodies(ana.keyring)
    assert {row.id.version for row in rows.everything(cleo.keyring)} == {4}


def test_an_import_never_reacts(monkeypatch):
    from holdfast.safety import rules as safety

    monkeypatch.setattr(safety, "reaction", lambda *_: pytest.fail("an import reacted"))
    ana, cleo = join("ana"), join("cleo")
    answers = {f"q{n}": 3 for n in range(1, 10)}
    measures.record(ana.keyring, "phq-9", None, answers, id=uuid4(), local_date=date(2026, 11, 4), zone="UTC")
    assert actions.take_in(cleo.keyring, packed(ana.keyring)).new >= 1


def test_h12_numbers_are_made_again_from_the_answers():
    ana, cleo = join("ana"), join("cleo")
    fill(ana.keyring)

    def lie(found):
        rows_of(found, "administrations")[0]["body"]["scores"]["total"]["value"] = 3

    actions.take_in(cleo.keyring, changed(packed(ana.keyring), lie))
    assert instruments.administrations(cleo.keyring)[0].result.scores["total"].value == 40


def test_a_form_whose_file_is_not_here_is_kept_as_it_is():
    ana, cleo = join("ana"), join("cleo")
    fill(ana.keyring)

    def older(found):
        rows_of(found, "administrations")[0]["body"] |= {"instrument": "other-scale", "version": "3.0.0"}

    actions.take_in(cleo.keyring, changed(packed(ana.keyring), older))
    assert instruments.administrations(cleo.keyring)[0].result.scores["total"].value == 40


def test_a_locked_file_needs_its_passphrase():
    ana = join("ana")
    fill(ana.keyring)
    locked = ageing.lock(packed(ana.keyring), "harbour stone kelp")
    with pytest.raises(NotAnExport, match="is locked"):
        actions.take_in(ana.keyring, locked)
    with pytest.raises(NotAnExport, match="doesn't open"):
        actions.take_in(ana.keyring, locked, "another few words")
    assert actions.take_in(ana.keyring, locked, "harbour stone kelp").new == 0


BAD = {
    "a kind nobody knows": lambda found: found["rows"][0].update(kind="thoughts"),
    "a kind that never travels": lambda found: found["rows"][0].update(kind="anchor"),
    "a page without its month": lambda found: rows_of(found, "checkins")[0].update(part=""),
    "a month where there are none": lambda found: rows_of(found, "practice")[0].update(part="2026-11"),
    "a newer body": lambda found: found["kinds"].update(practice=2),
    "a kind without a version": lambda found: found["kinds"].pop("practice"),
    "answers that cannot be": lambda found: rows_of(found, "administrations")[0]["body"]["answers"].update(q1=9),
    "answers to nothing": lambda found: rows_of(found, "administrations")[0]["body"]["answers"].update(q99=1),
    "an answered form without answers": lambda found: rows_of(found, "administrations")[0]["body"].pop("answers"),
    "a day that is none": lambda found: rows_of(found, "administrations")[0]["body"].update(local_date="2026-02-30"),
    "a score that is a word": lambda found: rows_of(found, "administrations")[0]["body"]["scores"].update(
        total={"value": "x", "band": None, "n_answered": 20, "imputed": 0, "meets": {}}
    ),
    "a variant nobody has": lambda found: rows_of(found, "administrations")[0]["body"].update(variant="year"),
    "an entry in the wrong month": lambda found: rows_of(found, "checkins")[0].update(part="2026-12"),
    "a page of something else": lambda found: rows_of(found, "checkins")[0].update(body={"entries": []}),
    "an entry that is no table": lambda found: rows_of(found, "checkins")[0].update(body={"entries": {ID: 7}}),
    "an entry under a word": lambda found: rows_of(found, "checkins")[0].update(body={"entries": {"x": ENTRY}}),
    "a value that is a table": lambda found: rows_of(found, "checkins")[0].update(
        body={"entries": {ID: ENTRY | {"values": {"mood": {}}}}}
    ),
    "a rating of eleven": lambda found: rows_of(found, "practice")[0]["body"].update(before=11),
    "a practice on no day": lambda found: rows_of(found, "practice")[0]["body"].pop("local_date"),
    "a practice with more in it": lambda found: rows_of(found, "practice")[0]["body"].update(x=1),
    "a draft without its form": lambda found: rows_of(found, "drafts")[0].update(body={"drafts": {ID: {}}}),
    "a draft about no day": lambda found: rows_of(found, "drafts")[0].update(body={"drafts": {ID: draft(on="soon")}}),
    "put off until never": lambda found: rows_of(found, "asked")[0].update(body={"later": {"pcl-5": "never"}}),
    "a path that is none": lambda found: rows_of(found, "path")[0]["body"].update(path="long"),
    "a module without its version": lambda found: rows_of(found, "enrolment")[0].update(body={"modules": {"a": {}}}),
    "words without a day": lambda found: rows_of(found, "session")[0]["body"].pop("on"),
    "words longer than a page": lambda found: rows_of(found, "session")[0]["body"].update(words="x" * 8001),
    "an open exercise with a strange answer": lambda found: rows_of(found, "exercise-open")[0]["body"].update(
        asked={"feet.strength": 11}
    ),
    "a waiting form that is none": lambda found: rows_of(found, "dropped")[0].update(body={"kind": 7, "body": []}),
}  # fmt: skip


@pytest.mark.parametrize("change", BAD.values(), ids=BAD.keys())
def test_ft_23_one_bad_record_and_nothing_of_the_file_comes_in(change):
    ana, cleo = join("ana"), join("cleo")
    fill(ana.keyring)
    data = changed(packed(ana.keyring), change)
    before = (held(cleo.keyring), persons.profile(cleo.keyring))
    with pytest.raises(NotAnExport, match="Nothing was changed"):
        actions.take_in(cleo.keyring, data)
    assert (held(cleo.keyring), persons.profile(cleo.keyring)) == before


def test_ft_23_answers_that_are_never_kept_do_not_come_in_by_a_file():
    ana, cleo = join("ana"), join("cleo")
    fill(ana.keyring)

    def hark(found):
        answers = dict.fromkeys(instruments.item_ids(instruments.definition("hark")), 0)
        rows_of(found, "administrations")[0]["body"] |= {"instrument": "hark", "version": "9.9.9", "answers": answers}

    with pytest.raises(NotAnExport):
        actions.take_in(cleo.keyring, changed(packed(ana.keyring), hark))


def test_ft_23_a_failure_half_way_leaves_nothing(monkeypatch):
    ana, cleo = join("ana"), join("cleo")
    fill(ana.keyring)
    real, calls = vault.put_new, []

    def breaks(*given, **named):
        calls.append(1)
        if len(calls) == 3:
            raise NotAnExport("Nothing was changed.")
        return real(*given, **named)

    monkeypatch.setattr(vault, "put_new", breaks)
    before = held(cleo.keyring)
    with pytest.raises(NotAnExport):
        actions.take_in(cleo.keyring, packed(ana.keyring))
    assert len(calls) == 3
    assert held(cleo.keyring) == before


def test_ft_23_settings_that_no_profile_can_hold_are_refused(monkeypatch):
    ana = join("ana")
    monkeypatch.setattr(actions.merging, "profile", lambda *_: {"started": "soon"})
    with pytest.raises(NotAnExport, match="settings"):
        actions.take_in(ana.keyring, packed(ana.keyring))


def test_ft_23_a_file_over_the_limit_is_not_even_unlocked(monkeypatch):
    monkeypatch.setattr(ageing, "unlock", lambda *_: pytest.fail("it was unlocked"))
    with pytest.raises(NotAnExport, match="too large"):
        actions.opened(b"age-encryption.org/v1\n" + b"x" * schema.LARGEST_FILE, "harbour stone kelp")


def test_ft_18_a_damaged_page_here_takes_nothing_in_and_loses_nothing():
    from holdfast.vault.models import SealedRow

    ana, cleo = join("ana"), join("cleo")
    fill(ana.keyring)
    vault.revise(cleo.keyring, CHECKINS, "2026-11", lambda _page: {"entries": {}})
    row = SealedRow.objects.get(owner=cleo.account.id, tag=cleo.keyring.tag("checkins/2026-11"))
    SealedRow.objects.filter(id=row.id).update(envelope=bytes(row.envelope)[:-1] + bytes([bytes(row.envelope)[-1] ^ 1]))
    with pytest.raises(NotAnExport, match="damaged"):
        actions.take_in(cleo.keyring, packed(ana.keyring))


def test_an_unreadable_row_is_named_in_the_export():
    from holdfast.vault.models import SealedRow

    ana = join("ana")
    form = fill(ana.keyring)
    row = SealedRow.objects.get(id=form)
    SealedRow.objects.filter(id=form).update(envelope=bytes(row.envelope)[:-1] + bytes([bytes(row.envelope)[-1] ^ 1]))
    contents = queries.contents(ana.keyring)
    assert [(lost.id, lost.kind) for lost in contents.lost] == [(form, ADMINISTRATIONS.name)]


def test_an_export_holds_own_rows_alone():
    ana, ben = join("ana"), join("ben")
    fill(ana.keyring)
    vault.put(ben.keyring, PRACTICE, {"exercise": "bens-own", "local_date": "2026-11-03"})
    text = zipfile.ZipFile(io.BytesIO(packed(ana.keyring))).read("export.json")
    assert b"bens-own" not in text
    assert b"bens-own" in zipfile.ZipFile(io.BytesIO(packed(ben.keyring))).read("export.json")
