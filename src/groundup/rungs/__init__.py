"""The ladder: the same network again and again, each rung one file that stands alone; `kernel`
calls C.

Read them in this order; `diff` between neighbours is the explanation.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from pathlib import Path
from typing import Any, NamedTuple, Protocol, cast

from groundup.errors import UserError

EXAMPLE = re.compile(r'\n\n +>>> .*?\n *"""', re.DOTALL)  # at the end of a docstring


class Rung(Protocol):
    """What every rung offers. `network` is the rung's own; `w`, `b`, `x`, `y` are nested lists
    or arrays."""

    def build(self, w: Any, b: Any, activations: Any = None) -> Any: ...
    def feedforward(self, network: Any, x: Any) -> Any: ...
    def backprop(self, network: Any, x: Any, y: Any) -> tuple[Any, Any]: ...
    def gradients(self, network: Any, xs: Any, ys: Any) -> tuple[Any, Any]: ...
    def train_batch(self, network: Any, xs: Any, ys: Any, eta: float) -> Any: ...
    def parameters(self, network: Any) -> tuple[Any, Any]: ...


class About(NamedTuple):
    idea: str
    needs: str
    convolves: bool = False  # whether a layer's w may have four axes


RUNGS = {
    "scalars": About("every number remembers how it was made", "Python"),
    "neurons": About("errors are handed from neuron to neuron", "Python"),
    "lists": About("a layer is a matrix, the product written out", "Python"),
    "arrays": About("NumPy does the loops, a sample at a time", "NumPy"),
    "batches": About("a whole mini-batch in one matrix", "NumPy"),
    "convolution": About("neurons see a patch, the same ones everywhere", "NumPy", True),
    "kernel": About(
        "one pass in C: no temporaries, no wasted multiplications", "a C compiler", True
    ),
    "devices": About("whole epochs compiled for processors, GPUs, TPUs", "JAX"),
}


def runs_here(name: str) -> bool:
    """Whether the rung called `name` can run: all do but `kernel`, where there was no C compiler
    when groundup was installed, and `devices`, where JAX is missing. Both can be read all the
    same."""
    if name == "devices":
        return importlib.util.find_spec("jax") is not None
    if name != "kernel":
        return True
    from groundup.engines import kernel

    return kernel.available()


def load(name: str) -> Rung:
    """The rung called `name`. Raises ValueError with the names there are."""
    source(name)
    return cast(Rung, importlib.import_module(f"groundup.rungs.{name}"))


def source(name: str) -> Path:
    """The file of the rung called `name`. Raises ValueError with the names there are."""
    if name not in RUNGS:
        raise UserError(f"there is no rung {name!r}; the rungs are {', '.join(RUNGS)}")
    return Path(__file__).parent / f"{name}.py"


def without_examples(text: str) -> str:
    """Python's text, its docstrings without the examples at their ends: where the code is shown
    beside words, these say what it does."""
    return EXAMPLE.sub('"""', text)


def sources(name: str) -> list[Path]:
    """All files of the rung called `name`: its own, and for `kernel` those of the C that it calls.
    Raises ValueError with the names there are."""
    own = source(name)
    if name != "kernel":
        return [own]
    engines = own.parent.parent / "engines"
    return [own, engines / "kernel.py", *sorted((engines / "_kernel").glob("*.[ch]"))]
