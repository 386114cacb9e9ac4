"""The kernel as seen by somebody who means it no good: every call is right, or a clean error."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from groundup.engines import checks, kernel, state
from groundup.engines.engine import Task
from groundup.engines.sparse import Sparse
from tests.engines.problems import (
    assert_same_bits,
    inputs,
    inputs_of,
    long_problem,
    network,
    parameters,
    small_problem,
    train,
)

pytestmark = pytest.mark.skipif(not kernel.available(), reason="the kernel was not built")

ROOT = Path(__file__).parent.parent.parent
CALLS = 3000


def native() -> Any:
    from groundup.engines import _native  # pyright: ignore[reportAttributeAccessIssue]

    return _native


def run_alone(program: str) -> None:
    """In a process of its own, which may crash or wait for ever."""
    command = [sys.executable, "-c", program]
    subprocess.run(command, check=True, timeout=120, cwd=ROOT)


def raw(**changes: Any) -> SimpleNamespace:
    """A task's fields without its checks, as only the C sees them."""
    (w, b), given = small_problem()
    given |= {"y": given["y"].astype(np.int64), "order": given["order"].astype(np.int64)}
    fields = vars(Task(w, b, **given)) | changes
    return SimpleNamespace(**fields)


def raw_pictures(**changes: Any) -> SimpleNamespace:
    """The same of a network that convolves: 6x6x2-3c3p2-4."""
    w, b = parameters(np.random.default_rng(9), [(3, 2, 3, 3), (4, 12)], np.float32)
    given = {"w": w, "b": b, "x": np.ones((5, 72), np.float32), "y": np.arange(5) % 4}
    return raw(**(given | changes))


def no_state() -> state.State:
    return state.new_state("sgd", [], [])


def sums(task: Any) -> state.State:
    return state.new_state("momentum", task.w, task.b)


def test_names_are_the_same_in_c_and_in_python() -> None:
    assert native().ACTIVATIONS == checks.ACTIVATIONS
    assert native().COSTS == checks.COSTS
    assert native().OPTIMISERS == state.OPTIMISERS


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"cost": "hinge"}, "cost: there is none called 'hinge'"),
        ({"cost": 7}, "cost: there is none called 7"),
        ({"activations": ["sigmoid", "swish"]}, "activations: there is none called 'swish'"),
        ({"activations": ["softmax", "sigmoid"]}, "softmax is for the last layer"),
        ({"activations": ["sigmoid", "softmax"]}, "quadratic does not go with softmax"),
        ({"optimiser": "adagrad"}, "optimiser: there is none called 'adagrad'"),
        ({"optimiser": "adam"}, r"state\.w: expected 2, got 0"),
        ({"batch_size": 0}, "batch_size: expected 1 or more"),
        ({"threads": -3}, "threads: expected 1 or more"),
        ({"w": []}, "w: expected 1 to 10000 arrays"),
        ({"order": np.array([5])}, r"order\[0\]: expected 0 to 4, got 5"),
        ({"y": np.array([0, 1, 2, 3, 0])}, r"y\[3\]: expected 0 to 2, got 3"),
        ({"dropout": [2.0, 0.0], "dropout_streams": [1, 1]}, r"dropout\[0\]"),
    ],
)
def test_the_c_refuses_by_itself_what_it_does_not_know(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        native().run("", raw(**change), no_state())


def zeros(*shapes: Any) -> list[np.ndarray]:
    return [np.zeros(shape, np.float32) for shape in shapes]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"w": zeros((3, 2, 3, 3), (4, 11))}, r"w\[1\]: expected inputs for a square picture of 3"),
        ({"w": zeros((3, 2, 3, 3), (4, 24))}, r"w\[1\]: expected inputs for a square picture of 3"),
        ({"w": zeros((3, 2, 3, 2), (4, 12))}, r"w\[0\]: expected square filters, .* 3 by 2"),
        ({"w": zeros((3, 2, 3, 3), (4, 3, 1, 1))}, r"w\[1\]: expected \(n_out, n_in\) in the last"),
        ({"w": zeros((3, 72), (4, 3, 1, 1))}, r"w\[1\]: expected float32 of shape \(n, 3\)"),
        ({"w": zeros((3, 2, 0, 0), (4, 12))}, "w: expected layers of 1 to"),
        ({"w": zeros((0, 2, 3, 3), (4, 12))}, "w: expected layers of 1 to"),
        ({"w": zeros((3, 2, 3), (4, 12))}, r"w\[0\]: expected float32 of shape \(n, n\)"),
        ({"b": zeros((2,), (4,))}, r"b\[0\]: expected float32 of shape \(3,\)"),
        ({"x": np.ones((5, 71), np.float32)}, r"x: expected float32 of shape \(n, 72\)"),
        (
            {"w": zeros((3, 2, 3, 3), (3, 2, 3, 3), (4, 12)), "b": zeros((3,), (3,), (4,)),
             "activations": ["relu"] * 2 + ["sigmoid"]},
            r"w\[1\]: expected float32 of shape \(n, 3, n, n\)",
        ),
        (
            {"w": [*zeros((1, 1, 1, 1)) * 40, *zeros((4, 1))],
             "b": [*zeros((1,)) * 40, *zeros((4,))],
             "activations": ["relu"] * 40 + ["sigmoid"]},
            r"w\[24\]: expected pictures of at most 2147483647 numbers, got 65536 by 65536 pixels",
        ),
        (
            {"x": Sparse(np.ones(2, np.float32), np.zeros(2, np.int32), np.zeros(6, int), 72)},
            "x: expected whole pictures, for .*, got sparse inputs",
        ),
    ],
)  # fmt: skip
def test_the_c_refuses_filters_that_do_not_fit(change: dict[str, Any], said: str) -> None:
    native().run("", raw_pictures(), no_state())
    with pytest.raises(ValueError, match=said):
        native().run("", raw_pictures(**change), no_state())


