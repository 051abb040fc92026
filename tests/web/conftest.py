"""The walks over all addresses meet the same few modules, whatever ships."""

from collections.abc import Iterator

import pytest

from holdfast.programme import courses, queries
from tests.programme import modules


@pytest.fixture(scope="session")
def some_modules(tmp_path_factory: pytest.TempPathFactory) -> courses.Courses:
    """Three modules of tests."""
    return courses.at((modules.folder(tmp_path_factory.mktemp("content")),))


@pytest.fixture(autouse=True)
def with_modules(some_modules: courses.Courses, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let them be all there are."""
    monkeypatch.setattr(queries, "courses", lambda: some_modules)
    yield
