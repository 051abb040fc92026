"""Rooms stand on floors: imports, relations and templates only reach down; nothing connects them behind our back."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

from tests.contracts.house import PACKAGE, ROOT, files, floors, room_of, short, tree

REFERENCE = re.compile(r"""\{%\s*(?:extends|include)\s+["']([^"']+)["']""")
ANY_REFERENCE = re.compile(r"\{%\s*(?:extends|include)\b")


def test_imports_only_go_down():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_every_room_has_a_floor_and_a_sentence():
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert rooms == set(floors())
    for room in rooms:
        assert ast.get_docstring(tree(PACKAGE / room / "__init__.py")), f"{room} does not say what lives in it"


def test_every_relation_points_to_the_same_or_a_lower_floor():
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        if floors()[field.related_model._meta.app_label] > floors()[model._meta.app_label]
    ]
    assert upward == []


def test_a_room_never_imports_the_models_of_another():
    found = [
        f"{short(path)} imports {name}"
        for path in files(PACKAGE, "*.py")
        for name in imported(path)
        if re.fullmatch(r"holdfast\.\w+\.models(\..*)?", name) and name.split(".")[1] != room_of(path)
    ]
    assert found == []


def imported(path: Path) -> set[str]:
    """Every dotted name a file imports, `from a import b` as both `a` and `a.b`."""
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def test_no_signal_connects_two_rooms():
    """A receiver in another room would fail in silence; an import cannot."""
    found = [
        f"{short(path)} imports {name}"
        for path in files(PACKAGE, "*.py")
        for name in imported(path)
        if name.startswith(("django.dispatch", "django.db.models.signals", "django.core.signals"))
    ]
    assert found == []


def test_templates_reach_only_their_own_room_and_ui():
    found = []
    for path in files(PACKAGE, "*.html"):
        text = path.read_text(encoding="utf-8")
        named = REFERENCE.findall(text)
        if len(named) != len(ANY_REFERENCE.findall(text)):
            found.append(f"{short(path)} extends or includes something not named in quotation marks")
        found += [f"{short(path)} reaches {name}" for name in named if name.split("/")[0] not in ("ui", room_of(path))]
    assert found == []


def test_templates_lie_in_a_folder_named_after_their_room():
    stray = [
        short(path)
        for path in files(PACKAGE, "*.html")
        if path.relative_to(PACKAGE).parts[1:3] != ("templates", room_of(path))
    ]
    assert stray == []


@pytest.mark.parametrize("room", sorted(floors()))
def test_a_room_with_models_is_a_room_django_knows(room):
    if (PACKAGE / room / "models.py").exists():
        assert apps.is_installed(f"holdfast.{room}")
