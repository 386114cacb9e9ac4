"""The kernel from Python: arrays in, arrays changed in place.

The C in `_kernel/` (start with kernel.h) runs whole epochs in one call, straight from 8-bit
pixels, with the GIL released. `run` learns, `feedforward` and `gradients` do what their names say
for many samples, and a `Predictor` answers for one at a time.

A variant for each generation of x86-64 processors is built; the best that runs here is taken. The
environment variable GROUNDUP_KERNEL (avx512, avx2 or baseline), read at every call, asks for
another.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from groundup.engines import checks
from groundup.engines.checks import ACTIVATIONS, COSTS, expect
from groundup.engines.options import OPTIMISERS, Array, State, new_state

_native: Any
try:
    from groundup.engines import _native  # pyright: ignore[reportAttributeAccessIssue]
except ImportError:  # built without a C compiler
    _native = None

GRADIENT = len(OPTIMISERS)  # the kernel's number for adding dw to the state, and no step
CHUNK = 96  # samples computed at once where nothing is learned


class KernelMissingError(ImportError):
    """The C extension is not there."""


def available() -> bool:
    """Whether the C extension was built."""
    return _native is not None


def require() -> None:
    """Raises KernelMissingError, which says how to build it, where the C extension is not there."""
    if _native is None:
        raise KernelMissingError(
            "the kernel was not built, because there was no working C compiler when groundup was "
            "installed; install one (gcc, clang or MSVC) and groundup again "
            "(pip install --force-reinstall .), or use engine 'numpy'"
        )


def variants() -> list[str]:
    """The variants that this processor runs, best first."""
    return _extension().variants()


def run(
    w: Sequence[Array],
    b: Sequence[Array],
    *,
    activations: Sequence[str],
    cost: str,
    x: Array,
    y: Array,
    order: Array | None = None,
    batch_size: int,
    eta: float,
    l2: float = 0.0,
    optimiser: str = "sgd",
    momentum: float = 0.9,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
    state: State | None = None,
    dropout: Sequence[float] | None = None,
    dropout_streams: Sequence[int] | None = None,
    sample_weights: Array | None = None,
    threads: int = 1,
    progress: Callable[[int], object] | None = None,
) -> float:
    """Learns from samples in `order`, once each, a step for every `batch_size` of them.

    w, b: w[l] (n_out, n_in) and b[l] (n_out,), all float32 or all float64, C order; changed in
        place, also when the call is interrupted: by whole steps.
    activations: for each layer sigmoid, tanh, relu or linear; softmax in the last.
    cost: quadratic, or cross-entropy (which wants sigmoid or softmax in the last layer).
    x: (n, n_0), uint8 pixels that count as x/255, or numbers of w's dtype.
    y: (n,) integer labels, or (n, n_L) targets of w's dtype.
    order: integer rows of x, 0 to n-1; all of them as they come where it is None.
    batch_size: samples a step; what is left at the end is a smaller batch.
    eta, l2: learning rate, and weight decay (l2/2 times the sum of w squared is added to the
        cost that is minimised).
    optimiser: sgd, momentum (v = momentum·v - eta·g; w += v), nesterov (w += momentum·v - eta·g
        after v changed) or adam (with beta1, beta2 and epsilon).
    state: from `new_state`, changed in place; needed by all but sgd.
    dropout: a probability for each layer's outputs, 0 or more, less than 1, the last 0.
    dropout_streams: for each layer an integer 0 to 2^64-1; see `dropout_mask`.
    sample_weights: (n,), finite and not negative; means become weighted means.
    threads: at most so many, where the network is large enough; they change no bit.
    progress: called about every 50 ms with the number of samples done.

    Returns the mean over samples of each one's cost, without L2, just before its batch's step.
    Raises ValueError where something does not fit, and MemoryError, with nothing changed; and
    KeyboardInterrupt for Ctrl-C, between two steps.
    """
    checks.check_problem(w, b, activations, cost, x, y, order, sample_weights)
    checks.check_state(state, optimiser, w, b)
    checks.check_dropout(dropout, dropout_streams, len(w))
    checks.check_counts(batch_size=batch_size, threads=threads)
    checks.check_rates(eta=eta, l2=l2, momentum=momentum, epsilon=epsilon)
    checks.check_shares(beta1=beta1, beta2=beta2)
    kind, state = OPTIMISERS.index(optimiser), state or new_state(optimiser, w, b)
    rows = None if order is None else np.ascontiguousarray(order, np.int64)
    rates = (eta, l2, momentum, beta1, beta2, epsilon)
    drops = (None, None)
    if dropout is not None and dropout_streams is not None and any(dropout):
        drops = [float(p) for p in dropout], [int(stream) for stream in dropout_streams]
    network, data = _network(w, b, activations), _data(x, y, sample_weights, w[0].dtype)
    how = (rows, batch_size, rates, *drops, threads, progress)
    total, weight = _extension().train(*network, *_learning(cost, kind, state), *data, *how)
    return total / weight if weight else float("nan")


def feedforward(
    w: Sequence[Array],
    b: Sequence[Array],
    *,
    activations: Sequence[str],
    x: Array,
    out: Array | None = None,
    threads: int = 1,
) -> Array:
    """Outputs (n, n_L), in w's dtype, for x (n, n_0) as in `run`; into `out` if given."""
    checks.check_network(w, b, activations)
    checks.check_inputs(x, w)
    checks.check_counts(threads=threads)
    shape = (len(x), len(b[-1]))
    out = np.empty(shape, w[0].dtype) if out is None else out
    expect(out.shape == shape, "out", f"shape {shape}", out)
    _extension().feedforward(*_network(w, b, activations), np.ascontiguousarray(x), out, threads)
    return out


