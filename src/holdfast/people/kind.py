"""Streams and consents as kinds of content file."""

from collections.abc import Iterator
from pathlib import Path

from holdfast.catalogue import prose
from holdfast.catalogue.kinds import Kind
from holdfast.catalogue.loader import Document
from holdfast.catalogue.prose import Saying
from holdfast.people.content import CONSENTS, STREAMS, Consent, Stream


def of_stream(document: Document) -> Iterator[Saying]:
    """What the pages of sharing print of a stream."""
    yield from prose.values(document, {"title", "about", "purpose"})


def of_consent(document: Document) -> Iterator[Saying]:
    """Every line that somebody agrees to."""
    yield from prose.values(document, {"lines"})


_HERE = Path(__file__)
STREAM = Kind("stream", STREAMS.folder, _HERE.with_name("stream_example.yaml"), Stream, of_stream)
CONSENT = Kind(
    "consent",
    CONSENTS.folder,
    _HERE.with_name("consent_example.yaml"),
    Consent,
    of_consent,
    also="Its words are frozen by `holdfast content release` before anybody agrees to them.",
)
