"""What happens to everybody: time passes, and the host's clock does its jobs."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from holdfast.accounts import jobs as accounts
from holdfast.accounts import limits
from holdfast.people import jobs as people
from tests.leak.steps.registry import NOBODY, step
from tests.leak.world import World, later

HOURS = (1, 9, 23, 24, 26, 24 * 5, 24 * 7, 24 * 40, 24 * 100)


@step("time passes", by=NOBODY, often=4, hours=st.sampled_from(HOURS))
def time_passes(world: World, clock_: Any, hours: int) -> None:
    """Everybody is locked out by then; whoever comes next opens again. The host does what is due, without a key."""
    later(clock_, world, timedelta(hours=hours))
    with world.chance("host"):
        limits.first_time("today")  # the key of the day is drawn by whoever comes first; here by nobody
    accounts.expire()
    people.expire()
