"""Who goes on, what is kept, and one digest whatever happens in between."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, Future
from itertools import pairwise
from multiprocessing.process import BaseProcess
from pathlib import Path

import numpy as np
import pytest

import groundup
from groundup import Sweep, read_sweep, sweep
from groundup.data import Data, Samples
from groundup.errors import UserError
from groundup.sweeping import pools
from groundup.sweeping.results import Results

from .conftest import AtOnce


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory, some: Data) -> Sweep:
    from .conftest import SPACE

    out = tmp_path_factory.mktemp("sweep") / "sweep.db"
    return sweep(SPACE, some, trials=9, halving=(1, 2, 4), out=out, executor=AtOnce())


def test_the_best_third_goes_on(undisturbed: Sweep) -> None:
    by_round = [[e for e in undisturbed.entries if e.round == number] for number in range(3)]
    assert [len(entries) for entries in by_round] == [9, 3, 1]
    assert [{e.epochs for e in entries} for entries in by_round] == [{1}, {2}, {4}]
    for before, after in pairwise(by_round):
        on = {e.trial for e in after}
        worst = min(e.accuracy or 0.0 for e in before if e.trial in on)
        assert all((e.accuracy or 0.0) <= worst for e in before if e.trial not in on)
    assert undisturbed.finished
    assert undisturbed.best == undisturbed.ranking[0] == by_round[2][0]


def test_one_digest_on_processes_too(undisturbed: Sweep, space, some: Data, tmp_path: Path) -> None:
    found = sweep(space, some, trials=9, halving=(1, 2, 4), out=tmp_path / "two.db", executor=2)
    assert found.digest == undisturbed.digest


@pytest.mark.slow
def test_one_digest_when_a_worker_is_killed(
    undisturbed: Sweep, space, some: Data, tmp_path: Path
) -> None:
    killed: list[int] = []

    def kill_one(number: int, epochs: int, results: object) -> None:
        if len(killed) < 2 and (workers := spawned()):
            workers[0].kill()
            killed.append(1)

    found = sweep(
        space,
        some,
        trials=9,
        halving=(1, 2, 4),
        out=tmp_path / "killed.db",
        executor=2,
        progress=kill_one,
    )
    assert len(killed) == 2
    assert found.digest == undisturbed.digest


def test_one_digest_when_it_is_stopped_and_run_again(
    undisturbed: Sweep, space, some: Data, tmp_path: Path
) -> None:
    out = tmp_path / "again.db"

    def run(progress) -> Sweep:
        return sweep(
            space,
            some,
            trials=9,
            halving=(1, 2, 4),
            out=out,
            executor=AtOnce(),
            progress=progress,
        )

    done = [0]

    def stop(number: int, epochs: int, results: object) -> None:
        done[0] += 1
        if done[0] in (4, 11):
            raise KeyboardInterrupt

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            run(stop)
        assert not read_sweep(out).finished
    assert run(stop).digest == undisturbed.digest
    assert done[0] == 13  # no round was run twice


def spawned() -> list[BaseProcess]:
    """The processes of pools, and not what other tests may have left running."""
    children = multiprocessing.active_children()
    return [child for child in children if type(child).__name__ == "SpawnProcess"]


class Broken(AtOnce):
    """Fails whenever it gets one of these trials; the others are at once."""

    def __init__(self, trials: set[int], error: Exception) -> None:
        self.trials, self.error, self.failed = trials, error, 0

    def submit(self, fn, /, *args, **kwargs):
        if args[0].number not in self.trials:
            return super().submit(fn, *args, **kwargs)
        self.failed += 1
        future: Future[object] = Future()
        future.set_exception(self.error)
        return future


def test_a_trial_that_fails_three_times_is_lost(space, some: Data, tmp_path: Path) -> None:
    broken = Broken({4}, MemoryError("no room"))
    found = sweep(space, some, trials=6, halving=(1, 2), out=tmp_path / "x.db", executor=broken)
    [lost] = [e for e in found.entries if e.lost]
    assert broken.failed == 3
    assert (lost.trial, lost.lost) == (4, "MemoryError: no room (3 times)")
    assert found.finished
    assert found.best is not None


def test_what_a_worker_refuses_ends_the_sweep(space, some: Data, tmp_path: Path) -> None:
    broken = Broken({2}, UserError("other versions"))
    with pytest.raises(UserError, match="other versions"):
        sweep(space, some, trials=4, halving=(1,), out=tmp_path / "x.db", executor=broken)


def test_a_scheduler_that_is_gone_leaves_the_results(space, some: Data, tmp_path: Path) -> None:
    """A pool that breaks, as Dask's does, and cannot be made anew."""

    class Gone(AtOnce):
        def submit(self, fn, /, *args, **kwargs):
            if args[0].number == 2 or args[0].until > 1:
                raise BrokenExecutor
            return super().submit(fn, *args, **kwargs)

    made = []

    def make() -> pools.Pool:
        if made:
            raise UserError("no scheduler answered")
        made.append(pools.Pool(Gone(), 1, lambda: None))
        return made[0]

    out = tmp_path / "x.db"
    words = "^no scheduler answered; what was found is in .*x.db: run the same command again to go"
    with pytest.raises(UserError, match=words):
        sweep(space, some, trials=4, halving=(1, 2), out=out, executor=make)
    assert [entry.trial for entry in read_sweep(out).entries] == [0, 1]
    assert sweep(space, some, trials=4, halving=(1, 2), out=out, executor=AtOnce()).finished


