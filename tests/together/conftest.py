"""Ana and Ben, linked, at one moment of a Friday evening; and a walk through the pages without a browser."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from tests.cast import Member, join, linked, side

FRIDAY = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)  # 18:30 where both live


@pytest.fixture
def clock() -> Iterator[Any]:
    """The host's clock, standing."""
    with time_machine.travel(FRIDAY, tick=False) as travelling:
        yield travelling


@pytest.fixture
def ana(clock) -> Member:
    return join("ana")


@pytest.fixture
def ben(clock) -> Member:
    return join("ben", recovering=False, supporting=True)


@pytest.fixture
def pair(ana, ben) -> Any:
    """The pair as Ana sees it."""
    return linked(ana, ben)


@pytest.fixture
def bens(ben, pair) -> Any:
    """The pair as Ben sees it."""
    return side(ben, pair)