def gradients(
    w: Sequence[Array],
    b: Sequence[Array],
    *,
    activations: Sequence[str],
    cost: str,
    x: Array,
    y: Array,
    sample_weights: Array | None = None,
    threads: int = 1,
) -> tuple[list[Array], list[Array]]:
    """`(dw, db)`, shaped like w and b: the mean (weighted, where there are weights) over x, y."""
    checks.check_problem(w, b, activations, cost, x, y, None, sample_weights)
    checks.check_counts(threads=threads)
    sums = new_state("momentum", w, b)
    network, data = _network(w, b, activations), _data(x, y, sample_weights, w[0].dtype)
    how = (None, CHUNK, (0.0,) * 6, None, None, threads, None)
    _extension().train(*network, *_learning(cost, GRADIENT, sums), *data, *how)
    return sums.w[0], sums.b[0]


def mean_cost(
    w: Sequence[Array],
    b: Sequence[Array],
    *,
    activations: Sequence[str],
    cost: str,
    x: Array,
    y: Array,
    threads: int = 1,
) -> float:
    """The mean cost of samples x with targets y: a pass of `run` whose steps have no length, on
    copies."""
    w, b = [wl.copy() for wl in w], [bl.copy() for bl in b]
    return run(
        w, b, activations=activations, cost=cost, x=x, y=y, batch_size=CHUNK, eta=0.0,
        threads=threads,
    )  # fmt: skip


class Predictor:
    """A network packed for one sample at a time: a copy of w and b as they are now.

    Calling it with a row x (n_0,), uint8 or of w's dtype, gives the outputs (n_L,); `label(x)`
    gives the index of the largest, and is quicker still.
    """

    def __init__(
        self, w: Sequence[Array], b: Sequence[Array], *, activations: Sequence[str]
    ) -> None:
        checks.check_network(w, b, activations)
        packed = _extension().Predictor(*_network(w, b, activations))
        self._blank = np.zeros_like(b[-1])
        self._fill: Callable[[Array, Array], Array] = packed.feedforward
        self.label: Callable[[Array], int] = packed.label

    def __call__(self, x: Array) -> Array:
        return self._fill(x, self._blank.copy())


def _extension() -> Any:
    require()
    return _native


# What is checked, in the order, layout and types in which module.c takes it.


def _network(w: Sequence[Array], b: Sequence[Array], activations: Sequence[str]) -> tuple[Any, ...]:
    """The variant asked for, "" for the best; sizes; numbers of the activations; w and b."""
    for name, arrays in (("w", w), ("b", b)):
        for l, array in enumerate(arrays):
            laid_out = array.flags.c_contiguous and array.dtype.isnative
            expect(laid_out, f"{name}[{l}]", "an array in C order (ascontiguousarray)", array)
    asked = os.environ.get("GROUNDUP_KERNEL", "")
    if asked and asked not in variants():
        raise ValueError(
            f"GROUNDUP_KERNEL: expected one of {', '.join(variants())}, which are what this "
            f"processor runs, got {asked!r}; unset it to take the best"
        )
    sizes = [w[0].shape[1], *(len(bl) for bl in b)]
    return asked, sizes, [ACTIVATIONS.index(name) for name in activations], list(w), list(b)


def _learning(cost: str, kind: int, state: State) -> tuple[Any, ...]:
    return COSTS.index(cost), kind, state.w, state.b, state.steps


def _data(x: Array, y: Array, sample_weights: Array | None, dtype: Any) -> tuple[Any, ...]:
    targets = np.ascontiguousarray(y, np.int64 if y.ndim == 1 else dtype)
    weights = None if sample_weights is None else np.ascontiguousarray(sample_weights, dtype)
    return np.ascontiguousarray(x), targets, weights
