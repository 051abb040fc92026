"""Random programs of three people: nothing that one keeps private shows in a byte that another receives (03 §6.1).

SQLite only: the programs are the same on every database, and the twins of `tests/together` and `tests/safety` run on
both. What PostgreSQL could do differently, the order of rows without an order, is compared there.
"""

import pytest

from tests.leak import found, running, shards

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.slow]


@pytest.mark.parametrize("shard", range(shards.SHARDS))
def test_ps_01_ps_09_ps_14_nothing_private_reaches_anybody_else(begin, record_property, shard):
    beginning, tally = begin(shards.kind(shard)[0]), running.Tally()
    try:
        shards.run(shard, beginning, tally)
    except running.Leak as leak:
        found.keep(leak.program)
        raise
    assert tally.programs >= shards.each_shard()
    assert tally.parted * 20 < tally.programs, "hardly ever an act that others may see comes out differently in a twin"
    for name, value in tally.told().items():
        record_property(name, value)
