"""Reads that other rooms may import: what one says of these days for a look back, for the person alone."""

from datetime import date
from typing import Any

from holdfast.people import queries as people
from holdfast.together import shelf, week


def looked_back(keyring: Any, first: date, last: date) -> list[str]:
    """What I noted of things for two between two days, a sentence each: by my own notes, never by the other's."""
    names = {pair.id.hex: pair.name for pair in people.pairs(keyring)}
    found = []
    for note in week.notes(keyring):
        thing = shelf.thing(note.thing)
        if thing and note.was_done and note.pair in names and first.isoformat() <= note.on <= last.isoformat():
            found.append(thing.looked_back.replace("{name}", names[note.pair]))
    return list(dict.fromkeys(found))
