"""Signed in: keeping is a press of one's own; a locked space keeps nothing and says so; what eased stands first."""

import pytest
from django.test import Client
from django.urls import reverse

from holdfast.kit import random
from holdfast.programme import actions, queries
from holdfast.programme.schema import Practice
from tests.cast import join
from tests.web.test_public import words

pytestmark = pytest.mark.django_db

FORM = {"tool": "self-hold", "before": "7", "after": "4", "here": "here", "helped": "helped"}


@pytest.fixture
def ana():
    return join("ana")


def keep(member, *uses):
    """Uses of tools, kept one after the other."""
    for exercise, told in uses:
        actions.keep(member.keyring, Practice(exercise, "2026-11-21", **told), id=random.uuid())


def test_keep_this_seals_and_says_so(ana):
    page = ana.client.post("/p/130", FORM, follow=True)
    assert "Saved, and locked with your own words." in words(page)
    (kept,) = queries.practices(ana.keyring)
    assert (kept.exercise, kept.before, kept.after, kept.here, kept.how, kept.nth) == (
        *("self-hold", 7, 4, "here", "helped"),
        1,
    )


def test_nothing_is_kept_unless_one_presses_keep_this(ana):
    ana.client.post("/p/8", {**FORM, "asked": "1"})
    ana.client.post("/p/150/12", FORM)
    assert queries.practices(ana.keyring) == []


def test_ft_08_a_form_sent_twice_keeps_one_use_and_for_another_person_another(ana):
    cleo = join("cleo")
    for member in (ana, ana, cleo):
        member.client.post("/p/130", {**FORM, "once": "the-same"})
    assert len(queries.practices(ana.keyring)) == len(queries.practices(cleo.keyring)) == 1
    ana.client.post("/p/130", {**FORM, "once": "another"})
    assert [kept.nth for kept in queries.practices(ana.keyring)] == [1, 2]


def test_the_row_of_a_form_sent_twice_looks_like_any_other(ana):
    ana.client.post("/p/130", {**FORM, "once": "x"})
    assert queries.practices(ana.keyring)[0].id.version == 4


def test_a_locked_space_keeps_nothing_and_says_so(ana):
    ana.client.post(reverse("lock"))
    page = ana.client.post("/p/130", FORM)
    assert page.status_code == 403
    assert "Your space is locked. So nothing was kept." in words(page)
    assert 'name="before" value="7"' in page.content.decode(), "one can press again after opening it"
    assert queries.practices(ana.keyring) == []


def test_signed_out_keep_this_begins_a_space_of_ones_own():
    assert "three true things" in words(Client().post("/p/130", FORM))


def test_the_list_is_in_ones_own_order(ana):
    keep(ana, ("check-the-room", {"before": 6, "after": 6}), ("self-hold", {"how": "helped"}))
    keep(ana, ("move-a-little", {"before": 8, "after": 3}), ("move-a-little", {"how": "helped"}))
    keep(ana, ("a-kind-place", {"how": "worse"}))
    read = words(ana.client.get("/p/153"))
    names = [
        "Move a little Kept 2 times. Easier after 2 of them.",
        "Hold yourself, tap slowly Kept once. Easier after.",
    ]
    names += ["Check the room Kept once. Not easier after, so far.", "Set aside for now", "A kind place, a kind face"]
    places = [read.index(name) for name in names]
    assert places == sorted(places)
    assert "This is your record, not proof." in read
    assert read.index("Other tools") > places[-1] and "Feet and pressure" in read[read.index("Other tools") :]


def test_an_empty_list_says_what_will_be_here_and_shows_every_tool(ana):
    read = words(ana.client.get("/p/153"))
    assert "When you keep the numbers of a tool, it will stand here, in your own order." in read
    assert all(tool.exercise.head.title in read for tool in queries.tools().tools.values())


def test_cr_17_two_worse_in_a_row_suggest_a_person_in_the_private_pages_too(ana):
    keep(ana, ("self-hold", {"how": "worse"}))
    assert "A person may help more now" not in words(ana.client.get("/p/153"))
    page = ana.client.post("/p/130", {"tool": "move-a-little", "helped": "worse"}, follow=True)
    assert "Two in a row felt worse. It isn't your fault. A person may help more now than a tool." in words(page)
    assert "Another tool" not in words(page)
    assert "A person may help more now" in words(ana.client.get("/p/153"))
    ana.client.post("/p/130", FORM)
    assert "A person may help more now" not in words(ana.client.get("/p/153"))


def test_a_tool_that_is_gone_stands_in_no_list_and_keeps_its_name_in_the_record(ana):
    keep(ana, ("an-old-tool", {"how": "helped"}))
    assert "old tool" not in words(ana.client.get("/p/153")).lower()
    assert "An old tool" in words(ana.client.get(reverse("tools-used")))


def test_the_page_of_uses_names_every_tool_by_its_title(ana):
    keep(ana, *((tool.id, {"before": 5, "after": 4}) for tool in queries.tools().tools.values()))
    read = words(ana.client.get(reverse("tools-used")))
    assert all(tool.exercise.head.title in read for tool in queries.tools().tools.values())


def test_public_pages_stay_the_same_bytes_for_somebody_whose_space_is_open(ana):
    keep(ana, ("self-hold", {"how": "helped"}))
    for address in ("/p/2", "/p/150/12", "/p/151"):
        assert ana.client.get(address).content == Client().get(address).content
    assert 'href="/p/153"' in Client().get("/p/2").content.decode(), "the way to one's own list is there for all"


def test_uses_of_one_day_keep_their_order(ana):
    keep(ana, *(("self-hold", {"before": n}) for n in range(5)))
    assert [kept.before for kept in queries.practices(ana.keyring)] == [0, 1, 2, 3, 4]
