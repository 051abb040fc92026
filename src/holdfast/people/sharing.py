"""Sharing by copy: a card is sealed into a space, and taken out again in the transaction that says so (PS-02, PS-04).

Nothing is shared by default. A standing stream is added to in its author's own request, when they save; nobody else
computes on it. Whatever a person shares stands in their own book and ledger, so that they see it in one glance.
"""

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import blake2b
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.people import book, card, content, hooks, ledger, profiles
from holdfast.people.book import Entry, Share
from holdfast.people.card import Card
from holdfast.people.pair import Pair
from holdfast.people.records import ASK, CARD, LETTERS
from holdfast.vault import actions as vault
from holdfast.vault import queries, spaces
from holdfast.vault.errors import SpaceClosed
from holdfast.vault.spaces import SharedRow

DAYS = 90
CHOICES = (7, 30, 90, 180)
ASK_EVERY = timedelta(days=7)
ASKS = "asks"  # the kind of incoming thing that a mute of requests names
LETTER = "letter"


class NotShared(ValueError):
    """This cannot be shared; the message is a plain sentence. Nothing was changed."""


@dataclass(frozen=True)
class Shown:
    """A shared thing, as a page of Us shows it. `mine`: I share it; then `stopped` says that I add nothing to it."""

    id: UUID
    card: Card
    mine: bool
    stopped: bool = False

    @property
    def last(self) -> date:
        """Its last day."""
        return date.fromisoformat(self.card.until)

    @property
    def keep(self) -> bool:
        """Whether it is a letter, which its reader may keep."""
        found = content.stream(self.card.stream)
        return found is not None and found.keep

    @property
    def exported(self) -> bool:
        """Whether an export may name it."""
        found = content.stream(self.card.stream)
        return found is not None and found.exported


@dataclass(frozen=True)
class Asked:
    """A request of the other's that I might share something."""

    id: UUID
    stream: content.Stream


def until(keyring: Any, days: int = DAYS) -> date:
    """The last day of something shared now for so many days, by the person's own calendar."""
    return date.fromisoformat(profiles.today(keyring)) + timedelta(days=days)


def ready(keyring: Any, pair: Pair, given: Card, last: date) -> Card:
    """The card exactly as the other will see it: with my name as they know me, and its last day.

    Raises NotShared when the stream may not go there, or the card is not well formed.
    """
    stream = content.stream(given.stream)
    if stream is None or pair.to not in stream.to:
        raise NotShared(_("This can't be shared with them."))
    mine = replace(given, author=author(keyring), until=last.isoformat())
    if not card.fits(mine):
        raise NotShared(_("This is too long to share, or has no title."))
    return mine


def mark(seen: Card) -> str:
    """What stands for a card as it was seen: nothing is shared that differs from its preview by one letter."""
    text = json.dumps(seen.body(), sort_keys=True)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16, person=b"hf/preview").hexdigest()


def author(keyring: Any) -> str:
    """The name that stands on what I share."""
    return profiles.read(keyring).name[: card.LONGEST_NAME]


def share(keyring: Any, pair: Pair, given: Card, *, id: UUID, days: int = DAYS) -> UUID:
    """Share a card with one person for so many days; sending the same form again changes nothing. Its id.

    Raises NotShared, and SpaceClosed when the link has ended meanwhile: then nothing was shared.
    """
    if days not in CHOICES:
        raise NotShared(_("Please pick one of the times."))
    last = until(keyring, days)
    mine = ready(keyring, pair, given, last)
    stream = content.stream(mine.stream)
    with transaction.atomic():
        shares = _entry(keyring, pair.id).shares
        if id.hex in shares:
            return id
        for row, held in shares.items():
            if stream.shape == "standing" and held.stream == stream.id:
                _take_out(keyring, pair, UUID(row))
        spaces.put(pair.space, CARD, mine.body(), id=id, ends_on=last)
        share = Share(stream.id, profiles.today(keyring), last.isoformat())
        book.change_entry(keyring, pair.id, lambda held: replace(held, shares=held.shares | {id.hex: share}))
        said = ledger.Entry("shared", pair.name, share.since, mine.title, share.until)
        ledger.note(keyring, replace(said, words=content.words(stream).pinned))
    return id


def publish(keyring: Any, stream: str, given: Card, pairs: list[Pair]) -> int:
    """Put a standing stream's card, as it is now, in place of what each of these pairs has of it. How many were.

    Each gets the days since sharing began, until its own last day. Where I stopped adding, nothing changes.
    """
    written, today = 0, date.fromisoformat(profiles.today(keyring))
    for pair in pairs:
        for row, share in _entry(keyring, pair.id).shares.items():
            if share.stream != stream or share.stopped or not share.live(today):
                continue
            points = tuple(point for point in given.points if point[0] >= share.since)
            last = date.fromisoformat(share.until)
            mine = ready(keyring, pair, replace(given, points=points[-card.MOST_POINTS :]), last)
            try:
                spaces.put(pair.space, CARD, mine.body(), id=UUID(row), ends_on=last)
            except SpaceClosed:
                continue
            written += 1
    return written


