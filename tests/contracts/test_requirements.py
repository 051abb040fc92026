"""Every rule this release must show has a test named after it, or a line in SAFETY.md with the issue it waits for."""

import ast
import re
from functools import cache

import pytest

from tests.contracts.house import ROOT, files, tree


def named(prefix: str, *numbers: int) -> list[str]:
    """Rule ids, for example KEY-01."""
    return [f"{prefix}-{number:02d}" for number in numbers]


RULES = [
    *named("KEY", *range(1, 13), *range(14, 19), 20, 21, 22),
    *named("PS", *range(1, 54)),
    *named("CR", 8, 11, 26),
    *named("FT", 1, 3, 5, 8, 11, 12, 14, 16, 18, 20, 21, 22, 24, 28),
]
SAFETY = (ROOT / "SAFETY.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ((?:KEY|PS|CR|FT)-\d\d) \|[^|]*\|([^|]*)\|", re.MULTILINE)


@cache
def holders() -> dict[str, set[str]]:
    """Rule → the files with a test named after it."""
    found: dict[str, set[str]] = {}
    for file in files(ROOT / "tests", "test_*.py"):
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for kind, number in re.findall(r"(?:^|_)(key|ps|cr|ft)_(\d\d)(?=_|$)", node.name):
                    found.setdefault(f"{kind.upper()}-{number}", set()).add(file.relative_to(ROOT).as_posix())
    return found


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_is_held_by_a_test_or_says_what_it_waits_for(rule):
    rows = dict(ROW.findall(SAFETY))
    assert rule in rows, f"SAFETY.md does not speak of {rule}"
    if "waits for" not in rows[rule]:
        assert holders().get(rule), f"no test is named after {rule}"


def test_safety_names_only_files_that_hold_the_rule():
    wrong = [
        f"{rule}: {file}"
        for rule, held_by in ROW.findall(SAFETY)
        for file in re.findall(r"\]\((tests/[^)]+)\)", held_by)
        if file not in holders().get(rule, set())
    ]
    assert wrong == []


def test_a_rule_that_says_it_waits_names_the_issue():
    vague = [
        rule
        for rule, held in ROW.findall(SAFETY)
        if "waits for" in held and not re.search(r"waits for \*[^*]+\*", held)
    ]
    assert vague == []
