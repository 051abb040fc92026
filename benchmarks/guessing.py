"""Three ways to guess one of two from 26 weeks of what somebody sees. NumPy alone, the same guess for the same numbers.

A logistic regression on every week and on what stands out; nearest neighbours on what stands out; and a table of how
often each pattern of timing went with which answer, which needs no model and no gradient at all.
"""

from collections import defaultdict
from math import sqrt

import numpy as np

NEIGHBOURS = 41
PENALTY = 3.0


def accuracies(seen: np.ndarray, truth: np.ndarray, *, phase: int) -> dict[str, float]:
    """The share of right guesses for each way to guess, and as "chosen" that of the way which did best beforehand.

    A third of the rows is learned from, a third chooses the way, a third is guessed: so picking the luckiest of three
    is no part of the figure. `seen` has a row of weeks by channels for each pair; `phase` is where in its four weeks
    the first week lies.
    """
    marks, shape = striking(seen, phase), patterns(seen, phase)
    flat = np.hstack([seen.reshape(len(seen), -1), marks])
    third = len(seen) // 3
    known, rest = slice(0, third), slice(third, None)
    guesses = {
        "logistic": logistic(flat[known], truth[known], flat[rest]),
        "neighbours": neighbours(marks[known], truth[known], marks[rest]),
        "table": table(shape[known], truth[known], shape[rest]),
    }
    right = {name: guess == truth[rest] for name, guess in guesses.items()}
    best = max(right, key=lambda name: right[name][:third].mean())
    figures = {name: float(found[third:].mean()) for name, found in right.items()}
    return {**figures, "chosen": figures[best]}


def striking(seen: np.ndarray, phase: int) -> np.ndarray:
    """What stands out in each channel: how often, in which of the four weeks, the first and last time, the gaps."""
    weeks = seen.shape[1]
    found = []
    for channel in range(seen.shape[2]):
        on = seen[:, :, channel] > 0
        last, first, any_on = last_on(on), on.argmax(axis=1), on.any(axis=1)
        gaps = np.diff(on.astype(int), axis=1)
        found += [on.mean(axis=1), seen[:, :, channel].mean(axis=1), last / weeks, first / weeks, any_on]
        found += [on[:, at::4].mean(axis=1) for at in range(4)]
        found += [any_on & ((last + phase) % 4 == at) for at in range(4)]
        found += [(gaps > 0).sum(axis=1), (gaps < 0).sum(axis=1), on[:, weeks // 2 :].mean(axis=1)]
    return np.column_stack(found).astype(float)


def patterns(seen: np.ndarray, phase: int) -> list[tuple[int, ...]]:
    """For each pair, the week in its four at which each channel was last on, and for how many fours it has been off."""
    weeks, columns = seen.shape[1], []
    for channel in (0, 2, 4):
        on = seen[:, :, channel] > 0
        last = np.where(on.any(axis=1), last_on(on), -1)
        columns += [np.where(last < 0, -1, (last + phase) % 4), (weeks - 1 - last) // 8]
    return list(map(tuple, np.column_stack(columns)))


def last_on(on: np.ndarray) -> np.ndarray:
    """The last week that was on; the last of all where none was."""
    return on.shape[1] - 1 - on[:, ::-1].argmax(axis=1)


def logistic(train: np.ndarray, truth: np.ndarray, test: np.ndarray) -> np.ndarray:
    """Logistic regression with a ridge, by Newton's method."""
    mean, spread = train.mean(axis=0), train.std(axis=0)
    kept = spread > 1e-9
    known = np.hstack([np.ones((len(train), 1)), (train[:, kept] - mean[kept]) / spread[kept]])
    asked = np.hstack([np.ones((len(test), 1)), (test[:, kept] - mean[kept]) / spread[kept]])
    weights, ridge = np.zeros(known.shape[1]), PENALTY * np.eye(known.shape[1])
    for _ in range(12):
        chance = 1 / (1 + np.exp(-np.clip(known @ weights, -30, 30)))
        curve = known.T @ (known * (chance * (1 - chance))[:, None]) + ridge
        weights = weights + np.linalg.solve(curve, known.T @ (truth - chance) - PENALTY * weights)
    return asked @ weights > 0


def neighbours(train: np.ndarray, truth: np.ndarray, test: np.ndarray) -> np.ndarray:
    """What most of the nearest were."""
    spread = train.std(axis=0)
    kept = spread > 1e-9
    known, asked = train[:, kept] / spread[kept], test[:, kept] / spread[kept]
    size = (known**2).sum(axis=1)
    guesses = []
    for block in np.array_split(asked, max(1, len(asked) // 500)):
        near = np.argpartition(size - 2 * block @ known.T, NEIGHBOURS, axis=1)[:, :NEIGHBOURS]
        guesses.append(truth[near].mean(axis=1) > 0.5)
    return np.concatenate(guesses)


def table(train: list[tuple[int, ...]], truth: np.ndarray, test: list[tuple[int, ...]]) -> np.ndarray:
    """What was more often the answer for the very same pattern."""
    counts: dict[tuple[int, ...], int] = defaultdict(int)
    for pattern, yes in zip(train, truth, strict=True):
        counts[pattern] += 1 if yes else -1
    return np.array([counts[pattern] > 0 for pattern in test])


def wilson(share: float, count: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    z = 1.959964
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return middle - half, middle + half
