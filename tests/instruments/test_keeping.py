"""Answered instruments are sealed with what a later reader needs, once, and nothing that must not be kept."""

import json
from datetime import date
from uuid import UUID

import pytest
import time_machine
from django.core.checks import run_checks

from holdfast.instruments import actions, administration, health, library, queries
from holdfast.instruments.records import ADMINISTRATIONS
from holdfast.instruments.scoring import BadAnswers
from holdfast.vault import actions as vault
from tests.cast import join

ONE, TWO = UUID(int=1, version=4), UUID(int=2, version=4)
DAY = {"local_date": date(2026, 11, 21), "zone": "Europe/Berlin"}
GAD = {"q1": 2, "q2": 1, "q3": 0, "q4": 3, "q5": 1, "q6": 0, "q7": 2}

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return join("ana").keyring


def test_what_is_stored_can_be_scored_again_years_later(ana):
    with time_machine.travel("2026-11-21T22:30:00Z", tick=False):
        made = actions.record(ana, "gad-7", None, GAD, id=ONE, flags=["backfilled"], role="recovering", **DAY)
    (kept,) = queries.administrations(ana)
    assert kept == made == queries.administration(ana, ONE)
    assert (kept.instrument, kept.version, kept.variant, kept.language) == ("gad-7", "1.0.0", None, "en")
    assert kept.hash == queries.held("gad-7").hash
    assert (kept.at, kept.local_date, kept.zone) == ("2026-11-21T22:30:00+00:00", date(2026, 11, 21), "Europe/Berlin")
    assert (kept.role, kept.flags, kept.target) == ("recovering", ("backfilled",), None)
    assert kept.answers == GAD
    assert kept.result.scores["total"].value == 9


def test_variant_target_and_not_applicable_are_kept(ana):
    actions.record(ana, "csi-16", "csi-4", {"q1": 3, "q5": None}, id=ONE, target="ben", **DAY)
    actions.record(ana, "b-ipf", None, {"q1": "na", "q5": 2}, id=TWO, **DAY)
    csi, bipf = queries.administration(ana, ONE), queries.administration(ana, TWO)
    assert (csi.variant, csi.target, csi.answers) == ("csi-4", "ben", {"q1": 3})
    assert bipf.answers == {"q1": "na", "q5": 2}


def test_a_form_asked_in_two_periods_is_stored_with_its_period(ana):
    actions.record(ana, "pcl-5", None, {"q1": 1}, id=ONE, **DAY)
    assert queries.administration(ana, ONE).variant == "month"


def test_ft_08_the_same_form_sent_twice_is_kept_once_as_it_was(ana):
    first = actions.record(ana, "gad-7", None, GAD, id=ONE, **DAY)
    again = actions.record(ana, "gad-7", None, GAD | {"q1": 3}, id=ONE, **DAY)
    assert again.answers == first.answers
    assert len(queries.administrations(ana)) == 1


def test_they_come_oldest_first_and_by_instrument(ana):
    actions.record(ana, "gad-7", None, GAD, id=ONE, **DAY)
    actions.record(ana, "peg", None, {"q1": 1}, id=TWO, local_date=date(2026, 11, 20), zone="UTC")
    assert [kept.instrument for kept in queries.administrations(ana)] == ["peg", "gad-7"]
    assert [kept.instrument for kept in queries.administrations(ana, "gad-7")] == ["gad-7"]


def test_removing_one_leaves_the_others(ana):
    actions.record(ana, "gad-7", None, GAD, id=ONE, **DAY)
    actions.record(ana, "gad-7", None, GAD, id=TWO, **DAY)
    assert actions.delete(ana, ONE)
    assert not actions.delete(ana, ONE)
    assert [kept.id for kept in queries.administrations(ana)] == [TWO]


@pytest.mark.parametrize(
    ("id", "answers"),
    [
        ("hark", {"afraid": 1}),
        ("hark", {}),
        ("daily-checkin", {"mood": 3, "touch": "welcome"}),
        ("daily-checkin", {"safe": 0}),
    ],
)
def test_22_what_is_never_kept_is_refused(ana, id, answers):
    with pytest.raises(actions.NeverKept):
        actions.record(ana, id, None, answers, id=ONE, **DAY)
    assert queries.administrations(ana) == []


def test_the_rest_of_a_daily_form_may_be_kept(ana):
    actions.record(ana, "daily-checkin", None, {"mood": 3, "touch": None}, id=ONE, **DAY)
    assert queries.administration(ana, ONE).answers == {"mood": 3}


