"""Refuses, before anything is touched, what an engine could not run.

Every function raises ValueError, which names the argument, what was expected and what came. A
`Task` calls them when it is made; together they see all that it holds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from numbers import Integral, Real
from typing import Any

import numpy as np

from groundup import shapes
from groundup.engines.sparse import Sparse
from groundup.engines.state import ARRAYS_OF_STATE, OPTIMISERS, Array, State

HIDDEN = ("sigmoid", "tanh", "relu", "linear")
ACTIVATIONS = (*HIDDEN, "softmax", "exponential")  # the last two for outputs only
FITTING = {
    "quadratic": HIDDEN,
    "cross-entropy": ("sigmoid", "softmax"),
    "poisson": ("exponential",),
}
"""The activations that outputs may have with each cost."""
COSTS = tuple(FITTING)
MOST_STEPS = 2**62  # so that no number of samples makes the count overflow


def check_network(
    w: Sequence[Array], b: Sequence[Array], activations: Sequence[str], cost: str | None = None
) -> None:
    """w[l] (n_out, n_in), in the first layers (n_out, c, k, k), and b[l] (n_out,), all float32 or
    all float64 in C order, with an activation each; the last one suits `cost`."""
    layers = len(w)
    expect(layers >= 1, "w", "one array for each layer, at least one", w)
    expect(len(b) == layers, "b", f"{layers} arrays, one for each of w", len(b))
    expect(
        len(activations) == layers,
        "activations",
        f"{layers} names, one for each layer",
        activations,
    )
    for l, (wl, bl) in enumerate(zip(w, b, strict=True)):
        expect_array(wl, f"w[{l}]")
        expect_array(bl, f"b[{l}]")
    dtype = w[0].dtype
    expect(dtype in (np.float32, np.float64), "w[0]", "float32 or float64", w[0])
    shapes.sizes([wl.shape for wl in w])
    for l, (wl, bl) in enumerate(zip(w, b, strict=True)):
        expect(bl.shape == (len(wl),), f"b[{l}]", f"shape ({len(wl)},), as w[{l}] has rows", bl)
        for name, array in ((f"w[{l}]", wl), (f"b[{l}]", bl)):
            expect(array.dtype == dtype, name, f"{dtype} like w[0]", array)
            laid_out = array.flags.c_contiguous and array.dtype.isnative
            expect(laid_out, name, "an array in C order (ascontiguousarray)", array)
        known = ACTIVATIONS if l == layers - 1 else HIDDEN
        expect_one_of(known, activations[l], f"activations[{l}]")
    if cost is not None:
        expect_one_of(COSTS, cost, "cost")
        name = f"activations[{layers - 1}] with cost {cost}"
        expect_one_of(FITTING[cost], activations[-1], name)


def check_writable(w: Sequence[Array], b: Sequence[Array]) -> None:
    for name, arrays in (("w", w), ("b", b)):
        for l, array in enumerate(arrays):
            expect(array.flags.writeable, f"{name}[{l}]", "an array that is writable", "read-only")


def check_inputs(x: Array | Sparse, w: Sequence[Array]) -> None:
    """(n, n_0), pixels of 8 bits or numbers of w's type."""
    n_0, dtype = shapes.sizes([wl.shape for wl in w])[0], w[0].dtype
    if isinstance(x, Sparse):
        expect(w[0].ndim == 2, "x", "rows (n, n_0), which a convolution sees whole", x)
        check_sparse(x, n_0, dtype)
        return
    expect_array(x, "x")
    expect(x.ndim == 2 and x.shape[1] == n_0, "x", f"shape (n, {n_0})", x)
    expect(x.dtype in (np.uint8, dtype), "x", f"uint8 or {dtype}, like w", x)


def check_sparse(x: Sparse, n_0: int, dtype: np.dtype) -> None:
    expect(x.inputs == n_0, "x.inputs", f"{n_0}, as w[0] has them", x.inputs)
    for name, wanted in (("numbers", dtype), ("columns", np.int32), ("starts", np.int64)):
        array = getattr(x, name)
        laid_out = array.ndim == 1 and array.dtype == wanted and array.flags.c_contiguous
        expect(laid_out, f"x.{name}", f"a row of {np.dtype(wanted)} in C order", array)
    numbers, starts = len(x.numbers), x.starts
    expect(len(x.columns) == numbers, "x.columns", f"{numbers}, one for each number", x.columns)
    whole = len(starts) > 0 and starts[0] == 0 and starts[-1] == numbers
    expect(whole, "x.starts", f"0 first and {numbers} last", starts)
    expect((np.diff(starts) >= 0).all(), "x.starts", "ascending numbers", starts)
    expect_within(x.columns, n_0, "x.columns")
    follows = np.ones(numbers, bool)
    follows[1:] = x.columns[1:] > x.columns[:-1]
    follows[starts[:-1][starts[:-1] < numbers]] = True
    expect(follows.all(), "x.columns", "each once, ascending, in a row", x.columns)


