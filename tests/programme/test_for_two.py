"""The part for two: the same form for both, nothing told, nothing kept of it but one's own note, one phone or two."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from holdfast.accounts import form_token
from holdfast.kit import clock, ticks
from holdfast.people import queries as people
from holdfast.programme import actions, queries
from holdfast.programme.for_two import queries as two
from holdfast.programme.for_two import rules
from holdfast.safety import actions as safety
from holdfast.safety import decisions
from holdfast.vault import queries as vault
from tests.cast import join, linked, side
from tests.together.two import FIRST, TOKENS, Two, words
from tests.web.walks import rolled_back

pytestmark = pytest.mark.django_db

LISTENING, STEADYING, FIRST_OF_ALL = "listening", "steadying", "no-lighter-stop"
ROMANTIC = re.compile(
    r"\b(romantic|sex\w*|lover|kiss\w*|intimate|intimacy|spouse|husband|wife|marriage|marital|couples?|desire)\b",
    re.IGNORECASE,
)


def number(id):
    return queries.courses().numbers[id]


def begin(member, id, pair=None, roles=("recovering",)):
    course = queries.courses().modules[id]
    return actions.begin(member.keyring, course, roles, str(pair.id) if pair else "", clock.now().date())


def stopping_practised(*members):
    for member in members:
        mine = begin(member, FIRST_OF_ALL)
        for move in ("learned", "tried", "practised", "checked"):
            mine = actions.move(member.keyring, mine.module, move, clock.now().date())
        assert mine.state == "done"


@pytest.fixture
def ana_and_ben():
    ana, ben = join("ana"), join("ben", recovering=False, supporting=True)
    return ana, ben, linked(ana, ben)


def send(member, name, *args, **fields):
    address = reverse(name, args=args)
    token = form_token.make(member.account.id, address)
    return member.client.post(address, fields | {form_token.FIELD: token})


def steps_of(member, pair, id=LISTENING):
    return member.client.get(reverse("two-together-steps", args=[pair.id, number(id)]))


def seen(page):
    return page.status_code, TOKENS.sub("", page.content.decode())


def test_the_app_picks_twice_a_week_by_the_calendar_alone():
    picks = [rules.pick(ticks.tick(20) + timedelta(hours=12 * half)) for half in range(14)]
    assert picks == [0] * 7 + [1] * 7
    turns = [rules.by_turns(ticks.tick(20) + timedelta(days=3.6 * n)) for n in range(4)]
    assert turns == ["side-by-side", "face-to-face", "face-to-face", "side-by-side"]


def test_both_find_the_same_form_whenever_they_look():
    lived, forms = Two(("friend", "friend")), set()
    lived.ready()
    for week in range(FIRST + 1, FIRST + 5):
        for days in (2.0, 5.5):
            found = []
            for member in (lived.ana, lived.ben):
                with lived.at(member, week, days):
                    found.append(two.part(member.keyring, side(member, lived.pair), number(LISTENING)).form)
            assert found[0] == found[1]
            forms.add(found[0])
    assert 1 in forms


def lived(ana):
    """Ben's part for two over four weeks, whatever Ana did in the first; and the forms he got."""
    with rolled_back():
        two_, found = Two(("friend", "friend")), []
        with two_.at(two_.ben, FIRST, 1.0):
            stopping_practised(two_.ben)
        two_.ready(two_.ben)
        ana(two_)
        for week in range(FIRST + 1, FIRST + 5):
            two_.unlock(week, two_.ana, days=1.0)
            for days in (2.0, 5.5):
                with two_.at(two_.ben, week, days):
                    for name in ("two-together", "two-together-steps", "two-together-after"):
                        found.append(seen(two_.get(two_.ben, name, two_.pair.id, number(LISTENING))))
        return found


def not_now(two_):
    two_.ready(two_.ana)
    with two_.at(two_.ana, FIRST, 4.8):
        two_.send(two_.ana, "closer", two_.pair.id, say="not-all")


@pytest.mark.slow
@pytest.mark.parametrize("choice", ["wait", "because-of-me", "rather-not", "skip"])
def test_ps_29_ps_30_the_other_cannot_tell_a_hold_from_a_not_now_by_the_part_for_two(choice):
    assert lived(lambda two_: two_.ready(two_.ana, choice=choice)) == lived(not_now)


