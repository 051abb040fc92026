"""Days under `review` and `check`, on a day that stands still."""

from datetime import date
from pathlib import Path

import pytest

from holdfast.catalogue import dates, loader

TODAY = date(2026, 11, 21)


def said(text: str) -> list[str]:
    return [str(problem) for problem in dates.problems(loader.parse(text, Path("x.yaml")), TODAY)]


@pytest.mark.parametrize("on", ["2026-11-21", "2026-05-25", "1999-01-01"])
def test_a_review_may_be_as_old_as_it_is(on: str) -> None:
    assert said(f"review: {{status: peer, on: {on}}}\n") == []


def test_nothing_was_done_tomorrow() -> None:
    assert said("a: 1\nreview: {on: 2026-11-22}\n") == ["x.yaml:2: A review cannot be in the future."]
    assert said("lines:\n  - check: {on: 2027-01-01}\n") == ["x.yaml:2: A check cannot be in the future."]


@pytest.mark.parametrize("on", ["2026-02-30", "soon", "20261121", "2026-11-21T00:00"])
def test_a_day_is_a_day(on: str) -> None:
    assert "is no day" in said(f'check: {{on: "{on}"}}\n')[0]


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2026-05-25", None),  # 180 days
        ("2026-05-24", "note: This was checked 181 days ago"),
        ("2025-11-21", "note: This was checked 365 days ago"),
        ("2025-11-20", "x.yaml:1: This was checked 366 days ago"),
    ],
)
def test_cr_06_a_check_ages(on: str, words: str | None) -> None:
    found = said(f"check: {{kind: recalled, on: {on}}}\n")
    assert not found if words is None else words in found[0]


def test_other_days_are_no_concern_of_ours() -> None:
    assert said("items: [{on: never}]\nreview: {status: none}\ncheck: once\n") == []
