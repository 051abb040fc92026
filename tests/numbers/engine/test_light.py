"""Compiled code is loaded when it runs and never before: pages import `insights` too."""

import subprocess
import sys

import pytest

ROOMS = ["holdfast.insights", "holdfast.insights.answers", "holdfast.insights.micro.randomise", "holdfast.cli.study"]


@pytest.mark.parametrize("room", ROOMS)
def test_numba_is_not_imported_before_it_is_needed(room):
    code = f"import {room}, sys; sys.exit('numba' in sys.modules or 'django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
