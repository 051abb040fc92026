"""The settings of a test run: those of the house, in folders that only this process has.

Read before any conftest, so that no test can touch the data or the keys of whoever runs them.
"""

import os
import tempfile
from pathlib import Path

_place = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
for _name in ("DATA", "RUN", "KEYS"):
    os.environ[f"HOLDFAST_{_name}"] = str(_place / _name.lower())
os.environ["HOLDFAST_SECRET"] = "for-tests-only-" + "0" * 40
os.environ["HOLDFAST_PEPPER"] = "11" * 32
os.environ["HOLDFAST_OPERATOR"] = "Test Harbour, a test host."

from holdfast.web.settings import *  # noqa: E402, F403  after the folders above