def test_states_have_the_shapes_of_filters() -> None:
    task = raw_pictures(optimiser="momentum")
    fitting = state.new_state("momentum", task.w, task.b)
    native().run("", task, fitting)
    fitting.w[0][0] = fitting.w[0][0].reshape(3, 18)
    with pytest.raises(
        ValueError, match=r"state\.w\[0\]: expected float32 of shape \(3, 2, 3, 3\)"
    ):
        native().run("", task, fitting)


def test_thousands_of_calls_with_filters_of_any_shape_end_well() -> None:
    rng, ended = np.random.default_rng(13), {"well": 0, "refused": 0}
    for _ in range(CALLS):
        convolutions = rng.integers(1, 4)
        shapes = [(*rng.integers(1, 4, 2), *[rng.integers(1, 5)] * 2) for _ in range(convolutions)]
        for l in range(1, convolutions):
            shapes[l] = (shapes[l][0], shapes[l - 1][0], *shapes[l][2:])
        shapes.append((2, shapes[-1][0] * rng.integers(1, 3) ** 2))
        if rng.random() < 0.6:  # one of them is another, often by 1, or has other axes
            l = rng.integers(len(shapes))
            changed = np.array(shapes[l]) + (rng.random(len(shapes[l])) < 0.4)
            shapes[l] = tuple(changed[: rng.integers(1, 6)])
        task = raw(
            w=zeros(*shapes),
            b=zeros(*(shape[:1] for shape in shapes)),
            activations=["relu"] * (len(shapes) - 1) + ["sigmoid"],
            y=np.arange(5) % 2,
        )
        try:
            n_in = inputs_of(task.w) + (rng.random() < 0.1)
            task.x = np.ones((5, n_in), np.float32)
            out = np.empty((5, 2), np.float32)
            calls = [
                lambda task=task: native().run("", task, no_state()),
                lambda task=task: native().gradients("", task, sums(task)),
                lambda task=task: native().Predictor("", task).label(task.x[0]),
                lambda task=task, out=out: native().feedforward("", task, out),
            ]  # fmt: skip
            calls[rng.integers(len(calls))]()
            ended["well"] += 1
        except (ValueError, IndexError, TypeError):
            ended["refused"] += 1
    assert min(ended.values()) > CALLS // 10


