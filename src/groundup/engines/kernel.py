"""The kernel from Python: an engine whose tasks run in C.

The C in `_kernel/` (start with kernel.h) runs whole epochs in one call, straight from 8-bit
pixels, with the GIL released.

There is a variant for each generation of x86-64 processors, and one for ARM, called baseline too;
the best that runs here is taken. The environment variable GROUNDUP_KERNEL (avx512, avx2 or
baseline), read at every call, asks for another.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from groundup import shapes
from groundup.engines import checks
from groundup.engines.engine import Measured, Task
from groundup.engines.state import Array, new_state
from groundup.errors import UserError

_native: Any = None
_problem = (
    "the kernel was not built, because there was no working C compiler when groundup was "
    "installed; install one (gcc, clang or MSVC) and groundup again"
)
try:
    import groundup.engines._native as _native  # pyright: ignore[reportMissingImports]
except ModuleNotFoundError:
    pass
except ImportError as error:
    _problem = f"the kernel is installed, but does not load ({error}); install groundup again"
    _until = "until then groundup trains with NumPy"
    warnings.warn(f"{_problem}; {_until}", RuntimeWarning, stacklevel=2)


class KernelMissingError(UserError, ImportError):
    """The C extension is not there, or does not load."""


def available() -> bool:
    """Whether the C extension is there."""
    return _native is not None


def require() -> None:
    """Raises KernelMissingError, which says why, where the C extension is not there."""
    if _native is None:
        raise KernelMissingError(
            f"{_problem} (pip install --force-reinstall .), or use engine 'numpy'"
        )


def variants() -> list[str]:
    """The variants that this processor runs, best first."""
    return _extension().variants()


def variant() -> str:
    """The variant that runs: the one that GROUNDUP_KERNEL asks for, or the best."""
    return _variant() or variants()[0]


def run(task: Task) -> float:
    """See `Engine.run`."""
    task.targets()
    cost, weight = _extension().run(
        _variant(), task, task.state or new_state("sgd", task.w, task.b)
    )
    return cost / weight if weight else float("nan")


def evaluate(task: Task) -> Measured:
    """See `Engine.evaluate`."""
    task.targets()
    cost, weight, right = _extension().evaluate(_variant(), task)
    return Measured(cost / weight if weight else float("nan"), right)


def feedforward(task: Task, out: Array | None = None) -> Array:
    """See `Engine.feedforward`. `out` is C order, and no part of w, b or x."""
    shape = (len(task.rows), len(task.b[-1]))
    out = np.empty(shape, task.dtype) if out is None else out
    checks.expect(out.shape == shape, "out", f"shape {shape}", out)
    _extension().feedforward(_variant(), task, out)
    return out


def gradients(task: Task) -> tuple[list[Array], list[Array]]:
    """See `Engine.gradients`."""
    return cost_and_gradients(task)[1:]


def cost_and_gradients(task: Task) -> tuple[float, list[Array], list[Array]]:
    """See `Engine.cost_and_gradients`."""
    task.targets()
    sums = new_state("momentum", task.w, task.b)
    cost, weight = _extension().gradients(_variant(), task, sums)
    return cost / weight if weight else float("nan"), sums.w[0], sums.b[0]


class OneByOne:
    """See `groundup.engines.engine.OneByOne`. A call costs little more than Python's own."""

    def __init__(self, w: Sequence[Array], b: Sequence[Array], activations: Sequence[str]) -> None:
        inputs = shapes.sizes([wl.shape for wl in w])[0]
        task = Task(w, b, activations, x=np.empty((0, inputs), w[0].dtype))
        packed = _extension().Predictor(_variant(), task)
        self._blank = np.zeros_like(b[-1])
        self._fill: Callable[[Array, Array], Array] = packed.feedforward
        self.label: Callable[[Array], int] = packed.label

    def __call__(self, x: Array) -> Array:
        return self._fill(x, self._blank.copy())


one_by_one = OneByOne


def _extension() -> Any:
    require()
    return _native


def _variant() -> str:
    """The variant asked for, "" for the best."""
    asked = os.environ.get("GROUNDUP_KERNEL", "")
    if asked and asked not in variants():
        raise UserError(
            f"GROUNDUP_KERNEL: expected one of {', '.join(variants())}, which are what this "
            f"processor runs, got {asked!r}; unset it to take the best"
        )
    return asked
