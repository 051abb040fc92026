"""What a sheet says about its lines: which step is better not the first one, and when two tries made it worse. Pure."""

from collections.abc import Sequence

from holdfast.programme.sheets.lines import Line, Try
from holdfast.programme.sheets.schema import Sheet


def too_high_first(sheet: Sheet, lines: Sequence[Line]) -> frozenset[str]:
    """Lines that are advised against as a first one: above the bound, while none at or below it was tried.

    Nothing is shut by it. A try counts however it ended, but for one that made things worse.
    """
    if sheet.advice is None:
        return frozenset()
    numbers = {line.id: line.number(sheet.advice.field) for line in lines}
    high = {id for id, number in numbers.items() if number is not None and number > sheet.advice.above}
    begun = any(
        numbers[line.id] is not None and line.id not in high and any(not worse(sheet, each) for each in line.tries)
        for line in lines
    )
    return frozenset() if begun else frozenset(high)


def worse(sheet: Sheet, each: Try) -> bool:
    """Whether a try is noted as one that made things worse."""
    ending = sheet.tries.ending(each.ended) if sheet.tries else None
    return ending is not None and ending.worse


def last_tries(lines: Sequence[Line]) -> list[Try]:
    """Every try of a sheet, the newest first."""
    return sorted((each for line in lines for each in line.tries), key=lambda each: (-each.nth, each.id))


def just_worse(sheet: Sheet, lines: Sequence[Line], today: str) -> bool:
    """Whether the newest try is one of today and made it worse."""
    newest = last_tries(lines)[:1]
    return any(worse(sheet, each) and each.on == today for each in newest)


def two_worse(sheet: Sheet, lines: Sequence[Line]) -> bool:
    """Whether the two newest tries made it worse: a step down, and a person, are suggested (CR-17)."""
    newest = last_tries(lines)[:2]
    return len(newest) == 2 and all(worse(sheet, each) for each in newest)
