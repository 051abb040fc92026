"""All words of ours against the rules of content/lint, and what the rules find where somebody breaks one."""

import shutil

import pytest

from holdfast.catalogue import lint, loader, prose, roots, strict
from holdfast.catalogue.lint import Limits, Rules, Sheet
from holdfast.cli import content_words
from holdfast.cli.content_kinds import KINDS
from holdfast.together import kind
from holdfast.together import shelf as shelf_of_things
from holdfast.together.wishes import schema, shelf

FOLDERS = roots.content()
BOOK = content_words.book(FOLDERS)
FILES = sorted((FOLDERS[0] / "lint").glob("*.yaml"))
SHEETS = list(content_words.sheets(FOLDERS))


def template(text: str, name: str = "web/templates/web/x.html") -> Sheet:
    """A page as if it stood among the others."""
    return Sheet(name, content_words.PACKAGE / name, content_words.SCREENS, tuple(prose.template(text)))


def rules_hit(sheet: Sheet) -> set[str]:
    return {rule.id for rule in BOOK.every for _ in rule.finds(sheet)}


def test_cr_16_cr_25_nothing_that_people_read_is_wrong_today():
    found = content_words.problems(FOLDERS)
    assert [str(problem) for problem in found] == []


def test_every_place_is_read():
    places = {sheet.where for sheet in SHEETS}
    assert places >= {kind.where for kind in KINDS} | {"screens", "safety"}
    read = sum(len(sheet.sayings) for sheet in SHEETS)
    assert read > 2000
    names = {sheet.name for sheet in SHEETS}
    assert {"safety/help.md", "web/templates/web/public/front.html", "checkins/meaning.py"} <= names


def test_every_line_for_two_is_read_and_titles_are_doors():
    drink = next(sheet for sheet in SHEETS if sheet.name.startswith("together/a-warm-drink/"))
    words = {saying.text: saying.door for saying in drink.sayings}
    assert words["A warm drink, ten minutes"] and words["A warm drink for two"]
    assert words["One tells a small good thing: a song, a plant, a dog you saw."] is False
    lists = [sheet for sheet in SHEETS if sheet.where == "wishes"]
    assert lists and all(len(sheet.sayings) == 2 + schema.ITEMS for sheet in lists)
    assert {len(sheet.sayings) for sheet in SHEETS if sheet.where == "asks"} == {3}
    assert {kind.WISHES, kind.THING.folder, kind.WANT.folder} == {
        shelf.SHEETS.folder, shelf_of_things.THINGS.folder, shelf_of_things.WANTED.folder
    }  # fmt: skip


def test_published_words_of_instruments_are_never_measured_or_held_against_a_rule():
    silent = {sheet.name for sheet in SHEETS if sheet.where == "instruments" and not sheet.sayings}
    assert any("phq-9" in name for name in silent)
    own = {sheet.name for sheet in SHEETS if sheet.where == "instruments" and sheet.sayings}
    assert any("programme-items" in name for name in own)


def test_no_two_rules_have_one_name_and_each_file_says_what_it_holds():
    ids = [rule.id for rule in BOOK.every]
    assert len(ids) == len(set(ids))
    for path in FILES:
        model = Limits if path.name == content_words.READING else Rules
        assert strict.build(model, loader.read(path)).holds


@pytest.mark.parametrize("rule", BOOK.every, ids=lambda rule: rule.id)
def test_each_rule_names_places_that_there_are(rule):
    known = {sheet.where for sheet in SHEETS} | {"all", "helplines"}
    assert set(rule.where) <= known
    for one in rule.spared:
        assert len(one.because) > 20


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("He committed suicide.", "commit-suicide"),
        ("She survived a failed attempt.", "successful-attempt"),
        ("Some take an overdose.", "methods"),
        ("There was a suicide note.", "places-and-notes"),
        ("It drove them to suicide.", "one-cause"),
        ("She is at peace now.", "heroes"),
        ("You should leave.", "leave-them"),
        ("Try couples therapy.", "couples-work"),
    ],
)
def test_cr_16_ps_21_unsafe_messages_are_found_on_a_page_of_help(words, rule):
    page = template(f'<p>{{% translate "{words}" %}}</p>', "safety/templates/safety/x.html")
    here = Sheet(page.name, page.path, "safety" if rule == "couples-work" else page.where, page.sayings)
    assert rule in rules_hit(here)


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("This heals old wounds.", "claims-of-benefit"),
        ("It is proven to work.", "claims-of-benefit"),
        ("Thanks to your partner you slept.", "blame-of-closeness"),
        ("You are still single.", "gap-as-lack"),
        ("You kept a streak.", "games"),
        ("For victims.", "labels"),
        ("Calm down.", "soothing"),
        ("You did it!", "shouting"),
        ("This is our treatment.", "treatment"),
    ],
)
def test_the_evidence_rules_and_check_7_are_held_on_every_screen(words, rule):
    assert rule in rules_hit(template(f'<p>{{% translate "{words}" %}}</p>'))


