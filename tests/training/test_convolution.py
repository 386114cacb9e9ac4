"""Networks with convolutions are trained, stopped and resumed as all others are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundup import Data, Network, Samples, epochs, fit, resume
from groundup.data.augmentation import Augmentation
from groundup.engines import kernel
from groundup.errors import UserError
from groundup.training.options import Options

LAYERS = "28x28-4c5p2-5c5p2-12-10"
ENGINES = ["numpy", "kernel"] if kernel.available() else ["numpy"]


@pytest.fixture
def tiny(few: Data) -> Data:
    return Data(*(Samples(part.x[:60], part.y[:60]) for part in few))


def new(dtype: str = "float64", **options: Any) -> Network:
    hidden = ["relu"] * 3
    return Network(LAYERS, [*hidden, "softmax"], "cross-entropy", init="he", dtype=dtype, **options)


def parameters(network: Network) -> list[np.ndarray]:
    return [*network.w, *network.b]


@pytest.mark.parametrize("engine", ENGINES)
def test_digits_are_learned(few: Data, engine: str) -> None:
    layers, names = "28x28-8c5p2-30-10", ["relu", "relu", "softmax"]
    network = Network(layers, names, "cross-entropy", init="he", dtype="float32")
    options = {"eta": 0.02, "optimiser": "momentum", "engine": engine}
    history = fit(network, few.train, few.validation, epochs=6, **options)
    assert history[-1].validation_accuracy is not None
    assert history[-1].validation_accuracy >= 0.84
    assert history[-1].cost < 0.1


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "options",
    [
        {"optimiser": "adam", "eta": 1e-3, "dropout": [0.2, 0.1, 0.5], "schedule": "cosine"},
        {"augmentation": Augmentation(), "optimiser": "momentum", "eta": 0.05, "l2": 1e-3},
    ],
    ids=["adam", "distorted"],
)
def test_a_run_that_was_stopped_ends_as_if_it_never_was(
    tiny: Data, engine: str, options: dict[str, Any], tmp_path: Path
) -> None:
    whole, begun, file = new(), new(), tmp_path / "run.st"
    fit(whole, tiny.train, tiny.validation, epochs=3, engine=engine, **options)
    next(epochs(3, begun, tiny.train, tiny.validation, checkpoint=file, engine=engine, **options))
    resumed = resume(file, tiny.train, tiny.validation)
    assert len(list(resumed.records)) == 2
    for one, other in zip(parameters(whole), parameters(resumed.network), strict=True):
        assert one.tobytes() == other.tobytes()


def test_the_rung_takes_the_engines_steps(tiny: Data) -> None:
    networks = [Network(LAYERS, ["tanh", "tanh", "sigmoid", "sigmoid"]) for _ in range(2)]
    for network, engine in zip(networks, ("convolution", "numpy"), strict=True):
        fit(network, tiny.train, epochs=2, engine=engine, eta=0.5)
    for one, other in zip(*map(parameters, networks), strict=True):
        assert np.allclose(one, other, rtol=1e-10, atol=1e-12)


def test_one_number_for_dropout_leaves_convolutions_alone() -> None:
    assert Options(dropout=0.5).dropout_of(new().w) == [0, 0, 0.5, 0]
    assert Options(dropout=[0.1, 0.2, 0.3]).dropout_of(new().w) == [0.1, 0.2, 0.3, 0]
    with pytest.raises(UserError, match="leaves convolutions alone, and all hidden layers are"):
        Options(dropout=0.5).dropout_of(Network("28x28-4c5p2-10").w)


def test_a_batch_beyond_memory_is_refused_before_it_is_taken(tiny: Data) -> None:
    network = Network("28x28-40000c1p2-1c1p2-10")
    with pytest.raises(UserError, match="batch of 60 pictures has 1,881,600,000 numbers"):
        fit(network, tiny.train, batch_size=60)


def test_weights_that_do_not_fit_can_still_be_printed() -> None:
    network = Network("28x28-4c5p2-10")
    network.w[0] = network.w[0].transpose(0, 2, 3, 1).copy()
    assert "(4, 5, 5, 1)" in repr(network)


def test_a_rung_without_convolutions_says_so(tiny: Data) -> None:
    network = Network(LAYERS)
    with pytest.raises(UserError, match=r"'batches' has no convolutions; .* 'convolution'"):
        fit(network, tiny.train, engine="batches")
