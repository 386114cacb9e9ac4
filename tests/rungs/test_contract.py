"""Every rung keeps the same contract and gives the known answers to the last digits."""

from __future__ import annotations

import ast
import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from groundup.rungs import RUNGS, Rung, load, runs_here, source
from groundup.vectors import Case, cases
from groundup.vectors.agreement import answers, applies, disagreement

CONTRACT = ["build", "feedforward", "backprop", "gradients", "train_batch", "parameters"]
TEACHING = ["sigmoid", "tanh", "relu", "linear"]
HERE = [name for name in RUNGS if runs_here(name) and name != "devices"]  # see test_devices.py
MAY_IMPORT = {"kernel": {"groundup.engines", "groundup.engines.engine"}}


@pytest.fixture(params=HERE)
def rung(request: pytest.FixtureRequest) -> Rung:
    return load(request.param)


@pytest.mark.parametrize("case", [c for c in cases() if applies(c)], ids=lambda case: case["name"])
def test_a_rung_gives_the_known_answers(rung: Rung, case: Case) -> None:
    compared = list(answers(rung, case))
    assert compared
    for quantity, known, actual in compared:
        assert disagreement(known, actual) <= 1e-12, quantity


@pytest.mark.parametrize(
    "name", [name for name in ("batches", "convolution", "kernel") if name in HERE]
)
def test_the_known_answers_in_float32_are_right_to_float32(name: str) -> None:
    rung: Any = load(name)
    for case in filter(applies, cases()):
        network = rung.build(case["w"], case["b"], case["activations"], dtype=np.float32)
        dw, db = rung.gradients(network, case["xs"], case["ys"])
        if "gradients" in case:
            for l in range(len(dw)):
                assert dw[l].dtype == db[l].dtype == np.float32
                assert disagreement(case["gradients"]["dw"][l], dw[l]) < 1e-5


@st.composite
def problems(draw: st.DrawFn) -> dict[str, Any]:
    """A network of any shape with a batch, its weighted inputs within ±6 and, under ReLU, away
    from the kink."""
    sizes = draw(st.lists(st.integers(1, 6), min_size=2, max_size=5))
    activations = [draw(st.sampled_from(TEACHING)) for _ in sizes[1:]]
    m = draw(st.integers(1, 5))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    w = [rng.normal(size=(o, i)) / np.sqrt(i) for i, o in itertools.pairwise(sizes)]
    b = [rng.normal(size=o) for o in sizes[1:]]
    xs, ys = rng.normal(size=(m, sizes[0])), rng.normal(size=(m, sizes[-1]))
    a = xs
    functions = {"tanh": np.tanh, "relu": lambda z: np.maximum(z, 0), "linear": lambda z: z}
    functions["sigmoid"] = lambda z: 1 / (1 + np.exp(-z))
    for l in range(len(w)):
        z = a @ w[l].T + b[l]
        assume(np.abs(z).max() <= 6)
        assume(activations[l] != "relu" or np.abs(z).min() > 1e-3)
        a = functions[activations[l]](z)
    return {"w": w, "b": b, "activations": activations, "xs": xs, "ys": ys}


@given(problem=problems())
@settings(max_examples=60, deadline=None)
def test_all_rungs_agree_on_any_network(problem: dict[str, Any]) -> None:
    w, b, activations = problem["w"], problem["b"], problem["activations"]
    xs, ys = problem["xs"], problem["ys"]
    results = {}
    for name in HERE:
        rung = load(name)
        network = rung.build(w, b, activations)
        outputs = [list(map(float, rung.feedforward(network, x))) for x in xs]
        first = rung.backprop(rung.build(w, b, activations), xs[0], ys[0])
        means = rung.gradients(rung.build(w, b, activations), xs, ys)
        stepped = rung.parameters(rung.train_batch(network, xs, ys, 0.3))
        results[name] = [outputs, *first[0], *first[1], *means[0], *means[1], *stepped[0]]
    reference = results.pop("lists")
    for name, result in results.items():
        for known, actual in zip(reference, result, strict=True):
            assert disagreement(known, actual) <= 1e-10, name


