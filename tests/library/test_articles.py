"""Articles as files: the small language of their bodies, what the check finds, and where their links lead."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.catalogue import loader, roots
from holdfast.catalogue.problems import ContentError
from holdfast.cli import content_files
from holdfast.library import article, body, checks, content
from holdfast.library.article import number_of
from tests.contracts.house import PACKAGE

FOLDERS = roots.content()
SHELF = content.shelf(FOLDERS)
DAY = date(2026, 11, 21)
PAGE = "library/articles/a-page/1.0.0.md"
HEAD = """\
---
id: a-page
version: 1.0.0
status: active
title: "Is this a question?"
answer: "It may be, for some people."
certainty: mixed
claims: [C01]
tags: [closeness]
related: [how-sure-are-we]
for: [recovering]
review:
  status: none
source: own words
---
"""
BODY = """\
## What is known

Some people find **this** so. See [another page](library:how-sure-are-we).
It goes on here.

- one, with [a tool](relief:check-the-room)
- two,
  on two lines

## What is not known

Much.

## What you can do

You could look at [Help](help) or [this part of it](help#hurt-myself).
"""


@pytest.fixture
def base(tmp_path) -> Path:
    """A copy of the library alone, with one page to break."""
    base = tmp_path / "content"
    shutil.copytree(FOLDERS[0] / "library", base / "library")
    shutil.rmtree(base / "library" / "articles")
    shutil.copytree(FOLDERS[0] / "library/articles/how-sure-are-we", base / "library/articles/how-sure-are-we")
    write(base, HEAD + BODY)
    return base


def write(base: Path, text: str) -> Path:
    """The page in the copy."""
    path = base / "library" / "articles" / "a-page" / "1.0.0.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def said(base: Path) -> list[str]:
    """What the check says of the page, without notes."""
    shapes = []
    for file in content.files(content.ARTICLES, (base,)):
        try:
            content.read_article(file)
        except ContentError as broken:
            shapes += broken.problems
    found = [*shapes, *checks.problems((base,), DAY, ["check-the-room"])]
    return [str(each).removeprefix(f"{base}/") for each in found if not each.warning]


def test_a_page_is_read_as_it_is_written(base):
    assert said(base) == []
    known, unknown, do = content.read_article(content.files(content.ARTICLES, (base,))[0]).sections
    assert [section.heading for section in (known, unknown, do)] == list(body.NEEDED)
    paragraph, listed = known.blocks
    assert not paragraph.list
    assert listed.list
    assert ["".join(span.words for span in item) for item in listed.items] == ["one, with a tool", "two, on two lines"]
    (line,) = paragraph.items
    assert [(span.words, span.bold, span.kind, span.to) for span in line] == [
        ("Some people find ", False, "", ""),
        ("this", True, "", ""),
        (" so. See ", False, "", ""),
        ("another page", False, "library", "how-sure-are-we"),
        (". It goes on here.", False, "", ""),
    ]
    assert [(span.to, span.words) for _, span in do.spans() if span.kind == "help"] == [
        ("", "Help"),
        ("hurt-myself", "this part of it"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("Much.", "Much <b>more</b>.", 27, "'<' means nothing here"),
        ("Much.", "Much [more](https://example.org).", 27, "leads nowhere"),
        ("Much.", "Much [more](javascript:alert(1)).", 27, "means nothing here"),
        ("Much.", "Much [more](help#nowhere).", 27, "leads nowhere"),
        ("Much.", "Much **more.", 27, "means nothing here"),
        ("Much.", "1. Much", 27, "means nothing here"),
        ("Much.", "> Much", 27, "means nothing here"),
        ("Much.", "# Much", 27, "means nothing here"),
        ("Much.", "Much, see C12.", 27, "'C12' means nothing here"),
        ("Much.", "Much, see www.example.org", 27, "means nothing here"),
        ("Much.", "Much [more](relief:nothing-here).", 27, "There is no tool nothing-here."),
        ("Much.", "Much.\n- and a list", 28, "A list begins in the middle"),
        ("Much.", "- a list\nand more", 28, "belongs to no item"),
        ("Much.", "You should rest.", 27, "This orders"),
        ("\nMuch.\n", "", 25, "stands nothing"),
        ("## What is not known", "## What nobody knows", 16, "The headings are"),
        ("Some people find", "It always heals. Some people find", 18, "never says that something heals"),
        ("## What is known", "First words.\n\n## What is known", 16, "words before the first heading"),
        ('answer: "It may be, for some people."', 'answer: "It is."', 6, "does not say how sure"),
        ('title: "Is this a question?"', 'title: "This is none."', 5, "title"),
        ("certainty: mixed", "certainty: well-supported", 7, "no surer"),
        ("certainty: mixed", "certainty: practice", 7, "without a claim the certainty is practice"),
        ("claims: [C01]", "claims: [C99]", 8, "C99 is not one of the claims"),
        ("claims: [C01]", "claims: [C01, C01]", 8, "stands twice"),
        ("tags: [closeness]", "tags: [closeness, sorrow]", 9, "sorrow is not one of the tags"),
        ("related: [how-sure-are-we]", "related: [a-page]", 10, "not related to itself"),
        ("  status: none", "  status: clinician", 12, "a review needs who read it"),
        ("  status: none", "  status: peer\n  by: A Person\n  on: 2099-01-01", 15, "cannot be in the future"),
        ("source: own words", "source: own words\nreplaces: 0.9.0", 3, "belong together"),
        ("source: own words", "source: own words\nmood: fine", 15, "not known here"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(base, old, new, line, told):
    text = HEAD + BODY
    assert text.count(old) >= 1
    write(base, text.replace(old, new, 1))
    found = said(base)
    assert any(each.startswith(f"{PAGE}:{line}: ") and told.lower() in each.lower() for each in found), found


def test_a_page_that_is_not_here_is_a_note_and_its_words_stand_alone(base):
    write(base, (HEAD + BODY).replace("library:how-sure-are-we", "library:not-written-yet"))
    notes = [str(each) for each in checks.problems((base,), DAY, ["check-the-room"]) if each.warning]
    (note,) = [each for each in notes if PAGE in each]
    assert "note: There is no article not-written-yet." in note


def test_a_claim_that_nothing_holds_is_found(base):
    path = base / content.AUDIT
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  C10: [roles]\n", "  C77: [roles, no-such-check]\n"), encoding="utf-8")
    found = said(base)
    assert any("Nothing holds the must_not of C10." in each for each in found)
    assert any("There is no claim C77." in each for each in found)
    assert any("There is no rule and no check 'no-such-check'." in each for each in found)


def test_two_names_with_one_number_are_refused(base, monkeypatch):
    monkeypatch.setattr(article, "number_of", lambda id: 7)
    assert any("the same number" in each for each in said(base))


def test_a_broken_list_of_tags_is_said_once_with_its_line(base):
    path = base / content.TAGS
    path.write_text(path.read_text(encoding="utf-8").replace("number: 2,", "number: 1,", 1), encoding="utf-8")
    assert any("stands here twice" in each for each in said(base))


def test_the_whole_check_knows_the_kinds_of_the_library(tmp_path):
    base = tmp_path / "content"
    shutil.copytree(FOLDERS[0], base)
    path = base / "library/articles/how-sure-are-we/1.0.0.md"
    path.write_text(path.read_text(encoding="utf-8").replace("id: how-sure-are-we", "id: other"), encoding="utf-8")
    found = [str(each) for each in content_files.problems(roots.content(base=base), DAY) if not each.warning]
    assert any("The id says 'other' and the place of the file 'how-sure-are-we'" in each for each in found)
    kinds = roots.kinds(roots.content(base=base))
    assert {"library/articles", "library/claims", "instruments"} <= set(kinds)
    assert len(kinds) == len(set(kinds))


@given(st.text(alphabet=st.sampled_from(list("ab *[]()#-_<>:`!\n.relifhpby")), max_size=120))
def test_any_body_is_read_or_refused_and_loses_no_word(text):
    document = loader.Document(Path("made-up.md"), {}, {}, f"## What is known\n\n{text}\n", 1)
    try:
        sections = body.read(document)
    except ContentError as broken:
        assert all(problem.line for problem in broken.problems)
        return
    raise AssertionError(sections)  # two headings are missing, so it can only be refused


@given(st.lists(st.text(alphabet="abc ,.'", min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=4))
def test_plain_paragraphs_come_out_as_they_went_in(paragraphs):
    written = "\n\n".join(" ".join(text.split()) for text in paragraphs)
    parts = "\n\n".join(f"## {heading}\n\n{written}" for heading in body.NEEDED)
    for section in body.read(loader.Document(Path("made-up.md"), {}, {}, parts, 1)):
        assert [text for _, text in section.texts()] == [" ".join(text.split()) for text in paragraphs]


# The articles that ship


def test_every_subject_of_the_issue_has_its_article():
    wanted = (
        "closeness-and-symptoms support-by-others what-gets-in-the-way talking-about-it putting-feelings-into-words "
        "attachment mindfulness movement writing-it-down touch sex-after-trauma hormones-and-the-body sleep-and-pain "
        "shame dissociation red-flags boundaries leaving for-the-partner for-friends-and-family finding-a-professional "
        "culture-and-stigma peers growth how-sure-are-we what-the-words-mean"
    )
    assert set(wanted.split()) <= set(SHELF.by_id)


def test_no_article_names_one_that_is_not_here():
    named = {
        span.to
        for each in SHELF.articles
        for part in each.sections
        for _, span in part.spans()
        if span.kind == "library"
    }
    named |= {id for each in SHELF.articles for id in each.head.related}
    assert named <= set(SHELF.by_id)


def test_numbers_in_addresses_are_made_from_names_and_stay():
    assert number_of("how-sure-are-we") == 1159865360
    assert len(SHELF.by_number) == len(SHELF.articles)


def test_the_doors_of_help_that_links_may_name_are_those_of_help():
    doors = {path.stem for path in (PACKAGE / "safety" / "templates" / "safety" / "doors").glob("*.html")}
    assert doors == set(body.DOORS)
