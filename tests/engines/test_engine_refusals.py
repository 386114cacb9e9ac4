"""What does not fit is refused by name, and nothing changes."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundup.engines import kernel
from groundup.engines import state as states
from groundup.engines.engine import Task
from tests.engines.problems import small_problem

needs_kernel = pytest.mark.skipif(not kernel.available(), reason="the kernel was not built")
F32 = np.float32


@pytest.fixture(params=["numpy", pytest.param("kernel", marks=needs_kernel)])
def refuse(request: pytest.FixtureRequest) -> Callable[..., Any]:
    engine = importlib.import_module(f"groundup.engines.{request.param}")
    return lambda w, b, **given: engine.run(Task(w, b, **given))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"x": np.zeros((5, 7), F32)}, r"x: expected shape \(n, 6\), got float32 of shape \(5, 7"),
        ({"x": np.zeros((5, 6))}, "x: expected uint8 or float32"),
        ({"y": np.array([0, 1, 2, 3, 0])}, r"y\[3\]: expected 0 to 2, got 3"),
        ({"y": np.zeros((5, 4), F32)}, "y: expected shape"),
        ({"y": np.zeros((5, 3))}, "y: expected float32"),
        ({"y": np.zeros(4, int)}, "y: expected 5 labels"),
        ({"y": np.zeros(5)}, "y: expected integer labels"),
        ({"order": np.array([0, 5])}, r"order\[1\]: expected 0 to 4, got 5"),
        ({"order": np.array([-1])}, r"order\[0\]: expected 0 to 4, got -1"),
        ({"order": np.array([0.0])}, "order: expected a row of integers"),
        ({"batch_size": 0}, "batch_size: expected a whole number, 1 or more, got 0"),
        ({"threads": 0}, "threads: expected a whole number, 1 or more, got 0"),
        ({"eta": float("nan")}, "eta: expected a finite number"),
        ({"eta": float("inf")}, "eta: expected a finite number, 0 or more, got inf"),
        ({"l2": float("inf")}, "l2: expected a finite number, 0 or more, got inf"),
        ({"momentum": 5.0}, "momentum: expected 0 or more and less than 1, got 5.0"),
        ({"epsilon": float("inf")}, "epsilon: expected a finite number, 0 or more, got inf"),
        ({"l2": -1.0}, "l2: expected a finite number, 0 or more, got -1.0"),
        ({"beta2": 1.0}, "beta2: expected 0 or more and less than 1, got 1.0"),
        ({"optimiser": "adagrad"}, "optimiser: expected one of sgd"),
        ({"optimiser": "adam"}, "state: expected a State for adam"),
        ({"activations": ["softmax", "sigmoid"]}, r"activations\[0\]: expected one of sigmoid"),
        ({"activations": ["sigmoid"]}, "activations: expected 2 names"),
        ({"activations": ["sigmoid", "softmax"]}, "with cost quadratic: expected"),
        ({"cost": "cross-entropy", "activations": ["sigmoid", "tanh"]}, "with cost cross-entropy"),
        ({"cost": "hinge"}, "cost: expected one of quadratic"),
        ({"dropout": [1.0, 0.0], "dropout_streams": [0, 0]}, r"dropout\[0\]: expected 0 or more"),
        ({"dropout": [0.5, 0.5], "dropout_streams": [0, 0]}, r"dropout\[1\]: expected 0: outputs"),
        ({"dropout": [0.5, 0.0]}, "dropout_streams: expected 2 integers"),
        ({"dropout": [0.5, 0.0], "dropout_streams": [-1, 0]}, r"dropout_streams\[0\]"),
        ({"sample_weights": np.array([1, -1, 1, 1, 1], F32)}, "sample_weights: expected finite"),
        ({"sample_weights": np.ones(4, F32)}, "sample_weights: expected shape"),
        ({"sample_weights": [1.0] * 5}, r"sample_weights: expected a NumPy array, got \[1.0"),
        ({"x": [[0.0] * 6]}, "x: expected a NumPy array"),
        ({"y": [0, 1]}, "y: expected a NumPy array"),
        ({"order": [0, 1]}, "order: expected a NumPy array"),
        ({"batch_size": 1.5}, "batch_size: expected a whole number, 1 or more, got 1.5"),
        ({"threads": "2"}, "threads: expected a whole number, 1 or more, got '2'"),
        ({"eta": "fast"}, "eta: expected a finite number, 0 or more, got 'fast'"),
        ({"progress": 5}, "progress: expected a function, got 5"),
        ({"dropout": [0.5, 0.0], "dropout_streams": ["a", 0]}, "dropout_streams.* got 'a'"),
    ],
)
def test_what_does_not_fit_is_refused_by_name_and_nothing_changes(
    refuse: Callable[..., Any], change: dict[str, Any], said: str
) -> None:
    (w, b), given = small_problem()
    before = [p.tobytes() for p in w + b]
    with pytest.raises(ValueError, match=said):
        refuse(w, b, **(given | change))
    assert before == [p.tobytes() for p in w + b]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda w, b: w.__setitem__(1, w[1][:, :3]), r"w\[1\]: expected 4 inputs"),
        (lambda w, b: w.__setitem__(0, w[0].astype(float)), r"b\[0\]: expected float64 like"),
        (lambda w, b: w.__setitem__(0, w[0].astype(int)), r"w\[0\]: expected float32 or float64"),
        (lambda w, b: b.pop(), "b: expected 2 arrays"),
        (lambda w, b: w.__setitem__(0, [[0.0] * 6] * 4), r"w\[0\]: expected a NumPy array"),
        (lambda w, b: (w.clear(), b.clear()), "w: expected one array for each layer"),
    ],
)
def test_a_network_that_does_not_fit_is_refused(
    refuse: Callable[..., Any], spoil: Callable[..., Any], said: str
) -> None:
    (w, b), given = small_problem()
    spoil(w, b)
    with pytest.raises(ValueError, match=said):
        refuse(w, b, **given)


def test_the_state_of_another_network_or_optimiser_is_refused(refuse: Callable[..., Any]) -> None:
    (w, b), given = small_problem()
    given["optimiser"] = "momentum"
    with pytest.raises(ValueError, match=r"state\.w: expected 1 lists of arrays for momentum"):
        refuse(w, b, state=states.new_state("adam", w, b), **given)
    with pytest.raises(ValueError, match=r"state\.w\[0\]\[0\]: expected float32 of shape \(4, 6\)"):
        refuse(w, b, state=states.new_state("momentum", [wl[:, 1:] for wl in w], b), **given)
    with pytest.raises(ValueError, match=r"state\.b\[0\]: expected 2 arrays"):
        refuse(w, b, state=states.new_state("momentum", w, b[:1]), **given)


def test_there_is_no_state_of_an_unknown_optimiser() -> None:
    with pytest.raises(ValueError, match=r"optimiser: expected one of sgd.* got 'adagrad'"):
        states.new_state("adagrad", [], [])


@needs_kernel
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda w: w.__setitem__(0, np.asfortranarray(w[0])), "expected an array in C order"),
        (lambda w: w[0].setflags(write=False), "writable.*read-only"),
    ],
)
def test_the_kernel_wants_arrays_that_it_can_change(spoil: Callable[..., Any], said: str) -> None:
    (w, b), given = small_problem()
    spoil(w)
    with pytest.raises(ValueError, match=r"w\[0\]: .*" + said):
        kernel.run(Task(w, b, **given))


@needs_kernel
def test_an_unknown_variant_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUNDUP_KERNEL", "mmx")
    (w, b), given = small_problem()
    with pytest.raises(ValueError, match="GROUNDUP_KERNEL: expected one of"):
        kernel.run(Task(w, b, **given))


@needs_kernel
def test_the_predictor_refuses_rows_that_do_not_fit() -> None:
    (w, b), given = small_problem()
    predictor = kernel.one_by_one(w, b, given["activations"])
    with pytest.raises(ValueError, match="x: expected 6 numbers of type uint8 or float32, got 5"):
        predictor.label(np.zeros(5, F32))
    with pytest.raises(ValueError, match="got 6 of format 'd'"):
        predictor(np.zeros(6))


def test_a_kernel_that_was_not_built_says_how_to_build_it() -> None:
    program = """
