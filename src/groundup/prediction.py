"""Prediction: a trained network, packed for being asked about one sample after another."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from groundup import engines
from groundup.data.pixels import could_be_pixels
from groundup.data.samples import as_inputs, check_finite
from groundup.engines.engine import Task
from groundup.errors import UserError
from groundup.network import Network


class Predictor:
    """Gives the answers of `network.feedforward` for one sample at a time, several times as fast.

        predict = groundup.Predictor(network)
        outputs = predict(x)

    network: is copied and packed as it is now; later changes to its `w` and `b` have no effect.

    The kernel answers, or, where there was no C compiler, NumPy; in the network's dtype.
    """

    def __init__(self, network: Network) -> None:
        self.dtype = network.dtype
        self._network = network = network.copy()
        self._direct = network.schema is None or (
            network.schema.plain and not network.regression
        )  # nothing to restore, and nothing to prepare but floats that may be pixels to 255
        self._of_pixels = network.schema is not None or could_be_pixels(network.sizes[0])
        self._engine = engines.load(engines.fastest())
        self._packed = self._engine.one_by_one(network.w, network.b, network.activations)

    def __reduce__(self) -> tuple[type[Predictor], tuple[Network]]:
        """A copy is packed anew, in whatever process it arrives."""
        return Predictor, (self._network,)

    def __call__(self, x: ArrayLike) -> np.ndarray:
        """The outputs (n_L,) for one sample x (n_0,), or (n, n_L) for rows (n, n_0). 8-bit pixels
        are scaled to 0–1; floats are taken as they are, soonest where they have the network's
        dtype; or both as the network's schema says. Raises UserError for an x of another size,
        and for what is no finite number."""
        if isinstance(x, np.ndarray) and x.ndim == 1 and self._direct:
            try:
                return self._packed(self._pixels(x))
            except ValueError:  # other numbers, or not side by side; or what is refused
                return self._packed(self._numbers(x))
        return self._network.restored(self._rows(self._numbers(x)))

    def label(self, x: ArrayLike) -> int:
        """The label of one sample x (n_0,): the largest output. This is faster still. Raises
        UserError where x is of another size, or not finite."""
        if isinstance(x, np.ndarray) and x.ndim == 1 and self._direct:
            try:
                return self._packed.label(self._pixels(x))
            except ValueError:
                return self._packed.label(self._numbers(x))
        x = self._numbers(x)
        if x.ndim != 1:
            raise UserError(
                f"x: expected one sample, ({self._network.sizes[0]},), got {x.dtype} of shape "
                f"{x.shape}; for many samples, use predict(x).argmax(axis=1)"
            )
        return self._packed.label(x)

    def _pixels(self, x: np.ndarray) -> np.ndarray:
        """What a network of pixels takes: 8-bit ones, and fractions, as they are."""
        if x.dtype == np.uint8 or not self._of_pixels:
            return x
        return x if x.size and x[x.argmax()] <= 1 else self._numbers(x)

    def _numbers(self, x: ArrayLike) -> np.ndarray:
        """Prepared x as bytes or as numbers of the network's dtype, side by side."""
        network = self._network
        x = as_inputs(x, network.sizes[0], schema=network.schema, sees=network.sees)
        x = x if self._direct else network.prepared(x)
        check_finite(np.atleast_2d(x), self.dtype, "x")
        return np.ascontiguousarray(x, x.dtype if x.dtype == np.uint8 else self.dtype)

    def _rows(self, x: np.ndarray) -> np.ndarray:
        """As `__call__`, by the engine."""
        network, rows = self._network, x[np.newaxis] if x.ndim == 1 else x
        outputs = self._engine.feedforward(Task(network.w, network.b, network.activations, rows))
        return outputs[0] if x.ndim == 1 else outputs
