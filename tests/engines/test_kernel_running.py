"""The kernel as a guest in someone's process: it stops when asked, shares, and leaves no trace."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from groundup.engines import kernel
from groundup.engines.engine import Task
from tests.engines.problems import (
    assert_same_bits,
    long_problem,
    small_problem,
    train,
    wide_problem,
)

pytestmark = pytest.mark.skipif(not kernel.available(), reason="the kernel was not built")

ROOT = Path(__file__).parent.parent.parent


def test_progress_is_told_and_can_stop_the_run_after_a_whole_step() -> None:
    (w, b), given = long_problem()
    seen: list[int] = []

    def progress(done: int) -> None:
        seen.append(done)
        if len(seen) == 2:
            raise RuntimeError("enough")

    before = [wl.copy() for wl in w]
    given["order"] = np.tile(given["order"], 20)
    with pytest.raises(RuntimeError, match="enough"):
        kernel.run(Task(w, b, progress=progress, **given))
    assert len(seen) == 2
    assert all(done % 10 == 0 for done in seen)
    assert not np.array_equal(before[0], w[0])


def test_an_interrupted_run_leaves_the_weights_of_its_last_whole_step() -> None:
    (w, b), given = long_problem()
    start_w, start_b = [wl.copy() for wl in w], [bl.copy() for bl in b]
    seen: list[int] = []

    def progress(done: int) -> None:
        seen.append(done)
        raise KeyboardInterrupt

    given["order"] = np.tile(given["order"], 10)
    with pytest.raises(KeyboardInterrupt):
        kernel.run(Task(w, b, progress=progress, **given))
    given["order"] = given["order"][: seen[0]]
    again = train(kernel, start_w, start_b, **given)
    assert_same_bits(w + b, again.w + again.b)


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_stops_a_run_promptly() -> None:
    (w, b), given = long_problem()
    given["order"] = np.tile(given["order"], 100)
    sent: list[float] = []

    def interrupt() -> None:
        sent.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    timer = threading.Timer(0.3, interrupt)
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)  # a job may ignore Ctrl-C
    try:
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            kernel.run(Task(w, b, **given))
    finally:
        signal.signal(signal.SIGINT, handler)
    assert time.monotonic() - sent[0] < 1


def test_several_python_threads_may_use_it_at_once() -> None:
    (w, b), given = wide_problem(np.float32)
    expected = train(kernel, w, b, **given)
    results = []

    def use() -> None:
        results.append(train(kernel, w, b, threads=2, **given))

    users = [threading.Thread(target=use) for _ in range(4)]
    for user in users:
        user.start()
    for user in users:
        user.join()
    assert len(results) == 4
    for result in results:
        assert_same_bits(result.w + result.b, expected.w + expected.b)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="fork")
def test_a_forked_child_trains_like_its_parent() -> None:
    program = """
import os, sys
import numpy as np
from groundup.engines import kernel
from tests.engines.problems import train, wide_problem
(w, b), given = wide_problem(np.float32)
parent = train(kernel, w, b, threads=2, **given)
child = os.fork()
if child == 0:
    trained = train(kernel, w, b, threads=2, **given)
    os._exit(0 if trained.w[0].tobytes() == parent.w[0].tobytes() else 1)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    command = [sys.executable, "-W", "error", "-c", program]
    subprocess.run(command, check=True, timeout=60, cwd=ROOT)


@pytest.mark.skipif(sys.platform != "linux", reason="a limit on memory")
@pytest.mark.skipif("asan" in os.environ.get("LD_PRELOAD", ""), reason="it needs more memory")
def test_too_little_memory_is_an_error_that_changes_nothing() -> None:
    program = """
import resource
import numpy as np
from groundup.engines import kernel
from groundup.engines.engine import Task
w, b = [np.ones((40, 784))], [np.ones(40)]
x = np.zeros((60_000, 784), np.uint8)
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 300_000_000,) * 2)
try:
    kernel.run(Task(w, b, activations=["sigmoid"], cost="quadratic", x=x, y=np.zeros(60_000, int),
               batch_size=60_000, eta=1.0))
except MemoryError:
    assert (w[0] == 1).all()
else:
    raise SystemExit("it fitted")
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


@pytest.mark.usefixtures("variant")
def test_the_floating_point_mode_of_python_is_left_alone() -> None:
    (w, b), given = wide_problem(np.float32)
    train(kernel, w, b, threads=2, **given)
    tiny = np.array([1e-310]) * np.array([1.0])
    assert tiny[0] != 0


def test_what_a_call_leaves_in_memory_is_not_seen_by_the_next() -> None:
    """Its memory is kept for the next call, whatever that one's shape."""
    problems = [wide_problem(np.float64), small_problem(), wide_problem(np.float32, 0.9)]
    expected = [train(kernel, *parameters, **given) for parameters, given in problems]
    for (parameters, given), once in [*zip(problems, expected, strict=True)] * 3:
        again = train(kernel, *parameters, **given)
        assert_same_bits(once.w + once.b, again.w + again.b)


def test_calls_in_several_threads_of_python_share_no_memory() -> None:
    problems = [wide_problem(np.float64), small_problem(), wide_problem(np.float64, 0.9)]
    expected = [train(kernel, *parameters, **given) for parameters, given in problems]
    failed: list[int] = []

    def work(i: int) -> None:
        parameters, given = problems[i]
        for _ in range(10):
            got = train(kernel, *parameters, **given)
            if any(p.tobytes() != q.tobytes() for p, q in zip(got.w, expected[i].w, strict=True)):
                failed.append(i)

    workers = [threading.Thread(target=work, args=(i % 3,)) for i in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not failed
