"""FT-05 in a process of its own: eight writers and a backup."""

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.sqlite


@pytest.mark.slow
def test_ft_05_eight_writers_and_a_backup_lose_no_change():
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.writers"], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert (found["asked"], found["found"], found["refused"]) == (320, 320, 0)
    assert found["backups"] >= 1
