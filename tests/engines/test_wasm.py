"""The kernel in WebAssembly gives the bits of the native one's baseline, in Node and in browsers.

A browser takes seconds to start, so each is asked for much at once.
"""

from __future__ import annotations

import itertools
import platform
from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Any, NamedTuple

import numpy as np
import pytest

from groundup.data import Data
from groundup.engines import checks, kernel
from groundup.engines.engine import Task
from groundup.engines.state import OPTIMISERS, State, new_state
from scripts import javascript
from scripts.wasm import BINARY, compiled, missing, scripts
from tests.engines.problems import (
    Parameters,
    assert_same_bits,
    inputs,
    inputs_of,
    network,
    parameters,
)


class Asked(NamedTuple):
    method: str
    fields: dict[str, Any]  # of a Task


native = pytest.mark.skipif(
    not kernel.available() or platform.machine() not in ("x86_64", "AMD64"),
    reason="wants the native kernel on x86-64, whose baseline rounds as WebAssembly does",
)
BROWSERS = [pytest.param(name, marks=pytest.mark.browser) for name in ("chromium", "firefox")]

# Each call's answer, and the arrays of its task that it may have changed.
ANSWERS = """(calls) => calls.map(([method, task]) => {
  const answer = kernel[method](task);
  return { answer, w: task.w, b: task.b, state: task.state };
})"""


@pytest.fixture(scope="module", params=[pytest.param("node", marks=pytest.mark.slow), *BROWSERS])
def call(request: pytest.FixtureRequest) -> Iterator[javascript.Call]:
    yield from opened(request.param)


@pytest.fixture(scope="module")
def node() -> Iterator[javascript.Call]:
    yield from opened("node")


def opened(where: str) -> Iterator[javascript.Call]:
    """Where there is a `kernel`."""
    if reason := javascript.missing(where):
        pytest.skip(reason)
    with javascript.opened(where, scripts()) as call:
        binary = np.frombuffer(BINARY.read_bytes(), np.uint8)
        call("async (bytes) => { globalThis.kernel = await GroundupKernel.open(bytes); }", binary)
        yield call


@native
def test_every_option_of_every_method_gives_the_native_bits(call: javascript.Call) -> None:
    methods = ("run", "evaluate", "feedforward", "gradients")
    asked = [Asked(method, chosen(seed)) for seed in range(60) for method in methods]
    assert any(wl.ndim == 4 for each in asked for wl in each.fields["w"])
    assert {each.fields["cost"] for each in asked} == set(checks.COSTS)
    assert {each.fields["optimiser"] for each in asked} == set(OPTIMISERS)
    names = {name for each in asked for name in each.fields["activations"]}
    assert names == set(checks.ACTIVATIONS)
    for each, got in zip(asked, answers(call, asked), strict=True):
        assert_as_native(each, got)


@native
def test_an_epoch_of_digits_gives_the_native_bits(call: javascript.Call, digits: Data) -> None:
    """What momentum and Adam remember fades, and is native 0 as soon as it is subnormal."""
    x, y = digits.train.x[:10_000], digits.train.y[:10_000].astype(np.int32)
    rng = np.random.default_rng(1)
    order = rng.permutation(len(x)).astype(np.int32)
    samples = {"x": x, "y": y, "order": order}
    asked = [
        Asked("run", learning(network(rng, [784, 30, 10], np.float32), *options) | samples)
        for options in [
            ("sgd", 3.0, "sigmoid", "quadratic"),
            ("momentum", 0.03, "sigmoid", "cross-entropy"),
            ("adam", 0.01, "tanh", "quadratic"),
        ]
    ]
    for each, got in zip(asked, answers(call, asked), strict=True):
        assert_as_native(each, got)
        assert got["answer"] < 1.5


# What a page's worker answers, to whom it is sent the binary and a task.
WORKER = """({ scripts, binary, task }) => new Promise((resolve, reject) => {
  const main = `onmessage = async ({ data: [binary, task] }) =>
    postMessage((await GroundupKernel.open(binary)).evaluate(task));`;
  const worker = new Worker(URL.createObjectURL(new Blob([scripts.join("\\n"), main])));
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => reject(message);
  worker.postMessage([binary, task]);
})"""


