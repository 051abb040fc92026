"""The table of states: every state can be reached and left, no move surprises, and its drawing is current."""

from hypothesis import given
from hypothesis import strategies as st

from holdfast.programme import states
from holdfast.programme.states import BACK, MOVES, STATES, Place, moved
from tools import states_page

MOVE = sorted({move for _, move in MOVES})


def test_the_drawing_in_the_manual_is_current():
    assert states_page.PAGE.read_text(encoding="utf-8") == states_page.text(), "run: python -m tools.states_page"


def test_every_state_is_named_reached_and_left():
    assert set(states.MEANING) == set(STATES)
    assert set(MOVES.values()) - {BACK} == set(STATES)
    assert {state for state, _ in MOVES if state} == set(STATES)


@given(st.lists(st.sampled_from([*MOVE, "nonsense"]), max_size=40))
def test_whatever_happens_one_stands_somewhere_and_going_on_leads_back(moves):
    place = moved(Place(), "begin")
    for move in moves:
        before, place = place, moved(place, move)
        assert place.state in STATES
        assert (place.back is not None) == (place.state in ("paused", "steady"))
        if place.state == "paused" and before.state not in ("paused", "steady"):
            assert moved(place, "go-on").state == before.state


@given(st.sampled_from(STATES))
def test_a_move_that_there_is_not_changes_nothing(state):
    for move in MOVE:
        if (state, move) not in MOVES:
            assert moved(Place(state), move) == Place(state)


def test_stepping_down_keeps_the_place_through_putting_aside():
    place = moved(moved(Place("practice"), "too-much"), "pause")
    assert (place.state, moved(place, "go-on").state) == ("paused", "practice")
