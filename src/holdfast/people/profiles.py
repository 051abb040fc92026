"""Reading and changing the profile, and keeping its list of people in step with who is linked."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from holdfast.kit import clock, random
from holdfast.people import schema
from holdfast.people.records import PROFILE
from holdfast.people.schema import Profile, Someone
from holdfast.vault import actions as vault
from holdfast.vault import queries, spaces


def read(keyring: Any) -> Profile:
    """The person's profile; defaults for whatever was never set or cannot be read."""
    readable = [row.body for row in queries.rows(keyring, PROFILE) if row.body is not None]
    return schema.read(readable[0] if readable else None)


def change(keyring: Any, changed: Callable[[Profile], Profile]) -> Profile:
    """Apply Profile → Profile under the vault's lock, so that two tabs never lose each other's change."""

    def revised(body: dict[str, Any]) -> dict[str, Any]:
        return schema.check(changed(schema.read(body))).body()

    return schema.read(vault.revise(keyring, PROFILE, "", revised))


def today(keyring: Any) -> str:
    """The person's own day, as it is written down."""
    return clock.today(read(keyring).zone).isoformat()


def linked(keyring: Any, pair: UUID, name: str, role: str) -> None:
    """Put somebody who has just been linked on the list of people; who is there by that name is the same person.

    The first on the list is who questions about "someone" mean.
    """
    relation = role if role in schema.RELATIONS else "friend"
    wanted = tidy(name)
    fresh = Someone(str(random.uuid()), wanted, relation, pair=str(pair))

    def listed(profile: Profile) -> Profile:
        same = next((one for one in profile.people if _alike(one.name, wanted) and not _is_linked(one)), None)
        profile = replace(profile, pairs=sorted({*profile.pairs, str(pair)}))
        if same is None and len(profile.people) >= schema.MOST_PEOPLE:
            return profile
        found = replace(same, pair=str(pair)) if same else fresh
        others = [one for one in profile.people if one.id != found.id]
        has_main = any(one.main for one in others)
        return replace(profile, people=[*others, found if has_main else replace(found, main=True)])

    change(keyring, listed)


def tidy(name: Any) -> str:
    """A name that came from somebody else's program: one line of sane length, never empty."""
    return " ".join(str(name).split())[: schema.LONGEST_NAME] or "?"


def unlinked(keyring: Any, pair: UUID) -> None:
    """Somebody is no longer linked; they stay on the list of people, which is one's own."""

    def listed(profile: Profile) -> Profile:
        people = [replace(one, pair="") if one.pair == str(pair) else one for one in profile.people]
        return replace(profile, people=people, pairs=[id for id in profile.pairs if id != str(pair)])

    change(keyring, listed)


def _is_linked(one: Someone) -> bool:
    return bool(one.pair) and spaces.any_left([UUID(one.pair)])


def _alike(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
