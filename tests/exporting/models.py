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


class Frame(dict):
    """A table as load_data takes it: columns (n,) by name."""

    @property
    def columns(self) -> list[str]:
        return list(self)

    def __len__(self) -> int:
        return len(next(iter(self.values())))


MISSING = ("-999", "n.a.", "1e99")  # words for a gap in the tables below, beside the usual


def birds(count: int = 300) -> Frame:
    """A table with gaps, words, truths and dates, whose names and values are hard to have in C."""
    random = np.random.default_rng(2)
    kind = random.integers(0, 3, count)
    bill = random.normal(40, 1, count) + 4 * kind
    bill[::9] = np.nan
    flipper = np.round(random.normal(190, 3, count) + 9 * kind)
    flipper[::7] = -999
    islands = np.array(["Biscoe", 'Île "Dream"', "*/ x\\n??/", "@words"], object)
    island = islands[(kind + (random.random(count) < 0.2)) % 4]
    island[3:12] = ["Oslo", "Rome", "Bern", "NA", "n.a.", "N/A", " ", None, " Biscoe "]
    return Frame({
        "Bill (mm)": bill,
        "bill mm": random.normal(size=count),  # the same name in C, without gaps
        "class": island,
        "größe": np.where(kind > 1, "groß", "klein").astype(object),  # without gaps and others
        "数": flipper,
        "linux": np.array(["yes", "no", ""], object)[random.integers(0, 3, count)],
        "2nd egg": np.array(
            [f"2009-11-{day:02}" if day else None for day in random.integers(0, 29, count)], object
        ),
        "species": np.array(["Adelie", "Chinstrap", "Gentoo"], object)[kind],
    })  # fmt: skip


def odd_birds() -> Frame:
    """Rows with gaps where training had none, and words that it has not seen."""
    return Frame({
        "Bill (mm)": np.array([np.nan, 41.5, -999, 1e30, -0.0]),
        "bill mm": np.array([1.0, np.nan, -999, 0.1, 3]),
        "class": np.array(["Paris", "", "\tÎle \"Dream\"\n", "bISCOE", "nUlL"], object),
        "größe": np.array([None, "gros", "groß ", "große", "klein"], object),
        "数": np.array([np.nan, 200, -999, -998.9, 1e-300]),
        "linux": np.array(["", "no", "yes", "NA", "TRUE"], object),
        "2nd egg": np.array([None, "1969-12-31", "2026-11-29 12:30", "", "n.a."], object),
    })  # fmt: skip


@cache
def case(name: str) -> Case:
    """A trained network: digits, features, regression, table or colours, or with convolutions:
    convolution (of digits) or channels (of colours); -32 computes in float32."""
    kind, _, bits = name.partition("-")
    dtype = np.float32 if bits else np.float64
    x = features()
    if kind == "convolution":
        data = load_data("mnist")
        names, cost = ["relu", "tanh", "relu", "softmax"], "cross-entropy"
        network = Network("28x28-3c5p2-4c5p2-12-10", names, cost, init="he", seed=1, dtype=dtype)
        train = data.train._replace(x=data.train.x[:1000], y=data.train.y[:1000])
        fit(network, train, epochs=2, eta=0.1)
        return Case(network, data.test.x[:200])
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
    elif kind == "table":
        data = load_data(birds(), label="species", missing=MISSING)
        x = data.train.x
        network = Network([x.shape[1], 8, 3], ["tanh", "softmax"], "cross-entropy", dtype=dtype)
    elif kind == "channels":
        x = np.random.default_rng(0).integers(0, 17, (200, 6, 6, 3), np.uint8)
        data = load_data((x, (x[:, 0, 0, 0] > 8).astype(int)))
        names, cost = ["tanh", "relu", "softmax"], "cross-entropy"
        network = Network("6x6x3-4c3p2-5c1p2-2", names, cost, init="he", dtype=dtype)
        x = x.reshape(len(x), -1)
    else:
        x = np.random.default_rng(0).integers(0, 17, (200, 2, 3, 3), np.uint8)
        data = load_data((x, (x[:, 0, 0, 0] > 8).astype(int)))
        network = Network([18, 5, 2], ["relu", "softmax"], "cross-entropy", dtype=dtype)
        x = x.reshape(len(x), -1)
    fit(network, data.train, data.validation, epochs=10, eta=0.1)
    return Case(network, x)


KINDS = ("digits", "features", "regression", "colours", "table")
CONVOLUTIONS = ("convolution", "channels")
CONNECTED = [f"{kind}{bits}" for kind in KINDS for bits in ("", "-32")]
CONVOLVED = [f"{kind}{bits}" for kind in CONVOLUTIONS for bits in ("", "-32")]
NAMES = CONNECTED + CONVOLVED


def judges(network: Network, x: np.ndarray) -> Data:
    """Data of raw inputs x (n, n_0) with what the network answers, a regression's a tenth of a
    deviation off."""
    y = network.predict(x)
    if network.schema is not None and network.regression:
        y = network.feedforward(x)
        y = y + np.random.default_rng(1).normal(0, 0.1, y.shape) * network.schema.target_scale
    return Data(*(Samples(x, y) for _ in range(3)))