def check_targets(y: Array, samples: int, w: Sequence[Array]) -> None:
    """Labels (samples,), or targets (samples, n_L) of w's type."""
    outputs, dtype = w[-1].shape[0], w[0].dtype
    expect_array(y, "y")
    if y.ndim == 1:
        whole = np.issubdtype(y.dtype, np.integer)
        expect(whole, "y", "integer labels, or a row for each sample", y)
        expect(len(y) == samples, "y", f"{samples} labels, one for each row of x", y)
        expect_within(y, outputs, "y")
    else:
        expect(y.shape == (samples, outputs), "y", f"shape ({samples}, {outputs})", y)
        expect(y.dtype == dtype, "y", f"{dtype}, like w", y)


def check_order(order: Array | None, samples: int) -> None:
    """Rows of x, in any order and number."""
    if order is not None:
        expect_array(order, "order")
        whole = np.issubdtype(order.dtype, np.integer)
        expect(order.ndim == 1 and whole, "order", "a row of integers", order)
        expect_within(order, samples, "order")


def check_sample_weights(weights: Array | None, samples: int) -> None:
    """(samples,) finite numbers, 0 or more."""
    if weights is not None:
        expect_array(weights, "sample_weights")
        expect(weights.shape == (samples,), "sample_weights", f"shape ({samples},)", weights)
        good = np.isfinite(weights).all() and (weights >= 0).all()
        expect(good, "sample_weights", "finite numbers, 0 or more", weights)


def check_state(
    state: State | None, optimiser: str, w: Sequence[Array], b: Sequence[Array]
) -> None:
    """What `new_state` makes for this optimiser and network; sgd may do without."""
    expect_one_of(OPTIMISERS, optimiser, "optimiser")
    if state is None and optimiser == "sgd":
        return
    made = isinstance(state, State)
    expect(made, "state", f"a State for {optimiser} (see new_state)", state)
    assert state is not None
    needed = ARRAYS_OF_STATE[optimiser]
    steps = int(state.steps[0])
    expect(0 <= steps < MOST_STEPS, "state.steps", f"0 to {MOST_STEPS - 1}", steps)
    for name, memory, like in (("w", state.w, w), ("b", state.b, b)):
        wanted = f"{needed} lists of arrays for {optimiser} (see new_state)"
        expect(len(memory) == needed, f"state.{name}", wanted, len(memory))
        for s, arrays in enumerate(memory):
            expect(len(arrays) == len(like), f"state.{name}[{s}]", f"{len(like)} arrays", arrays)
            for l, (array, p) in enumerate(zip(arrays, like, strict=True)):
                fits = array.shape == p.shape and array.dtype == p.dtype
                wanted = f"{p.dtype} of shape {p.shape}, like {name}[{l}]"
                expect(fits, f"state.{name}[{s}][{l}]", wanted, array)


def check_dropout(
    dropout: Sequence[float] | None, streams: Sequence[int] | None, layers: int
) -> None:
    """A probability a layer, 0 for the last, and, where any is above 0, a stream a layer."""
    if dropout is None or not any(dropout):
        return
    expect(
        len(dropout) == layers, "dropout", f"{layers} probabilities, one for each layer", dropout
    )
    for l, p in enumerate(dropout):
        expect(0 <= p < 1, f"dropout[{l}]", "0 or more and less than 1", p)
    expect(dropout[-1] == 0, f"dropout[{layers - 1}]", "0: outputs are not dropped", dropout[-1])
    given = streams is not None and len(streams) == layers
    expect(given, "dropout_streams", f"{layers} integers", streams)
    for l, stream in enumerate(streams or ()):
        within = is_whole(stream) and 0 <= stream < 2**64
        expect(within, f"dropout_streams[{l}]", "an integer, 0 to 2^64-1", stream)


def check_counts(**counts: int) -> None:
    for name, count in counts.items():
        expect(is_whole(count) and count >= 1, name, "a whole number, 1 or more", count)


def check_rates(**rates: float) -> None:
    for name, rate in rates.items():
        good = isinstance(rate, Real) and math.isfinite(rate) and rate >= 0
        expect(good, name, "a finite number, 0 or more", rate)


def check_shares(**shares: float) -> None:
    for name, share in shares.items():
        good = isinstance(share, Real) and 0 <= share < 1
        expect(good, name, "0 or more and less than 1", share)


def check_progress(progress: Any) -> None:
    expect(progress is None or callable(progress), "progress", "a function", progress)


def is_whole(number: Any) -> bool:
    return isinstance(number, Integral) and not isinstance(number, bool)


def expect_array(array: Any, name: str) -> None:
    expect(isinstance(array, np.ndarray), name, "a NumPy array", array)


def expect(holds: Any, name: str, expected: str, got: Any) -> None:
    if not holds:
        is_array = isinstance(got, np.ndarray)
        shown = f"{got.dtype} of shape {got.shape}" if is_array else repr(got)
        raise ValueError(f"{name}: expected {expected}, got {shown}")


def expect_one_of(choices: Sequence[str], got: str, name: str) -> None:
    expect(got in choices, name, f"one of {', '.join(choices)}", got)


def expect_within(numbers: Array, limit: int, name: str) -> None:
    if len(numbers) and not 0 <= numbers.min() <= numbers.max() < limit:
        first = int(np.flatnonzero((numbers < 0) | (numbers >= limit))[0])
        expect(False, f"{name}[{first}]", f"0 to {limit - 1}", int(numbers[first]))
