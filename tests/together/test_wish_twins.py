"""PS-24 to PS-26, PS-30, PS-31: all that Ben is ever given is the same bytes, whichever of two things Ana did.

Each pair of lives runs through the real pages, hooks and tables. Ben's side: every page he can open with its headers
and size, and every row that opens with his keys. Ana unlocks in the same weeks in both lives; what she does differs.
"""

from collections.abc import Callable
from typing import Any

import pytest

from holdfast.kit import clock
from holdfast.people.models import RoundRow
from holdfast.safety import actions as safety
from holdfast.together.wishes import shelf
from holdfast.vault.models import SealedRow
from tests.together.two import FIRST, Two, day, seen
from tests.web.walks import rolled_back

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LISTS = ("in-one-room", "out-of-the-house", "talk-and-limits", "everyday-touch")
Act = Callable[[Two], Any]


def said(number: int, answer: str) -> dict[str, str]:
    """The same answer to every item of a list."""
    return {item.id: answer for item in shelf.SHEETS.newest(LISTS[number - 1]).items}


def lived(ana: Act, *, ben: str = "yes", weeks: int = 6) -> dict[tuple[int, float], Any]:
    """Ben's weeks: he wants everything, answers every list, and looks at all his pages at the start and the end."""
    with rolled_back():
        two = Two()
        two.ready(two.ben)
        for number in range(1, 5):
            two.answer(two.ben, number, said(number, ben), FIRST, days=1 + number / 10)
        found = {}
        for week in range(FIRST, FIRST + weeks):
            if week == FIRST:
                ana(two)
            two.unlock(week, two.ana, days=5.5)
            for days in (0.5, 6.5) if week > FIRST else (6.5,):
                found[week, days] = two.given(two.ben, week, days)
        return found


def answers(two: Two, answer: str, lists: range = range(1, 5)) -> None:
    for number in lists:
        two.answer(two.ana, number, said(number, answer), FIRST, days=2 + number / 10)


def checked(two: Two, choice: str) -> None:
    with two.at(two.ana, FIRST, 4.9):
        safety.choose(two.ana.keyring, choice, clock.now().date())


def held(two: Two) -> None:
    """Ready for everything, yes to everything, and then she lets it wait."""
    two.ready(two.ana)
    answers(two, "yes", range(3, 5))
    checked(two, "wait")


def all_no(two: Two) -> None:
    """Not ready, and no to everything."""
    with two.at(two.ana, FIRST, 4.2):
        two.send(two.ana, "closer", two.pair.id, say="not-all")
    answers(two, "no", range(3, 5))
    checked(two, "no-need")


def differing(one: dict, other: dict) -> list[Any]:
    """Where two of Ben's lives differ, week by week and page by page."""
    return [(when, name) for when in one for name in one[when] if one[when][name] != other[when][name]]


def test_ps_25_held_is_the_same_to_the_other_as_no_to_all():
    assert differing(lived(held), lived(all_no)) == []


@pytest.mark.parametrize("choice", ["because-of-me", "rather-not", "skip"])
def test_ps_25_whatever_the_choice_was(choice):
    def chosen(two: Two) -> None:
        two.ready(two.ana)
        answers(two, "yes", range(3, 5))
        checked(two, choice)

    assert differing(lived(chosen, weeks=4), lived(lambda two: None, weeks=4)) == []


def test_ps_26_between_answering_and_the_tick_nothing_tells_that_she_answered():
    """Yes to all, of both: from the tick on Ben sees some of it, and not one byte before."""
    silent, answered = lived(lambda two: None), lived(lambda two: answers(two, "yes"))
    found = differing(silent, answered)
    first = min(when for when, _name in found)
    assert first[1] == 0.5, "only at a tick"
    assert first[0] >= FIRST + 2, "keys a week before, tags the week after"
    assert {name for when, name in found if when == first} == {"wishes", f"back {first[0]}", "own rows"}


def test_ps_24_who_says_no_to_all_learns_nothing_whatever_she_said():
    lives = [
        lived(act, ben="no")
        for act in (lambda two: answers(two, "yes"), lambda two: answers(two, "no"), lambda two: None)
    ]
    assert differing(lives[0], lives[1]) == []
    assert differing(lives[0], lives[2]) == []


def test_ps_24_taking_back_before_the_tick_is_never_having_answered():
    def back(two: Two) -> None:
        answers(two, "yes")
        for number in range(1, 5):
            with two.at(two.ana, FIRST, 3 + number / 10):
                two.send(two.ana, "wish-list", two.pair.id, number, do="back")

    assert differing(lived(back), lived(lambda two: None)) == []


def test_ps_31_the_switch_pressed_under_a_hold_is_no_press_at_all():
    def pressed(two: Two) -> None:
        checked(two, "wait")
        for days in (5.0, 5.1):
            with two.at(two.ana, FIRST, days):
                for say in ("yes-1", "yes-2", "yes-3"):
                    two.send(two.ana, "closer", two.pair.id, say=say)

    assert differing(lived(pressed, weeks=4), lived(lambda two: checked(two, "wait"), weeks=4)) == []


def test_ps_31_ana_sees_the_same_page_whatever_she_pressed_under_a_hold_or_not():
    two, found = Two(), []
    with day(FIRST):
        two.send(two.ana, "wishes", two.pair.id, do="begin")
        for choice, say in (("wait", "yes-2"), ("no-need", "yes-2"), ("wait", "not-2"), ("skip", "nonsense")):
            safety.choose(two.ana.keyring, choice, clock.now().date())
            answer = two.send(two.ana, "closer", two.pair.id, say=say)
            found.append((answer.status_code, answer.url, seen(two.get(two.ana, "closer", two.pair.id))[2:]))
    assert all(each == found[0] for each in found)


def test_ps_26_in_the_tables_her_answering_shows_as_nothing_but_bytes_written_anew():
    def tables(act: Act) -> Any:
        with rolled_back():
            two = Two()
            act(two)
            two.unlock(FIRST, two.ana)
            ana = two.ana.account.id
            rows = SealedRow.objects.filter(owner=ana).values_list("tag", "envelope")
            published = [(row.owner, len(row.sealed)) for row in RoundRow.objects.order_by("owner")]
            return sorted((bytes(tag).hex(), len(envelope)) for tag, envelope in rows), published

    assert tables(lambda two: answers(two, "yes")) == tables(lambda two: None)


def test_ps_34_nothing_of_it_reaches_a_clinician_or_an_export():
    from holdfast.exchange import queries as exchange

    two = Two()
    answers(two, "yes")
    with day(FIRST, 4):
        kinds = {record.kind for record in exchange.contents(two.ana.keyring).parcel.records}
    assert not kinds & {"gate", "decided", "rounds", "wishes"}
