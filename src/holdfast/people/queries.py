"""Reads of this room, for the person alone."""

from typing import Any

from holdfast.people import schema
from holdfast.people.records import PROFILE
from holdfast.people.schema import Profile
from holdfast.vault import queries as vault


def profile(keyring: Any) -> Profile:
    """The person's profile; defaults for whatever was never set or cannot be read."""
    readable = [row.body for row in vault.rows(keyring, PROFILE) if row.body is not None]
    return schema.read(readable[0] if readable else None)


def frame(mine: Profile) -> dict[str, Any]:
    """What the template of a signed-in page needs: the profile, its colours, and whether "Us" stands in the bar.

    Nobody has someone alongside before linking exists, so "Us" is absent.
    """
    return {"profile": mine, "theme": mine.theme, "pair": False}
