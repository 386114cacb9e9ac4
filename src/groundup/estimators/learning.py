"""What an estimator learns from, and the network that learns, as engines have both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from groundup import engines
from groundup.engines.engine import Engine, Task
from groundup.estimators.rows import Rows

Array = np.ndarray


class Piece(NamedTuple):
    """Some samples as a task's fields, how much they weigh, and how many came before."""

    fields: dict[str, Any]
    weight: float
    before: int


@dataclass
class Examples:
    """n samples: inputs, targets y, labels (n,) or numbers (n, n_L), and weights (n,) or None."""

    rows: Rows
    y: Array
    weights: Array | None

    def __len__(self) -> int:
        return len(self.y)

    def pieces(self, order: Array | None, batch_size: int) -> Iterator[Piece]:
        """The samples of an order, or all as they come, in pieces of whole batches."""
        for x, within, place in self.rows.parts(order, batch_size):
            chosen = place if order is None else order[place]
            weights = None if self.weights is None else self.weights[chosen]
            weight = place.stop - place.start if weights is None else weights.sum()
            y = self.y if self.rows.ready else self.y[chosen]
            weights = self.weights if self.rows.ready else weights
            fields = {"x": x, "order": within, "y": y, "sample_weights": weights}
            yield Piece(fields, float(weight), place.start)


class Layers:
    """A network as engines have it, in memory that scikit-learn's coefs_ (n_in, n_out) and
    intercepts_ (n_out,) share."""

    def __init__(
        self,
        coefs: list[Array],
        intercepts: list[Array],
        activations: list[str],
        cost: str,
        *,
        dtype: Any,
        threads: int,
        copy: bool = True,
    ) -> None:
        """With `copy` it learns without changing the given arrays."""
        take = np.array if copy else np.asarray
        self.w = [np.ascontiguousarray(take(coef, dtype).T) for coef in coefs]
        self.b = [np.ascontiguousarray(take(intercept, dtype)) for intercept in intercepts]
        self.activations, self.cost, self.threads = activations, cost, threads
        self.dtype = np.dtype(dtype)
        self.engine: Engine = engines.load(engines.fastest())

    @property
    def coefs(self) -> list[Array]:
        """Each of w turned, not copied."""
        return [wl.T for wl in self.w]

    def task(self, **fields: Any) -> Task:
        return Task(self.w, self.b, self.activations, threads=self.threads, **fields)

    def squares(self) -> float:
        """The sum of the squares of all weights."""
        return float(sum(np.vdot(wl, wl) for wl in self.w))

    def copies(self) -> tuple[list[Array], list[Array]]:
        return [wl.copy() for wl in self.w], [bl.copy() for bl in self.b]

    def put_back(self, w: list[Array], b: list[Array]) -> None:
        """Takes copies of all parameters as its own."""
        for array, kept in zip([*self.w, *self.b], [*w, *b], strict=True):
            array[...] = kept


class Answers:
    """The outputs of a network that learns, for the same rows again and again."""

    def __init__(self, layers: Layers, rows: Rows, order: Array | None = None) -> None:
        self.layers, self.rows, self.order = layers, rows, order
        self.task: Task | None = None  # where all rows are one piece: made once

    def __call__(self) -> Array:
        """(n, n_L) for these rows, with the weights that the network has now."""
        layers = self.layers
        count = len(self.rows) if self.order is None else len(self.order)
        out = np.empty((count, len(layers.b[-1])), layers.dtype)
        if self.task is not None:
            return layers.engine.feedforward(self.task, out)
        for x, within, place in self.rows.parts(self.order, 1):
            task = layers.task(x=x, order=within)
            layers.engine.feedforward(task, out[place])
            self.task = task if self.rows.ready else None
        return out
