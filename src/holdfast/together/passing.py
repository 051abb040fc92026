"""What fades: the signal, a break that was told, a plan for two, an ask. Sealed in the space, gone when time is over.

The hour stands inside the envelope alone. Whoever of the two looks first after it takes the row out, whoever wrote it;
nobody looking, the host's clock does on the next day, without a key. Until then it is shown to nobody: what is over is
no different from what never was.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import OperationalError

from holdfast.people.schema import Pair
from holdfast.together import rules, schema
from holdfast.together.records import PASSING
from holdfast.together.schema import Said
from holdfast.vault import spaces
from holdfast.vault.errors import SpaceClosed
from holdfast.vault.spaces import SharedRow

# The clock waits a day beyond the last day it is told, for calendars further west; a moment needs no such waiting.
CLOCK_WAITS = timedelta(days=1)


@dataclass(frozen=True)
class Passing:
    """Something that was said and is not over: its row, whether I said it, and what."""

    id: UUID
    mine: bool
    said: Any


def live(pair: Pair, now: datetime) -> list[Passing]:
    """What the two have said to each other and is not over, by id; what is over is taken out on the way."""
    rows = [(row, said) for row in spaces.rows(pair.space, PASSING) if (said := schema.read(row.body)) is not None]
    gone = _gone([row for row, _said in rows], now)
    if gone:
        # Tidying can wait for the next look: what is over shows on no page either way.
        with suppress(SpaceClosed, OperationalError):
            spaces.sweep(pair.space, PASSING, lambda found: _gone(found, now))
    me = pair.space.me.owner
    return [Passing(row.id, row.author == me, said) for row, said in rows if row.id not in gone]


def of(found: list[Passing], kind: type, *, mine: bool) -> list[Passing]:
    """Those of one kind that I said, or that the other did."""
    return [each for each in found if isinstance(each.said, kind) and each.mine == mine]


def put(pair: Pair, said: Said, *, id: UUID | None = None) -> UUID:
    """Say something, or with the id of one's own row say this in its place. Its id. Raises SpaceClosed."""
    ends_on = schema.over(said).date() - CLOCK_WAITS
    return spaces.put(pair.space, PASSING, schema.body(said), id=id, ends_on=ends_on)


def take(pair: Pair, kind: type) -> int:
    """Take back whatever of this kind I said; how many rows. Nothing when the link has ended."""
    mine = [row for row in spaces.mine(pair.space, PASSING) if isinstance(schema.read(row.body), kind)]
    with suppress(SpaceClosed):
        return sum(spaces.delete(pair.space, PASSING, row.id) for row in mine)
    return 0


def _gone(rows: list[SharedRow], now: datetime) -> set[UUID]:
    said = {row.id: read for row in rows if (read := schema.read(row.body)) is not None}
    return rules.over(said, now)
