"""What the package stands on: each library with its reason, locked with hashes, and no place to fetch it from named."""

import ast
import re
import sys
import tomllib

import pytest

from tests.contracts.house import PACKAGE, ROOT, files, project, short, tree

LINES = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
DEPENDENCY = re.compile(r'^  "([A-Za-z0-9_.-]+)[^"]*",\s*(#.*)?$')
LOCKS = ["requirements.lock", "requirements-dev.lock"]
# The name to import where it is not the name to install.
# Used where an installation happens to have it, behind a question that names it; never needed.
OPTIONAL = {"dask"}
IMPORTED_AS = {"pynacl": "nacl", "pyyaml": "yaml", "tzdata": None, "psycopg": None}


def declared() -> dict[str, str]:
    """Library → the remark beside it, from the two lists in pyproject.toml."""
    found = {}
    for line in LINES:
        if (match := DEPENDENCY.match(line)) and re.search(r"[<>=~]", line.split("#")[0]):
            found[match[1].lower()] = (match[2] or "").lstrip("# ")
    return found


def test_each_dependency_stands_with_its_reason():
    lists = project()["project"]["dependencies"] + project()["project"]["optional-dependencies"]["dev"]
    names = {re.split(r"[\[<>=~ ]", line)[0].lower() for line in lists}
    assert names == set(declared())
    assert [name for name, reason in declared().items() if len(reason) < 12] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_library_has_a_version_and_hashes(lock):
    blocks = re.split(r"\n(?=[a-z0-9])", (ROOT / lock).read_text(encoding="utf-8"))
    loose = [block.splitlines()[0] for block in blocks if "==" not in block or "--hash=sha256:" not in block]
    assert loose == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_place_to_fetch_from_is_named(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r"--index|--find-links|--extra-index|https?://\S+", text) == []
    assert "index-url" not in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_the_package_imports_nothing_it_does_not_declare():
    """Everything outside the standard library and this package is in the first list, so a plain install runs."""
    required = {re.split(r"[\[<>=~ ]", line)[0].lower() for line in project()["project"]["dependencies"]}
    known = {IMPORTED_AS.get(name, name) for name in required} | set(sys.stdlib_module_names) | {"holdfast"} | OPTIONAL
    strangers = set()
    for path in files(PACKAGE, "*.py"):
        for node in ast.walk(tree(path)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            strangers.update(f"{short(path)}: {name}" for name in names if name.split(".")[0] not in known)
    assert strangers == set()


def test_the_version_is_the_same_everywhere():
    import holdfast

    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == holdfast.__version__
    assert f"## {holdfast.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
