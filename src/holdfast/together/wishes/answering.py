"""What a person does with lists of wishes, alone. Each verb writes the page and the round anew, whatever it changed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from holdfast.kit import clock, random, ticks
from holdfast.people import rounds
from holdfast.people.schema import Pair
from holdfast.together.wishes import book
from holdfast.together.wishes.book import Book, Said, Shown
from holdfast.together.wishes.schema import Sheet


class NotNow(ValueError):
    """A list stays as it is for now; the message is a plain sentence. Nothing was changed."""


def begin(keyring: Any, pair: Pair) -> None:
    """The page before first use was read."""
    _change(keyring, pair, lambda page: replace(page, begun=True))


def open_intimate(keyring: Any, pair: Pair, *, opened: bool) -> None:
    """Open the intimate lists for oneself, or close them again: then nothing of them is open any more."""
    _change(keyring, pair, lambda page: replace(page, intimate=opened))


def answer(
    keyring: Any, pair: Pair, sheet: Sheet, said: tuple[Mapping[str, str], Mapping[str, str]], today: date
) -> None:
    """Say of a list once what one would be glad to talk about: answers and own notes, by item. Not answered is no.

    Raises NotNow while what was said before stands.
    """
    answers, notes = said
    known = {item.id for item in sheet.items}
    new = Said(
        until=(today + book.STANDS).isoformat(),
        answers={item: each for item, each in answers.items() if item in known and each in book.ANSWERS},
        notes={item: note for item, note in notes.items() if item in known and note.strip()},
    )

    def answered(page: Book) -> Book:
        if page.locked(sheet.name, today):
            raise NotNow(_("This list stays as you answered it for now."))
        return page.with_said(sheet.name, new)

    _change(keyring, pair, answered)


def take_back(keyring: Any, pair: Pair, sheet: Sheet, today: date) -> None:
    """Take back all that was said of a list. Nothing of it is open any more; it can be answered anew in four weeks."""

    def taken(page: Book) -> Book:
        held = page.said.get(sheet.name)
        if held is None or held.back:
            return page
        return page.with_said(sheet.name, Said((today + book.AGAIN).isoformat(), {}, back=True))

    _change(keyring, pair, taken)


def let_go(keyring: Any, pair: Pair, number: int) -> None:
    """Take back what a round showed: gone for both from the next tick on, with another that chance picks (PS, 3.4)."""
    week = ticks.week(clock.now())
    drawn = random.below(1 << 16)

    def let(page: Book) -> Book:
        if not any(each.round == number and each.here(week) for each in page.shown):
            return page
        others = [each.round for each in page.shown if each.round != number and each.here(week) and each.ends is None]
        gone = {number, *([others[drawn % len(others)]] if others else [])}
        return _closed(page.with_shown(lambda each: each.until(week + 1) if each.round in gone else each), number)

    _change(keyring, pair, let)


def _closed(page: Book, number: int) -> Book:
    """With the items of a round closed: they take part in no round any more, as long as what was said stands."""
    for each in page.shown:
        held = page.said.get(each.sheet)
        if each.round == number and held is not None:
            closed = tuple(dict.fromkeys((*held.closed, *each.items)))
            page = page.with_said(each.sheet, replace(held, closed=closed))
    return page


def here(page: Book) -> list[Shown]:
    """What is to be seen now, the newest first."""
    week = ticks.week(clock.now())
    return sorted((each for each in page.shown if each.here(week)), key=lambda each: -each.round)


def _change(keyring: Any, pair: Pair, changed: Any) -> None:
    book.change(keyring, pair.id, changed)
    rounds.turn(keyring)  # what has just closed has to be closed at the next tick, also if nobody comes back before it