@pytest.mark.slow
def test_ps_28_nothing_changes_at_the_time_of_an_answer():
    """Ready or not, until the tick that decides Ben's part for two is the same; and it is a real one that changes."""
    ready, silent = lived(lambda two_: two_.ready(two_.ana)), lived(lambda two_: None)
    assert ready[:6] == silent[:6]


@pytest.mark.slow
def test_ps_31_a_yes_forced_under_a_hold_changes_no_part_for_two():
    def forced(two_):
        two_.ready(two_.ana, choice="wait")
        with two_.at(two_.ana, FIRST, 4.8):
            two_.send(two_.ana, "closer", two_.pair.id, say="yes-1")

    assert lived(forced) == lived(lambda two_: two_.ready(two_.ana, choice="wait"))


@pytest.mark.parametrize("form", [1, 2])
def test_both_forms_of_every_module_can_be_walked_to_their_end_and_stopped_on_the_way(client, form):
    for id, course in queries.courses().modules.items():
        if not course.head.together:
            continue
        page = client.get(reverse("on-one-phone", args=[number(id), form]))
        html = page.content.decode()
        assert page.status_code == 200
        exercise = two.handed_over(number(id), form)
        for step in range(1, len(exercise.steps) + 1):
            assert f'id="step-{step}"' in html, (id, step)
        assert html.count('href="#over"') >= 1, id
        assert not re.search(r"<(input|textarea|select)\b", html), id
        assert not ROMANTIC.search(words(page)), id


def test_under_a_hold_it_is_always_side_by_side(ana_and_ben):
    ana, ben, pair = ana_and_ben
    safety.choose(ana.keyring, "wait", clock.now().date())
    for days in range(0, 70, 3):
        with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
            assert two.part(ana.keyring, side(ana, pair), number(LISTENING)).form == 1
            assert two.part(ben.keyring, side(ben, pair), number(LISTENING)).form == 1


def test_every_module_for_two_can_be_done_by_friends(ana_and_ben):
    ana, _, pair = ana_and_ben
    with_two = [id for id, course in queries.courses().modules.items() if course.head.together]
    assert len(with_two) >= 12
    for id in with_two:
        found = two.part(ana.keyring, side(ana, pair), number(id))
        assert found is not None and found.exercise.head.for_ == "pair", id
        assert found.exercise.head.tier <= 1 and found.on_one_phone


def test_the_steps_hold_no_field_and_every_way_to_stop(ana_and_ben):
    ana, _, pair = ana_and_ben
    for id, course in queries.courses().modules.items():
        if not course.head.together:
            continue
        page = steps_of(ana, pair, id)
        html = page.content.decode()
        assert page.status_code == 200
        assert not re.search(r"<(input|textarea|select)\b", html), id
        for part in ("stopped", "lighter", "wait", "over", "stay"):
            assert f'id="{part}"' in html
        targets = set(re.findall(r'href="#([\w-]+)"', html))
        assert targets <= set(re.findall(r'id="([\w-]+)"', html)), id


@pytest.mark.parametrize("id", [LISTENING, "safe-base"])
def test_a_friend_walks_it_without_a_romantic_word(ana_and_ben, id):
    _, ben, pair = ana_and_ben
    stopping_practised(ben)
    begin(ben, id, side(ben, pair), roles=("supporting",))
    names = [("module", [number(id)]), ("two-together", [pair.id, number(id)])]
    names += [("two-together-steps", [pair.id, number(id)]), ("two-together-after", [pair.id, number(id)])]
    names += [("learn-step", [number(id), n]) for n in range(1, 9)]
    names += [("practice", [number(id)]), ("module-check", [number(id)]), ("exercise", [number(id), 1])]
    read = 0
    for name, args in names:
        page = ben.client.get(reverse(name, args=args))
        if page.status_code == 200:
            read += 1
            assert not ROMANTIC.search(words(page)), (name, args, ROMANTIC.search(words(page)))
    assert read > 8


def test_nothing_for_two_comes_before_each_has_practised_stopping(ana_and_ben):
    ana, _, pair = ana_and_ben
    begin(ana, LISTENING, side(ana, pair))
    first = two.offer(ana.keyring, side(ana, pair), number(LISTENING))
    assert first.act.route == "module" and first.act.parts == (number(FIRST_OF_ALL),)
    assert two.offer(ana.keyring, side(ana, pair), number(STEADYING)).act.route == "two-together"
    stopping_practised(ana)
    assert two.offer(ana.keyring, side(ana, pair), number(LISTENING)).act.route == "two-together"
    page = ana.client.get(reverse("module", args=[number(LISTENING)]))
    assert reverse("two-together", args=[pair.id, number(LISTENING)]) in page.content.decode()


