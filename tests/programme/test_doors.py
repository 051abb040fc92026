"""G2 and G3 inside a module: what is heavy waits in doubt, nobody is told why, and what is gentle stays open."""

from itertools import product
from uuid import uuid4

import pytest

from holdfast.kit import clock
from holdfast.programme import actions, queries
from holdfast.programme.doors import Doors
from holdfast.programme.schema import Practice
from holdfast.safety import actions as safety
from holdfast.safety import queries as gates
from holdfast.safety.gates import Facts
from holdfast.safety.records import GATE
from holdfast.vault import actions as vault
from holdfast.vault import queries as rows
from tests.cast import join
from tests.programme import modules as m
from tests.programme.modules import begun, get, read_all, send, text

pytestmark = pytest.mark.django_db
N, MEANING = 500, 502
WAITS = "Some of this can wait."


@pytest.fixture
def ana(here):
    return join("ana")


def in_crisis(member):
    """As after an answer that holds."""
    safety.answered(member.keyring, clock.today("Europe/Berlin"), holds=True)


def steadied(member):
    """Three uses of tools that began strong and helped."""
    for before in (7, 6, 5):
        use = Practice("check-the-room", "2026-03-01", before=before, after=2, how="helped")
        actions.keep(member.keyring, use, id=uuid4())


def with_record(member):
    safety.begin(member.keyring)
    return member


def test_g2_in_a_crisis_hold_writing_waits_and_reading_and_tools_stay(ana):
    begun(with_record(ana))
    assert WAITS not in text(get(ana, "module", N))
    assert get(ana, "exercise", N, 2).status_code == 200
    in_crisis(ana)
    page = text(get(ana, "module", N))
    assert WAITS in page
    assert "I want a person" in page
    assert "crisis" not in page.lower()
    assert get(ana, "exercise", N, 2).status_code == 302
    assert send(ana, "exercise", N, 2, **{"w-page": "x"}).status_code == 302
    assert send(ana, "exercise-draft", N, 2, **{"w-page": "x"}).status_code == 409
    assert send(ana, "exercise-after", N, 2, helped="helped").status_code == 302
    assert get(ana, "exercise-print", N, 2).status_code == 302
    assert queries.practices(ana.keyring) == []
    assert get(ana, "exercise", N, 1).status_code == 200
    assert get(ana, "learn-step", N, 1).status_code == 200


def test_g3_a_module_that_asks_for_steadiness_waits_until_there_was_some(ana):
    begun(with_record(ana), MEANING)
    page = text(get(ana, "module", MEANING))
    assert WAITS in page
    assert "Look out of the window" not in page
    assert get(ana, "learn-step", MEANING, 1).status_code == 200
    assert get(ana, "exercise", MEANING, 1).status_code == 302
    steadied(ana)
    assert WAITS not in text(get(ana, "module", MEANING))
    assert get(ana, "exercise", MEANING, 1).status_code == 200


def test_g2_meaning_waits_whole_in_a_crisis_hold(ana):
    begun(with_record(ana), MEANING)
    steadied(ana)
    in_crisis(ana)
    assert get(ana, "learn-step", MEANING, 1).status_code == 302
    assert get(ana, "exercise", MEANING, 1).status_code == 302
    assert WAITS in text(get(ana, "module", MEANING))


def test_without_a_gate_record_that_can_be_read_what_is_heavy_is_shut(ana):
    begun(ana)
    for row in rows.rows(ana.keyring, GATE):
        vault.delete(ana.keyring, GATE, row.id)
    assert gates.gate(ana.keyring) is None
    assert get(ana, "exercise", N, 2).status_code == 302
    assert get(ana, "exercise", N, 1).status_code == 200


def test_whatever_waits_one_can_go_on_to_the_rest(ana):
    begun(with_record(ana))
    in_crisis(ana)
    read_all(ana, N)
    m.do(ana, N, 1, helped="same")
    assert queries.enrolments(ana.keyring)["getting-ready"].state == "practice"


def test_both_reasons_read_alike(ana):
    """A page that somebody reads over a shoulder does not tell which of the two gates it was."""
    begun(with_record(ana), MEANING)
    unsteady = text(get(ana, "practice", MEANING))
    steadied(ana)
    in_crisis(ana)
    assert WAITS in unsteady
    assert text(get(ana, "practice", MEANING)) == unsteady
    safety.lift_crisis(ana.keyring)
    assert WAITS not in text(get(ana, "practice", MEANING))


@pytest.mark.parametrize("names", [{"stable"}, {"not-in-crisis", "stable"}, {"a-name-nobody-knows"}])
def test_doors_open_only_when_every_fact_is_known_to_be_good(names, tmp_path):
    from holdfast.programme import courses

    made = courses.at((m.folder(tmp_path),)).exercises
    calm, write = made[f"{m.CALM}@1.0.0"], made[f"{m.WRITE}@1.0.0"]
    for not_in_crisis, stable, steady in product((True, False, None), (True, False, None), (True, False)):
        doors = Doors(frozenset(names), Facts(not_in_crisis=not_in_crisis, stable=stable), steady)
        good = not_in_crisis is True and stable is True and not steady and "a-name-nobody-knows" not in names
        assert doors.opens(calm) == doors.opens(write) == good
        assert doors.reads == (not_in_crisis is True)
