"""What somebody receives: every byte of an answer, files taken out of archives, and each row that their keys open."""

import base64
import gzip
import html
import io
import json
import re
import zipfile
import zlib
from binascii import Error as NotBase64
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

from django.http import HttpResponse

from holdfast.kit import clock
from holdfast.people import round_rows
from holdfast.together import schema as passing
from holdfast.together.records import PASSING
from holdfast.vault import queries, spaces
from holdfast.vault.keyring import Keyring
from holdfast.vault.models import DropRow

BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{12,}={0,2}")
WORDS = re.compile(rb"[a-z]{8,}")
ROUNDS = "rounds"
LOCKED = b"age-encryption.org/"  # the age format: a fresh random key each time it is made
# Fields of opened rows that hold keys alone: a full re-key changes them, and says nothing else (decision 9).
KEYS = {"pins": ("hpke", "signing")}


class Received(NamedTuple):
    """One thing that somebody received: at which step, who, what it was, and its bytes."""

    step: int
    who: str
    what: str
    data: bytes


def answer(step: int, who: str, asked: str, response: HttpResponse) -> list[Received]:
    """An answer: status line, headers and cookies, body; each file of an archive by itself."""
    head = [f"{name}: {value}" for name, value in sorted(response.headers.items())]
    head += [morsel.OutputString() for _, morsel in sorted(response.cookies.items())]
    body = unpacked(response.content_read)
    if not body or body[0][0]:  # what is locked or packed has a size of its own accord; its files are compared
        head = [line for line in head if not line.startswith("Content-Length")]
    start = f"{response.status_code}\n" + "\n".join(head)
    whole = [Received(step, who, asked, start.encode("utf-8", "surrogatepass"))]
    return whole + [Received(step, who, f"{asked} {name}".rstrip(), data) for name, data in body]


def unpacked(data: bytes) -> list[tuple[str, bytes]]:
    """A body as it is; an archive file by file, with the order and the sizes it tells; nothing of a locked one."""
    if data.startswith(LOCKED) and b"scrypt" in data[:100]:
        return []
    data = data.removeprefix(LOCKED)  # marked as locked by `quick`
    if not data.startswith(b"PK\x03\x04"):
        return [("", data)]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [(each.filename, each.date_time, each.file_size, each.comment) for each in archive.infolist()]
        return [("files", repr(names).encode()), *((each[0], archive.read(each[0])) for each in names)]


def rows(step: int, who: str, keyring: Keyring) -> list[Received]:
    """Every row that opens with these keys, own ones and those of spaces, and how many lie in the drop box.

    What is compared is what the rows say, never their envelopes (decision 35). Left out is what shows no more: what has
    faded in a space and waits for whoever looks first to take it out. Of rounds, which keys were published and whether
    tags were; the tags themselves are made anew with every unlock, and look random to all but a match (PS-26).
    """
    told: list[Any] = [[row.kind, row.part, str(row.id), _keyless(row.kind, row.body)] for row in own(keyring)]
    told.append(DropRow.objects.filter(owner=keyring.owner).count())
    rounds: list[Any] = []
    for id, shared in spaces.look(keyring).items():
        told.append([str(id), _of_space(shared) if shared else "cannot be opened"])
        rounds += _rounds(shared) if shared else []
    return [Received(step, who, what, _lines(data)) for what, data in (("rows", told), (ROUNDS, rounds))]


def _lines(told: list[Any]) -> bytes:
    return "\n".join(json.dumps(each, sort_keys=True) for each in told).encode()


def _of_space(shared: spaces.Shared) -> list[Any]:
    found: list[Any] = []
    for kind, part, id, inside in sorted(spaces._everything(shared), key=lambda each: each[2]):
        said = passing.read(json.loads(inside.text)["body"]) if kind is PASSING else None
        if said is None or passing.over(said) > clock.now():
            found.append([kind.name, part, str(id), inside.author.hex, inside.text])
    return found


def _rounds(shared: spaces.Shared) -> list[Any]:
    both = sorted((shared.me.owner, shared.other.owner))
    return [
        [owner.hex, number, each.wrote, each.keys[0].hex()]
        for owner in both
        for number, each in sorted(round_rows.read(shared, owner).items())
    ]


def own(keyring: Keyring) -> list[Any]:
    """One's own rows, in the order in which rooms read them."""
    return queries.everything(keyring)


def _keyless(kind: str, body: Any) -> Any:
    names = KEYS.get(kind, ())
    if isinstance(body, dict):
        return {
            name: _keyless(kind, value) for name, value in body.items() if name not in names and name != "succession"
        }
    return [_keyless(kind, each) for each in body] if isinstance(body, list) else body


def words(received: list[Received]) -> set[str]:
    """Every run of eight letters or more in all of it, in every coding it may hide in."""
    found: set[bytes] = set()
    for data in {each.data for each in received}:
        for text in disguises(data):
            found.update(WORDS.findall(text.lower()))
    return {word.decode() for word in found}


def disguises(data: bytes) -> list[bytes]:
    """Data as it is, and decoded: from HTML, from an address, from base64 (what a token holds), unpacked."""
    text = data.decode("utf-8", "replace")
    found = [data]
    if "&" in text:
        found.append(html.unescape(text).encode("utf-8", "surrogatepass"))
    if b"%" in data:
        found.append(unquote_to_bytes(data))
    if b"\\u" in data:
        found.append(data.decode("unicode_escape", "replace").encode("utf-8", "surrogatepass"))
    for run in BASE64.findall(data):
        found += _from_base64(run)
    return found


def _from_base64(run: bytes) -> list[bytes]:
    found = []
    for start in range(4) if len(run) > 24 else (0,):
        part = run[start:].rstrip(b"=")
        try:
            told = base64.b64decode(part + b"=" * (-len(part) % 4), b"-_" if b"-" in part or b"_" in part else None)
        except (NotBase64, ValueError):
            continue
        found.append(told)
        for head, unpack in ((b"\x1f\x8b", gzip.decompress), (b"\x78", zlib.decompress)):
            if told.startswith(head):
                try:
                    found.append(unpack(told))
                except (OSError, EOFError, zlib.error):
                    continue
    return found
