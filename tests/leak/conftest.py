"""How the leak fuzz runs: on a beginning made once for a test, without the noise and the cost of being watched."""

import gc
import logging
from collections.abc import Callable, Iterator

import pytest
from coverage import Coverage

from tests.leak import beginnings
from tests.leak.world import Beginning


@pytest.fixture(autouse=True)
def unwatched() -> Iterator[None]:
    """Lines that a random program passes are no tested lines; counting them would take twice the time."""
    watching = Coverage.current()
    if watching:
        watching.stop()
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
        if watching:
            watching.start()


@pytest.fixture
def begin(db: None) -> Iterator[Callable[[str], Beginning]]:
    """Make a beginning of a kind. What is there then stays, and the collector need not look at it again and again."""

    def made(kind: str) -> Beginning:
        beginning = beginnings.make(kind)
        gc.collect()
        gc.freeze()
        return beginning

    yield made
    gc.unfreeze()
