"""Every instrument file as a build checks it, one by one; the lock; and the pack that can be taken away."""

import shutil
from datetime import date

import pytest

from holdfast.catalogue import loader, lock, roots, strict
from holdfast.cli import content_files
from holdfast.cli.content_kinds import named
from holdfast.instruments import cases, checks, library
from holdfast.instruments.schema import Instrument

FOLDERS = roots.content()
FILES = roots.files("instruments", FOLDERS)
DAY = date(2026, 11, 24)  # frozen: whether a review is in the future must not depend on when the tests run
LOCK = lock.read_lock(FOLDERS[0] / lock.NAME)
every_file = pytest.mark.parametrize("file", FILES, ids=[f"{file.id}-{file.version}" for file in FILES])


def read(file) -> Instrument:
    return strict.build(Instrument, loader.read(file.path))


def test_what_was_recommended_ships():
    shipped = {file.id for file in FILES}
    recommended = (
        "pc-ptsd-5 pcl-5 itq phq-9 gad-7 phq-4 who-5 dss scs-sf rses ecr-rs csi-16 ios ucla-3 sci audit-c asq hark"
    )
    extras = "core-10 osss-3 b-ipf lec-5 ders-16 pprs-18 peg daily-checkin intimacy-own programme-items"
    assert shipped == set(recommended.split()) | set(extras.split())


@every_file
def test_each_file_has_its_shape_and_its_cases_hold(file):
    instrument = read(file)
    assert cases.failures(instrument) == []
    assert len(instrument.cases) >= 1


SCORED = [file for file in FILES if read(file).scores]


@pytest.mark.parametrize("file", SCORED, ids=[file.id for file in SCORED])
def test_each_scored_file_has_a_case_at_an_end_of_a_range(file):
    instrument = read(file)
    ends = {value for score in instrument.scores for value in score.range}
    assert ends & {part.value for case in instrument.cases for part in case.expect.scores.values()}


@every_file
def test_27_each_file_says_who_reviewed_it(file):
    review = read(file).review
    assert review.status == "none" or (review.by and review.on and review.on <= DAY)


@every_file
def test_each_file_has_its_licence_and_only_words_it_may_have(file):
    instrument = read(file)
    licence = instrument.source.licence
    assert len(licence.name) > 10
    assert len(licence.seen) > 10
    assert (file.pack == "nc") == (licence.pack == "nc")
    if licence.tier == "B" and licence.pack == "core":
        assert instrument.id in {"scs-sf", "audit-c"}
    if licence.text == "link-only":
        assert instrument.instructions is None
        assert not any(item.text for item in instrument.items)


@every_file
def test_each_active_file_is_released_and_as_it_was(file):
    assert read(file).status == "active"
    now = lock.entries_of(file)
    assert {name: LOCK.get(name) for name in now} == now


def test_nothing_in_the_content_folders_is_wrong():
    found = content_files.problems(FOLDERS, DAY)
    assert [str(problem) for problem in found if not problem.warning] == []


def test_case_ids_are_single_across_all_files():
    uuids = [case.uuid for file in FILES for case in read(file).cases]
    assert len(set(uuids)) == len(uuids)


def test_the_pack_has_a_licence_of_its_own():
    text = (FOLDERS[0] / "packs" / "nc" / "LICENSE.md").read_text(encoding="utf-8")
    for file in FILES:
        if file.pack == "nc":
            assert read(file).short_title in text


# The pack can be taken away


def test_without_the_pack_the_build_only_notes_what_is_absent():
    found = content_files.problems(roots.content(nc=False), DAY)
    assert [str(problem) for problem in found if not problem.warning] == []
    absent = {str(problem).partition("The measure ")[2].partition(" ")[0] for problem in found} - {""}
    assert {"who-5", "sci", "csi-16"} <= absent


def test_with_the_pack_removed_from_the_disk_it_is_the_same(tmp_path):
    base = tmp_path / "content"
    shutil.copytree(FOLDERS[0], base)
    shutil.rmtree(base / "packs")
    found = content_files.problems(roots.content(base=base), DAY)
    assert [str(problem) for problem in found if not problem.warning] == []
    assert any("it is skipped" in str(problem) for problem in found)


# What a check finds


@pytest.fixture
def base(tmp_path):
    """A copy of the content folder to break."""
    copied = tmp_path / "content"
    shutil.copytree(FOLDERS[0], copied)
    return copied


def change(base, name, old, new):
    path = base / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def said(base):
    found = content_files.problems(roots.content(base=base), DAY)
    return [str(problem).removeprefix(f"{base}/") for problem in found if not problem.warning]


