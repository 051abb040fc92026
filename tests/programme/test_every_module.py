"""Every module there is, walked from its first step to its last by whoever it is for; nothing romantic for a friend."""

import pytest
from django.urls import reverse

from holdfast.programme import queries, walk
from holdfast.programme.walk import Walk
from tests.cast import join, linked
from tests.programme.modules import begun, get, read_all, send
from tests.programme.test_content_audit import ROMANTIC
from tests.programme.test_doors import steadied

pytestmark = pytest.mark.django_db


def walked(member, number, how, **fields) -> list[str]:
    """Each page of a module, as it is opened on the way through it."""
    course = queries.courses().by_number(number)
    begun(member, number, **fields)
    shown = [get(member, "module", number)]
    shown += [get(member, "learn-step", number, step) for step in range(1, len(walk.steps(course, how)) + 1)]
    read_all(member, number)
    for part in walk.alone(course, how, queries.courses().exercises):
        for name in ("exercise", "exercise-print", "exercise-after"):
            shown.append(get(member, name, number, part.place))
        shown.append(send(member, "exercise-after", number, part.place, helped="same"))
    shown += [get(member, "module", number), get(member, "practice", number), get(member, "module-check", number)]
    send(member, "practice", number, do="log", how="done")
    send(member, "practice", number, do="practised")
    assert send(member, "module-check", number).headers["Location"] == reverse("module-done", args=[number])
    shown.append(get(member, "module-done", number))
    assert [page.status_code for page in shown] == [200] * len(shown), (number, how)
    return [page.content.decode() for page in shown]


@pytest.mark.parametrize("role", ["recovering", "supporting"])
def test_every_module_is_walked_alone(role):
    member = join("ana", recovering=role == "recovering", supporting=role == "supporting")
    steadied(member)
    for id, course in queries.courses().modules.items():
        if role in course.head.roles:
            walked(member, queries.courses().numbers[id], Walk(frozenset({role})))
            assert queries.enrolments(member.keyring)[id].state == "done"


def test_17_a_friend_walks_every_module_and_meets_no_romantic_word():
    ana, ben = join("ana"), join("ben", recovering=False, supporting=True)
    steadied(ben)
    pair = linked(ben, ana, ("friend", "romantic"))
    for id, course in queries.courses().modules.items():
        if "supporting" in course.head.roles:
            how = Walk(frozenset({"supporting"}), "friend")
            pages = walked(ben, queries.courses().numbers[id], how, beside=str(pair.id))
            assert not any(ROMANTIC.search(page.split("<main")[1]) for page in pages), id
