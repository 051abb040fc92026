"""Writes of this room. Each reads the profile, changes it and seals it again in one transaction."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from holdfast.kit import random
from holdfast.people import queries, rules, schema
from holdfast.people.records import PROFILE
from holdfast.people.schema import Profile, Someone, Span
from holdfast.vault import actions as vault


def _change(keyring: Any, change: Any) -> Profile:
    """Apply Profile → Profile under the vault's lock, so that two tabs never lose each other's change."""

    def revised(body: dict[str, Any]) -> dict[str, Any]:
        return schema.check(change(schema.read(body))).body()

    return schema.read(vault.revise(keyring, PROFILE, "", revised))


def update_profile(keyring: Any, **changes: Any) -> Profile:
    """Set fields of the profile by name. Raises NotAProfile with a plain sentence; then nothing is changed."""
    return _change(keyring, lambda profile: replace(profile, **changes))


def visit(keyring: Any, today: date) -> Profile:
    """Note a day of use: the first sets `started`, the first three are kept; later ones write nothing."""
    before = queries.profile(keyring)
    if before.started and rules.visited(before, today) == before.visits:
        return before

    def noted(profile: Profile) -> Profile:
        return replace(profile, started=profile.started or today.isoformat(), visits=rules.visited(profile, today))

    return _change(keyring, noted)


def settle(keyring: Any, zone: str) -> Profile:
    """Set the time zone, on the person's own word. Raises NotAProfile for one nobody knows."""
    return update_profile(keyring, zone=zone, zone_known=True)


def keep_someone(keyring: Any, someone: Someone) -> Profile:
    """Add a person, or replace the one with the same id. A new main person takes over from the old."""

    def kept(profile: Profile) -> Profile:
        people = [each for each in profile.people if each.id != someone.id]
        if someone.main:
            people = [replace(each, main=False) for each in people]
        return replace(profile, people=[*people, someone])

    return _change(keyring, kept)


def drop_someone(keyring: Any, id: UUID) -> Profile:
    """Take a person off the list. What was answered about them stays the owner's."""
    return _change(
        keyring,
        lambda profile: replace(profile, people=[each for each in profile.people if each.id != str(id)]),
    )


def someone(given: Mapping[str, Any], id: UUID | None = None) -> Someone:
    """A person from a form's fields, with a fresh id unless one is given; not yet kept."""
    return Someone(str(id or random.uuid()), given["name"], given["relation"], given["main"])


def mark_hard(keyring: Any, span: Span) -> Profile:
    """Mark a day or days as hard. The reason is never asked. Marking the same days twice changes nothing."""

    def marked(profile: Profile) -> Profile:
        return replace(profile, soft_days=sorted({*profile.soft_days, str(span)}))

    return _change(keyring, marked)


def unmark_hard(keyring: Any, span: Span) -> Profile:
    """Take back a mark."""
    return _change(
        keyring,
        lambda profile: replace(profile, soft_days=[text for text in profile.soft_days if text != str(span)]),
    )