def publish_standing(keyring: Any, pairs: list[Pair]) -> int:
    """Build anew whatever standing streams somebody of these pairs gets, and publish them: after a save."""
    today, first = date.fromisoformat(profiles.today(keyring)), {}
    for pair in pairs:
        for share in _entry(keyring, pair.id).shares.values():
            if share.live(today) and not share.stopped and share.stream in hooks.cards:
                first[share.stream] = min(first.get(share.stream, share.since), share.since)
    return sum(
        publish(keyring, stream, hooks.cards[stream](keyring, date.fromisoformat(since), today), pairs)
        for stream, since in sorted(first.items())
    )


def unshare(keyring: Any, pair: Pair, id: UUID) -> bool:
    """Take a shared thing out: from the next byte on the other has it no more. False when there is none."""
    with transaction.atomic():
        return _take_out(keyring, pair, id)


def stop(keyring: Any, pair: Pair, id: UUID) -> bool:
    """Quietly add nothing more to a standing stream; what is there stays until its last day. False when there is none.

    The other sees what they see when somebody does not use the app for a while.
    """
    share = _entry(keyring, pair.id).shares.get(id.hex)
    if share is None or share.stopped:
        return False
    with transaction.atomic():
        _mark_stopped(keyring, pair, {id.hex})
    return True


def stop_all(keyring: Any, pair: Pair) -> int:
    """Quietly stop every standing stream to one person; how many there were."""
    live = {row for row, share in _entry(keyring, pair.id).shares.items() if not share.stopped}
    standing = {row for row in live if _is_standing(_entry(keyring, pair.id).shares[row].stream)}
    if standing:
        with transaction.atomic():
            _mark_stopped(keyring, pair, standing)
    return len(standing)


def shown(keyring: Any, pair: Pair) -> list[Shown]:
    """What is shared in a pair, in both directions, by title: nothing that has ended, or is not well formed."""
    today, entry = profiles.today(keyring), _entry(keyring, pair.id)
    found = [each for row in spaces.rows(pair.space, CARD) if (each := _shown(pair, entry, row, today)) is not None]
    return sorted(found, key=lambda each: (each.card.title.casefold(), each.id))


def ask(keyring: Any, pair: Pair, stream_id: str) -> None:
    """Ask whether they might share something: once in seven days for each kind, whatever came of it (PS-05).

    Raises NotShared with a sentence, and SpaceClosed.
    """
    stream, today = content.stream(stream_id), date.fromisoformat(profiles.today(keyring))
    if stream is None or not stream.asked_for or pair.to not in stream.to:
        raise NotShared(_("This can't be asked for."))
    if not may_ask(keyring, pair, stream_id):
        raise NotShared(_("You asked for this in the last seven days. Once a week is enough."))
    with transaction.atomic():
        for before in spaces.mine(pair.space, ASK):
            if before.body.get("stream") == stream_id:
                spaces.delete(pair.space, ASK, before.id)
        spaces.put(pair.space, ASK, {"stream": stream_id, "on": today.isoformat()}, ends_on=today + ASK_EVERY)
        noted = {stream_id: today.isoformat()}
        book.change_entry(keyring, pair.id, lambda held: replace(held, asked=held.asked | noted))
        ledger.note(keyring, ledger.Entry("asked", pair.name, today.isoformat(), stream.title))


def may_ask(keyring: Any, pair: Pair, stream_id: str) -> bool:
    """Whether I have not asked for this in the last seven days. Says nothing of what they share or keep."""
    last = _entry(keyring, pair.id).asked.get(stream_id)
    today = date.fromisoformat(profiles.today(keyring))
    return last is None or not timedelta(0) <= today - date.fromisoformat(last) < ASK_EVERY


def asked(keyring: Any, pair: Pair) -> list[Asked]:
    """What the other asked me in the last seven days; nothing while I have silenced requests."""
    if ASKS in pair.mutes:
        return []
    hidden, oldest = _entry(keyring, pair.id).hidden, date.fromisoformat(profiles.today(keyring)) - ASK_EVERY
    found = {}
    for row in spaces.theirs(pair.space, ASK):
        stream = content.stream(str(row.body.get("stream")))
        fresh = str(row.body.get("on", "")) > oldest.isoformat()
        if stream is not None and stream.asked_for and fresh and row.id.hex not in hidden:
            found[stream.id] = Asked(row.id, stream)
    return [found[id] for id in sorted(found)]


