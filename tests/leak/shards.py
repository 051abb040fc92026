"""The random programs, in shards of equal size that several processes share. Shard and round decide every program."""

import os
from itertools import count

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.leak import running
from tests.leak.programs import ROLES, Program, programs
from tests.leak.quick import quick
from tests.leak.world import Beginning

DAY = 800  # programs of a usual run, in all shards together
SHARDS = 8
ROUND = 100  # programs drawn under one seed: a night begins with the programs of the day

LONG = "LEAK_PROGRAMS"  # the long profile: how many programs instead, and nothing sped up


def each_shard() -> int:
    """How many programs a shard runs."""
    return max(1, int(os.environ.get(LONG, DAY)) // SHARDS)


def kind(shard: int) -> tuple[str, str]:
    """How things stand when the programs of a shard begin, and who is their author."""
    return ("full", "full", "full", "plain")[shard // 2 % 4], [*ROLES][shard % 2]


def run(shard: int, beginning: Beginning, tally: running.Tally) -> None:
    """Run the programs of a shard, each with its twins. Raises Leak with the smallest program that still shows it."""
    for turn in count():
        left = each_shard() - tally.programs
        if left <= 0:
            return
        _round(shard, turn, min(left, ROUND), beginning, tally)


def _round(shard: int, turn: int, most: int, beginning: Beginning, tally: running.Tally) -> None:
    @seed(shard + SHARDS * turn)
    @settings(
        max_examples=most,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(program=programs(*kind(shard)))
    def each(program: Program) -> None:
        if LONG in os.environ:
            running.check(program, beginning, tally)
        else:
            with quick():
                running.check(program, beginning, tally)

    each()
