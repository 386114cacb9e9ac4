"""Every option of the trainer does what it says, and the same on every engine."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundup import Data, Network, Samples, epochs, fit
from groundup.data.augmentation import Augmentation
from groundup.engines import load
from groundup.training import Options
from groundup.vectors.agreement import disagreement

ENGINES = ("kernel", "numpy")  # tests/engines/test_devices.py has the third

EVERYTHING: list[dict[str, Any]] = [
    {"optimiser": "sgd", "eta": 0.5, "l2": 1e-3, "schedule": "cosine"},
    {"optimiser": "momentum", "eta": 0.05, "momentum": 0.8, "dropout": 0.25},
    {"optimiser": "nesterov", "eta": 0.05, "schedule": "inverse", "augmentation": Augmentation()},
    {"optimiser": "adam", "eta": 1e-3, "dropout": [0.5], "schedule": "plateau", "seed": 5},
]


def two_layers(**options: Any) -> Network:
    return Network([784, 20, 10], ["tanh", "softmax"], "cross-entropy", **options)


@pytest.mark.parametrize("options", EVERYTHING, ids=lambda options: options["optimiser"])
@pytest.mark.parametrize("weighted", [False, True])
def test_engines_agree(few: Data, options: dict[str, Any], weighted: bool) -> None:
    """Adam divides by √v and so magnifies rounding where a gradient is nearly 0."""
    weights = np.arange(500) % 3 if weighted else None
    trained = []
    for engine in ENGINES:
        network = two_layers()
        records = fit(
            network, few.train, validation=few.validation, epochs=3, engine=engine,
            sample_weights=weights, **options,
        )  # fmt: skip
        trained.append([*network.w, *network.b, [record.cost for record in records]])
    bound = 1e-6 if options["optimiser"] == "adam" else 1e-10
    for known, actual in zip(*trained, strict=True):
        assert disagreement(known, actual) <= bound


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("options", EVERYTHING, ids=lambda options: options["optimiser"])
def test_the_same_seed_gives_the_same_bits_whatever_the_threads(
    few: Data, engine: str, options: dict[str, Any]
) -> None:
    """Batches are large enough for several threads to have something to share."""
    options = options | {"engine": engine, "batch_size": 100}
    networks = [
        Network([784, 100, 10], ["tanh", "softmax"], "cross-entropy", dtype="float32")
        for _ in range(4)
    ]
    for network, threads in zip(networks, (1, 1, 2, 3), strict=True):
        fit(network, few.train, validation=few.validation, threads=threads, **options)
    for network in networks[1:]:
        assert network.dtype == np.float32
        assert all(
            u.tobytes() == v.tobytes() for u, v in zip(networks[0].w, network.w, strict=True)
        )


def test_schedules_change_eta_as_they_say(few: Data) -> None:
    def etas(schedule: str) -> list[float]:
        records = fit(
            two_layers(), few.train, validation=few.validation, epochs=4, eta=0.1, schedule=schedule
        )
        return [record.eta for record in records]

    assert etas("constant") == [0.1] * 4
    assert etas("inverse") == pytest.approx([0.1, 0.1 / math.sqrt(2), 0.1 / math.sqrt(3), 0.05])
    cosine = [0.05 * (1 + math.cos(math.pi * k / 4)) for k in range(4)]
    assert etas("cosine") == pytest.approx(cosine)


def test_plateau_halves_eta_after_two_epochs_that_were_no_better(few: Data) -> None:
    """At a learning rate next to nothing, no epoch is better than the first."""
    network = Network([784, 10], seed=1)
    records = fit(
        network, few.train, validation=few.validation, epochs=6, eta=1e-300, schedule="plateau"
    )
    assert [record.eta for record in records] == [e * 1e-300 for e in (1, 1, 1, 0.5, 0.5, 0.25)]


def test_patience_stops_and_goes_back_to_the_best_weights(few: Data) -> None:
    network = two_layers()
    records = fit(network, few.train, validation=few.validation, epochs=60, eta=1.0, patience=3)
    assert len(records) < 60
    judged = [(record.validation_accuracy, -(record.validation_cost or 0)) for record in records]
    best = judged.index(max(judged))
    assert len(records) == best + 1 + 3
    cost, accuracy = network.measure(*few.validation)
    assert (accuracy, -cost) == pytest.approx(judged[best], rel=1e-12)


@pytest.mark.parametrize(("options", "momentum"), [({}, 0.9), ({"momentum": 0.5}, 0.5)])
def test_momentum_is_nine_tenths_unless_another_is_asked_for(
    options: dict[str, Any], momentum: float
) -> None:
    """Of inputs of 0 a neuron learns its bias alone, here 1 too much."""
    samples = Samples(np.zeros((2, 1)), np.zeros(2, np.int64))
    for optimiser, count, moved in (
        ("momentum", 2, 0.1 + (0.1 * momentum + 0.1 * 0.9)),
        ("nesterov", 1, 0.1 * momentum + 0.1),
    ):
        network, train = Network([1, 1], ["linear"]), Samples(samples.x[:count], samples.y[:count])
        network.b = [np.array([2.0])]
        fit(network, train, epochs=1, batch_size=1, eta=0.1, optimiser=optimiser, **options)
        assert network.b[0] == pytest.approx(2 - moved, rel=1e-12)


def test_target_stops_as_soon_as_it_is_reached(few: Data) -> None:
    records = fit(
        two_layers(), few.train, validation=few.validation, epochs=60, eta=0.5, target=0.7
    )
    reached = [record.validation_accuracy or 0.0 for record in records]
    assert reached[-1] >= 0.7 > max(reached[:-1])


def test_a_sample_that_weighs_nothing_teaches_nothing(few: Data) -> None:
    weights = np.ones(500)
    weights[few.train.y == 7] = 0
    network = two_layers()
    fit(network, few.train, epochs=10, eta=0.5, sample_weights=weights)
    assert 7 not in network.predict(few.train.x)


def test_weights_may_be_a_list_of_whole_numbers(few: Data) -> None:
    weights = np.arange(500) % 3
    one, other = two_layers(), two_layers()
    fit(one, few.train, epochs=1, eta=0.1, sample_weights=weights.astype(float))
    fit(other, few.train, epochs=1, eta=0.1, sample_weights=weights.tolist())
    assert np.array_equal(one.w[0], other.w[0])


def test_a_weight_that_is_too_large_for_the_network_is_refused(few: Data) -> None:
    with pytest.raises(ValueError, match="sample_weights must be finite numbers"):
        fit(two_layers(dtype="float32"), few.train, sample_weights=[1e39] * 500)


def test_a_batch_may_be_larger_than_the_samples(few: Data) -> None:
    one, other = two_layers(), two_layers()
    fit(one, few.train, epochs=1, eta=0.1, batch_size=500)
    fit(other, few.train, epochs=1, eta=0.1, batch_size=10**20)
    assert np.array_equal(one.w[0], other.w[0])


def test_training_on_floats_is_training_on_their_pixels(few: Data) -> None:
    by_pixels, by_floats = Network([784, 10]), Network([784, 10])
    fit(by_pixels, few.train, epochs=1)
    fit(by_floats, few.train._replace(x=few.train.x / 255.0), epochs=1)
    assert disagreement(by_pixels.w[0], by_floats.w[0]) < 1e-12


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"l2": -1.0}, "l2 must be a finite number"),
        ({"momentum": 1.0}, "momentum"),
        ({"dropout": 1.0}, "dropout must be 0 or more and less than 1"),
        ({"dropout": [0.1, 0.2]}, "one for each of 1 hidden layers"),
        ({"schedule": "steps"}, "schedule must be one of constant"),
        ({"optimiser": "lion"}, "optimiser must be one of sgd"),
        ({"patience": 0}, "patience"),
        ({"patience": 3}, "need a validation set"),
        ({"target": 0.9}, "need a validation set"),
        ({"schedule": "plateau"}, "need a validation set"),
        ({"target": 98}, "target must be a share"),
        ({"threads": 0}, "threads"),
        ({"sample_weights": np.ones(3)}, "must be 500 numbers, one for each sample"),
        ({"sample_weights": -np.ones(500)}, "0 or more"),
        ({"sample_weights": np.zeros(500)}, "not all 0"),
        ({"sample_weights": [*[1.0] * 499, np.nan]}, "finite numbers"),
        ({"sample_weights": [*[1.0] * 499, np.inf]}, "finite numbers"),
        ({"sample_weights": ["1"] * 500}, "sample_weights: expected numbers, got <U1"),
        ({"sample_weights": [[1], 2]}, "sample_weights: expected rows of numbers"),
    ],
)
def test_nonsense_is_refused(few: Data, options: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        fit(two_layers(), few.train, **options)


@pytest.mark.parametrize(
    ("x", "said"),
    [
        (np.zeros((5, 784)), "expected uint8 pixels"),
        (np.zeros((5, 783), np.uint8), "expected square images"),
        (np.zeros((5, 49), np.uint8), "8×8 pixels or more"),
    ],
)
def test_images_that_cannot_be_distorted_are_refused_before_anything_is_written(
    tmp_path: Path, x: np.ndarray, said: str
) -> None:
    train, file = Samples(x, np.arange(5)), tmp_path / "run"
    with pytest.raises(ValueError, match=said):
        epochs(1, Network([x.shape[1], 10]), train, augmentation=Augmentation(), checkpoint=file)
    assert not file.exists()


def test_options_survive_being_written_down() -> None:
    options = Options(augmentation=Augmentation(shift=2.0), dropout=[0.1, 0.2], patience=3)
    assert Options.from_dict(options.as_dict()) == options
    with pytest.raises(ValueError, match="not options"):
        Options.from_dict({"speed": 3})


def test_an_engine_that_is_not_there_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from groundup.engines import kernel

    monkeypatch.setattr(kernel, "_native", None)
    with pytest.raises(ImportError, match="compiler"):
        load("kernel")


def test_an_engine_that_needs_something_missing_says_what(
    few: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ImportError, match=r"needs JAX.*pip install 'groundup\[devices\]'"):
        fit(Network([784, 5, 10]), few.train, engine="devices")
