"""The reference page of the export says what the program does."""

import re
from pathlib import Path

from holdfast.exchange import schema
from holdfast.vault import ageing
from holdfast.vault.records import KINDS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "export.md").read_text(encoding="utf-8")


def test_every_kind_that_is_exported_is_described_and_no_other():
    described = set(re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE)) - {"export"}
    assert described == {kind.name for kind in KINDS.values() if kind.exported}


def test_the_limits_on_the_page_are_those_of_the_program():
    assert f"{schema.LARGEST_FILE // 10**6} MB as it arrives" in PAGE
    assert f"{schema.LARGEST_DATA // 10**6} MB of `export.json`" in PAGE
    assert f"{schema.MOST_RECORDS:,} records" in PAGE
    assert f"{schema.LARGEST_BODY // 1000} kB and twelve levels" in PAGE
    assert schema.DEEPEST == 12
    assert f"work factor over {ageing.HEAVIEST}" in PAGE
    assert f'"version": {schema.VERSION}' in PAGE
    assert schema.FORMAT in PAGE
