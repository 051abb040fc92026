"""The clock: each job once, at its time, whatever fails beside it."""

import fcntl
import json
import threading
from datetime import UTC, datetime, timedelta

import pytest

from holdfast.cli import clockwork, tidy
from holdfast.cli.clockwork import A_NIGHT, HOURS, Job

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
NIGHT = NOON.replace(hour=2)


def job(done: list, name: str = "job", **how) -> Job:
    """A job that notes that it ran."""
    return Job(name, how.pop("every", HOURS), lambda: done.append(name), **how)


def test_a_job_runs_once_each_turn(tmp_path):
    done = []
    table = [job(done)]
    assert clockwork.tick(NOON, tmp_path, table) == ["job"]
    assert clockwork.tick(NOON + timedelta(minutes=59), tmp_path, table) == []
    assert clockwork.tick(NOON + timedelta(minutes=60), tmp_path, table) == ["job"]
    assert done == ["job", "job"]


def test_two_clocks_at_once_do_the_work_of_one(tmp_path):
    with (tmp_path / "clock.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert clockwork.tick(NOON, tmp_path, [job([])]) == []


def test_a_job_that_fails_stops_no_other_and_is_tried_again(tmp_path, caplog):
    def fall():
        raise OSError("no space left")

    done = []
    table = [Job("falls", HOURS, fall), job(done)]
    clockwork.tick(NOON, tmp_path, table)
    assert done == ["job"]
    assert "The job falls did not end well." in caplog.text
    assert clockwork.tick(NOON + HOURS, tmp_path, table) == ["falls", "job"]


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, NIGHT, True),
        (None, NOON, False),
        (NIGHT, NIGHT + timedelta(hours=1), False),
        (NIGHT, NIGHT + timedelta(days=1), True),
        (NIGHT, NIGHT + timedelta(days=1, hours=10), False),
        (NIGHT, NIGHT + timedelta(days=2, hours=10), True),
    ],
)
def test_work_of_the_night_waits_for_it_but_not_for_ever(last, now, due):
    assert job([], every=A_NIGHT, at_night=True).is_due(last, now) is due


def test_ft_11_a_clock_that_was_set_back_waits_instead_of_running_wild(tmp_path):
    table = [job([])]
    clockwork.tick(NOON, tmp_path, table)
    for minutes in range(0, 120, 7):
        assert clockwork.tick(NOON - timedelta(days=1) + timedelta(minutes=minutes), tmp_path, table) == []


@pytest.mark.parametrize("text", ["", "no json", "[]", '{"job": 3}', '{"job": "yesterday"}'])
def test_a_damaged_memory_means_that_everything_is_due(tmp_path, text):
    (tmp_path / "clock.json").write_text(text)
    assert clockwork.tick(NOON, tmp_path, [job([])]) == ["job"]
    assert json.loads((tmp_path / "clock.json").read_text()) == {"job": NOON.isoformat()}


@pytest.mark.django_db(transaction=True)
def test_every_real_job_runs(settings, tmp_path):
    settings.BACKUPS, settings.BACKUP_KEY = tmp_path / "backups", ""
    settings.BACKUPS.mkdir()
    assert clockwork.tick(NIGHT, tmp_path, clockwork.jobs()) == ["expire", "ends", "backup", "forget", "vacuum"]


@pytest.mark.django_db
def test_old_host_events_are_forgotten(settings, tmp_path):
    from holdfast.audit import actions, queries
    from holdfast.kit import clock

    settings.BACKUPS = tmp_path
    for days in (0, 399, 401):
        with clock.standing_at(clock.now() - timedelta(days=days)):
            actions.note("start")
    tidy.forget()
    assert len(queries.lines()) == 2


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_ps_14_a_night_takes_deleted_bytes_out_of_the_file(tmp_path):
    """`secure_delete` and VACUUM: what was deleted is not in the file of rows any more."""
    import sqlite3
    from contextlib import closing

    from holdfast.web.database import PRAGMAS

    with closing(sqlite3.connect(tmp_path / "rows", isolation_level=None)) as rows:
        rows.executescript(PRAGMAS + "CREATE TABLE t (id INTEGER PRIMARY KEY, envelope BLOB);")
        rows.execute("INSERT INTO t VALUES (1, ?)", [b"canary-of-a-deleted-row" * 300])
        rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert b"canary-of-a-deleted-row" in (tmp_path / "rows").read_bytes()
        rows.execute("DELETE FROM t")
        rows.execute("VACUUM")
        rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert b"canary-of-a-deleted-row" not in (tmp_path / "rows").read_bytes()


def test_the_clock_beside_the_server_ticks_and_stops(monkeypatch):
    ticked = threading.Event()
    monkeypatch.setattr(clockwork, "jobs", list)
    monkeypatch.setattr(clockwork, "tick", lambda *_: ticked.set())
    running = clockwork.start()
    assert ticked.wait(10)
    running.stop()
    assert not running._thread.is_alive()


def test_a_turn_that_falls_does_not_end_the_clock(monkeypatch, caplog):
    turns = []

    def fall(*_):
        turns.append(1)
        raise OSError("the run folder is gone")

    monkeypatch.setattr(clockwork, "jobs", list)
    monkeypatch.setattr(clockwork, "tick", fall)
    monkeypatch.setattr(clockwork, "PAUSE_S", 0.01)
    running = clockwork.start()
    while len(turns) < 3:
        pass
    running.stop()
    assert "The clock missed a turn." in caplog.text


@pytest.mark.sqlite
def test_tick_says_what_it_did(laid):
    assert "Done: expire" in laid.run("tick", "--verbose").stdout
    assert laid.run("tick", "--verbose").stdout == "Nothing is due.\n"
    assert laid.run("tick").stdout == ""