def test_one_phone_knows_nobody_and_coming_back_asks_for_a_secret(ana_and_ben, client):
    ana, _, pair = ana_and_ben
    answer = send(ana, "two-together", pair.id, number(LISTENING), do="one-phone")
    assert answer.status_code == 302
    shown = ana.client.get(answer["Location"])
    assert shown.status_code == 200
    for private in ("today", "me", "us", "path", "settings"):
        assert ana.client.get(reverse(private)).status_code == 403, "locked"
    assert client.get(answer["Location"]).content == shown.content, "the same bytes for whoever asks"
    assert "Ben" not in words(shown) and "Ana" not in words(shown)
    assert not re.search(r"<(input|textarea|select)\b", shown.content.decode())


def test_what_is_above_tier_one_is_not_handed_over(ana_and_ben, monkeypatch):
    ana, _, pair = ana_and_ben
    course = queries.courses().modules[LISTENING]
    high = course.head.model_copy(update={"together": course.head.together.model_copy(update={"tier": 2})})
    made = {
        pin: each.model_copy(update={"head": each.head.model_copy(update={"tier": 2})})
        for pin, each in queries.courses().exercises.items()
    }
    courses = replace(
        queries.courses(),
        modules=queries.courses().modules | {LISTENING: course.model_copy(update={"head": high})},
        exercises=made,
    )
    monkeypatch.setattr(queries, "courses", lambda: courses)
    assert two.part(ana.keyring, side(ana, pair), number(LISTENING)) is None, "shut until the gates of its tier open"
    monkeypatch.setattr(decisions, "opens", lambda *_: True)
    found = two.part(ana.keyring, side(ana, pair), number(LISTENING))
    assert found is not None and not found.on_one_phone
    assert two.handed_over(number(LISTENING), 1) is None


def test_one_cannot_look_at_the_part_of_a_pair_that_is_not_ones_own(ana_and_ben):
    _, _, pair = ana_and_ben
    cleo = join("cleo")
    for name in ("two-together", "two-together-steps", "two-together-after"):
        assert cleo.client.get(reverse(name, args=[pair.id, number(LISTENING)])).status_code == 404
        assert cleo.client.get(reverse(name, args=[pair.id, 9999])).status_code == 404
    assert cleo.client.get(reverse("on-one-phone", args=[number(LISTENING), 3])).status_code == 404
    assert cleo.client.get(reverse("on-one-phone", args=[number("getting-safe"), 1])).status_code == 404


def test_a_note_of_it_is_ones_own_and_both_forms_count_the_same(ana_and_ben):
    ana, ben, pair = ana_and_ben
    begin(ana, LISTENING, side(ana, pair))
    theirs = vault.everything(ben.keyring)
    answer = send(ana, "two-together-after", pair.id, number(LISTENING), how="helped", here="here")
    assert answer.status_code == 200
    exercise = two.part(ana.keyring, side(ana, pair), number(LISTENING)).exercise.head.id
    assert exercise in queries.enrolments(ana.keyring)[LISTENING].done
    assert [(use.exercise, use.how) for use in queries.practices(ana.keyring)] == [(exercise, "helped")]
    assert vault.everything(ben.keyring) == theirs
    assert people.pair(ben.keyring, pair.id) is not None


def test_cr_17_two_in_a_row_that_made_it_worse_lead_to_a_person(ana_and_ben):
    ana, _, pair = ana_and_ben
    begin(ana, LISTENING, side(ana, pair))
    first = send(ana, "two-together-after", pair.id, number(LISTENING), how="worse")
    assert "Two in a row" not in words(first)
    second = send(ana, "two-together-after", pair.id, number(STEADYING), how="worse")
    assert "Two in a row" in words(second) and reverse("help") in second.content.decode()


@pytest.mark.parametrize("fields", [{"how": "great"}, {"here": "<b>"}, {"how": "helped", "here": "x" * 9000}])
def test_ft_22_a_note_that_is_none_is_refused_plainly(ana_and_ben, fields):
    ana, _, pair = ana_and_ben
    answer = send(ana, "two-together-after", pair.id, number(LISTENING), **fields)
    assert answer.status_code == 422
    assert queries.practices(ana.keyring) == []
