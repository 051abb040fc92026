"""This room's content files, as they are in use: easy things for two, and small things one may ask for."""

from holdfast.people.content import Shelf
from holdfast.together.schema import Thing, Wanted

THINGS: Shelf[Thing] = Shelf("together", Thing)
WANTED: Shelf[Wanted] = Shelf("asks", Wanted)
FIRST = "a-warm-drink"  # what two are offered before anything else


def things() -> list[Thing]:
    """Every thing for two in use, by id."""
    return THINGS.every()


def thing(id: str) -> Thing | None:
    """A thing in use; None for any other word."""
    return THINGS.newest(id)


def wanted(id: str) -> Wanted | None:
    """Something one may ask for; None for any other word."""
    return WANTED.newest(id)
