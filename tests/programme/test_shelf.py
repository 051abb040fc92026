"""The shelf of tools: a number each, for ever; for every feeling something; and files that cannot be read left out."""

import shutil

import pytest

from holdfast.catalogue import roots
from holdfast.programme import queries, shelf
from holdfast.programme.exercise import FEELINGS

# The numbers as first given. A number stays with its tool: lines are only ever added here.
NUMBERS = {
    "check-the-room": 1,
    "come-back-to-here": 2,
    "that-was-then": 3,
    "the-next-ten-minutes": 4,
    "until-morning": 5,
    "name-what-is-here": 6,
    "feet-and-pressure": 7,
    "something-cool": 8,
    "longer-breath-out": 9,
    "muscle-release": 10,
    "a-kind-place": 11,
    "self-hold": 12,
    "body-from-outside": 13,
    "a-thought-is-a-thought": 14,
    "worry-later": 15,
    "move-a-little": 16,
    "ride-the-urge": 17,
    "after-a-bad-dream": 18,
    "a-message-to-send": 19,
    "a-kind-sentence": 20,
    "panic-in-the-body": 21,
}


@pytest.fixture
def base(tmp_path):
    """A copy of our content."""
    copied = tmp_path / "content"
    shutil.copytree(roots.BASE / "exercises", copied / "exercises")
    shutil.copytree(roots.BASE / "relief", copied / "relief")
    return copied


def edit(path, old, new):
    """Change a file in one place."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_tool_keeps_its_number():
    tools = queries.tools().tools
    assert {tool.id: number for number, tool in tools.items()} == NUMBERS


def test_every_feeling_but_one_has_a_tool_and_most_have_another_kind():
    here = queries.tools()
    for feeling in FEELINGS:
        first = here.first(feeling)
        assert (first is None) == (feeling == "scared")
        if first is not None:
            assert feeling in first.exercise.head.relief
            assert here.others(first), feeling


def test_29f_what_opens_first_looks_outward():
    """No tool that draws on pictures, on the body from inside, on touch or on breath alone is what a feeling opens."""
    here = queries.tools()
    inward = {"images", "touch", "thoughts"}
    opened = [here.first(feeling).exercise.head for feeling in FEELINGS if here.first(feeling)]
    assert [head.id for head in opened if inward & set(head.draws_on)] == []
    assert [head.id for head in opened if set(head.draws_on) == {"breath"}] == []


def test_what_is_off_gives_way_to_the_next_and_to_itself_when_nothing_else_is_there():
    here = queries.tools()
    assert here.first("on-edge", ["check-the-room"]).id == "feet-and-pressure"
    everything = list(here.ids)
    assert here.first("on-edge", everything).id == "check-the-room"
    room = here.find("check-the-room")
    assert "feet-and-pressure" not in [tool.id for tool in here.others(room, ["feet-and-pressure"])]


def test_our_own_files_have_nothing_to_mend():
    assert shelf.problems((roots.BASE,)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  self-hold: 12", "  self-hold: 13", "given before"),
        ("  self-hold: 12", "  self-hold: 512", "not one of this folder"),
        ("retired: []", "retired: [12]", "given before"),
        ("  self-hold: 12\n", "", "no page shows it"),
        ("  drink-or-use: [ride-the-urge, ", "  drink-or-use: [self-hold, ride-the-urge, ", "not offered for"),
        ("  drink-or-use: [ride-the-urge, move-a-little]", "  drink-or-use: [ride-the-urge]", "not in its list"),
        ("numbers:", "numbers: many\nmore:", "not known here"),
    ],
)
def test_a_wrong_order_is_said_with_how_to_mend_it(base, old, new, said):
    edit(base / "relief" / "order.yaml", old, new)
    found = shelf.problems((base,))
    assert any(said in str(problem) for problem in found), [str(problem) for problem in found]


def test_a_host_adds_a_tool_of_its_own_and_takes_the_place_of_none(base, tmp_path):
    own = tmp_path / "own"
    shutil.copytree(base / "exercises" / "self-hold", own / "exercises" / "our-bench")
    edit(own / "exercises" / "our-bench" / "1.0.0.md", "id: self-hold", "id: our-bench")
    (own / "relief").mkdir()
    lists = "".join(f"  {feeling}: [our-bench]\n" for feeling in ("sad", "alone", "ashamed", "too-much"))
    text = f"numbers:\n  our-bench: 500\nretired: []\nfeelings:\n{lists}"
    (own / "relief" / "order.yaml").write_text(text, encoding="utf-8")
    here = shelf.at((base, own))
    assert here.tools[500].id == "our-bench"
    assert here.feelings["sad"][-1].id == "our-bench"
    assert here.first("sad").id == "move-a-little"
    assert shelf.problems((base, own)) == []
    edit(own / "relief" / "order.yaml", "  our-bench: 500\n", "  our-bench: 500\n  self-hold: 501\n")
    assert any("has its number already" in str(problem) for problem in shelf.problems((base, own)))
    assert shelf.at((base, own)).find("self-hold").number == 12


def test_a_file_that_cannot_be_read_is_left_out_and_the_others_stay(base):
    edit(base / "exercises" / "self-hold" / "1.0.0.md", "tier: 0", "tier: zero")
    (base / "exercises" / "check-the-room" / "1.0.0.md").unlink()
    here = shelf.at((base,))
    assert here.ids == NUMBERS.keys() - {"self-hold", "check-the-room"}
    assert here.first("on-edge").id == "feet-and-pressure"


def test_a_newer_version_takes_the_place_of_the_older(base):
    older = base / "exercises" / "self-hold" / "1.0.0.md"
    newer = older.with_name("1.0.1.md")
    text = older.read_text(encoding="utf-8").replace("version: 1.0.0", "version: 1.0.1")
    newer.write_text(text.replace("title: Hold yourself, tap slowly", "title: Hold yourself"), encoding="utf-8")
    assert shelf.at((base,)).find("self-hold").exercise.head.title == "Hold yourself"
    edit(newer, "status: active", "status: draft")
    assert shelf.at((base,)).find("self-hold").exercise.head.title == "Hold yourself, tap slowly"