GAD, PHQ, ASQ = (f"instruments/{id}/1.0.0.yaml" for id in ("gad-7", "phq-9", "asq"))


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        (GAD, "label: mild", "label: gentle", "Band of total should be mild and is gentle"),
        (GAD, "value: 21, band", "value: 20, band", "Value of total should be 20 and is 21"),
        (GAD, '"gte:10": true', '"gte:11": true', "Gte:11 of total should be True and is no line of this score"),
        (GAD, "id: gad-7", "id: gad-8", "The id says gad-8 and the folder gad-7"),
        (GAD, "version: 1.0.0", "version: 1.0.1", "The version says 1.0.1 and the file name 1.0.0"),
        (GAD, "  pack: core", "  pack: nc", "The pack says nc and the file lies in core"),
        (GAD, "review: {status: none}", "review: {status: peer, by: A, on: 2099-01-01}", "cannot be in the future"),
        (GAD, "review: {status: none}", "review: {status: none}\nreplaces: 0.9.0\nreason: x", "no version 0.9.0"),
        (GAD, "answers: [3, 3, 3, 3, 3, 3, 3]", "answers: [3, 3, 3]", "The answers of this case cannot be"),
        (GAD, "answers: [3, 3, 3, 3, 3, 3, 3]", "answers: [3, 3, 3, 3, 3, 3, 7]", "7 is not an answer to q7"),
        (PHQ, "offers: asq", "offers: csq", "Csq is not an instrument here"),
        (
            "instruments/phq-9/1.0.0.yaml",
            "{self_harm_item: true",
            "{self_harm_item: false",
            "should be false and is True",
        ),
        (
            "instruments/asq/1.0.0.yaml",
            "value: 0}",
            "value: 0, n_answered: 3}",
            "N_answered of n_yes should be 3 and is 4",
        ),
        ("schedules/baseline/1.0.0.yaml", "form: gad-7", "form: gad-77", "The measure gad-77 is not here. Check its"),
        ("schedules/baseline/1.0.0.yaml", "id: baseline", "id: other", "The id says 'other'"),
        ("safety/help.md", "---\n", "", "no head"),
    ],
)
def test_a_broken_file_is_named_with_its_line(base, name, old, new, words):
    change(base, name, old, new)
    found = said(base)
    assert any(line.startswith(f"{name}:") and words in line for line in found), found


def test_a_file_without_a_case_is_refused(base):
    path = base / "instruments/ios/1.0.0.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("cases:")], encoding="utf-8")
    assert any("no worked case" in line for line in said(base))


def test_a_case_about_a_score_that_is_not_made_fails(base):
    change(base, GAD, "gad2: {value: 6", "gad9: {value: 6")
    assert any("The score gad9 is not made here" in line for line in said(base))


def test_a_changed_word_in_a_released_file_is_found(base):
    change(base, GAD, "Trouble relaxing", "Trouble sleeping")
    (line,) = said(base)
    assert line.startswith(f"{GAD}: gad-7 1.0.0 was released and has changed since.")


def test_a_comment_in_a_released_file_is_fine(base):
    change(base, GAD, "id: gad-7", "# checked again, nothing changed\nid: gad-7")
    assert said(base) == []


def a_module(tier, gates):
    """The example of a module, with a part for two of this tier and these gates."""
    text = named("module").begun("a-module")
    if tier == "0":
        text = text.replace("a-line-and-a-thank-you", "one-slow-rhythm").replace(
            "five-minutes-of-ear", "one-slow-rhythm"
        )
    return text.replace("before: [no-hold, not-in-crisis]", f"before: [{gates}]").replace("tier: 1", f"tier: {tier}")


@pytest.mark.parametrize(
    ("tier", "gates", "words"),
    [
        ("0", "", None),
        ("1", "no-hold, not-in-crisis", None),
        ("1", "no-hold", "has to name these gates as well: not-in-crisis"),
        ("2", "no-hold, not-in-crisis", "stable, both-ready"),
        ("3", "no-hold, not-in-crisis, stable, both-ready", "romantic-pair"),
        ("3", "no-hold, not-in-crisis, stable, both-ready, romantic-pair", None),
        ("1", "no-hold, not-in-crisis, no-current-violence", "There is no gate 'no-current-violence'"),
        ("4", "no-hold", "less than or equal to 3"),
        ("close", "no-hold", "A whole number is wanted"),
    ],
)
def test_gates_that_content_names_are_known_and_complete_for_its_tier(base, tier, gates, words):
    file = base / "modules" / "a-module" / "1.0.0.md"
    file.parent.mkdir(parents=True)
    file.write_text(a_module(tier, gates), encoding="utf-8")
    found = said(base)
    assert (found == []) is (words is None), found
    if words:
        assert any(line.startswith("modules/a-module/1.0.0.md:") and words in line for line in found), found


def test_an_own_file_of_an_installation_is_in_no_lock(tmp_path, base):
    own = tmp_path / "own" / "instruments" / "peg"
    own.mkdir(parents=True)
    text = (base / "instruments/peg/1.0.0.yaml").read_text(encoding="utf-8")
    (own / "1.0.0.yaml").write_text(text, encoding="utf-8")
    (own / "1.0.1.yaml").write_text(
        text.replace("version: 1.0.0", "version: 1.0.1\nreplaces: 1.0.0\nreason: a test"), encoding="utf-8"
    )
    folders = roots.content(extra=tmp_path / "own", base=base)
    (clash,) = [problem for problem in content_files.problems(folders, DAY) if not problem.warning]
    assert "already in" in str(clash)
    assert not any("1.0.1" in name for name in content_files.unreleased(folders))


def test_problems_are_told_for_each_broken_file_and_never_raise(base):
    (base / "instruments/gad-7/1.0.0.yaml").write_text("id: [", encoding="utf-8")
    (base / "instruments/phq-4/1.0.0.yaml").write_text("a: 1\n", encoding="utf-8")
    names = {line.partition(":")[0] for line in said(base)}
    assert names == {"instruments/gad-7/1.0.0.yaml", "instruments/phq-4/1.0.0.yaml"}


def test_checks_work_on_a_library_alone():
    assert checks.problems(FILES, DAY) == []
    assert library.at(FOLDERS).versions("nothing") == []
