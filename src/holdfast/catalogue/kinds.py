"""A kind of content file, as the commands know it: its folder, an example beside its schema, and the words in it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from holdfast.catalogue.loader import Document
from holdfast.catalogue.prose import Saying

SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
SLUG_SAID = "an id is made of small letters, digits and single hyphens, at most 60 signs"
LONGEST = 60


def silent(_: Document) -> Iterable[Saying]:
    """For a kind whose words are not ours."""
    return ()


@dataclass(frozen=True)
class Kind:
    """`example` lies beside the schema, is a whole and valid draft, and calls itself by `placeholder`.

    `sayings` gives the words of ours in such a file that people read. `also` says what a new file needs besides.
    """

    name: str
    folder: str
    example: Path
    model: type[BaseModel]
    sayings: Callable[[Document], Iterable[Saying]] = silent
    placeholder: str = ""
    id: str = SLUG
    id_said: str = SLUG_SAID
    also: str = ""

    @property
    def suffix(self) -> str:
        """How its files end, without the dot."""
        return self.example.suffix[1:]

    @property
    def where(self) -> str:
        """What rules about words call its place: the first part of its folder."""
        return self.folder.partition("/")[0]

    def takes(self, id: str) -> bool:
        """Whether something can be an id of this kind."""
        return len(id) <= LONGEST and re.fullmatch(self.id, id) is not None

    def begun(self, id: str) -> str:
        """The example under another id."""
        named = self.placeholder or f"my-{self.name}"
        text = self.example.read_text(encoding="utf-8")
        return re.sub(rf"(?<![\w-]){re.escape(named)}(?![\w-])", id, text)
