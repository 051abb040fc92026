"""The rule of care (G7) on the Path: the heavier parts wait, the person alone is told, and they say when to go on."""

from datetime import timedelta

import pytest
from django.urls import reverse

from holdfast.audit import queries as audit
from holdfast.instruments import care
from holdfast.kit import clock
from holdfast.programme import actions, queries
from holdfast.vault import queries as vault
from tests.cast import join, linked
from tests.programme.test_for_two import begin, number, send
from tests.progress import filled
from tests.together.two import TOKENS, words

pytestmark = pytest.mark.django_db
SAID = "It has been harder lately."
HEAVY = "what-it-does"  # its first exercise is writing


def measured(member, *totals, days_ago=0):
    """A PCL-5 a fortnight with these totals, the last one so many days ago."""
    last = clock.today("Europe/Berlin") - timedelta(days=days_ago)
    for nth, total in enumerate(totals):
        on = last - timedelta(days=14 * (len(totals) - 1 - nth))
        filled.form(member.keyring, "pcl-5", filled.pcl(total), on, variant="month")
    return last


def path(member):
    return words(member.client.get(reverse("path")))


def waits(member):
    """Whether the writing of the module waits."""
    return member.client.get(reverse("exercise", args=[number(HEAVY), 1])).status_code == 302


@pytest.fixture
def ana():
    return join("ana")


def test_cr_19_g7_the_heavier_parts_wait_until_the_person_says_to_go_on(ana):
    begin(ana, HEAVY)
    assert not waits(ana)
    assert SAID not in path(ana)
    last = measured(ana, 20, 22, 40, 41)
    assert care.since(ana.keyring) == last
    assert waits(ana)
    assert SAID in path(ana)
    send(ana, "path-ways", do="go-on")
    assert not waits(ana)
    assert SAID not in path(ana)
    assert queries.path(ana.keyring).is_small(clock.today("Europe/Berlin")), "lighter first"


def test_cr_19_after_the_next_form_that_is_as_bad_it_is_said_again(ana):
    measured(ana, 20, 22, 40, 41, days_ago=20)
    actions.go_on(ana.keyring, clock.today("Europe/Berlin"))
    assert SAID not in path(ana)
    measured(ana, 45)
    assert SAID in path(ana)


@pytest.mark.parametrize("totals", [(20, 22, 40), (20, 22, 41, 30), (40, 41, 20, 22), (20, 22, 34, 35)])
def test_what_is_no_rise_twice_in_a_row_stops_nothing(ana, totals):
    measured(ana, *totals)
    assert care.since(ana.keyring) is None
    assert SAID not in path(ana)


def test_choosing_another_path_does_not_unsay_it(ana):
    measured(ana, 20, 22, 40, 41)
    send(ana, "path-ways", path="short", small="no")
    assert SAID in path(ana)
    send(ana, "path-ways", do="go-on")
    send(ana, "path-ways", path="full", small="no")
    assert SAID not in path(ana)


def test_cr_19_the_one_beside_sees_and_has_nothing_of_it():
    ana, ben = join("ana"), join("ben", recovering=False, supporting=True)
    pair = linked(ana, ben)

    def theirs():
        pages = [ben.client.get(reverse(name)) for name in ("today", "us", "path")]
        pages.append(ben.client.get(reverse("pair", args=[pair.id])))
        return [TOKENS.sub("", page.content.decode()) for page in pages], vault.everything(ben.keyring)

    before = theirs()
    measured(ana, 20, 22, 40, 41)
    assert SAID in path(ana)
    actions.go_on(ana.keyring, clock.today("Europe/Berlin"))
    assert theirs() == before


def test_half_way_offers_a_look_back_and_three_ends():
    ana = join("ana")
    begin(ana, queries.courses().half_way)
    for move in ("learned", "tried", "practised", "checked"):
        actions.move(ana.keyring, queries.courses().half_way, move, clock.today("Europe/Berlin"))
    page = ana.client.get(reverse("module-done", args=[number(queries.courses().half_way)]))
    assert "Half way" in words(page)
    assert f'href="{reverse("progress")}"' in page.content.decode()
    begin(ana, HEAVY)
    for move in ("learned", "tried", "practised", "checked"):
        actions.move(ana.keyring, HEAVY, move, clock.today("Europe/Berlin"))
    assert "Half way" not in words(ana.client.get(reverse("module-done", args=[number(HEAVY)])))


def test_g8_whoever_is_alongside_is_asked_how_it_weighs_and_nobody_else_is(ana):
    ben = join("ben", recovering=False, supporting=True)
    begin(ana, "approaching")
    begin(ben, "approaching", roles=("supporting",))
    asked = reverse("module-check", args=[number("approaching")])
    assert "weigh on you" in words(ben.client.get(asked)) and "weigh on you" not in words(ana.client.get(asked))
    assert "how strong did it get" in words(ana.client.get(asked))
    done = reverse("module-done", args=[number("approaching")])
    for value, said in (("9", True), ("3", False)):
        actions.again(ben.keyring, queries.courses().modules["approaching"], clock.today("Europe/Berlin"))
        for move in ("learned", "tried", "practised"):
            actions.move(ben.keyring, "approaching", move, clock.today("Europe/Berlin"))
        send(ben, "module-check", number("approaching"), **{"a-weighs": value, "a-strongest": "5"})
        assert ("That weighs a lot." in words(ben.client.get(done))) is said
        kept = queries.kept(ben.keyring, "approaching", "check")
        assert all("strongest" not in each.answers for each in kept), "what was not asked is not kept"
        for each in kept:
            actions.forget(ben.keyring, each.id)


def test_the_host_hears_that_an_exercise_made_it_worse_only_if_the_person_sends_it(ana):
    begin(ana, "listening")
    address = reverse("exercise", args=[number("listening"), 1])
    answer = send(ana, "exercise", number("listening"), 1, do="worse")
    assert "Tell whoever runs this?" in words(answer)
    assert audit.lines() == [], "nothing is sent by itself"
    told = send(ana, "tell-host", number("listening"), 1)
    assert "They know that much now." in words(told)
    (line,) = audit.lines()
    assert (line.what, line.day.day, line.count) == ("made-worse", 1, 1)
    assert line.about == queries.courses().modules["listening"].head.alone[0].exercise.partition("@")[0]
    assert address not in str(line) and "ana" not in str(line).lower()
