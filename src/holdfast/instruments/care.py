"""The rule of care (G7): a rise in a measure that somebody should not be alone with, twice in a row.

It is no verdict, and it is told to the person alone (CR-19). The points need a clinician's sign-off, and say so where
they are shown.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from holdfast.insights import change
from holdfast.instruments import queries

# Points above the mean of the first two, by instrument and score (02-programme, G7).
RISES: Mapping[tuple[str, str], float] = {("pcl-5", "total"): 15.0, ("phq-9", "total"): 6.0}
FEWEST = 4  # readings without which the rule is silent


def since(keyring: Any) -> date | None:
    """The day of the newest form by which the rule holds now; None while it does not. Opens few forms, or none."""
    counts: dict[tuple[str, str | None], int] = {}
    for instrument, variant, _day, _asked in queries.taken(keyring):
        counts[instrument, variant] = counts.get((instrument, variant), 0) + 1
    often = {instrument for (instrument, _variant), count in counts.items() if count >= FEWEST}
    days = [_since(keyring, *which, points) for which, points in RISES.items() if which[0] in often]
    return max((day for day in days if day is not None), default=None)


def _since(keyring: Any, instrument: str, score: str, points: float) -> date | None:
    read: dict[str | None, list[tuple[date, float]]] = {}
    for given in queries.administrations(keyring, instrument):
        found = given.result.scores.get(score)
        if found is not None and found.value is not None:
            read.setdefault(given.variant, []).append((given.local_date, float(found.value)))
    worse = [each[-1][0] for each in read.values() if change.worse_twice([value for _, value in each], points)]
    return max(worse, default=None)