@pytest.mark.parametrize("word", ["Pause", "Leave", "Safe", "Green"])
def test_check_7_these_words_are_never_a_button_or_a_heading(word):
    for page in (f'<button>{{% translate "{word}" %}}</button>', f'<h2>{{% translate "{word}" %}}</h2>',
                 f'<a class="btn" href="x">{{% translate "{word}" %}}</a>'):  # fmt: skip
        assert "doors" in rules_hit(template(page)), page
    assert "doors" not in rules_hit(template(f'<p>{{% translate "{word} the room." %}}</p>'))


def test_cr_25_a_page_that_is_too_hard_is_named_with_its_line():
    hard = "Psychological interventions facilitate considerable symptomatic improvement."
    page = template(f'<h1>{{% translate "Hello" %}}</h1>\n<p>{{% translate "{hard}" %}}</p>')
    (problem,) = lint.hard([page], BOOK.limits)
    assert (problem.line, problem.path) == (2, page.path)


def test_cr_25_limits_are_six_where_it_is_hard_to_read_and_eight_elsewhere():
    most = {sheet.where: BOOK.limits.of(sheet) for sheet in SHEETS if not sheet.name.startswith("library/claims")}
    assert {most[where] for where in ("exercises", "together", "asks", "wishes", "safety", "screens")} == {6}
    assert {most[where] for where in ("library", "schedules", "instruments")} == {8}


@pytest.fixture
def base(tmp_path):
    """A copy of the content folder to break."""
    copied = tmp_path / "content"
    shutil.copytree(FOLDERS[0], copied)
    return copied


@pytest.mark.parametrize(
    ("name", "old", "new", "rule"),
    [
        ("exercises/check-the-room/1.0.0.md", "Keep your eyes open.", "Close your eyes.", "breath-and-eyes"),
        ("exercises/check-the-room/1.0.0.md", "I'm safe enough here", "Safe", "doors"),
        ("safety/help.md", "Look round.", "Look round, don't worry.", "soothing"),
        ("schedules/three-taps/1.0.0.yaml", "One day says little.", "One day says nothing about your level.", "games"),
        ("library/articles/shame/1.0.0.md", "## What is known\n", "## What is known\n\nHe committed suicide.\n",
         "commit-suicide"),
        ("instruments/programme-items/1.0.0.yaml", "title: Single", "title: For patients. Single", "labels"),
        ("together/a-warm-drink/1.0.0.yaml", "heading: A warm drink for two", "heading: Pause", "doors"),
        ("together/a-warm-drink/1.0.0.yaml", "says back what they heard", "says calm down",
         "soothing"),
        ("asks/a-call/1.0.0.yaml", "could you be near", "could you be my other half, near", "gap-as-lack"),
        ("wishes/in-one-room/1.0.0.yaml", "Sit in one room", "Do what your partner likes: sit in one room",
         "roles-not-names"),
    ],
)  # fmt: skip
def test_a_word_that_must_not_stand_is_named_with_its_line(base, name, old, new, rule):
    path = base / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    line = next(at for at, words in enumerate(path.read_text().splitlines(), 1) if new.strip().split("\n")[-1] in words)
    found = [problem for problem in content_words.problems(roots.content(base=base)) if not problem.warning]
    assert any(f"(rule {rule})" in str(problem) and (problem.path, problem.line) == (path, line) for problem in found)


def test_of_two_versions_only_the_newest_is_read(base):
    path = base / "exercises/check-the-room/1.0.0.md"
    newer = path.with_name("1.0.1.md")
    newer.write_text(path.read_text(encoding="utf-8").replace("version: 1.0.0", "version: 1.0.1"), encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace("Turn your head", "Well done. Turn"), encoding="utf-8")
    assert content_words.problems(roots.content(base=base)) == []


def test_a_file_of_another_fault_is_left_to_the_check_of_shapes(base):
    (base / "exercises/check-the-room/1.0.0.md").write_text("no head", encoding="utf-8")
    (base / "library/articles/shame/1.0.0.md").write_text("---\nid: shame\n---\n# odd\n", encoding="utf-8")
    assert content_words.problems(roots.content(base=base)) == []


def test_a_broken_rule_is_said_and_nothing_else_is_judged(base):
    path = base / "lint" / "voice.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace('catches: ["Done!"]', 'catches: ["Done."]'), "utf-8")
    (problem,) = content_words.problems(roots.content(base=base))
    assert "does not catch: Done." in str(problem)
    assert problem.path == path
