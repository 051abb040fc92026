"""FT-01 in a process of its own, and the proof that its count would notice a loss."""

import json
import subprocess
import sys

import pytest

from tests.faults.kills import Tally, look

pytestmark = pytest.mark.sqlite


@pytest.mark.slow
def test_ft_01_two_hundred_kills_lose_nothing_that_was_acknowledged():
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.kills", "--kills", "200"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    tally = json.loads(done.stdout)
    assert (tally["kills"], tally["lost"], tally["half"], tally["damaged"]) == (200, 0, 0, 0)
    assert tally["acknowledged"] > tally["kills"], "a writer that hardly writes proves nothing"


@pytest.mark.django_db
def test_ft_01_a_lost_a_half_and_a_damaged_row_are_all_noticed():
    from holdfast.kit import random
    from holdfast.programme.records import PRACTICE
    from holdfast.vault import actions, keyring
    from holdfast.vault.models import SealedRow

    keys = keyring.make(keyring.new_amk(), random.uuid())[1]
    for number, half in ((1, "a"), (1, "b"), (2, "a"), (3, "a")):
        actions.put(keys, PRACTICE, {"number": number, "half": half}, id=random.uuid())
    # Not just any row: were it the only half of 2, no half would be left to notice.
    bad = random.uuid()
    actions.put(keys, PRACTICE, {"number": 3, "half": "b"}, id=bad)
    damaged = SealedRow.objects.get(pk=bad)
    damaged.envelope = bytes(damaged.envelope)[:-1] + bytes([bytes(damaged.envelope)[-1] ^ 1])
    damaged.save()
    tally = Tally()
    look({1, 3, 4}, keys, tally)
    assert (tally.kills, tally.acknowledged) == (1, 3)
    assert (tally.lost, tally.half, tally.damaged) == (1, 2, 1)
    assert not tally.clean