def test_thousands_of_calls_that_make_little_sense_end_well() -> None:
    rng = np.random.default_rng(12)
    f32 = np.float32
    odd: dict[str, list[Any]] = {
        "w": [None, [], [np.zeros((4, 6), f32)], [np.zeros((3, 4))] * 2, "wb", {1: 2}],
        "b": [None, [np.zeros(4, f32)] * 2, [np.zeros(0, f32)] * 2, 3.5],
        "x": [None, np.zeros((0, 6), f32), np.zeros((5, 6)), np.zeros(6, np.uint8), b"abcdef",
              np.zeros((5, 6), np.uint8), np.zeros((5, 6), "V0"), np.zeros((6, 5), f32).T, 1,
              Sparse(np.ones(2, f32), np.array([0, 9], np.int32), np.array([0, 1, 1, 1, 9, -2]), 6),
              Sparse(np.ones(2, f32), np.zeros(2, np.int32), np.zeros(6, int), 5),
              Sparse(np.ones(2), np.zeros(3, np.int32), np.zeros(0, int), 6)],
        "y": [None, np.zeros(5), np.zeros((5, 3), f32), np.full(5, -1), np.zeros(5, "V0"), "yes"],
        "order": [None, np.zeros(0, int), np.array([-1]), np.array([2**62]), [1, 2], np.ones(3)],
        "sample_weights": [None, np.zeros(5, f32), np.full(5, np.nan, f32), np.ones(4, f32), 1.0],
        "activations": [["relu"] * 2, ["softmax"] * 2, [1, 2], None, ["tanh"], ["linear"] * 2],
        "cost": ["quadratic", "cross-entropy", None, "", b"quadratic"],
        "batch_size": [1, 2, 2**62, 2**70, -1, 1.5, None],
        "threads": [1, 2, 64, 400_000, 2**40, 0, "2"],
        "eta": [0.1, np.nan, np.inf, -1.0, None, 10**400],
        "optimiser": ["sgd", "momentum", "adam", "SGD", None],
        "dropout": [None, [0.5, 0.0], [0.0], [1.5, 0], "no", [None, 0.0]],
        "dropout_streams": [None, [1, 2], [-1, 0], [2**64, 1], [0.5, 1]],
        "progress": [None, len, lambda done: done, 5],
    }  # fmt: skip
    ended = {"well": 0, "refused": 0}
    for _ in range(CALLS):
        names = rng.choice(list(odd), rng.integers(0, 4), replace=False)
        task = raw(**{name: odd[name][rng.integers(len(odd[name]))] for name in names})
        calls = [
            lambda task=task: native().run("", task, no_state()),
            lambda task=task: native().evaluate("", task),
            lambda task=task: native().feedforward("", task, np.empty((5, 3), f32)),
            lambda task=task: native().gradients("", task, sums(task)),
            lambda task=task: native().Predictor("", task).label(task.x),
        ]  # fmt: skip
        try:
            calls[rng.integers(len(calls))]()
            ended["well"] += 1
        except (ValueError, TypeError, OverflowError, AttributeError, BufferError, IndexError):
            ended["refused"] += 1
    assert min(ended.values()) > CALLS // 10


def test_arrays_without_item_size_are_refused() -> None:
    (w, b), given = small_problem()
    nothing: Any = np.zeros(6, "V0")
    predictor = kernel.one_by_one(w, b, given["activations"])
    for ask in (predictor, predictor.label):
        with pytest.raises(ValueError, match="x: expected 6 numbers"):
            ask(nothing)
    with pytest.raises(ValueError, match="x: expected float32 of shape"):
        native().evaluate("", raw(x=np.zeros((5, 6), "V0")))


def test_what_changes_during_a_run_is_as_it_was_at_its_start() -> None:
    """Order, labels and weights; of these each thread would make its own sums."""
    (w, b), given = long_problem()
    y, order = given["y"].astype(np.int64), np.tile(given["order"], 6)
    weights = np.linspace(0.5, 1.5, len(y), dtype=w[0].dtype)
    given |= {"y": y, "order": order, "sample_weights": weights}
    expected = train(kernel, w, b, **(given | {"y": y.copy(), "order": order.copy()}))

    def spoil(done: int) -> None:
        y[:] = order[:] = 2**60
        weights[:] = 0

    got = train(kernel, w, b, progress=spoil, **given)
    assert y[0] == order[-1] == 2**60
    assert_same_bits(expected.w + expected.b, got.w + got.b)


def test_what_changes_while_it_is_asked_does_no_harm() -> None:
    class Sly:
        """A number that takes the arrays away when it is looked at."""

        def __index__(self) -> int:
            task.w.clear()
            task.b.clear()
            return 2

    task = raw(batch_size=Sly())
    task.w, task.b = list(task.w), list(task.b)
    cost, weight = native().run("", task, no_state())
    assert np.isfinite(cost)
    assert weight == 5


def test_outputs_have_memory_of_their_own() -> None:
    w, b = [np.eye(6, dtype=np.float32)], [np.zeros(6, np.float32)]
    x = np.ones((5, 6), np.float32)
    for shared in (x, w[0][:5]):
        with pytest.raises(ValueError, match="out: expected memory of its own"):
            kernel.feedforward(Task(w, b, ["linear"], x), out=shared)