@native
def test_a_pages_worker_gets_the_native_bits(call: javascript.Call) -> None:
    if call("() => typeof Worker") == "undefined":
        pytest.skip("Node's workers are not those of pages")
    asked = Asked("evaluate", chosen(1))
    given = {"scripts": scripts(), "binary": np.frombuffer(BINARY.read_bytes(), np.uint8)}
    answer = call(WORKER, given | {"task": for_javascript(asked.fields)})
    assert_as_native(asked, for_javascript(asked.fields) | {"answer": answer})


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"etta": 1}, "task: expected one of w, b, .*, got etta"),
        ({"w": []}, "w: expected an array for each layer, got 0"),
        ({"b": [[0, 0]]}, r"b: expected 2 arrays, one for each of w, got 1"),
        ({"activations": ["softmax", "softmax"]}, r"activations\[0\]: expected one of sigmoid, .*"),
        ({"x": np.zeros(7, np.uint8)}, "x: expected rows of 3, got 7 numbers"),
        ({"x": [1, 2, 3]}, "x: expected a Uint8Array, .*, got Array"),
        ({"y": [0, 2]}, r"y\[1\]: expected 0 to 1, got 2"),
        ({"y": [0]}, "y: expected 2 numbers, got 1"),
        ({"y": None}, "y: expected labels or targets, got null"),
        ({"order": [0, 1, 2]}, r"order\[2\]: expected 0 to 1, got 2"),
        ({"order": [0.5]}, r"order\[0\]: expected 0 to 1, got 0.5"),
        ({"sample_weights": np.array([1, -1], np.float32)}, r"sample_weights\[1\]: .*, got -1"),
        ({"cost": "cubic"}, "cost: expected one of quadratic, cross-entropy, poisson, got cubic"),
        ({"cost": "quadratic"}, "activations, with cost quadratic: .*, got softmax"),
        ({"batch_size": 0}, "batch_size: expected 1 or more, got 0"),
        ({"eta": None}, "eta: expected a number, got null"),
        ({"l2_shared": 1}, "l2_shared: expected true or false, got 1"),
        ({"optimiser": "adam"}, "state: expected that of adam, from newState, got null"),
        ({"optimiser": "none"}, "optimiser: expected one of .*, got none"),
        (
            {"optimiser": "momentum", "state": {"w": [[]], "b": [[]], "steps": 0}},
            r"state.w\[0\]\[0\]: expected 12 numbers",
        ),
        ({"dropout": [1, 0], "dropout_streams": [1, 2]}, r"dropout\[0\]: .* less than 1, got 1"),
        ({"dropout": [0, 0]}, "dropout_streams: expected 2"),
        ({"shapes": [[4, 3]]}, "shapes: expected 2, one for each of w, got 1"),
        ({"shapes": [[4, 3], [2, 5]]}, r"w\[1\]: expected 10 numbers in a Float32Array"),
        ({"shapes": [[4, 0], [2, 4]]}, r"w\[0\]: expected inputs and outputs, got 4,0"),
        ({"shapes": [[4, 3, 1, 1], [2, 4, 1, 1]]}, r"shapes: expected \[n_out, n_in\] last"),
        ({"shapes": [[4, 1, 1, 3], [2, 4]]}, r"shapes\[0\]: expected a shape that fits"),
        ({"shapes": [[4, 3, 1, 1], [2, 2, 2, 1]]}, r"shapes: expected \[n_out, n_in\] last"),
        ({"shapes": [[4, 3, 1, 1], [1, 8]], "b": [[0] * 4, [0]]}, r"b\[0\]: expected 4 numbers"),
        ({"shapes": [[4, 3, 1, 1], [2, 4]]}, "x: expected rows of 12, got 6 numbers"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(
    node: javascript.Call, change: dict[str, Any], words: str
) -> None:
    rng = np.random.default_rng(2)
    w, b = network(rng, [3, 4, 2], np.float32)
    given = {"w": w, "b": b, "activations": ["sigmoid", "softmax"], "cost": "cross-entropy"}
    given |= {"x": np.zeros((2, 3), np.uint8), "y": [0, 1]}
    node(ANSWERS, [("run", given)])
    with pytest.raises(javascript.JavaScriptError, match=f"RangeError: .*{words}"):
        node(ANSWERS, [("run", given | change)])


@pytest.mark.slow
def test_a_task_has_the_fields_and_defaults_of_pythons(node: javascript.Call) -> None:
    ours = {
        field.name: None if field.default is MISSING else field.default for field in fields(Task)
    }
    del ours["threads"], ours["progress"]  # one thread, which takes slices
    ours["shapes"] = None  # its arrays have none
    assert node("() => GroundupTask.DEFAULTS") == ours


@pytest.mark.skipif(bool(missing()), reason=missing())
def test_the_binary_is_what_the_sources_make() -> None:
    assert BINARY.read_bytes() == compiled(), "run python -m scripts.wasm"


def answers(call: javascript.Call, asked: list[Asked]) -> list[dict[str, Any]]:
    return call(ANSWERS, [(each.method, for_javascript(each.fields)) for each in asked])


def for_javascript(fields: dict[str, Any]) -> dict[str, Any]:
    """Streams as texts: JSON's numbers have not 64 bits."""
    state: State = fields["state"]
    plain: dict[str, Any] = {"state": {"w": state.w, "b": state.b, "steps": int(state.steps[0])}}
    if fields["w"][0].ndim == 4:
        plain["shapes"] = [wl.shape for wl in fields["w"]]
    streams = [str(stream) for stream in fields.get("dropout_streams", ())]
    return fields | plain | ({"dropout_streams": streams} if streams else {})


def assert_as_native(asked: Asked, got: dict[str, Any]) -> None:
    """(`run` changes the arrays of what was asked.)"""
    task = Task(**asked.fields)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GROUNDUP_KERNEL", "baseline")
        expected = getattr(kernel, asked.method)(task)
    if asked.method == "feedforward":
        assert_same_bits([got["answer"]], [expected])
    elif asked.method == "gradients":
        assert_same_bits(got["answer"]["dw"] + got["answer"]["db"], expected[0] + expected[1])
    elif asked.method == "evaluate":
        assert got["answer"] == {"cost": number(expected.cost), "right": expected.right}
    else:
        assert got["answer"] == number(expected)
    assert_same_bits(got["w"] + got["b"], [*task.w, *task.b])
    assert task.state
    assert got["state"]["steps"] == task.state.steps[0]
    for ours, theirs in ((task.state.w, got["state"]["w"]), (task.state.b, got["state"]["b"])):
        for some, others in zip(ours, theirs, strict=True):
            assert_same_bits(some, others)


def number(value: float) -> float | None:
    """As JSON has it."""
    return None if np.isnan(value) else value


def learning(
    parameters: Parameters, optimiser: str, eta: float, activation: str, cost: str
) -> dict[str, Any]:
    w, b = parameters
    state = new_state(optimiser, w, b)
    fields = {"w": w, "b": b, "activations": [activation] * len(w), "cost": cost}
    return fields | {"optimiser": optimiser, "eta": eta, "state": state}


def chosen(seed: int) -> dict[str, Any]:
    """A task's fields, each by chance."""
    rng = np.random.default_rng(seed)

    def one(*options: Any) -> Any:
        return options[rng.integers(len(options))]

    sizes = [one(1, 2, 3, 7, 10, 16, 17, 30, 33, 64, 65, 100, 130) for _ in range(one(2, 3, 4))]
    shapes = [(n_out, n_in) for n_in, n_out in itertools.pairwise(sizes)]
    if seed % 3 == 0:
        c, n_out, k, side = one(1, 3), one(1, 5, 17), one(1, 2, 5), one(1, 2, 3)
        shapes = [(n_out, c, k, k), (sizes[0], side * side * n_out), *shapes]
        if one(True, False):
            shapes = [(c, 2, 3, 3), *shapes]
    w, b = parameters(rng, shapes, np.float32)
    cost = one(*checks.COSTS)
    teaching, last = checks.HIDDEN, checks.FITTING[cost]
    samples = one(1, 30, 300)
    eta = one(0.05, 0.001) if cost != "poisson" else 1e-4  # NaN has many bits
    made = learning((w, b), one(*OPTIMISERS), eta, "", cost)
    made |= {
        "activations": [*(one(*teaching) for _ in w[1:]), one(*last)],
        "x": inputs(
            rng, (samples, inputs_of(w)), one("bytes", "numbers"), np.float32, one(0.2, 1.0)
        ),
        "y": one(
            rng.integers(0, sizes[-1], samples).astype(np.int32),
            rng.dirichlet(np.ones(sizes[-1]), samples).astype(np.float32),
        ),
        "batch_size": one(1, 3, 10, 100),
        "l2": one(0.0, 0.01),
        "momentum": one(0.5, 0.9),
        "beta1": one(0.8, 0.9),
        "beta2": one(0.99, 0.999),
        "epsilon": one(1e-8, 1e-3),
        "l2_shared": one(False, True),
        "epsilon_hat": one(False, True),
    }
    if one(True, False):
        made["order"] = rng.integers(0, samples, one(1, 40)).astype(np.int32)
    if one(True, False):
        made["sample_weights"] = rng.integers(0, 3, samples).astype(np.float32)
    if one(True, False):
        made["dropout"] = [*(one(0.0, 0.2, 0.5) for _ in w[1:]), 0.0]
        made["dropout_streams"] = [int(n) for n in rng.integers(0, 2**64, len(w), np.uint64)]
        made["dropout_as_is"] = one(False, True)
    return made