import sys
sys.modules["groundup.engines._native"] = None
from groundup.engines import kernel
from groundup.rungs import load, runs_here
assert not kernel.available() and not runs_here("kernel")
network = load("kernel").build([[[1.0]]], [[0.0]])
for ask in (kernel.require, kernel.variants, lambda: load("kernel").feedforward(network, [1.0])):
    try:
        ask()
    except kernel.KernelMissingError as error:
        assert "install one (gcc, clang or MSVC)" in str(error)
    else:
        raise SystemExit("it was there")
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_kernel_that_does_not_load_says_why(tmp_path: Path) -> None:
    broken = tmp_path / "_native.abi3.so"
    broken.write_bytes(b"no library")
    program = f"""
import importlib.util, sys, warnings
class Broken:
    def find_spec(self, name, path=None, target=None):
        if name == "groundup.engines._native":
            return importlib.util.spec_from_file_location(name, {str(broken)!r})
sys.meta_path.insert(0, Broken())
from groundup import engines
from groundup.errors import UserError
with warnings.catch_warnings(record=True) as told:
    assert engines.description() == "numpy"
assert "trains with NumPy" in str(told[0].message), told
try:
    engines.load("kernel")
except UserError as error:
    assert "does not load" in str(error) and {broken.name!r} in str(error), error
else:
    raise SystemExit("it was there")
"""
    subprocess.run([sys.executable, "-c", program], check=True)