@pytest.mark.parametrize(
    ("id", "variant", "answers", "error"),
    [
        ("gad-7", None, {"q1": 4}, BadAnswers),
        ("gad-7", None, {"q9": 1}, BadAnswers),
        ("gad-7", "gad-3", {}, BadAnswers),
        ("nothing", None, {}, actions.NotHere),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(ana, id, variant, answers, error):
    with pytest.raises(error):
        actions.record(ana, id, variant, answers, id=ONE, **DAY)
    assert queries.administrations(ana) == []


@pytest.mark.parametrize(
    "change",
    [
        {"scores": {"total": {"value": "9"}}},
        {"scores": {"total": {"value": "9", "band": None, "n_answered": 7, "imputed": 0, "meets": {}}}},
        {"scores": {"total": {"value": 9, "band": None, "n_answered": 7, "imputed": 0, "meets": []}}},
        {"scores": [1]},
        {"local_date": "yesterday"},
        {"flags": None},
        {"answers": 3},
        {"rules": None},
    ],
)
def test_ft_23_a_record_from_elsewhere_that_is_none_is_left_out(ana, change):
    body = actions.record(ana, "gad-7", None, GAD, id=ONE, **DAY).body()
    vault.put(ana, ADMINISTRATIONS, body | change, id=TWO)
    assert [kept.id for kept in queries.administrations(ana)] == [ONE]
    assert queries.administration(ana, TWO) is None


def test_a_record_that_is_not_there_is_none(ana):
    assert queries.administration(ana, TWO) is None


def test_the_body_reads_back_as_it_was_written(ana):
    made = actions.record(ana, "itq", None, {"p1": 2}, id=ONE, target="x", **DAY)
    assert administration.read(ONE, json.loads(json.dumps(made.body()))) == made


# The instruments of this installation


def test_every_active_instrument_is_offered():
    assert set(queries.all_()) == set(library.at(library.roots.content()).ids())
    assert queries.definition("gad-7").version == "1.0.0"
    assert queries.definition("gad-7", "1.0.0") is queries.definition("gad-7")
    assert queries.definition("gad-7", "9.0.0") is None
    assert queries.definition("nothing") is None


def test_without_the_pack_everything_else_is_there(settings, ana):
    settings.CONTENT_NC = False
    assert not {"who-5", "sci", "csi-16", "itq", "rses", "ucla-3", "ecr-rs"} & set(queries.all_())
    assert {"pcl-5", "phq-9", "scs-sf", "audit-c"} <= set(queries.all_())
    assert queries.definition("who-5") is None
    with pytest.raises(actions.NotHere):
        actions.record(ana, "who-5", None, {}, id=ONE, **DAY)


def test_what_was_answered_before_the_pack_was_taken_away_can_still_be_read(settings, ana):
    actions.record(ana, "who-5", None, {"q1": 5}, id=ONE, **DAY)
    settings.CONTENT_NC = False
    assert queries.administration(ana, ONE).result.scores["raw"].n_answered == 1


def test_ids_of_a_form_are_those_it_asks():
    assert queries.item_ids(queries.definition("csi-16"), "csi-4") == ["q1", "q5", "q7", "q10"]
    assert "touch" not in queries.item_ids(queries.definition("daily-checkin"))
    asked = queries.items_for(queries.definition("pc-ptsd-5"), None, {"gate": 0})
    assert [item.id for item in asked] == ["gate"]


def test_an_installation_may_add_a_version_of_its_own(settings, tmp_path):
    text = library.at(library.roots.content()).versions("peg")[0].path.read_text(encoding="utf-8")
    folder = tmp_path / "instruments" / "peg"
    folder.mkdir(parents=True)
    newer = text.replace("version: 1.0.0", "version: 1.0.1\nreplaces: 1.0.0\nreason: a test")
    (folder / "1.0.1.yaml").write_text(newer, encoding="utf-8")
    settings.CONTENT_EXTRA = str(tmp_path)
    assert queries.definition("peg").version == "1.0.1"
    assert queries.definition("peg", "1.0.0").version == "1.0.0"


# What `holdfast check` says


def sentences(found):
    return [f"{message.level} {message.msg}" for message in found]


def test_the_check_says_that_all_is_well():
    (said,) = sentences(health.instruments())
    assert said.endswith("instrument files are as they were released.")
    assert any("instrument files" in message.msg for message in run_checks(tags=["host"]))


def test_the_check_names_the_pack_that_is_left_out(settings):
    settings.CONTENT_NC = False
    assert any("non-commercial pack" in said for said in sentences(health.instruments()))


def test_the_check_names_what_is_wrong(settings, tmp_path):
    folder = tmp_path / "instruments" / "gad-7"
    folder.mkdir(parents=True)
    (folder / "1.0.0.yaml").write_text("id: gad-7\n", encoding="utf-8")
    (folder / "1.0.9.yaml").write_text("id: gad-7\nid: gad-7\n", encoding="utf-8")
    settings.CONTENT_EXTRA = str(tmp_path)
    said = sentences(health.instruments())
    assert any(one.startswith("40") and "1.0.9.yaml:2:" in one for one in said)
    assert any(one.startswith("30") and "already in" in one for one in said)


def test_the_check_survives_a_broken_lock(monkeypatch, tmp_path):
    broken = tmp_path / "released.lock"
    broken.write_text("nonsense\n", encoding="utf-8")
    real = health.lock.read_lock
    monkeypatch.setattr(health.lock, "read_lock", lambda path: real(broken))
    assert any("changed by hand" in said for said in sentences(health.instruments()))
