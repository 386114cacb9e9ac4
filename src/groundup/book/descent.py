"""The quick way through an epoch, for networks on which nothing was changed.

`network` and `network2` come here where their own methods and functions are those that they were
written with, since an engine then takes the same steps. A method that somebody has overridden, on
a class, on an object or in the module, is called instead, sample by sample.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from groundup import engines
from groundup.book import columns
from groundup.engines.engine import Task
from groundup.errors import UserError


class Plain:
    """Remembers what a module's class and functions were, to see whether somebody changed them.

    methods: of the class; functions: of the module, by their names.
    """

    def __init__(self, module: Mapping[str, Any], name: str, methods: str, functions: str) -> None:
        self.module, self.name = module, name
        self.methods = {method: getattr(module[name], method) for method in methods.split()}
        self.functions = {function: module[function] for function in functions.split()}

    def still(self, network: Any, *methods: str) -> bool:
        """Whether these methods of the network, or all, do what they did."""
        for method in methods or self.methods:
            mine = getattr(type(network), method) is self.methods[method]
            if not mine or method in vars(network):
                return False
        return all(self.module[name] is function for name, function in self.functions.items())


def learn_epoch(
    network: Any,
    data: Rows,
    pairs: Sequence[columns.Pair],
    mini_batch_size: int,
    eta: float,
    cost: str = "quadratic",
    l2: float = 0.0,
) -> None:
    """A step for each mini-batch of the pairs, in their order. `l2` is the book's λ/n."""
    engine = engines.load(engines.fastest())
    w = [np.array(wl, float, order="C") for wl in network.weights]
    b = [np.array(bl, float).reshape(-1) for bl in network.biases]
    order = data.order(pairs)
    piece = max(1, columns.PIECE // mini_batch_size) * mini_batch_size
    for start in range(0, len(order), piece):
        rows = order[start : start + piece]
        engine.run(
            Task(
                w,
                b,
                ["sigmoid"] * len(w),
                x=data.x[rows].astype(float),
                cost=cost,
                y=data.y[rows],
                batch_size=min(mini_batch_size, len(rows)),
                eta=eta,
                l2=l2,
            )
        )
    network.weights, network.biases = w, [bl.reshape(-1, 1) for bl in b]


class Rows:
    """Training data as matrices, with the row of each pair, in whatever order they come."""

    def __init__(self, pairs: Sequence[columns.Pair], outputs: int) -> None:
        if np.ndim(pairs[0][1]) == 0:
            raise UserError(
                "training_data: expected y as columns (n, 1), got labels; "
                "mnist_loader.vectorized_result makes a column of one"
            )
        self.x = columns.inputs(pairs)
        self.y = columns.targets(pairs, outputs)
        self._row = {id(pair): row for row, pair in enumerate(pairs)}

    def order(self, pairs: Sequence[columns.Pair]) -> np.ndarray:
        return np.array([self._row[id(pair)] for pair in pairs])


def outputs(network: Any, pairs: Sequence[columns.Pair]) -> np.ndarray:
    """(m, n_L): what the network says to each pair's x."""
    w = [np.array(wl, float, order="C") for wl in network.weights]
    b = [np.array(bl, float).reshape(-1) for bl in network.biases]
    x = columns.inputs(pairs).astype(float)
    engine = engines.load(engines.fastest())
    return engine.feedforward(Task(w, b, ["sigmoid"] * len(w), x=x))
