"""Work spread over a Dask cluster: chains of a fit, simulated cohorts of a calibration. The same numbers as here.

Every job draws from a generator of its own and its sums do not depend on threads, so where it runs cannot be seen in
a result. One job at a time on a worker, on one thread: the machine is shared by workers, not by their threads. Shards
of one cohort on several machines (exact, design section on more than one machine) are not built: below some 200,000
pairs one machine fits the cohort sooner than the sums could travel.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager

from holdfast.cli.common import Refusal

WAIT = 30  # seconds for a scheduler to answer, and then for a first worker
SINGLE = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def spread(work: Callable, jobs: Sequence, scheduler: str, told: Callable[[int], None] | None = None) -> list:
    """`work` of every job, in the order of `jobs`. `scheduler` is an address, or empty for a cluster on this machine.

    `told(done)` hears how many are done. Raises Refusal without Dask, without a cluster, or when one breaks off.
    """
    try:
        from dask.distributed import KilledWorker, as_completed
    except ImportError:
        raise Refusal("--engine dask needs Dask: pip install 'holdfast[cluster]'.") from None
    with _cluster(len(jobs), scheduler) as client:
        try:
            futures = [client.submit(_alone, work, job, pure=False, retries=0) for job in jobs]
            for done, _ in enumerate(as_completed(futures, loop=client.loop)):
                if told is not None:
                    told(done + 1)
            return client.gather(futures)
        except KilledWorker:
            raise Refusal("A worker of the Dask cluster stopped, most likely for lack of memory.") from None
        except CancelledError:
            raise Refusal("The Dask scheduler stopped answering; start the command again.") from None
        except ImportError as lacking:
            raise Refusal(f"The workers of the Dask cluster lack a library: {lacking}") from None


def _alone(work: Callable, job: object) -> object:
    """One job on one thread of the worker that runs it."""
    import numba

    numba.set_num_threads(1)
    return work(job)


@contextmanager
def _cluster(jobs: int, scheduler: str) -> Iterator:
    """A client of the cluster at `scheduler`, or of one that lives as long as this."""
    if not scheduler:
        with _here(jobs) as client:
            yield client
        return
    from dask.distributed import Client

    try:
        client = Client(scheduler, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError) as broken:
        raise Refusal(f"No Dask scheduler answers at {scheduler} ({_first_line(broken)}).") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=WAIT)
        except TimeoutError:
            raise Refusal(f"The Dask scheduler at {scheduler} has no workers.") from None
        yield client


@contextmanager
def _here(jobs: int) -> Iterator:
    """A cluster of processes on this machine, one thread each, no page of its own and no file left behind."""
    import dask
    from dask.distributed import Client, LocalCluster

    workers = max(1, min(jobs, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2))
    with tempfile.TemporaryDirectory(prefix="holdfast-") as place:
        config = {
            "temporary-directory": place,
            "distributed.nanny.pre-spawn-environ": dict.fromkeys(SINGLE, "1"),
            "distributed.admin.tick.limit": "1h",  # a compiled sweep is long; no warning about that
        }
        options = {"threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None, "local_directory": place}
        with (
            _environment_kept(),
            dask.config.set(config),
            LocalCluster(n_workers=workers, silence_logs=40, **options) as cluster,
            Client(cluster, set_as_default=False) as client,
        ):
            yield client


@contextmanager
def _environment_kept() -> Iterator[None]:
    """Put the environment back as it was: Dask gives its workers theirs by way of this process's own."""
    before = dict(os.environ)
    try:
        yield
    finally:
        for name in set(os.environ) - set(before):
            del os.environ[name]
        os.environ.update(before)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


class Tally:
    """One line on the error stream for every job that is done: how many, and about how long still."""

    def __init__(self, what: str, jobs: int, quiet: bool = False) -> None:
        self.what, self.jobs, self.quiet, self.begun = what, jobs, quiet, time.monotonic()

    def __call__(self, done: int) -> None:
        """Tell that `done` jobs are done."""
        if not self.quiet:
            left = (time.monotonic() - self.begun) / done * (self.jobs - done)
            print(f"{self.what}: {done} of {self.jobs}, about {left:.0f} s left", file=sys.stderr)
