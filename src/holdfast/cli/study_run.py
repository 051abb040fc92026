"""Runs chains with progress, time left and checkpoints, so that a killed run goes on where it stopped.

A checkpoint belongs to one data set and one set of options: their fingerprint is in it, and another is not taken.
"""

import json
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.insights.cohort.draws import Draws
    from holdfast.insights.cohort.model import Model
    from holdfast.insights.cohort.sampler import Chain, Plan
    from holdfast.insights.panel import Standard

EVERY_SECONDS = 30.0  # between two checkpoints


@dataclass(frozen=True)
class Job:
    """What to run: data, model, how long, how many chains from which seed, where checkpoints go (None = nowhere)."""

    what: "Standard"
    model: "Model"
    plan: "Plan"
    seed: int
    chains: int
    place: Path | None = None
    quiet: bool = False


def fingerprint(job: Job) -> str:
    """Says whether two jobs would draw the same numbers."""
    import hashlib

    import numpy as np

    data = job.what.data
    mark = hashlib.sha256(repr((job.plan, job.seed, job.model.student, job.model.kinds)).encode())
    priors = job.model.priors
    for part in (*data, job.what.scale, job.what.centre, job.what.traits, priors.mean, priors.sd, priors.spread):
        mark.update(np.ascontiguousarray(part).tobytes())
    return mark.hexdigest()


class Progress:
    """One line on the error stream: chain, sweep and time left. Rewritten on a terminal, now and then elsewhere."""

    def __init__(self, job: Job) -> None:
        self.job, self.begun, self.last = job, time.monotonic(), 0.0
        self.live = sys.stderr.isatty()
        self.skipped = 0

    def tell(self, chain: int, done: int) -> None:
        """Say where the run stands, at most once a second (a quarter of a minute when not on a terminal)."""
        now = time.monotonic()
        finished = done == self.job.plan.sweeps
        if self.job.quiet or (now - self.last < (1.0 if self.live else 15.0) and not finished):
            return
        self.last = now
        total = self.job.plan.sweeps * self.job.chains
        so_far = chain * self.job.plan.sweeps + done
        left = (now - self.begun) / max(so_far - self.skipped, 1) * (total - so_far)
        line = f"chain {chain + 1} of {self.job.chains}, sweep {done:,} of {self.job.plan.sweeps:,}, {_span(left)} left"
        print(f"\r{line:<72}" if self.live else line, end="" if self.live else "\n", file=sys.stderr, flush=True)
        if self.live and so_far == total:
            print(file=sys.stderr)


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"about {max(round(seconds), 0)} s"
    return f"about {seconds / 60:.0f} min" if seconds < 5400 else f"about {seconds / 3600:.1f} h"


def save(chain: "Chain", mark: str, path: Path) -> None:
    """Write a checkpoint; a half-written one never replaces a whole one."""
    import numpy as np

    arrays = {f"population.{k}": v for k, v in chain.state.population.arrays().items()}
    arrays |= {f"pairs.{k}": v for k, v in chain.state.pairs._asdict().items()}
    arrays |= {f"draws.{k}": v for k, v in chain.draws.arrays().items()}
    notes = {"mark": mark, "done": chain.state.done, "rng": chain.state.rng.bit_generator.state}
    arrays["notes"] = np.array(json.dumps(notes))
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.savez(file, **arrays)
    part.replace(path)


def load(mark: str, path: Path) -> "Chain | None":
    """The chain of a checkpoint, or None when there is none for this very job."""
    import zipfile

    import numpy as np

    from holdfast.insights.cohort.draws import Draws
    from holdfast.insights.cohort.sampler import Chain
    from holdfast.insights.cohort.state import Population, State
    from holdfast.insights.kernels.records import Pairs

    try:
        with np.load(path) as stored:
            notes = json.loads(str(stored["notes"]))
            if notes["mark"] != mark:
                return None
            arrays = {name: stored[name] for name in stored.files}
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
        return None

    def part(prefix: str) -> dict:
        return {k.removeprefix(prefix): v for k, v in arrays.items() if k.startswith(prefix)}

    rng = np.random.Generator(np.random.PCG64())
    rng.bit_generator.state = notes["rng"]
    state = State(Population.restore(part("population.")), Pairs(**part("pairs.")), rng, int(notes["done"]))
    return Chain(state, Draws.restore(part("draws.")))


def one(job: Job, number: int, progress: Progress | None = None) -> "Draws":
    """Run one chain to its end, from its checkpoint when there is one."""
    from holdfast.insights.cohort import sampler

    mark = fingerprint(job)
    path = job.place / f"chain-{number + 1}.npz" if job.place else None
    chain = load(mark, path) if path else None
    if chain is None:
        chain = sampler.begin(job.what, job.model, job.plan, sampler.generator(job.seed, number))
    elif progress is not None:
        progress.skipped += chain.state.done
        if not job.quiet:
            print(f"chain {number + 1} goes on at sweep {chain.state.done:,}", file=sys.stderr)
    saved, begun = time.monotonic(), time.process_time()
    fresh = chain.state.done < job.plan.sweeps
    while chain.state.done < job.plan.sweeps:
        sampler.advance(job.what, job.model, job.plan, chain)
        if progress is not None:
            progress.tell(number, chain.state.done)
        if path and time.monotonic() - saved > EVERY_SECONDS:
            chain.draws.seconds += time.process_time() - begun
            save(chain, mark, path)
            saved, begun = time.monotonic(), time.process_time()
    chain.draws.seconds += time.process_time() - begun
    if path and fresh:
        save(chain, mark, path)
    return chain.draws


def chains(job: Job) -> "list[Draws]":
    """All chains, one after the other; each spreads its pairs over the threads."""
    if job.place:
        job.place.mkdir(parents=True, exist_ok=True)
    progress = Progress(job)
    return [one(job, number, progress) for number in range(job.chains)]


def spread(job: Job, scheduler: str) -> "list[Draws]":
    """All chains on a Dask cluster, the same numbers. `scheduler` is an address, or empty for a local cluster.

    Checkpoints are written on a local cluster only: other machines need not see this folder.
    """
    from holdfast.cli import study_dask

    if scheduler:
        job = replace(job, place=None)
    elif job.place:
        job.place.mkdir(parents=True, exist_ok=True)
    numbers = [(job, number) for number in range(job.chains)]
    return study_dask.spread(_one, numbers, scheduler, study_dask.Tally("chains", job.chains, job.quiet))


def _one(which: "tuple[Job, int]") -> "Draws":
    return one(*which)


def clear(place: Path | None) -> None:
    """Remove the checkpoints of a finished job."""
    if place is None or not place.is_dir():
        return
    for file in [*place.glob("chain-*.npz"), *place.glob("chain-*.part")]:
        file.unlink()
    if not any(place.iterdir()):
        place.rmdir()
