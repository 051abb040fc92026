"""The manual is complete: every setting, command, room and make target is in it, and every link leads somewhere."""

import re

import pytest

from holdfast.cli import main
from tests.contracts.house import PACKAGE, ROOT, floors, short
from tools import commands_page

SETTING = re.compile(r"\bHOLDFAST_[A-Z0-9_]+\b")
PAGES = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").rglob("*.md"),
    *(ROOT / "content").glob("*.md"),
    *(ROOT / "deploy").glob("*.md"),
]


def page(name: str) -> str:
    """A page of the manual."""
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_setting_is_in_the_manual_and_no_other():
    read = {
        name
        for file in (PACKAGE / "web").glob("*.py")
        for name in re.findall(r'"(HOLDFAST_[A-Z0-9_]+)"', file.read_text())
    }
    described = set(re.findall(r"^\| `(HOLDFAST_[A-Z0-9_]+)`", page("docs/reference/settings.md"), re.MULTILINE))
    assert described == read


def test_nothing_outside_web_reads_the_environment_for_settings():
    readers = [
        short(file)
        for file in PACKAGE.rglob("*.py")
        if file.parent.name not in ("web", "cli") and re.search(r"os\.environ|getenv", file.read_text(encoding="utf-8"))
    ]
    assert readers == []


def test_settings_that_pages_speak_of_exist():
    known = set(SETTING.findall(page("docs/reference/settings.md")))
    strange = {
        f"{short(file)}: {name}" for file in PAGES for name in SETTING.findall(file.read_text()) if name not in known
    }
    assert strange == set()


def test_the_page_of_commands_is_current():
    assert page("docs/reference/commands.md") == commands_page.text(), "run: python -m tools.commands_page"


@pytest.mark.parametrize("command", main.COMMANDS)
def test_every_command_teaches_with_examples(command):
    module = main.module_of(command)
    assert f"holdfast {command}" in module.EXAMPLES
    assert len((module.__doc__ or "").splitlines()[0]) > 30


@pytest.mark.parametrize("room", sorted(floors()))
def test_every_room_is_in_the_developers_guide(room):
    assert f"`{room}`" in page("DEVELOPERS.md")


def test_every_make_target_is_listed_with_a_sentence():
    makefile = page("Makefile")
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())
    assert set(re.findall(r"^([a-z]+):.*## .{10,}$", makefile, re.MULTILINE)) == phony


def links(file) -> list[str]:
    """Where the links of a page lead, without those to other sites and inside the page."""
    text = re.sub(r"```.*?```", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [
        link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if not re.match(r"#|https?:|mailto:", link)
    ]


@pytest.mark.parametrize("file", PAGES, ids=short)
def test_every_link_leads_somewhere(file):
    assert [link for link in links(file) if not (file.parent / link).exists()] == []


def test_every_decision_has_its_four_parts():
    for file in (ROOT / "docs" / "adr").glob("*.md"):
        text = file.read_text(encoding="utf-8")
        missing = [part for part in ("Status", "Context", "Decision", "Consequences") if part not in text]
        assert missing == [], short(file)
        assert len(text.splitlines()) <= 80, f"{short(file)} is longer than a page"
