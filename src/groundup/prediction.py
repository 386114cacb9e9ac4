"""Prediction: a trained network, packed for being asked about one sample after another."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from groundup import engines
from groundup.engines import checks, kernel
from groundup.network import Network


class Predictor:
    """Answers as `network.feedforward` does, for one sample at a time several times as fast.

        predict = groundup.Predictor(network)
        outputs = predict(x)

    network: copied and packed as it is now; later changes of its `w` and `b` are not seen.

    The kernel answers, or, where there was no C compiler, NumPy; in the network's dtype.
    """

    def __init__(self, network: Network) -> None:
        self.dtype = network.dtype
        self._w = [np.array(wl, self.dtype, order="C") for wl in network.w]
        self._b = [np.array(bl, self.dtype, order="C") for bl in network.b]
        self._activations = list(network.activations)
        self._engine = engines.load(engines.fastest())
        self._packed: kernel.Predictor | None = None
        if kernel.available():
            self._packed = kernel.Predictor(self._w, self._b, activations=self._activations)

    def __call__(self, x: ArrayLike) -> np.ndarray:
        """The outputs (n_L,) for one sample x (n_0,), or (n, n_L) for rows (n, n_0). 8-bit pixels
        are scaled to 0–1; floats are taken as they are, soonest where they have the network's
        dtype. Raises ValueError where x is of another size."""
        if self._packed and isinstance(x, np.ndarray) and x.ndim == 1:
            try:
                return self._packed(x)
            except ValueError:  # other numbers, or not side by side; or too few of them
                return self._packed(self._numbers(x))
        return self._rows(self._numbers(x))

    def label(self, x: ArrayLike) -> int:
        """The label, the output that is largest, of one sample x (n_0,); sooner still. Raises
        ValueError where x is of another size."""
        x = self._numbers(x)
        if x.ndim != 1:
            raise ValueError(
                f"x: expected one sample, ({self._w[0].shape[1]},), got {x.dtype} of shape "
                f"{x.shape}; the labels of many are predict(x).argmax(axis=1)"
            )
        return self._packed.label(x) if self._packed else int(self._rows(x).argmax())

    def _numbers(self, x: ArrayLike) -> np.ndarray:
        """x as bytes or as numbers of the network's dtype, side by side."""
        x = np.asarray(x)
        return np.ascontiguousarray(x, x.dtype if x.dtype == np.uint8 else self.dtype)

    def _rows(self, x: np.ndarray) -> np.ndarray:
        """As `__call__`, by the engine; checked, since NumPy's does not."""
        rows = x[np.newaxis] if x.ndim == 1 else x
        checks.check_inputs(rows, self._w)
        outputs = self._engine.feedforward(self._w, self._b, activations=self._activations, x=rows)
        return outputs[0] if x.ndim == 1 else outputs