@given(problem=problems())
@settings(max_examples=30, deadline=None)
def test_gradients_are_the_slopes_of_the_cost(problem: dict[str, Any]) -> None:
    """Central differences, along a random direction in each layer, know nothing of backprop."""
    rung = load("lists")
    w, b, activations = problem["w"], problem["b"], problem["activations"]
    xs, ys = problem["xs"], problem["ys"]

    def cost(w: list, b: list) -> float:
        network = rung.build(w, b, activations)
        outputs = np.array([rung.feedforward(network, x) for x in xs])
        return float(0.5 * np.square(outputs - ys).sum(axis=1).mean())

    dw, db = rung.gradients(rung.build(w, b, activations), xs, ys)
    rng, h = np.random.default_rng(0), 1e-5
    for l in range(len(w)):
        for array, gradient, at in ((w, dw, "w"), (b, db, "b")):
            direction = rng.normal(size=array[l].shape)
            up, down = list(array), list(array)
            up[l], down[l] = array[l] + h * direction, array[l] - h * direction
            high = cost(up, b) if at == "w" else cost(w, up)
            low = cost(down, b) if at == "w" else cost(w, down)
            slope = float((np.array(gradient[l]) * direction).sum())
            assert (high - low) / (2 * h) == pytest.approx(slope, rel=1e-4, abs=1e-6)


def test_inputs_may_be_lists_or_arrays(rung: Rung) -> None:
    w, b, x, y = [[[0.5, -1.0]], [[2.0]]], [[0.1], [-0.3]], [1.0, 0.5], [1.0]
    from_lists = rung.backprop(rung.build(w, b), x, y)
    from_arrays = rung.backprop(
        rung.build([np.array(wl) for wl in w], [np.array(bl) for bl in b]), np.array(x), np.array(y)
    )
    for known, actual in zip(from_lists, from_arrays, strict=True):
        for expected, got in zip(known, actual, strict=True):
            assert np.array_equal(expected, got)


def test_parameters_are_plain_nested_lists(rung: Rung) -> None:
    w, b = [[[0.5, -1.0]], [[2.0]]], [[0.1], [-0.3]]
    assert rung.parameters(rung.build(w, b)) == (w, b)
    stepped = rung.parameters(rung.train_batch(rung.build(w, b), [[1.0, 2.0]], [[1.0]], 0.5))
    assert type(stepped[0][0][0][0]) is float
    assert type(stepped[1][0][0]) is float


def test_the_mean_of_a_batch_is_the_mean_of_its_samples(rung: Rung) -> None:
    case = next(c for c in cases() if c["name"] == "book-deep-sigmoid-quadratic")
    samples = [
        rung.backprop(rung.build(case["w"], case["b"]), x, y)
        for x, y in zip(case["xs"], case["ys"], strict=True)
    ]
    dw, _ = rung.gradients(rung.build(case["w"], case["b"]), case["xs"], case["ys"])
    for l in range(len(dw)):
        mean = np.mean([np.asarray(sample_dw[l]) for sample_dw, _ in samples], axis=0)
        assert disagreement(mean, dw[l]) <= 1e-12


@pytest.mark.parametrize("z", [-1e4, -800.0, 800.0, 1e4])
def test_the_sigmoid_never_overflows(rung: Rung, z: float) -> None:
    network = rung.build([[[z]]], [[0.0]])
    assert list(rung.feedforward(network, [1.0])) == [1.0 if z > 0 else 0.0]
    dw, _ = rung.backprop(network, [1.0], [0.5])
    assert float(dw[0][0][0]) == 0.0


def test_relu_has_slope_zero_at_zero(rung: Rung) -> None:
    dw, db = rung.backprop(rung.build([[[1.0]]], [[0.0]], ["relu"]), [0.0], [1.0])
    assert float(dw[0][0][0]) == float(db[0][0]) == 0.0


def test_an_unknown_activation_is_named(rung: Rung) -> None:
    with pytest.raises(ValueError, match="softplus"):
        rung.build([[[1.0]]], [[0.0]], ["softplus"])


@pytest.mark.parametrize(
    ("x", "y"), [([1.0, 2.0, 3.0], [1.0]), ([1.0, 2.0], [1.0, 0.0]), ([1.0], [1.0])]
)
def test_a_sample_that_does_not_fit_is_refused(rung: Rung, x: list, y: list) -> None:
    network = rung.build([[[1.0, 2.0]]], [[0.0]])
    with pytest.raises(ValueError):  # noqa: PT011, each rung's own words
        rung.backprop(network, x, y)