def test_a_count_of_steps_that_would_overflow_is_refused() -> None:
    (w, b), given = small_problem()
    full = state.new_state("adam", w, b)
    full.steps[0] = 2**63 - 1
    with pytest.raises(ValueError, match=r"state\.steps: expected 0 to"):
        Task(w, b, optimiser="adam", state=full, **given)
    none = no_state()
    none.steps[0] = 2**63 - 1
    with pytest.raises(ValueError, match=r"state\.steps: no such number"):
        native().run("", raw(), none)


@pytest.mark.skipif(sys.platform != "linux", reason="a limit on memory")
@pytest.mark.skipif("san" in os.environ.get("LD_PRELOAD", ""), reason="it needs more memory")
def test_hundreds_of_thousands_of_threads_take_no_memory() -> None:
    run_alone("""
import resource
import numpy as np
from groundup.engines import kernel
from groundup.engines.engine import Task
from tests.engines.problems import wide_problem
(w, b), given = wide_problem(np.float32)
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 1_000_000_000,) * 2)
kernel.run(Task(w, b, threads=400_000, **given))
""")


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    ("sizes", "batch_size"),
    [
        ([784, 400, 10], 15),
        ([784, 2000, 10], 3),
        pytest.param([300, 520, 130, 70, 10], 100, marks=pytest.mark.slow),
        pytest.param([64, 1000, 1], 40, marks=pytest.mark.slow),
        pytest.param([1000, 17, 333], 64, marks=pytest.mark.slow),
        pytest.param([90, 700, 700, 3], 7, marks=pytest.mark.slow),
    ],
)
@pytest.mark.usefixtures("variant")
def test_threads_change_no_bit(dtype: Any, sizes: list[int], batch_size: int) -> None:
    rng = np.random.default_rng(10)
    w, b = network(rng, sizes, dtype)
    for density in (0.2, 1.0):
        given = {
            "activations": ["tanh"] * (len(sizes) - 2) + ["sigmoid"],
            "cost": "quadratic",
            "x": inputs(rng, (2 * batch_size + 1, sizes[0]), "bytes", dtype, density),
            "y": rng.integers(0, sizes[-1], 2 * batch_size + 1),
            "batch_size": batch_size,
            "eta": 0.5,
        }
        for optimiser in ("sgd", "adam"):
            alone = train(kernel, w, b, optimiser, **given)
            outputs = kernel.feedforward(Task(w, b, **given))
            for threads in (2, 8, 16):
                together = train(kernel, w, b, optimiser, threads=threads, **given)
                assert_same_bits(alone.w + alone.b, together.w + together.b)
                again = kernel.feedforward(Task(w, b, threads=threads, **given))
                assert_same_bits([outputs], [again])


@pytest.mark.slow
def test_a_run_with_batches_that_weigh_nothing_ends_when_it_is_stopped() -> None:
    run_alone("""
import numpy as np
from groundup.engines import kernel
from groundup.engines.engine import Task
from tests.engines.problems import SLOWER, network
rng = np.random.default_rng(11)
w, b = network(rng, [784, 400, 10], np.float32)
count = 3200
x, y = rng.integers(0, 256, (count, 784)).astype(np.uint8), rng.integers(0, 10, count)
weights = (rng.random(count) < 0.01).astype(np.float32)
calls = 0

def stop(done):
    global calls
    calls += 1
    if calls % 3 == 0:
        raise KeyboardInterrupt

for attempt in range(40 // SLOWER):
    task = Task(w, b, ["sigmoid"] * 2, x, "quadratic", y, batch_size=32, sample_weights=weights,
                threads=8 if attempt % 2 else 2, progress=stop)
    try:
        kernel.run(task)
    except KeyboardInterrupt:
        pass
""")


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="fork")
def test_a_child_that_was_forked_in_a_callback_goes_on_alone() -> None:
    run_alone("""
import os, sys
import numpy as np
from groundup.engines import kernel
from groundup.engines.engine import Task
from tests.engines.problems import SLOWER, train, wide_problem
(w, b), given = wide_problem(np.float32)
given["order"] = np.tile(given["order"], 100 // SLOWER)
expected = train(kernel, w, b, **given)
children = []

def fork(done):
    if not children:
        children.append(os.fork())

got = train(kernel, w, b, threads=2, progress=fork, **given)
same = got.w[0].tobytes() == expected.w[0].tobytes()
if children == [0]:
    os._exit(0 if same else 1)
assert same
assert len(children) == 1
sys.exit(os.waitstatus_to_exitcode(os.waitpid(children[0], 0)[1]))
""")
