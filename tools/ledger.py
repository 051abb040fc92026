"""Brings the evidence ledger (a JSON list of claims) into `content/library/claims`, word for word, and compares.

    python -m tools.ledger LEDGER.json            write a file for each claim that has none, and the list of hashes
    python -m tools.ledger LEDGER.json --check    compare every file with the ledger

A new file gets an open question to be replaced by one in our own words; that question is all we add. The hashes in
`tests/library/ledger.sha256` let a test compare without the ledger at hand.
"""

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import yaml

from holdfast.catalogue import loader

ROOT = Path(__file__).resolve().parent.parent
CLAIMS = ROOT / "content" / "library" / "claims"
HASHES = ROOT / "tests" / "library" / "ledger.sha256"
KEYS = ("id", "claim", "verdict", "summary", "tell_user", "drives", "must_not", "citations", "source_articles")
WIDE = 10_000
HEAD = """\
id: {id}
version: 1.0.0
status: active
question: {question}
"""
TAIL = """\
review:
  status: none
source: own words, from the evidence ledger of this project
"""


class Quoted(yaml.SafeDumper):
    """YAML with every text in double quotes and every list indented."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        """Indent lists too."""
        return super().increase_indent(flow, False)


Quoted.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


def as_file(record: dict[str, Any], question: str = "What is known?", read_as: str = "") -> str:
    """A claim as the text of its file. An empty DOI is left out: absent is absent."""
    kept = {key: record[key] for key in KEYS if key != "id"}
    kept["citations"] = [{k: v for k, v in each.items() if v is not None} for each in record["citations"]]
    own = f"read_as: {json.dumps(read_as, ensure_ascii=False)}\n" if read_as else ""
    told = yaml.dump(kept, Dumper=Quoted, sort_keys=False, allow_unicode=True, width=WIDE)
    for key in ("claim", "verdict", "summary", "tell_user", "drives", "must_not", "citations", "source_articles"):
        told = told.replace(f'"{key}": ', f"{key}: ").replace(f'"{key}":\n', f"{key}:\n")
    for key in ("text", "doi", "status", "note"):
        told = told.replace(f'- "{key}": ', f"- {key}: ").replace(f'    "{key}": ', f"    {key}: ")
    return HEAD.format(id=record["id"], question=json.dumps(question, ensure_ascii=False)) + own + told + TAIL


def as_record(path: Path) -> dict[str, Any]:
    """A claim's file as the record of the ledger it was made from."""
    data = loader.read_yaml(path)
    record = {key: data[key] for key in KEYS}
    record["citations"] = [{"doi": None, **each} for each in data["citations"]]
    return record


def digest(record: dict[str, Any]) -> str:
    """One record as one number: SHA-256 of its keys and texts, whatever their order in the file."""
    written = json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def main() -> int:
    """Write or compare; 1 when a file differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    records = json.loads(args.ledger.read_text(encoding="utf-8"))
    differ = 0
    for record in records:
        path = CLAIMS / record["id"] / "1.0.0.yaml"
        if not path.exists() and not args.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(as_file(record), encoding="utf-8")
        if not path.exists() or digest(as_record(path)) != digest(record):
            differ += 1
            print(f"{record['id']} is not as the ledger has it.")
    if not args.check:
        HASHES.write_text("".join(f"{digest(record)}  {record['id']}\n" for record in records), encoding="utf-8")
    print(f"{len(records)} claims compared, {differ} differ.")
    return int(differ > 0)


if __name__ == "__main__":
    raise SystemExit(main())
