"""This room's content files: streams, what can be shared; consents, the exact words somebody agrees to.

Found once in the life of a process, read again when a file changes. A pinned version is found for ever: the ledger
names it.
"""

from functools import cache
from pathlib import Path
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import Field

from holdfast.catalogue import roots, strict, versions
from holdfast.catalogue.cache import Cache
from holdfast.catalogue.strict import Flag, Slug, Strict, Text, Version

Status = Literal["draft", "active", "retired"]
PAIR, CLINICIAN = "pair", "clinician"


class Review(Strict):
    """Who read it, honestly (decision 27)."""

    status: Literal["none", "peer", "clinician"]
    by: Text | None = None
    on: Text | None = None


class Stream(Strict):
    """Something that can be shared.

    `shape`: once, or standing (the author's own saves add to it). `keep`: the other may keep it, as theirs (letters
    alone). `offered`: the page of Us offers it by itself. `asked_for`: the other may ask for it. `health`: the page
    warns once more. `exported`: an export names it; what two agreed for a break is in no file (29b).
    """

    id: Slug
    version: Version
    status: Status
    title: Text
    about: Text
    purpose: Text
    to: Annotated[list[Literal["pair", "clinician"]], Field(min_length=1)]
    shape: Literal["once", "standing"]
    health: Flag
    keep: Flag
    offered: Flag
    asked_for: Flag
    exported: Flag = True
    review: Review


class Consent(Strict):
    """The exact words on a page of consent, with {name} and {date} to fill in."""

    id: Slug
    version: Version
    status: Status
    lines: Annotated[list[Text], Field(min_length=1)]
    review: Review

    @property
    def pinned(self) -> str:
        """How the ledger names these words."""
        return f"{self.id}@{self.version}"

    def said(self, name: str, date: str = "") -> list[str]:
        """The words as a person reads them."""
        return [line.replace("{name}", name).replace("{date}", date) for line in self.lines]


Made = TypeVar("Made", Stream, Consent)


class Shelf(Generic[Made]):
    """The files of one folder."""

    def __init__(self, folder: str, model: type[Made]) -> None:
        self.folder = folder
        self._held: Cache[Made] = Cache(lambda document: strict.build(model, document))

    def newest(self, id: str) -> Made | None:
        """The newest active version; None without one. Raises ContentError when the file is not right."""
        found = [file for file in _files(self.folder) if file[0] == id]
        made = [self._held.get(path).made for _id, _version, path in found]
        return next((each for each in reversed(made) if each.status == "active"), None)

    def pinned(self, name: str) -> Made | None:
        """The version that "id@version" names, whatever its state."""
        id, _, version = name.partition("@")
        return next((self._held.get(path).made for *key, path in _files(self.folder) if key == [id, version]), None)

    def every(self) -> list[Made]:
        """The newest active version of each, by id."""
        ids = dict.fromkeys(id for id, _version, _path in _files(self.folder))
        return [made for id in ids if (made := self.newest(id)) is not None]


STREAMS: Shelf[Stream] = Shelf("streams", Stream)
CONSENTS: Shelf[Consent] = Shelf("consents", Consent)


def stream(id: str) -> Stream | None:
    """A stream in use; None for any other word."""
    return STREAMS.newest(id)


def streams(to: str) -> list[Stream]:
    """What can be shared with a partner, friend or relative (PAIR), or with a CLINICIAN."""
    return [each for each in STREAMS.every() if to in each.to]


def words(stream: Stream) -> Consent:
    """What somebody agrees to who shares this."""
    kind = "letter" if stream.keep else "share"
    return consent(f"{kind}-health" if stream.health else kind)


def consent(id: str) -> Consent:
    """Words in use. Raises KeyError when there are none: then nothing can be agreed to."""
    found = CONSENTS.newest(id)
    if found is None:
        raise KeyError(id)
    return found


@cache
def _files(folder: str) -> list[tuple[str, str, Path]]:
    """(id, version, path) of the files that came with this program, oldest version first."""
    found = roots.files(folder, roots.content())
    found.sort(key=lambda file: (file.id, versions.key(file.version)))
    return [(file.id, file.version, file.path) for file in found]
