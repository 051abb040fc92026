"""Writes that other rooms may call."""

from typing import Any

from holdfast.kit import clock
from holdfast.people import queries as people
from holdfast.together import breaks, passing, side
from holdfast.vault import spaces


def tidy(keyring: Any) -> None:
    """At an unlock: take out what is over, on my own page and in the spaces I belong to.

    Nothing of it was shown before either; this only sees to it that it is not there.
    """
    now = clock.now()
    side.tidy(keyring, now)
    for pair in people.pairs(keyring):
        passing.live(pair, now)
    for id in breaks.written_for(keyring):
        if not spaces.any_left([id]):
            breaks.forget_words(keyring, id)
