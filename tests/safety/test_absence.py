"""What this house must not be able to do: tell anybody, or read a person's own words for risk."""

import ast
import re
from pathlib import Path

import holdfast

SENDERS = {"smtplib", "socket", "urllib", "http", "requests", "httpx", "asyncio", "subprocess"}
HOUSE = Path(holdfast.__file__).parent


def imported(file: Path) -> set[str]:
    """The modules a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def sources(*rooms: str) -> list[Path]:
    return [file for room in rooms for file in sorted((HOUSE / room).rglob("*.py"))]


def test_cr_09_nothing_that_reacts_can_send_or_write_for_somebody_else():
    for file in sources("safety", "checkins"):
        names = imported(file)
        assert not any(
            name.split(".")[0] in {"smtplib", "socket", "urllib", "http", "requests", "httpx"} for name in names
        ), file
        assert not any(name.startswith("django.core.mail") for name in names), file
        assert "holdfast.vault.dropbox" not in names, file
        text = file.read_text(encoding="utf-8")
        assert "scope" not in text, f"{file} speaks of spaces"


def test_cr_10_the_rule_reads_numbers_and_no_words():
    text = (HOUSE / "safety" / "rules.py").read_text(encoding="utf-8")
    assert imported(HOUSE / "safety" / "rules.py") <= {
        "collections.abc", "collections.abc.Collection", "collections.abc.Iterable", "collections.abc.Mapping",
        "dataclasses", "dataclasses.dataclass", "dataclasses.replace", "datetime", "datetime.date",
        "datetime.timedelta", "holdfast.safety.gate", "holdfast.safety.gate.NEVER",
        "holdfast.safety.gate.TIERS", "holdfast.safety.gate.GateRecord", "holdfast.safety.gate.Gates",
        "typing", "typing.Any", "typing.Literal", "typing.Protocol", "uuid", "uuid.UUID",
    }  # fmt: skip
    for word in (r"\bre\.", r"lower\(\)", r"\bnotes?\b", r"split\("):
        assert not re.search(word, text), word


def test_cr_10_notes_are_carried_and_never_looked_into():
    for file in sources("checkins", "safety"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                of = ast.unparse(node.func.value)
                assert not of.endswith("note"), f"{file}:{node.lineno} does something with a note"
