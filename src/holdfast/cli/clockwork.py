"""The clock: what is done by the hour and by the night, once, however many clocks run. `serve` and `tick` share it.

When each job last ran lies in a file of the run store, locked while a clock works: the one place where clear times
may lie. No job needs a person's key; what needs one waits for the person.
"""

import fcntl
import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

log = logging.getLogger("holdfast.clock")

PAUSE_S = 60.0
MINUTES, HOURS, A_DAY = timedelta(minutes=10), timedelta(hours=1), timedelta(days=1)
# Most of a day, so that a job of the night stays in the night when a clock is a little late.
A_NIGHT = timedelta(hours=20)


@dataclass(frozen=True)
class Job:
    """Something due again `every` so often; `at_night` waits for the small hours (1 to 5, UTC)."""

    name: str
    every: timedelta
    work: Callable[[], object]
    at_night: bool = False

    def is_due(self, last: datetime | None, now: datetime) -> bool:
        """Whether the job should run `now`, having run `last`. One that was missed for two days waits no longer."""
        if last is None:
            return not self.at_night or now.hour in range(1, 5)
        if last > now:  # the host's clock was set back
            return False
        if self.at_night and now.hour not in range(1, 5):
            return now - last > 2 * A_DAY
        return now - last >= self.every


def jobs() -> list[Job]:
    """Everything the clock does."""
    from holdfast.accounts import jobs as accounts
    from holdfast.cli import backup, tidy
    from holdfast.people import jobs as people

    return [
        Job("expire", MINUTES, accounts.expire),
        Job("ends", HOURS, people.expire),
        Job("backup", HOURS, backup.daily),
        Job("forget", HOURS, tidy.forget),
        Job("vacuum", A_NIGHT, tidy.vacuum, at_night=True),
    ]


def tick(now: datetime, folder: Path, table: list[Job]) -> list[str]:
    """Run what is due and give the names of what ran; nothing while another clock works. Faults stop no other job."""
    ran = []
    with (folder / "clock.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return []
        last = _read(folder / "clock.json")
        for job in table:
            if not job.is_due(last.get(job.name), now):
                continue
            try:
                job.work()
            except Exception:  # a job that fails is tried again at its next turn; the clock goes on
                log.exception("The job %s did not end well.", job.name)
            last[job.name] = now
            ran.append(job.name)
        _write(folder / "clock.json", last)
    return ran


def _read(file: Path) -> dict[str, datetime]:
    """When each job last ran; empty when the file is missing or cannot be read."""
    try:
        return {name: datetime.fromisoformat(at) for name, at in json.loads(file.read_text()).items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _write(file: Path, last: dict[str, datetime]) -> None:
    draft = file.with_suffix(".draft")
    draft.write_text(json.dumps({name: at.isoformat() for name, at in last.items()}))
    draft.replace(file)


class Running:
    """A clock on a thread of its own."""

    def __init__(self) -> None:
        """Start ticking at once."""
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._turn, name="holdfast-clock", daemon=True)
        self._thread.start()

    def _turn(self) -> None:
        from django.conf import settings
        from django.db import connections

        from holdfast.kit import clock

        while not self._end.is_set():
            try:
                tick(clock.now(), Path(settings.RUN), jobs())
            except Exception:  # an emptied run folder, say: the next turn finds it again
                log.exception("The clock missed a turn.")
            connections.close_all()
            self._end.wait(PAUSE_S)

    def stop(self) -> None:
        """End after the job at work."""
        self._end.set()
        self._thread.join(timeout=30)


def start() -> Running:
    """Start the clock beside the server."""
    return Running()
