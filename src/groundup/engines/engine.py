"""The boundary: one call of an engine is a `Task`, and an `Engine` runs it.

    task = Task(w, b, activations=..., cost=..., x=..., y=..., batch_size=10, eta=3.0)
    cost = engines.load(engines.fastest()).run(task)

The trainer knows nothing else of engines, and they nothing of it. The C kernel has a `Task` too,
with the same fields by the same names (_kernel/kernel.h), and so has JavaScript (_wasm/task.js).
A new option of an optimiser is a field here, a line in each engine, and an option of whoever offers
it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from groundup import shapes
from groundup.engines import checks
from groundup.engines.sparse import Sparse
from groundup.engines.state import Array, State, dropout_mask


@dataclass(frozen=True, eq=False)
class Task:
    """One call of an engine, checked when it is made.

    w, b: w[l] (n_out, n_in) and b[l] (n_out,), all float32 or all float64, C order; `run` changes
        them in place, also when it is interrupted: by whole steps. The first layers may be
        convolutions, each with a 2×2 max-pool before its activation: w[l] (n_out, c, k, k). What
        these see and put out are square pictures, in rows, columns, channels (`groundup.shapes`).
    activations: for each layer sigmoid, tanh, relu or linear; softmax or exponential in the last.
    x: (n, n_0), uint8 pixels that count as x/255, or numbers of w's dtype; or `Sparse` ones.
    cost: quadratic; cross-entropy (which wants sigmoid or softmax in the last layer); or poisson,
        half the deviance, Σ y·ln(y/a) - y + a, of counts y that are not negative (which wants
        exponential there).
    y: (n,) integer labels, or (n, n_L) targets of w's dtype. Only `feedforward` does without
        y and cost.
    order: integer rows of x, 0 to n-1; all of them as they come where it is None.
    sample_weights: (n,), finite and not negative; means become weighted means.
    batch_size: samples a step; what is left at the end is a smaller batch.
    eta, l2: learning rate, and weight decay (l2/2 times the sum of w squared is added to the
        cost that is minimised).
    l2_shared: whether l2 is that of a sum over samples, of which each has its share: it is divided
        by the samples of each step, or by their weight (scikit-learn's alpha).
    optimiser: sgd, momentum (v = momentum·v - eta·g; w += v), nesterov (w += momentum·v - eta·g
        after v changed) or adam (with beta1, beta2 and epsilon).
    epsilon_hat: whether epsilon is the paper's ε̂, added to √v before v is corrected for having
        started at 0 (scikit-learn's), and not to the root of the corrected one.
    state: from `new_state`, changed in place; needed by all but sgd.
    dropout: a probability for each layer's outputs, 0 or more, less than 1, the last 0.
    dropout_streams: for each layer an integer 0 to 2^64-1; see `dropout_mask`.
    dropout_as_is: whether what stays counts as it is (the book's chapter 6: whoever uses the
        network then multiplies the weights above by 1-p), and not 1/(1-p) times.
    threads: at most so many, where the network is large enough; they change no bit.
    progress: called about every 50 ms with the number of samples done; it may stop the run by
        an exception.

    Arrays are borrowed: who changes one while a task runs gets numbers without meaning.
    Raises ValueError where something does not fit.
    """

    w: Sequence[Array]
    b: Sequence[Array]
    activations: Sequence[str]
    x: Array | Sparse
    cost: str | None = None
    y: Array | None = None
    order: Array | None = None
    sample_weights: Array | None = None
    batch_size: int = 10
    eta: float = 3.0
    l2: float = 0.0
    l2_shared: bool = False
    optimiser: str = "sgd"
    momentum: float = 0.9
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    epsilon_hat: bool = False
    state: State | None = None
    dropout: Sequence[float] | None = None
    dropout_streams: Sequence[int] | None = None
    dropout_as_is: bool = False
    threads: int = 1
    progress: Callable[[int], object] | None = None

    def __post_init__(self) -> None:
        checks.check_network(self.w, self.b, self.activations, self.cost)
        checks.check_inputs(self.x, self.w)
        if self.y is not None:
            checks.check_targets(self.y, len(self.x), self.w)
        checks.check_order(self.order, len(self.x))
        checks.check_sample_weights(self.sample_weights, len(self.x))
        checks.check_state(self.state, self.optimiser, self.w, self.b)
        checks.check_dropout(self.dropout, self.dropout_streams, len(self.w))
        checks.check_counts(batch_size=self.batch_size, threads=self.threads)
        checks.check_rates(eta=self.eta, l2=self.l2, epsilon=self.epsilon)
        checks.check_progress(self.progress)
        checks.check_shares(momentum=self.momentum, beta1=self.beta1, beta2=self.beta2)
        if not isinstance(self.x, Sparse):
            self._lay_out("x", self.x, self.x.dtype)
        whole = self.y is not None and self.y.ndim == 1
        self._lay_out("y", self.y, np.dtype(np.int64) if whole else self.dtype)
        self._lay_out("order", self.order, np.dtype(np.int64))
        self._lay_out("sample_weights", self.sample_weights, self.dtype)

    def _lay_out(self, name: str, array: Array | None, dtype: np.dtype) -> None:
        """As every engine wants it: numbers side by side, of one type."""
        if array is not None:
            object.__setattr__(self, name, np.ascontiguousarray(array, dtype))

    def dropout_factors(self, positions: Array) -> list[Array | None] | None:
        """What each layer's outputs (samples, units) are multiplied by, None where nothing is
        dropped. Positions count the call's samples in their order."""
        if self.dropout is None or self.dropout_streams is None:
            return None
        layers = zip(self.dropout, self.dropout_streams, self.sizes[1:], strict=True)
        return [
            dropout_mask(p, stream, positions, units)
            * self.dtype.type(1.0 if self.dropout_as_is else 1.0 / (1.0 - p))
            if p
            else None
            for p, stream, units in layers
        ]

    def again(
        self, order: Array | None, eta: float, dropout_streams: Sequence[int] | None = None
    ) -> Task:
        """The same, with another order, rate and streams, which alone are checked: where an epoch
        takes some hundred microseconds, checking all of it again would be a third of that. (That
        an order stays within x, an engine asks again.)"""
        checks.check_rates(eta=eta)
        checks.check_dropout(self.dropout, dropout_streams, len(self.w))
        made = object.__new__(Task)
        made.__dict__.update(self.__dict__, eta=eta, dropout_streams=dropout_streams, order=order)
        if order is not None:
            checks.expect(order.ndim == 1 and order.dtype.kind in "iu", "order", "integers", order)
            made._lay_out("order", order, np.dtype(np.int64))
        return made

    @property
    def sizes(self) -> list[int]:
        """Numbers that each layer puts out, inputs first."""
        return shapes.sizes([wl.shape for wl in self.w])

    @property
    def samples_at_once(self) -> int:
        """How many samples an engine computes in one piece where it learns nothing and has no
        better measure."""
        return shapes.samples_at_once([wl.shape for wl in self.w])

    @property
    def dtype(self) -> np.dtype:
        """What is computed in: that of w and b."""
        return self.w[0].dtype

    @property
    def rows(self) -> Array:
        """The rows of x in the order of learning."""
        return np.arange(len(self.x)) if self.order is None else self.order

    def targets(self) -> tuple[str, Array]:
        """The cost and y. Raises ValueError where one is missing."""
        checks.expect(self.cost is not None, "cost", f"one of {', '.join(checks.COSTS)}", None)
        checks.expect(self.y is not None, "y", "labels or targets to learn from", None)
        assert self.cost is not None
        assert self.y is not None
        return self.cost, self.y


class Measured(NamedTuple):
    """What a network was found to be."""

    cost: float  # the mean over the samples, weighted where they have weights; NaN without any
    right: int  # samples whose largest output is that of the target; never one that is NaN


class OneByOne(Protocol):
    """A network packed for one sample at a time: a copy of w and b as they were."""

    def __call__(self, x: Array, /) -> Array:
        """The outputs (n_L,) for one row (n_0,), uint8 or of w's dtype."""
        ...

    def label(self, x: Array, /) -> int:
        """The index of the largest output."""
        ...


class Engine(Protocol):
    """What runs tasks. All engines give the same numbers, up to rounding; where exp would overflow
    or vanish, outputs with the activation exponential stop near the largest and smallest number in
    the kernel, and are inf and 0 in NumPy."""

    def run(self, task: Task) -> float:
        """Learns from the samples in the task's order, once each, a step for every `batch_size`
        of them. Changes w, b and state in place, by whole steps, also where it is interrupted.

        Returns the mean over samples of each one's cost, without L2, just before its batch's
        step. Raises ValueError without y or cost, MemoryError with nothing changed, and
        KeyboardInterrupt for Ctrl-C, between two steps.
        """
        ...

    def evaluate(self, task: Task) -> Measured:
        """The cost, without L2 and dropout, and how many samples are right. Nothing is learned.
        Raises ValueError without y or cost."""
        ...

    def feedforward(self, task: Task, out: Array | None = None) -> Array:
        """The outputs (samples, n_L), in w's dtype; into `out` if given."""
        ...

    def gradients(self, task: Task) -> tuple[list[Array], list[Array]]:
        """`(dw, db)`, shaped like w and b: the mean over samples (weighted, where there are
        weights) of the cost's gradient, without L2; 0 where nothing weighs anything. Raises
        ValueError without y or cost."""
        ...

    def cost_and_gradients(self, task: Task) -> tuple[float, list[Array], list[Array]]:
        """The same, and before them the mean cost of the samples, without L2; NaN where nothing
        weighs anything. Raises ValueError without y or cost."""
        ...

    def one_by_one(
        self, w: Sequence[Array], b: Sequence[Array], activations: Sequence[str]
    ) -> OneByOne:
        """The network, packed."""
        ...
