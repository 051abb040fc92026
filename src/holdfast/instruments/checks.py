"""What a build checks of an instrument file beyond its shape: its place, its pack, its review, and its worked cases."""

from collections.abc import Iterable, Iterator
from datetime import date

from holdfast.catalogue import strict
from holdfast.catalogue.loader import Document, Place, read
from holdfast.catalogue.problems import ContentError, Problem
from holdfast.catalogue.roots import Found
from holdfast.instruments import cases
from holdfast.instruments.schema import Instrument


def problems(found: Iterable[Found], today: date) -> list[Problem]:
    """What is wrong with these files, each alone and together. `today` is for dates that cannot be in the future."""
    everything: list[Problem] = []
    known: dict[str, list[tuple[Document, Instrument]]] = {}
    for file in found:
        try:
            document = read(file.path)
            instrument: Instrument = strict.build(Instrument, document)
        except ContentError as wrong:
            everything += wrong.problems
            continue
        known.setdefault(instrument.id, []).append((document, instrument))
        everything += [_problem(document, place, said) for place, said in _alone(file, instrument, today)]
    for versions in known.values():
        for document, instrument in versions:
            here = {other.version for _, other in versions}
            everything += [_problem(document, place, said) for place, said in _together(instrument, set(known), here)]
    return everything


def _problem(document: Document, place: Place, said: str) -> Problem:
    return Problem(document.path, document.line_of(place), f"{said[:1].upper()}{said[1:]}.")


def _alone(file: Found, instrument: Instrument, today: date) -> Iterator[tuple[Place, str]]:
    if instrument.id != file.id:
        yield ("id",), f"the id says {instrument.id} and the folder {file.id}"
    if instrument.version != file.version:
        yield ("version",), f"the version says {instrument.version} and the file name {file.version}"
    pack = instrument.source.licence.pack
    if (pack == "nc") != (file.pack == "nc"):
        yield ("source", "licence", "pack"), f"the pack says {pack} and the file lies in {file.pack}"
    if instrument.review.on is not None and instrument.review.on > today:
        yield ("review", "on"), "a review cannot be in the future"
    if not instrument.cases:
        yield (), "there is no worked case; add one with answers and what they must give"
    for number, said in cases.failures(instrument):
        yield ("cases", number), said


def _together(instrument: Instrument, known: set[str], versions: set[str]) -> Iterator[tuple[Place, str]]:
    for number, watch in enumerate(instrument.watch):
        if watch.offers is not None and watch.offers not in known:
            yield ("watch", number, "offers"), f"{watch.offers} is not an instrument here"
    if instrument.replaces is not None and instrument.replaces not in versions:
        yield ("replaces",), f"there is no version {instrument.replaces} to replace"