@pytest.mark.parametrize("name", ["batches", "convolution"])
def test_targets_that_numpy_would_stretch_are_refused(name: str) -> None:
    rung = load(name)
    network = rung.build([[[1.0, 2.0], [0.5, 0.1]]], [[0.0, 0.0]])
    xs = np.ones((2, 2))
    for ys in ([1.0, 0.0, 0.0, 1.0], np.ones((4, 1)), np.ones((1, 2))):
        with pytest.raises(ValueError, match="targets must have shape"):
            rung.gradients(network, xs, ys)
    with pytest.raises(ValueError, match="at least one row"):
        rung.gradients(network, np.ones((0, 2)), np.ones((0, 2)))


def test_an_activation_too_many_or_too_few_is_refused(rung: Rung) -> None:
    for activations in (["sigmoid", "sigmoid"], ["tanh"] * 3):
        with pytest.raises(ValueError, match="expected 1 names"):
            rung.build([[[1.0, 2.0]]], [[0.0]], activations)


@pytest.mark.skipif("kernel" not in HERE, reason="the kernel was not built")
def test_the_kernel_refuses_what_does_not_fit_by_name() -> None:
    rung = load("kernel")
    network = rung.build([[[1.0, 2.0]]], [[0.0]])
    with pytest.raises(ValueError, match="x: expected shape"):
        rung.feedforward(network, [1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="y: expected shape"):
        rung.train_batch(network, [[1.0, 2.0]], [[1.0, 0.0]], 0.5)
    with pytest.raises(ValueError, match="b: expected 1 arrays"):
        rung.gradients(rung.build([[[1.0]]], []), [[1.0]], [[1.0]])


@pytest.mark.skipif("kernel" not in HERE, reason="the kernel was not built")
def test_an_epoch_of_the_kernel_is_the_steps_of_its_batches() -> None:
    rng, rung = np.random.default_rng(0), load("kernel")
    start = rung.build(
        [rng.normal(size=(4, 9)), rng.normal(size=(3, 4))], [np.zeros(4), np.ones(3)]
    )
    x, y, order = rng.integers(0, 256, (25, 9), np.uint8), np.arange(25) % 3, rng.permutation(25)
    train_epoch: Any = getattr(rung, "train_epoch")  # noqa: B009
    epoch, stepped = train_epoch(start, x, y, order, 10, 0.7), start
    for rows in (order[:10], order[10:20], order[20:]):
        stepped = rung.train_batch(stepped, x[rows] / 255, np.eye(3)[y[rows]], 0.7)
    for known, actual in zip(rung.parameters(stepped)[0], rung.parameters(epoch)[0], strict=True):
        assert disagreement(known, actual) <= 1e-12


def test_a_step_leaves_the_network_it_was_given_as_it_was(rung: Rung) -> None:
    w, b = [[[0.5, -1.0]], [[2.0]]], [[0.1], [-0.3]]
    network = rung.build(w, b)
    rung.train_batch(network, [[1.0, 2.0]], [[1.0]], 0.5)
    assert rung.parameters(network) == (w, b)


def functions_of(name: str) -> list[str]:
    tree = ast.parse(source(name).read_text(encoding="utf-8"))
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("name", list(RUNGS))
def test_rungs_have_the_same_functions_in_the_same_order(name: str) -> None:
    assert [function for function in functions_of(name) if function in CONTRACT] == CONTRACT


@pytest.mark.parametrize("name", list(RUNGS))
def test_a_rung_stands_alone(name: str) -> None:
    """Apart from the demonstration under `if __name__ == "__main__"`, no rung needs groundup, but
    that the kernel's calls the engine."""
    tree = ast.parse(source(name).read_text(encoding="utf-8"))
    imported = {
        alias.name if isinstance(node, ast.Import) else str(node.module)
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    of_groundup = {module for module in imported if module.startswith("groundup")}
    assert of_groundup == MAY_IMPORT.get(name, set())
    assert ast.get_docstring(tree)
