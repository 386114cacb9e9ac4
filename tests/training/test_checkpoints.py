"""A run that was stopped and resumed ends with the bits of one that never stopped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundup import Data, ModelError, Network, Record, Samples, engines, epochs, fit, resume
from groundup.data.augmentation import Augmentation
from groundup.formats import models
from groundup.training import DivergedError, checkpoints

EPOCHS = 5
ETA = {"sgd": 0.5, "momentum": 0.05, "nesterov": 0.05, "adam": 3e-3}
CHANCE: list[dict[str, Any]] = [
    {},
    {"dropout": 0.3, "schedule": "cosine"},
    {"augmentation": Augmentation(), "schedule": "inverse", "l2": 1e-3},
    {"patience": 2, "dropout": [0.5]},
    {"schedule": "plateau"},
    {"target": 0.99, "batch_size": 7},
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "run.st"


@pytest.fixture
def tiny(few: Data) -> Data:
    return Data(*(Samples(part.x[:60], part.y[:60]) for part in few))


def new(dtype: str = "float64") -> Network:
    return Network([784, 8, 10], ["tanh", "softmax"], "cross-entropy", dtype=dtype)


def facts(network: Network) -> list[Any]:
    """All bits of a network, and its history apart from the seconds."""
    records = [{**record, "seconds": 0} for record in network.history]
    return [array.tobytes() for array in [*network.w, *network.b]] + records


def begin(file: Path, data: Data, stop_after: int, **options: Any) -> int:
    """Trains, and stops after so many epochs as if killed; how many there were."""
    options = {"epochs": EPOCHS} | options
    count = options.pop("epochs")
    done = 0
    run = epochs(count, new(), data.train, data.validation, checkpoint=file, **options)
    for _ in zip(range(stop_after), run, strict=False):
        done += 1
    return done


@pytest.mark.slow
@pytest.mark.parametrize("optimiser", ETA)
@pytest.mark.parametrize("chance", CHANCE, ids=lambda options: "-".join(options) or "plain")
def test_resumed_after_any_epoch_it_ends_as_if_never_stopped(
    tiny: Data, file: Path, optimiser: str, chance: dict[str, Any]
) -> None:
    options = {"optimiser": optimiser, "eta": ETA[optimiser], "seed": 3} | chance
    whole = new()
    records = fit(whole, tiny.train, epochs=EPOCHS, validation=tiny.validation, **options)
    for stop in range(len(records) + 1):
        assert begin(file, tiny, stop, **options) == stop
        resumed = resume(file, tiny.train, tiny.validation)
        assert (resumed.epochs, resumed.done) == (EPOCHS, stop)
        rest = list(resumed.records)
        assert [record.epoch for record in rest] == [*range(stop + 1, len(records) + 1)]
        assert facts(resumed.network) == facts(whole)


@pytest.mark.parametrize("engine", ["numpy", "batches", "lists"])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_resumed_after_every_epoch_on_any_engine_and_dtype(
    tiny: Data, file: Path, engine: str, dtype: str
) -> None:
    whole = Network([784, 4, 10], dtype=dtype)
    begun = Network([784, 4, 10], dtype=dtype)
    fit(whole, tiny.train, epochs=3, engine=engine)
    next(epochs(3, begun, tiny.train, engine=engine, checkpoint=file))
    for left in (2, 1, 0):
        resumed = resume(file, tiny.train)
        assert resumed.options.engine == engine
        assert resumed.network.dtype == np.dtype(dtype)
        assert (next(resumed.records, None) is None) == (left == 0)
    assert facts(resumed.network) == facts(whole)


@pytest.mark.parametrize("optimiser", ["sgd", "adam"])
def test_a_convolutional_run_goes_on_with_its_memory_and_chance(
    tiny: Data, file: Path, optimiser: str
) -> None:
    def network() -> Network:
        return Network("28x28-2c5p2-6-10", ["relu", "tanh", "softmax"], "cross-entropy")

    options: dict[str, Any] = {"optimiser": optimiser, "eta": ETA[optimiser], "engine": "numpy"}
    options |= {"dropout": 0.3, "augmentation": Augmentation(), "schedule": "cosine", "l2": 1e-3}
    whole = network()
    fit(whole, tiny.train, epochs=3, **options)
    next(epochs(3, network(), tiny.train, checkpoint=file, **options))
    state = models.read_all(file)[3]
    shapes = {name: array.shape for name, array in state.items() if name.endswith("w.0")}
    assert set(shapes.values()) == ({(2, 1, 5, 5)} if optimiser == "adam" else set())
    for _ in (2, 1):
        resumed = resume(file, tiny.train)
        next(resumed.records)
    assert facts(resumed.network) == facts(whole)


def test_weighted_samples_and_a_network_that_had_learned_before(tiny: Data, file: Path) -> None:
    weights = np.arange(60) % 3
    whole, begun = new(), new()
    for network in (whole, begun):
        fit(network, tiny.train, epochs=2, eta=0.1)
    fit(whole, tiny.train, epochs=3, eta=0.1, sample_weights=weights, schedule="cosine")
    run = epochs(
        3, begun, tiny.train, eta=0.1, sample_weights=weights, schedule="cosine", checkpoint=file
    )
    assert next(run).epoch == 3
    resumed = resume(file, tiny.train, sample_weights=weights, threads=1)
    assert [record.epoch for record in resumed.records] == [4, 5]
    assert facts(resumed.network) == facts(whole)
    with pytest.raises(ValueError, match=r"sample weights are not the same.*none now"):
        resume(file, tiny.train)


def test_a_finished_run_has_no_epochs_left_and_the_best_weights(few: Data, file: Path) -> None:
    whole = new()
    records = fit(
        whole, few.train, epochs=60, validation=few.validation, eta=1.0, patience=2,
        checkpoint=file,
    )  # fmt: skip
    assert len(records) < 60
    assert Network.load(file).w[0].tobytes() != whole.w[0].tobytes()
    resumed = resume(file, few.train, few.validation)
    assert list(resumed.records) == []
    assert facts(resumed.network) == facts(whole)


def test_the_file_is_written_before_its_record_is_yielded(tiny: Data, file: Path) -> None:
    network = new()
    run = epochs(3, network, tiny.train, checkpoint=file)
    assert Network.load(file).history == []
    for record in run:
        assert isinstance(record, Record)
        kept = Network.load(file)
        assert kept.history == network.history
        assert facts(kept) == facts(network)
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_stopped_within_an_epoch_it_goes_on_from_the_epochs_beginning(
    few: Data, file: Path
) -> None:
    def stop(done: int) -> None:
        if network.history and done >= 200:
            raise KeyboardInterrupt

    whole, network = new(), new()
    options: dict[str, Any] = {"eta": 0.1, "batch_size": 50, "engine": "numpy"}
    fit(whole, few.train, epochs=3, **options)
    with pytest.raises(KeyboardInterrupt):
        fit(network, few.train, epochs=3, checkpoint=file, progress=stop, **options)
    resumed = resume(file, few.train)
    assert len(list(resumed.records)) == 2
    assert facts(resumed.network) == facts(whole)


def test_divergence_comes_again(few: Data, file: Path) -> None:
    network = Network([784, 30, 10], ["relu", "linear"])
    with pytest.raises(DivergedError, match="epoch 1"):
        fit(network, few.train, epochs=3, eta=1000.0, checkpoint=file)
    with pytest.raises(DivergedError, match="epoch 1"):
        list(resume(file, few.train).records)


def test_auto_is_the_engine_that_it_was(
    tiny: Data, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from groundup.engines import kernel

    with monkeypatch.context() as without:
        without.setattr(kernel, "_native", None)
        begin(file, tiny, 1)
    assert resume(file, tiny.train, tiny.validation).options.engine == "numpy"
    begin(file, tiny, 1, engine="kernel")
    monkeypatch.setattr(kernel, "_native", None)
    with pytest.raises(ImportError, match="compiler"):
        resume(file, tiny.train, tiny.validation)


def test_other_samples_are_refused(tiny: Data, file: Path) -> None:
    begin(file, tiny, 2)
    content = file.read_bytes()
    x, y = tiny.train
    changed = x.copy()
    changed[3, 400] ^= 1
    for other in [(x[:50], y[:50]), (changed, y), (x, y[::-1]), (x / 255.0, y)]:
        with pytest.raises(ValueError, match=r"training samples are not the same: 60 .* now"):
            resume(file, Samples(*other), tiny.validation)
    with pytest.raises(ValueError, match=r"validation samples are not the same.*none now"):
        resume(file, tiny.train)
    with pytest.raises(ValueError, match="validation samples are not the same"):
        resume(file, tiny.train, tiny.test)
    with pytest.raises(ValueError, match=r"sample weights are not the same: none then"):
        resume(file, tiny.train, tiny.validation, sample_weights=np.ones(60))
    assert file.read_bytes() == content


def test_a_checkpoint_that_cannot_be_written_stops_the_run_and_keeps_what_was_learned(
    tiny: Data, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    network, whole = new(), new()
    run = epochs(3, network, tiny.train, checkpoint=file)
    next(run)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(models, "write_atomically", full)
    with pytest.raises(ModelError, match="No space left"):
        next(run)
    monkeypatch.undo()
    fit(whole, tiny.train, epochs=2)
    assert facts(network) == facts(whole)
    resumed = resume(file, tiny.train)
    next(resumed.records)
    assert facts(resumed.network) == facts(whole)
    with pytest.raises(ModelError, match="create the folder first"):
        epochs(1, network, tiny.train, checkpoint=file.parent / "none" / "run.st")


def test_a_model_is_not_a_checkpoint(tiny: Data, file: Path) -> None:
    new().save(file)
    with pytest.raises(ModelError, match="this is a model, not a checkpoint"):
        resume(file, tiny.train)


def test_a_damaged_truncated_or_missing_file_is_refused(tiny: Data, file: Path) -> None:
    begin(file, tiny, 2, optimiser="adam", eta=1e-3, patience=2)
    content = file.read_bytes()
    random = np.random.default_rng(0)
    for place in random.integers(0, len(content), 200):
        damaged = bytearray(content)
        damaged[place] ^= 1 << int(random.integers(8))
        file.write_bytes(damaged)
        with pytest.raises(ModelError, match=str(file)):
            checkpoints.read(file)
    for length in [0, 8, 100, len(content) // 2, len(content) - 1]:
        file.write_bytes(content[:length])
        with pytest.raises(ModelError, match=str(file)):
            checkpoints.read(file)
    file.unlink()
    with pytest.raises(ModelError, match="No such file"):
        checkpoints.read(file)


FORGED: dict[str, tuple[dict[str, Any], str]] = {
    "no run": ({"run": None}, "damaged"),
    "a list for a run": ({"run": []}, "damaged"),
    "an empty run": ({"run": {}}, "it has no 'options'"),
    "a negative count": ({"count": -1}, "count must be a whole number"),
    "a count that is true": ({"count": True}, "count must be a whole number"),
    "endless steps": ({"steps": 2**70}, "steps must be a whole number"),
    "more done than there is": ({"done": 9}, "history of 2"),
    "a best that is none": ({"best": "x"}, "damaged"),
    "no best, but its weights": ({"best": None}, "expected.*run.best"),
    "other options": ({"options": {"speed": 3}}, "not options"),
    "another augmentation": ({"options": {"augmentation": {"speed": 3}}}, "not options"),
    "another optimiser": ({"options": {"optimiser": "sgd"}}, "expected"),
    "no samples": ({"samples": 3}, "damaged"),
    "samples that are no numbers": ({"samples": {"training samples": ["a", 1]}}, "whole numbers"),
}


@pytest.mark.parametrize(("forged", "said"), FORGED.values(), ids=FORGED.keys())
def test_a_run_that_makes_no_sense_is_refused(
    tiny: Data, file: Path, forged: dict[str, Any], said: str
) -> None:
    begin(file, tiny, 2, optimiser="adam", eta=1e-3, patience=2)
    w, b, description, extra = models.read_all(file)
    run = forged["run"] if "run" in forged else json.loads(json.dumps(description["run"])) | forged
    models.write_model(file, w, b, description | {"run": run}, extra)
    with pytest.raises(ModelError, match=said):
        checkpoints.read(file)


def test_further_tensors_are_for_checkpoints_only(tiny: Data, file: Path) -> None:
    begin(file, tiny, 1, optimiser="momentum", eta=0.1)
    w, b, description, extra = models.read_all(file)
    missing = {name: array for name, array in extra.items() if name != "run.state.0.b.1"}
    for arrays in (missing, extra | {"run.state.0.b.1": np.zeros(3)}):
        models.write_model(file, w, b, description, arrays)
        with pytest.raises(ModelError, match=r"run\.state\.0\.b\.1"):
            checkpoints.read(file)
    with pytest.raises(ModelError, match=r"begin with 'run\.'"):
        models.write_model(file, w, b, description, {"c.0": np.zeros(3)})
    del description["run"]
    with pytest.raises(ModelError, match="expected tensors"):
        models.write_model(file, w, b, description, extra)


@pytest.mark.parametrize(
    ("of_the_run", "here", "asked", "expected"),
    [
        (3, 2, None, 2),  # there are no more cores
        (3, 8, None, 3),
        (3, 8, 5, 5),
        (3, 2, 5, 5),
        (3, 2, 1, 1),
    ],
)
def test_a_run_goes_on_with_its_threads_or_those_asked_for(
    tiny: Data, file: Path, monkeypatch: pytest.MonkeyPatch,
    of_the_run: int, here: int, asked: int | None, expected: int,
) -> None:  # fmt: skip
    seen: list[int] = []
    engine = engines.load("numpy")
    run = engine.run
    monkeypatch.setattr(engine, "run", lambda task: seen.append(task.threads) or run(task))
    begin(file, tiny, 1, engine="numpy", threads=of_the_run)
    assert {*seen} == {of_the_run}
    seen.clear()
    monkeypatch.setattr("groundup.training.loop.cores", lambda: here)
    resumed = resume(file, tiny.train, tiny.validation, threads=asked)
    assert resumed.options.threads == expected
    next(resumed.records)
    assert {*seen} == {expected}


def test_threads_that_make_no_sense_are_refused_on_going_on(tiny: Data, file: Path) -> None:
    begin(file, tiny, 1)
    with pytest.raises(ValueError, match="threads must be a whole number above 0, not 0"):
        resume(file, tiny.train, tiny.validation, threads=0)


def test_a_run_goes_on_with_the_same_samples_in_lists(tiny: Data, file: Path) -> None:
    x = tiny.train.x / 255.0
    run = epochs(2, new(), Samples(x, tiny.train.y), checkpoint=file)
    next(run)
    again = resume(file, (x.tolist(), tiny.train.y.tolist()))
    assert len(list(again.records)) == 1
    x[0, 0] = 0.5
    with pytest.raises(ValueError, match="the training samples are not the same"):
        resume(file, (x.tolist(), tiny.train.y.tolist()))
