"""What a released file says, as one number: SHA-256 over its content without its worked cases.

Comments, blank lines and the order of keys may change; a word, a value or a source may not. Worked cases are left out,
so that cases can be added to a released file, and each case has a number of its own, so that none can be changed.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from holdfast.catalogue.loader import Document, read, read_page

CASES = "cases"


def of_data(data: Mapping[str, Any]) -> str:
    """The hash of a file's content as 64 hexadecimal digits; `cases` at its top does not count."""
    return _sha256({key: value for key, value in data.items() if key != CASES})


def of_document(document: Document) -> str:
    """The hash of a file that was read; the body of a page counts word for word."""
    return of_data(document.data | {"": document.body}) if document.body else of_data(document.data)


def file_hash(path: Path) -> str:
    """The hash of a YAML file or a page. Raises ContentError when it cannot be read."""
    return of_document(read_page(path) if path.suffix == ".md" else read(path))


def of_cases(data: Mapping[str, Any]) -> dict[str, str]:
    """The hash of each worked case by its uuid; what is not a list of tables with a uuid is left out."""
    cases = data.get(CASES)
    listed = cases if isinstance(cases, list) else []
    return {case["uuid"]: _sha256(case) for case in listed if isinstance(case, dict) and "uuid" in case}


def _sha256(value: Any) -> str:
    written = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8")).hexdigest()
