"""Networks of every kind, and what they are asked."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from groundup import Network, fit, load_data
from groundup.data import Data, Samples


class Case(NamedTuple):
    network: Network
    x: np.ndarray  # raw (n, n_0)


def features(count: int = 200) -> np.ndarray:
    return np.random.default_rng(0).normal([1000, -5, 0.001], [30, 0.1, 1e-4], (count, 3))


@cache
def case(name: str) -> Case:
    """A trained network: digits, features, regression or colours; -32 computes in float32."""
    kind, _, bits = name.partition("-")
    dtype = np.float32 if bits else np.float64
    x = features()
    if kind == "digits":
        data = load_data("mnist")
        network = Network([784, 20, 10], ["tanh", "sigmoid"], dtype=dtype)
        train = data.train._replace(x=data.train.x[:3000], y=data.train.y[:3000])
        fit(network, train, epochs=2, eta=1.0)
        return Case(network, data.test.x[:500])
    if kind == "features":
        words = np.array(["low", "mid*/dle", 'hö"ch\\st'])
        data = load_data((x, words[np.searchsorted([980, 1020], x[:, 0])]))
        network = Network(
            [3, 9, 8, 3], ["relu", "sigmoid", "softmax"], "cross-entropy", dtype=dtype
        )
    elif kind == "regression":
        data = load_data((x, np.c_[x[:, 0] * 3 + 7, x[:, 1]]))
        network = Network([3, 9, 2], ["relu", "linear"], dtype=dtype)
    else:
        x = np.random.default_rng(0).integers(0, 17, (200, 2, 3, 3), np.uint8)
        data = load_data((x, (x[:, 0, 0, 0] > 8).astype(int)))
        network = Network([18, 5, 2], ["relu", "softmax"], "cross-entropy", dtype=dtype)
        x = x.reshape(len(x), -1)
    fit(network, data.train, data.validation, epochs=10, eta=0.1)
    return Case(network, x)


KINDS = ("digits", "features", "regression", "colours")
NAMES = [f"{kind}{bits}" for kind in KINDS for bits in ("", "-32")]


def judges(network: Network, x: np.ndarray) -> Data:
    """Data of raw inputs x (n, n_0) with what the network answers, a regression's a tenth of a
    deviation off."""
    y = network.predict(x)
    if network.schema is not None and network.regression:
        y = network.feedforward(x)
        y = y + np.random.default_rng(1).normal(0, 0.1, y.shape) * network.schema.target_scale
    return Data(*(Samples(x, y) for _ in range(3)))
