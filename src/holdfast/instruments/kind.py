"""Instruments as a kind of content file. Published words are their authors'; only our own items are ours to mend."""

from collections.abc import Iterator
from pathlib import Path

from holdfast.catalogue import prose
from holdfast.catalogue.kinds import Kind
from holdfast.catalogue.loader import Document
from holdfast.catalogue.prose import Saying
from holdfast.instruments.schema import Instrument

OWN = {"text", "title", "instructions", "stem", "preamble"}


def sayings(document: Document) -> Iterator[Saying]:
    """The words of an instrument that this project wrote itself; of a published one, none."""
    source = document.data.get("source")
    if isinstance(source, dict) and source.get("status") == "own":
        yield from prose.values(document, OWN)


KIND = Kind("instrument", "instruments", Path(__file__).with_name("example.yaml"), Instrument, sayings)
