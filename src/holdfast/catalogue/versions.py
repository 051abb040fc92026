"""Versions as `major.minor.patch`: read, compare, find in a file name. Nothing before or after the numbers."""

import re

PATTERN = re.compile(r"(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})")
NAMED = re.compile(rf"({PATTERN.pattern})(?:\.([a-z]{{2,3}}(?:-[A-Z]{{2}})?))?\.(yaml|md)")


def key(version: str) -> tuple[int, int, int]:
    """What sorts versions: 1.10.0 comes after 1.9.0. Raises ValueError for anything else than three numbers."""
    found = PATTERN.fullmatch(version)
    if found is None:
        raise ValueError(f"{version!r} is not a version; write three numbers such as 1.0.0.")
    major, minor, patch = (int(part) for part in found.groups())
    return major, minor, patch


def in_name(name: str) -> str:
    """The version a file name carries ("1.0.0.yaml" or "1.0.0.de.yaml" give "1.0.0"), or "" for none."""
    found = NAMED.fullmatch(name)
    return found[1] if found else ""


def language(name: str) -> str:
    """The language of a translation's file name ("1.0.0.de.yaml" gives "de"), or "" for the original."""
    found = NAMED.fullmatch(name)
    return (found[5] or "") if found else ""
