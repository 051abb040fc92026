"""Errors that circulate in software and papers, each held out by a test (05-instruments, section 5)."""

import pytest

from holdfast.catalogue import roots
from tests.instruments import forms

WORDS = "\n".join(
    path.read_text(encoding="utf-8") for root in roots.content() for path in (root / "instruments").rglob("*.yaml")
)


def every_option(id):
    return [option for options in forms.get(id).response_sets.values() for option in options]


@pytest.mark.parametrize("id", ["pcl-5", "itq", "dss", "ders-16", "ecr-rs", "ucla-3", "csi-16", "sci", "who-5", "rses"])
def test_23_no_band_that_the_authors_did_not_publish(id):
    assert [score.id for score in forms.get(id).scores if score.bands] == []


@pytest.mark.parametrize(
    ("id", "score", "lines"),
    [
        ("csi-16", "total", ["lt:51.5"]),
        ("csi-16", "csi4", ["lt:13.5"]),
        ("sci", "total", ["lte:16"]),
        ("who-5", "percentage", ["lt:50", "lte:28"]),
        ("ucla-3", "total", ["gte:6"]),
        ("rses", "total", ["gte:15", "gte:26"]),
        ("pcl-5", "total", ["gte:31", "gte:33"]),
        ("pc-ptsd-5", "total", ["gte:3", "gte:4"]),
        ("audit-c", "total", ["gte:3", "gte:4"]),
        ("gad-7", "total", ["gte:10", "gte:8"]),
    ],
)
def test_23_splits_in_two_are_lines_with_their_source(id, score, lines):
    cuts = forms.get(id).score(score).cut_points
    assert [cut.key for cut in cuts] == lines
    assert all(len(cut.source) >= 4 for cut in cuts)


def test_itq_total_holds_the_twelve_symptom_items_alone():
    assert not {"p7", "p8", "p9", "c7", "c8", "c9"} & set(forms.get("itq").score("total").items)


def test_gad_7_lowest_answer_is_not_at_all():
    assert forms.get("gad-7").response_sets["freq"][0].label == "Not at all"
    assert "Not at all sure" not in [option.label for id in forms.IDS for option in every_option(id)]


def test_rses_reverse_key_belongs_to_this_item_order():
    rses = forms.get("rses")
    assert {item.id for item in rses.items if item.reverse} == {"q2", "q5", "q6", "q8", "q9"}
    assert rses.item("q2").text == "At times I think I am no good at all."
    assert rses.item("q3").text == "I feel that I have a number of good qualities."
    assert rses.item("q8").text == "I wish I could have more respect for myself."


def test_ders_16_has_no_awareness_facet_and_turns_nothing_round():
    ders = forms.get("ders-16")
    assert not any(item.reverse for item in ders.items)
    assert {score.id for score in ders.scores} == {
        "total",
        "clarity",
        "goals",
        "impulse",
        "strategies",
        "nonacceptance",
    }


def test_csi_4_keeps_its_printed_anchors():
    labels = [option.label for option in forms.get("csi-16").response_sets["happy"]]
    assert labels[3] == "Happy"
    assert "Even" not in labels


def test_core_10_turns_its_two_strengths_round():
    assert {item.id for item in forms.get("core-10").items if item.reverse} == {"q2", "q3"}


def test_ucla_left_out_has_no_code_of_another_item():
    assert forms.get("ucla-3").item("q2").loinc is None
    assert "66857-4" not in WORDS.replace(forms.get("ucla-3").notes[0], "").replace("LOINC 66857-4 ('feel alone')", "")


def test_scs_sf_item_10_has_its_right_word():
    assert "feelings of inadequacy are shared" in forms.get("scs-sf").item("q10").text


def test_no_unchecked_translation_is_bundled():
    names = [path.name for root in roots.content() for path in (root / "instruments").rglob("*.yaml")]
    assert {name.count(".") for name in names} == {3}


def test_who_5_is_not_unrestricted():
    licence = forms.get("who-5").source.licence
    assert "CC BY-NC-SA 3.0 IGO" in licence.name
    assert licence.pack == "nc"


def test_25_change_uses_the_published_threshold_first():
    expected = {"pcl-5": 15, "phq-9": 6, "gad-7": 4, "sci": 7, "who-5": 10, "core-10": 6}
    for id, points in expected.items():
        change = forms.get(id).change[0]
        assert (change.score, change.points) == (forms.get(id).scores[-1 if id == "who-5" else 0].id, points)
        assert change.published is not None
    assert forms.get("pcl-5").change[0].noise.value == 5


@pytest.mark.parametrize(
    ("id", "points"), [("csi-16", 6.66), ("rses", 4.82), ("osss-3", 3.74), ("ucla-3", 1.97), ("scs-sf", 0.67)]
)
def test_computed_thresholds_are_called_computed_and_follow_from_their_inputs(id, points):
    change = forms.get(id).change[0]
    assert (change.points, change.published, change.computed.status) == (points, None, "computed")
    spread, reliability = change.sd.value, change.reliability.value
    assert abs(1.96 * 2**0.5 * spread * (1 - reliability) ** 0.5 - points) < 0.02


@pytest.mark.parametrize(
    ("id", "path"),
    [
        ("core-10", lambda x: x.scores[0].bands[0]),
        ("core-10", lambda x: x.change[0].published),
        ("phq-4", lambda x: x.scores[1].cut_points[0]),
        ("who-5", lambda x: x.change[0].published),
        ("ucla-3", lambda x: x.scores[0].cut_points[0]),
        ("pcl-5", lambda x: x.change[0].reliability),
        ("csi-16", lambda x: x.scores[1].cut_points[0]),
        ("peg", lambda x: x.source),
    ],
)
def test_values_from_memory_are_marked_as_such(id, path):
    assert path(forms.get(id)).status == "recalled"


def test_nothing_that_says_recalled_claims_to_be_verified():
    for id in forms.IDS:
        instrument = forms.get(id)
        marked = [line for score in instrument.scores for line in (*score.bands, *score.cut_points)]
        marked += [part for change in instrument.change for part in (change.published, change.reliability) if part]
        for part in marked:
            said = f"{part.source or ''} {getattr(part, 'kind', None) or ''}"
            assert "recalled" not in said.split(";")[0] or part.status == "recalled", (id, said)


def test_watched_items_are_those_about_suicide():
    watched = {id: {watch.item for watch in forms.get(id).watch} for id in forms.IDS if forms.get(id).watch}
    assert watched == {"phq-9": {"q9"}, "core-10": {"q6"}, "asq": {"q1", "q2", "q3", "q4", "q5"}}
    assert [watch.offers for id in ("phq-9", "core-10") for watch in forms.get(id).watch] == ["asq", "asq"]
    assert {watch.item for watch in forms.get("asq").watch if watch.holds == (1,)} == {"q3", "q5"}


def test_26a_what_is_never_stored():
    never = {id: {item.id for item in forms.get(id).items if item.never_persist} for id in forms.IDS}
    assert {id: items for id, items in never.items() if items} == {"daily-checkin": {"safe", "touch", "conflict"}}
    assert [id for id in forms.IDS if forms.get(id).never_persist] == ["hark"]
