"""Three modules and no others, for tests that walk them."""

from pathlib import Path

import pytest

from tests.programme import modules


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that holds them."""
    modules.only(monkeypatch, modules.folder(tmp_path))
    return tmp_path
