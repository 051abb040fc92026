"""The ledger of consent: each change is a sealed entry of one's own, chained to the one before, never changed (PS-03).

Each entry is a row by itself, in the private layer; the head names the last one. A row that was taken out, put back
from an older copy, changed or moved breaks the chain, and the page says so. Not noticed: head and rows put back
together to an older state of the whole (FT-19).
"""

import json
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

from django.db import transaction

from holdfast.people.records import CONSENTS, CONSENTS_HEAD
from holdfast.vault import actions as vault
from holdfast.vault import queries

START = "0" * 64
# What an entry can be about. Each has its words on the page of the ledger.
WHAT = ("linked", "role", "shared", "stopped", "ended", "unlinked", "blocked", "unblocked", "asked", "letter")


@dataclass(frozen=True)
class Entry:
    """One change: what, with whom, on which own day; for a share its title, last day and the words agreed to."""

    what: str
    whom: str
    on: str
    title: str = ""
    until: str = ""
    words: str = ""  # id@version of the text on the page, or empty where there was none to agree to


@dataclass(frozen=True)
class Ledger:
    """Every entry, oldest first, and whether the chain holds."""

    entries: tuple[Entry, ...]
    intact: bool


def note(keyring: Any, entry: Entry) -> None:
    """Append an entry, in the transaction of what it speaks of. Raises CannotOpen when the head is damaged."""
    if entry.what not in WHAT:
        raise ValueError(f"A ledger has no entries of the kind {entry.what!r}.")
    said = vars(entry)
    with transaction.atomic():
        link: list[dict[str, Any]] = []

        def headed(head: dict[str, Any]) -> dict[str, Any]:
            made = {"n": head.get("n", 0) + 1, "prev": head.get("hash", START), "entry": said}
            link[:] = [made]
            return {"n": made["n"], "hash": _hash(made)}

        vault.revise(keyring, CONSENTS_HEAD, "", headed)
        vault.put(keyring, CONSENTS, link[0])


def read(keyring: Any) -> Ledger:
    """The whole ledger. Entries that cannot be read are left out, and then it is not intact."""
    rows = queries.rows(keyring, CONSENTS)
    links = sorted((row.body for row in rows if row.body is not None), key=lambda link: (link["n"], link["prev"]))
    heads = [row.body for row in queries.rows(keyring, CONSENTS_HEAD)]
    head = heads[0] if heads else {"n": 0, "hash": START}
    known = [link for link in links if isinstance(link.get("entry"), dict)]
    entries = tuple(Entry(**link["entry"]) for link in known)
    return Ledger(entries, head is not None and len(links) == len(rows) and _holds(links, head))


def on(day: date) -> str:
    """An own day, as entries write it."""
    return day.isoformat()


def _holds(links: list[dict[str, Any]], head: dict[str, Any]) -> bool:
    before = START
    for number, link in enumerate(links, start=1):
        if link["n"] != number or link["prev"] != before:
            return False
        before = _hash(link)
    return head["n"] == len(links) and head["hash"] == before


def _hash(link: dict[str, Any]) -> str:
    text = json.dumps(link, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return blake2b(text.encode(), digest_size=32, person=b"hf/ledger/1").hexdigest()
