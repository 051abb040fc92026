"""Joining a page that came in with the page that is here. Pure: two bodies in, one out. What is here always wins."""

from collections.abc import Callable
from typing import Any

from holdfast.people import schema
from holdfast.people.schema import Profile

Body = dict[str, Any]
Merged = tuple[Body, int, int]


def entries(name: str) -> Callable[[Body, Body], Merged]:
    """A merge for pages that hold a table of entries by id: entries not here yet are added."""

    def merge(here: Body, came: Body) -> Merged:
        held, coming = here.get(name, {}), came.get(name, {})
        new = {id: entry for id, entry in coming.items() if id not in held}
        return here | {name: held | new}, len(new), len(coming) - len(new)

    return merge


def asked(here: Body, came: Body) -> Merged:
    """What was put off or declined, on either side."""
    merged = came | here
    if "later" in came:
        merged["later"] = came["later"] | here.get("later", {})
    if "declined" in came:
        merged["declined"] = sorted({*came["declined"], *here.get("declined", [])})
    return merged, int(merged != here), int(merged == here)


def path(here: Body, came: Body) -> Merged:
    """Which path is walked: what was chosen here stays; where nothing was, what came in."""
    merged = here or came
    return merged, int(merged != here), int(merged == here)


def once(here: Body, came: Body) -> Merged:
    """A page that is taken whole, and only where there is none."""
    return (here, 0, 1) if here else (came, 1, 0)


def plan(here: Body, came: Body) -> Merged:
    """A safety plan: parts that are empty here are filled from the other."""
    held, coming = here.get("parts", {}), came.get("parts", {})
    new = {
        id: part for id, part in coming.items() if part["text"].strip() and not held.get(id, {}).get("text", "").strip()
    }
    return here | {"parts": held | new}, len(new), len(coming) - len(new)


def profile(here: Profile, came: Body) -> dict[str, Any]:
    """The changes an imported profile makes: people and hard days join, the earlier first day counts, the rest stays.

    The zone is taken only where this host had to guess one. Lists never grow beyond what a profile may hold.
    """
    other = schema.read(came)
    known = {someone.id for someone in here.people}
    has_main = any(someone.main for someone in here.people)
    joining = [
        schema.Someone(someone.id, someone.name, someone.relation, someone.main and not has_main)
        for someone in other.people
        if someone.id not in known
    ]
    firsts = [day for day in (here.started, other.started) if day]
    changes: dict[str, Any] = {
        "people": [*here.people, *joining][: schema.MOST_PEOPLE],
        "soft_days": sorted({*here.soft_days, *other.soft_days})[: schema.MOST_DATES],
        "started": min(firsts, default=None),
        "learn_until": here.learn_until or other.learn_until,
    }
    if not here.zone_known and other.zone_known:
        changes |= {"zone": other.zone, "zone_known": True}
    return changes
