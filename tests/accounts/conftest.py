"""Ana, with three lines in her vault."""

import pytest

from holdfast.vault import actions as vault
from holdfast.vault import records
from tests.accounts.helpers import NOTE, person


@pytest.fixture
def ana(monkeypatch):
    """Her opened account."""
    monkeypatch.setitem(records.KINDS, NOTE.name, NOTE)
    opened = person("ana")
    for n in range(3):
        vault.put(opened.keyring, NOTE, {"text": f"line {n}"})
    return opened
