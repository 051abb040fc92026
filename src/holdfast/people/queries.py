"""Reads of this room, for the person alone."""

from typing import Any
from uuid import UUID

from holdfast.people import book, profiles, roles, sharing
from holdfast.people.book import Entry
from holdfast.people.pair import Pair
from holdfast.people.profiles import read as profile
from holdfast.people.schema import Profile
from holdfast.vault import spaces
from holdfast.vault.spaces import Shared

__all__ = ["frame", "pair", "pairs", "profile", "shared_now", "unsure"]


def frame(mine: Profile) -> dict[str, Any]:
    """What the template of a signed-in page needs: the profile, its colours, and whether "Us" stands in the bar."""
    return {"profile": mine, "theme": mine.theme, "pair": linked(mine)}


def linked(mine: Profile) -> bool:
    """Whether somebody is linked now. Asks no key and nothing of solo people."""
    return bool(mine.pairs) and spaces.any_left([UUID(id) for id in mine.pairs])


def pairs(keyring: Any) -> list[Pair]:
    """Everybody I am linked with, as of this moment, each with the open space; by name.

    A pair that has ended, or whose keys cannot be proved, is not there. Never one I do not belong to.
    """
    found = _found(keyring)
    names = {one.pair: one.name for one in profiles.read(keyring).people if one.pair} if found else {}
    made = [_pair(id, entry, shared, names.get(str(id), entry.name)) for id, entry, shared in found if shared]
    return sorted(made, key=lambda each: (each.name.casefold(), each.id))


def pair(keyring: Any, id: UUID) -> Pair | None:
    """One pair of mine; None for everything else, whatever the reason."""
    return next((each for each in pairs(keyring) if each.id == id), None)


def unsure(keyring: Any) -> list[tuple[UUID, str]]:
    """Pairs whose keys can no longer be proved, with the name: somebody may have been at the tables (KEY-17)."""
    return [(id, entry.name) for id, entry, shared in _found(keyring) if shared is None]


def shared_now(keyring: Any) -> list[dict[str, str]]:
    """What goes to and fro in my pairs at this moment, by name alone, for an export: by, with, title, until."""
    mine, named = profiles.read(keyring).name, []
    for each in pairs(keyring):
        for shown in sharing.shown(keyring, each):
            by, with_ = (mine, each.name) if shown.mine else (each.name, mine)
            named.append({"by": by, "with": with_, "title": shown.card.title, "until": shown.card.until})
    return named


def _found(keyring: Any) -> list[tuple[UUID, Entry, Shared | None]]:
    entries = {UUID(key): entry for key, entry in book.read(keyring).pairs.items()}
    if not entries:
        return []
    return [(id, entries[id], shared) for id, shared in spaces.look(keyring).items() if id in entries]


def _pair(id: UUID, entry: Entry, shared: Shared, name: str) -> Pair:
    romantic = entry.declared == roles.ROMANTIC and roles.both(shared, entry.half)
    return Pair(
        id=id,
        other=UUID(entry.other),
        name=name,
        declared=entry.declared,
        romantic=romantic,
        met=entry.met,
        mutes=frozenset(entry.mutes),
        space=shared,
    )