def put_away(keyring: Any, pair: Pair, id: UUID) -> None:
    """I have seen this request and do not want to see it again. Nobody is told."""
    hidden = [id.hex]
    book.change_entry(keyring, pair.id, lambda held: replace(held, hidden=[*held.hidden, *hidden][-200:]))


def mute(keyring: Any, pair: Pair, kind: str, *, on: bool = True) -> None:
    """Show me nothing of this kind from them, or show it again. Nobody is told, and nothing of theirs changes."""

    def turned(held: Entry) -> Entry:
        return replace(held, mutes=sorted({*held.mutes, kind} if on else {*held.mutes} - {kind}))

    book.change_entry(keyring, pair.id, turned)


def take_letters(keyring: Any, pair: Pair) -> int:
    """What was written to me is mine on arrival (decision 29b): keep letters that have come. How many were new."""
    taken, entry = 0, _entry(keyring, pair.id)
    for each in shown(keyring, pair):
        if each.mine or not each.keep or each.id.hex in entry.hidden:
            continue
        with transaction.atomic():
            body = {"from": pair.name, "title": each.card.title, "text": each.card.text}
            body["on"] = profiles.today(keyring)
            own = UUID(bytes=keyring.tag(f"letter/a/{each.id}") + keyring.tag(f"letter/b/{each.id}"), version=4)
            taken += vault.put_new(keyring, LETTERS, body, id=own)
            put_away(keyring, pair, each.id)
    return taken


def letters(keyring: Any) -> list[tuple[UUID, dict[str, Any]]]:
    """Letters I have: (id, {"from", "title", "text", "on"}), newest first."""
    found = [(row.id, row.body) for row in queries.rows(keyring, LETTERS) if row.body is not None]
    return sorted(found, key=lambda letter: (letter[1].get("on", ""), letter[0]), reverse=True)


def throw_letter_away(keyring: Any, id: UUID) -> bool:
    """Delete a letter I have."""
    return vault.delete(keyring, LETTERS, id)


def forget_old(keyring: Any, pair: Pair) -> None:
    """Forget what my book says of shares whose last day has passed: the clock has removed the rows."""
    today, entry = date.fromisoformat(profiles.today(keyring)), _entry(keyring, pair.id)
    if all(share.live(today) for share in entry.shares.values()):
        return
    live = {row: share for row, share in entry.shares.items() if share.live(today)}
    book.change_entry(keyring, pair.id, lambda held: replace(held, shares=live))


def _entry(keyring: Any, pair: UUID) -> Entry:
    return book.read(keyring).entry(pair) or Entry("", "", "")


def _shown(pair: Pair, entry: Entry, row: SharedRow, today: str) -> Shown | None:
    read, mine = card.read(row.body), row.author == pair.space.me.owner
    stream = content.stream(read.stream) if read else None
    if read is None or stream is None or pair.to not in stream.to or read.until < today:
        return None
    if not mine and read.stream in pair.mutes:
        return None
    share = entry.shares.get(row.id.hex)
    return Shown(row.id, read, mine, mine and share is not None and share.stopped)


def _take_out(keyring: Any, pair: Pair, id: UUID) -> bool:
    """Row, book and ledger in one transaction of the caller's."""
    mine = [row for row in spaces.mine(pair.space, CARD) if row.id == id]
    share = _entry(keyring, pair.id).shares.get(id.hex)
    if not mine and share is None:
        return False
    if mine:
        spaces.delete(pair.space, CARD, id)
    kept = id.hex
    book.change_entry(
        keyring,
        pair.id,
        lambda held: replace(held, shares={row: each for row, each in held.shares.items() if row != kept}),
    )
    title = str(mine[0].body.get("title", "")) if mine else ""
    ledger.note(keyring, ledger.Entry("ended", pair.name, profiles.today(keyring), title))
    return True


def _mark_stopped(keyring: Any, pair: Pair, rows: set[str]) -> None:
    titles = {row.id.hex: str(row.body.get("title", "")) for row in spaces.mine(pair.space, CARD)}

    def stopped(held: Entry) -> Entry:
        now = {row: replace(each, stopped=each.stopped or row in rows) for row, each in held.shares.items()}
        return replace(held, shares=now)

    book.change_entry(keyring, pair.id, stopped)
    for row in sorted(rows):
        said = ledger.Entry("stopped", pair.name, profiles.today(keyring), titles.get(row, ""))
        ledger.note(keyring, said)


def _is_standing(stream_id: str) -> bool:
    found = content.stream(stream_id)
    return found is not None and found.shape == "standing"
