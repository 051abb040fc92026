"""Reads of this room, for the person alone."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from holdfast.kit.step import Act, Step
from holdfast.people import book, content, linking, profiles, roles, sharing
from holdfast.people.book import Entry
from holdfast.people.pair import Pair
from holdfast.people.profiles import read as profile
from holdfast.people.records import CONSENTS
from holdfast.people.schema import Profile
from holdfast.vault import spaces
from holdfast.vault.spaces import Shared

__all__ = [
    "alongside_step",
    "arrived",
    "asked_along",
    "frame",
    "invitation",
    "linked",
    "next_step",
    "pair",
    "pairs",
    "profile",
    "shared_now",
    "stays",
    "unsure",
]

NOT_NOW = timedelta(days=14)


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


def invitation(code: bytes) -> linking.Offer | None:
    """What a code leads to, for anybody who has it. Show nothing of it but its `name`."""
    return linking.look(code)


def asked_along(keyring: Any) -> linking.Offer | None:
    """The invitation I was given and have not answered, while it still opens for me."""
    code = book.read(keyring).linking.code
    return linking.open_to(keyring, bytes.fromhex(code)) if code else None


def arrived(keyring: Any, linked_: list[Pair]) -> list[tuple[Pair, bool]]:
    """Who of these pairs joined by a code of mine and was not greeted on Today yet, and whether anything is shared."""
    return [(each, bool(sharing.shown(keyring, each))) for each in linked_ if not each.met]


def next_step(keyring: Any, profile: Profile, now: datetime) -> Step | None:
    """A step towards being linked that is under way: to join who asked me, or to write my invitation."""
    under_way = book.read(keyring).linking
    if under_way.code and (offer := asked_along(keyring)) is not None:
        route = "join" if under_way.role else "what-to-each-other"
        title = _("Join {name}?").format(name=offer.name)
        return Step(title, _("Nothing is shared by joining."), Act(_("Look at it"), route))
    if under_way.role and not under_way.code:
        return Step(
            _("Your words to them"),
            _("You can change anything. You send it yourself, in your own way."),
            Act(_("Go on"), "invite"),
            (Act(_("Not now"), "alongside"),),
        )
    return None


def alongside_step(keyring: Any, profile: Profile, now: datetime) -> Step | None:
    """A20, from the second day on, for everyone who is solo: until somebody says alone, or not now for two weeks."""
    today = now.astimezone(ZoneInfo(profile.zone)).date()
    said = book.read(keyring).linking.alongside
    if profile.pairs or not profile.started or profile.started >= today.isoformat() or said == "alone":
        return None
    if said > (today - NOT_NOW).isoformat():
        return None
    return Step(
        _("Would you like someone alongside?"),
        _("Some people do this with a partner, a friend or a relative. Some do it alone. Both are whole."),
        Act(_("Look at it"), "alongside"),
    )


def shared_now(keyring: Any) -> list[dict[str, str]]:
    """What goes to and fro in my pairs at this moment, for an export: by, with, title, until.

    What the other shares is named and no more (decision 11); of mine there are also the words.
    """
    mine, named = profiles.read(keyring).name, []
    for each in pairs(keyring):
        for shown in filter(lambda shown: shown.exported, sharing.shown(keyring, each)):
            by, with_ = (mine, each.name) if shown.mine else (each.name, mine)
            said = {"by": by, "with": with_, "title": shown.card.title, "until": shown.card.until}
            named.append(said | ({"text": shown.card.text} if shown.mine else {}))
    return named


def stays(kind: str, body: dict[str, Any] | None) -> bool:
    """Whether a row is in no file although its kind is exported: what a ledger says of words for a break (29b)."""
    entry = (body or {}).get("entry") if kind == CONSENTS.name else None
    titles = {each.title for each in content.STREAMS.every() if not each.exported}
    return isinstance(entry, dict) and entry.get("title") in titles


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
