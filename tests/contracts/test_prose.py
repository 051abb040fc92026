"""What never stands in a file: loose ends, silenced checks without a reason, script or style inside a page."""

import re

import pytest

from tests.contracts.house import PACKAGE, ROOT, files, short

CODE = [*files(PACKAGE, "*.py"), *files(ROOT / "tests", "*.py"), *files(ROOT / "tools", "*.py")]
TEMPLATES = list(files(PACKAGE, "*.html"))
HERE = "tests/contracts/test_prose.py"


@pytest.mark.parametrize(
    "words", ["TO" + "DO", "FIX" + "ME", "pragma: no " + "cover", "type: " + "ignore", "XX" + "X:"]
)
def test_no_loose_ends(words):
    assert [short(path) for path in CODE if words in path.read_text(encoding="utf-8")] == []


def test_each_silenced_check_has_its_reason_beside_it():
    bare = re.compile(r"#\s*noqa(?::\s*[A-Z]+[0-9]+(?:\s*,\s*[A-Z]+[0-9]+)*)?\s*$", re.MULTILINE)
    found = [short(path) for path in CODE if short(path) != HERE and bare.search(path.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("an inline script", r"<script(?![^>]*\bsrc=)[^>]*>"),
        ("a style element", r"<style\b"),
        ("a style attribute", r"\sstyle\s*="),
        ("an event attribute", r"\son[a-z]+\s*=\s*[\"']"),
        ("a script address", r"javascript:"),
        ("something from another host", r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//"),
        ("unescaped text", r"\|\s*safe\b|autoescape\s+off"),
        ("a query string of our own", r"\{%\s*url\b[^%]*%\}\?"),
    ],
)
def test_no_template_holds(what, pattern):
    found = [short(path) for path in TEMPLATES if re.search(pattern, path.read_text(encoding="utf-8"), re.IGNORECASE)]
    assert found == [], what


def test_ps_46_each_field_for_private_text_asks_the_browser_to_learn_nothing():
    """Cloud spelling checkers and keyboards learn what is typed."""
    careless = []
    for path in TEMPLATES:
        for field in re.findall(r"<textarea\b[^>]*>", path.read_text(encoding="utf-8")):
            if 'autocomplete="off"' not in field or 'spellcheck="false"' not in field:
                careless.append(f"{short(path)}: {field}")
    assert careless == []


def test_forms_that_change_something_carry_a_token():
    """Two exceptions: Exit can only lock (decision 31); public pages set no cookie and post where no row is read."""
    forms = re.compile(r"<form\b[^>]*method=[\"']post[\"'][^>]*>.*?</form>", re.IGNORECASE | re.DOTALL)
    bare = []
    for path in TEMPLATES:
        if path.parent.name == "public":
            continue
        for form in forms.findall(path.read_text(encoding="utf-8")):
            if "{% csrf_token %}" not in form and "{% url 'exit' %}" not in form and '{% url "exit" %}' not in form:
                bare.append(f"{short(path)}: {form[:80]}")
    assert bare == []