def test_a_file_that_cannot_be_written_says_so_once(space, some: Data, tmp_path: Path) -> None:
    def full(number: int, epochs: int, results: Results) -> None:
        results._file.execute("pragma query_only = 1")

    out = tmp_path / "x.db"
    with pytest.raises(UserError, match="cannot be read or written") as refused:
        sweep(space, some, trials=2, halving=(1,), out=out, executor=AtOnce(), progress=full)
    assert str(refused.value).count("run the same command again") == 1


def test_diverged_trials_never_go_on(some: Data, tmp_path: Path) -> None:
    space = {"eta": {"choices": [1e6, 1e7]}, "activation": "linear", "sizes": "784-5-10"}
    found = sweep(space, some, trials=3, halving=(1, 2), out=tmp_path / "x.db", executor=AtOnce())
    assert [entry.round for entry in found.entries] == [0, 0, 0]
    assert (found.best, found.command, found.finished) == (None, "", True)


def test_a_regressions_trials_are_told_by_their_cost(tmp_path: Path) -> None:
    x = np.random.default_rng(0).random((60, 3))
    data = Data(*(Samples(x[part::3], x[part::3] @ [[1.0], [2.0], [3.0]]) for part in range(3)))
    space = {"sizes": "3-4-1", "activation": "tanh,linear", "eta": {"log_range": [1e-4, 0.1]}}
    found = sweep(space, data, trials=4, halving=(1, 3), out=tmp_path / "x.db", executor=AtOnce())
    assert found.is_regression
    assert found.finished
    first = [entry for entry in found.entries if entry.round == 0]
    best = min(first, key=lambda entry: entry.cost or 0.0)
    assert found.best is not None
    assert found.best.trial == best.trial


def test_a_file_is_one_sweeps(undisturbed: Sweep, space, some: Data, tmp_path: Path) -> None:
    out = tmp_path / "one.db"

    def run(**changes) -> Sweep:
        arguments = {"trials": 2, "halving": (1,), "out": out, "executor": AtOnce()} | changes
        return sweep(space, some, **arguments)

    run()
    for changes, words in [
        ({"trials": 3}, "differs in trials: 2 there, 3 now"),
        ({"halving": (2,)}, "differs in halving"),
        ({"seed": 1}, "differs in seed"),
    ]:
        with pytest.raises(UserError, match=words):
            run(**changes)


def test_what_is_no_sweep_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "text.db"
    text.write_text("no database at all, and long enough to look at" * 50, encoding="utf-8")
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as file:
        file.execute("create table sweep (name text, value text)")
    for path in (text, other, tmp_path / "missing.db"):
        with pytest.raises(UserError):
            read_sweep(path)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"trials": 0}, "trials must be a whole number"),
        ({"keep": 1}, "keep must be a whole number, 2 or more"),
        ({"halving": ()}, "rising numbers"),
        ({"halving": (2, 2)}, "rising numbers"),
        ({"space": {"optimiser": "adamant"}}, "optimiser"),
        (
            {"space": {"sizes": {"choices": ["784-10", "784-x-10"]}}},
            r"of neurons for each layer.*got .x.",
        ),
        ({"space": {"dtype": "float16"}}, "dtype must be"),
        ({"space": {"limit": 0}}, "limit must be"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_runs(
    changes, words: str, some: Data, tmp_path: Path
) -> None:
    arguments = {"space": {}, "trials": 9, "out": tmp_path / "x.db", "executor": AtOnce()}
    with pytest.raises(UserError, match=words):
        groundup.sweep(data=some, **(arguments | changes))
    assert not (tmp_path / "x.db").exists()


def test_processes_end_with_their_pool() -> None:
    before = spawned()
    pool = pools.processes(1)
    assert pool.executor.submit(int, "3").result() == 3
    [process] = [worker for worker in spawned() if worker not in before]
    pool.stop()
    end = time.monotonic() + 60
    while alive(process.pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert not alive(process.pid)  # not join: the pool waits for its process too, and may be first


def alive(pid: int | None) -> bool:
    try:
        os.kill(pid or 0, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_cluster_that_is_not_there_is_said(monkeypatch) -> None:
    with pytest.raises(UserError, match=r"^--cluster must be tcp://HOST:PORT, or module:function"):
        pools.cluster("nonsense.module:client")
    monkeypatch.setitem(sys.modules, "distributed", None)  # as where it is not installed
    with pytest.raises(UserError, match=r"^a cluster needs Dask's distributed"):
        pools.cluster("tcp://127.0.0.1:8786")


@pytest.mark.slow
def test_the_documentations_python_runs(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "sweeping.md"
    code = re.findall(r"```python\n(import groundup.*?)```", page.read_text(encoding="utf-8"), re.S)
    script = tmp_path / "script.py"
    lines = ["if __name__ == '__main__':", *code[0].splitlines()]
    script.write_text("\n    ".join(lines), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-W", "error", script], cwd=tmp_path, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    assert "groundup train --eta" in ran.stdout


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Windows has no signal masks")
def test_ctrl_c_does_not_reach_workers_while_they_begin() -> None:
    pool = pools.processes(1)
    try:
        blocked = pool.executor.submit(signal.pthread_sigmask, signal.SIG_BLOCK, [])
        assert signal.SIGINT in blocked.result(timeout=60)
        assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    finally:
        pool.stop()
