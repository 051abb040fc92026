"""Wishes in the rounds of two: which of one's items are open, what may stay, and what a round has shown.

Held back by chance: one item in five on either side, the same for ninety days (w = 0.2), so that what is missing says
little. Let go by chance: one shown thing in twenty a week on either side, so that what has gone says little.
"""

from dataclasses import replace
from typing import Any

from holdfast.kit import clock, random, ticks
from holdfast.people import queries as people
from holdfast.people.round_rows import ITEMS, KEPT
from holdfast.people.rounds import Bits, Read
from holdfast.people.schema import Pair
from holdfast.safety import decisions
from holdfast.together.wishes import book, shelf
from holdfast.together.wishes.book import Book, Shown
from holdfast.together.wishes.schema import Sheet

OF = 100
HELD_BACK, LET_GO = 20, 5  # of a hundred


def bits(keyring: Any, pair: Pair, number: int) -> Bits:
    """One's own side of a round: the items of the list it compares, and what was shown in the nine rounds before."""
    week, today = number - 1, clock.today(people.profile(keyring).zone)
    sheet = shelf.compared(pair, number)

    def drawn(page: Book) -> Book:
        page = page.kept_up(week).with_shown(lambda each: _may_go(each, number))
        return page.held_back(sheet.name, (item.id for item in sheet.items), today, _held) if sheet else page

    page = book.change(keyring, pair.id, drawn)
    takes_part = sheet is not None and (sheet.tier == 0 or decisions.own_side(keyring, pair, sheet.tier, number))
    if takes_part and sheet.intimate:
        takes_part = page.intimate
    items = _open(page, sheet, number) if takes_part else frozenset()
    return Bits(items | _stay(page, number), sheet.name if sheet else "")


def matched(keyring: Any, pair: Pair, read: Read) -> None:
    """Take up what a round showed, and what the other lets go. Written in any case, so that no row tells which."""
    gone = {read.number - 1 - (place - KEPT.start) for place in read.gone}
    sheet = shelf.sheet(read.named) if read.shown else None

    def taken_up(page: Book) -> Book:
        page = page.with_shown(lambda each: each.until(read.number) if each.round in gone else each)
        if sheet is None or any(each.round == read.number for each in page.shown):
            return page
        items = tuple(sheet.items[place - ITEMS.start].id for place in read.shown)
        return replace(page, shown=(*page.shown, Shown(read.number, sheet.name, items)))

    book.change(keyring, pair.id, taken_up)


def _open(page: Book, sheet: Sheet, number: int) -> frozenset[int]:
    """Places of items that were said yes or maybe to, stand on the day of the tick, and are not held back."""
    said, day = page.said.get(sheet.name), ticks.day_of(number)
    if said is None:
        return frozenset()
    return frozenset(
        place
        for place, item in zip(ITEMS, sheet.items, strict=True)
        if said.open(item.id, day) and not page.holds_back(sheet.name, item.id)
    )


def _stay(page: Book, number: int) -> frozenset[int]:
    """Places of what was shown and may stay. Rounds that showed nothing may always: nothing is to be seen there."""
    gone = {each.round for each in page.shown if each.ends is not None and each.ends <= number}
    return frozenset(place for place in KEPT if number - 1 - (place - KEPT.start) not in gone)


def _may_go(each: Shown, number: int) -> Shown:
    """One throw for each shown thing and round, however often a round is asked for."""
    if each.drawn >= number or each.round >= number or each.ends is not None:
        return each
    thrown = replace(each, drawn=number)
    return thrown.until(number) if random.below(OF) < LET_GO else thrown


def _held() -> bool:
    return random.below(OF) < HELD_BACK
