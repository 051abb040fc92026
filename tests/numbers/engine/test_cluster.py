"""Chains and simulated cohorts on a Dask cluster: the same numbers as here, nothing left behind, plain words."""

import json
import multiprocessing
import os
import socket
import sys
import tempfile
from argparse import Namespace
from contextlib import contextmanager

import numpy as np
import polars as pl
import pytest

from holdfast.cli import study_calibrate, study_dask
from holdfast.cli.common import Refusal
from holdfast.cli.main import main
from holdfast.insights.cohort.sampler import Plan
from holdfast.insights.simulate import Design

FIT = ["--pair", "pair", "--person", "person", "--day", "day", "--measures", "closeness,symptoms", "--quiet"]
SHORT = ["--sweeps", "24", "--chains", "2", "--seed", "3"]
DESIGN, PLAN = Design(5, 12), Plan(20, 5)
# Dask closes its sockets and loops a moment after it says so; Python tells of the last of them.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")


def fit(path, out, *more):
    return main(["study", "fit", str(path), *FIT, *SHORT, "--out", str(out), *more])


def told(place):
    found = json.loads((place / "fit.json").read_text())
    return {name: part for name, part in found.items() if name != "run"}


@pytest.mark.slow
def test_a_fit_on_a_local_cluster_gives_the_numbers_of_a_fit_here_and_leaves_nothing(tmp_path, monkeypatch):
    table, scratch = tmp_path / "pairs.csv", tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    main(["study", "simulate", "--pairs", "6", "--days", "14", "--seed", "5", "--out", str(table)])
    before = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    assert fit(table, tmp_path / "here") == fit(table, tmp_path / "there", "--engine", "dask") == 0
    assert told(tmp_path / "here") == told(tmp_path / "there")
    for name in ("pairs.parquet", "levels.parquet"):
        assert pl.read_parquet(tmp_path / "here" / name).equals(pl.read_parquet(tmp_path / "there" / name))
    with np.load(tmp_path / "here" / "cohort.npz") as one, np.load(tmp_path / "there" / "cohort.npz") as two:
        assert one.files == two.files and all(np.array_equal(one[x], two[x]) for x in one.files)
    assert sorted(p.name for p in (tmp_path / "here").iterdir()) == sorted(
        p.name for p in (tmp_path / "there").iterdir()
    )
    assert {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"} == before
    assert list(scratch.iterdir()) == [] and multiprocessing.active_children() == []


@contextmanager
def running(place, workers):
    """A scheduler with workers, all in this process, as another machine's would be."""
    import dask
    from dask.distributed import LocalCluster

    options = {"host": "127.0.0.1", "protocol": "tcp://", "dashboard_address": None, "silence_logs": 40}
    options |= {"threads_per_worker": 1, "processes": False, "local_directory": str(place)}
    with dask.config.set({"temporary-directory": str(place)}), LocalCluster(n_workers=workers, **options) as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def scheduler(tmp_path):
    """The address of a running cluster with one worker."""
    with running(tmp_path, 1) as address:
        yield address


def test_simulated_cohorts_on_a_running_cluster_give_the_numbers_of_cohorts_here(scheduler):
    jobs = [(DESIGN, PLAN, seed) for seed in (1, 2, 3)]
    here = study_calibrate._many(Namespace(engine="local", scheduler=""), jobs, "cohorts")
    there = study_calibrate._many(Namespace(engine="dask", scheduler=scheduler), jobs, "cohorts")
    for one, two in zip(here, there, strict=True):
        for name in ("error", "inside", "pair_inside", "pair_rmse", "sd", "spread", "told"):
            assert np.array_equal(getattr(one, name), getattr(two, name))


def test_a_cluster_without_workers_is_said_plainly(tmp_path, monkeypatch):
    monkeypatch.setattr(study_dask, "WAIT", 0.5)
    with running(tmp_path, 0) as address, pytest.raises(Refusal, match="has no workers"):
        study_dask.spread(abs, [1], address)


def test_a_scheduler_that_does_not_answer_is_said_plainly(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    monkeypatch.setattr(study_dask, "WAIT", 0.5)
    with pytest.raises(Refusal, match=f"No Dask scheduler answers at 127.0.0.1:{port}"):
        study_dask.spread(abs, [1], f"127.0.0.1:{port}")


def test_without_dask_the_way_to_get_it_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "dask.distributed", None)
    with pytest.raises(Refusal, match=r"holdfast\[cluster\]"):
        study_dask.spread(abs, [1], "")
