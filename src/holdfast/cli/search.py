"""Looks for known text in every file of a folder, as it is and in the disguises that storage and transport give it.

Pure: bytes and folders in, findings out. Knows nothing of what is stored.
"""

import base64
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# A text may be split where a page of a database file ends, so it is looked for in pieces of this many bytes.
PIECE = 12
MOST_UNPACKED = 50_000_000
# How a stream of zlib or gzip can begin.
ZLIB = tuple(
    bytes([first, second]) for first in (0x78, 0x58, 0x68) for second in range(256) if not (first * 256 + second) % 31
)
GZIP = b"\x1f\x8b\x08"


@dataclass(frozen=True)
class Hit:
    """A text that was found: in which file, in which disguise."""

    file: str
    text: str
    disguise: str


def pieces(text: str) -> list[str]:
    """The text cut into overlapping pieces long enough to mean nothing else."""
    if len(text) <= PIECE:
        return [text]
    return [text[start : start + PIECE] for start in range(0, len(text) - PIECE + 1, PIECE // 2)] + [text[-PIECE:]]


def disguises(text: str) -> dict[str, list[bytes]]:
    """Every byte string that would give the text away, by name of the disguise."""
    raw = text.encode()
    forms = {"as it is": [raw], "UTF-16": [text.encode("utf-16-le"), text.encode("utf-16-be")]}
    forms["hexadecimal"] = [raw.hex().encode(), raw.hex().upper().encode()]
    forms["base64"] = [part for shift in range(3) for part in _base64(raw, shift)]
    forms["backwards"] = [raw[::-1]]
    return forms


def _base64(raw: bytes, shift: int) -> list[bytes]:
    """The part of the base64 that depends on `raw` alone when `shift` bytes stand before it in a group of three."""
    begin = (0, 2, 3)[shift]
    padded = b"\x00" * shift + raw
    whole = len(padded) - len(padded) % 3
    found = []
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        found.append(encode(padded[:whole])[begin:])
    return found


def unpacked(data: bytes) -> Iterator[bytes]:
    """Every stream of zlib or gzip that begins anywhere in the data, unpacked."""
    for begin in sorted({at for mark in (*ZLIB, GZIP) for at in _places(data, mark)}):
        yield from _one_stream(data[begin:])


def _places(data: bytes, mark: bytes) -> Iterator[int]:
    at = data.find(mark)
    while at >= 0:
        yield at
        at = data.find(mark, at + 1)


def _one_stream(data: bytes) -> Iterator[bytes]:
    # 47: zlib or gzip, told apart by the header.
    try:
        found = zlib.decompressobj(47).decompress(data, MOST_UNPACKED)
    except zlib.error:
        return
    if found:
        yield found


def files(folder: Path) -> Iterator[Path]:
    """Every plain file below a folder, or the file itself."""
    if folder.is_file():
        yield folder
    else:
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())


def search(folders: list[Path], texts: list[str]) -> list[Hit]:
    """Every text found in any file, in any disguise, in names of files too, packed or not."""
    wanted = [
        (text, name, form)
        for text in texts
        for piece in pieces(text)
        for name, forms in disguises(piece).items()
        for form in forms
    ]
    hits: dict[Hit, None] = {}
    for folder in folders:
        for file in files(folder):
            data = file.read_bytes()
            for layer, content in (("", data), ("packed, ", None)):
                parts = [content] if content is not None else unpacked(data)
                for part in parts:
                    hits.update(
                        (Hit(str(file), text, layer + name), None) for text, name, form in wanted if form in part
                    )
            name_of_file = str(file).encode()
            hits.update((Hit(str(file), text, "a file name"), None) for text, _, form in wanted if form in name_of_file)
    return list(hits)


def control(folder: Path, text: str) -> list[str]:
    """Write files that hold `text` in each disguise; returns the disguises that a search must then report."""
    folder.mkdir(parents=True, exist_ok=True)
    raw = text.encode()
    padding = bytes(range(251)) * 3
    (folder / "plain").write_bytes(padding + raw + padding)
    (folder / "utf16").write_bytes(padding + text.encode("utf-16-le") + padding)
    (folder / "hex").write_bytes(padding + raw.hex().encode() + padding)
    for shift in range(3):
        (folder / f"base64-{shift}").write_bytes(base64.b64encode(b"\xff" * shift + raw + b"tail"))
    (folder / "zlib").write_bytes(padding + zlib.compress(b"before " + raw + b" after") + padding)
    (folder / "gzip").write_bytes(gzip.compress(b"before " + raw + b" after"))
    return [
        "plain as it is",
        "utf16 UTF-16",
        "hex hexadecimal",
        *(f"base64-{shift} base64" for shift in range(3)),
        "zlib packed, as it is",
        "gzip packed, as it is",
    ]
