"""Training from a file that stays on disk is training as ever, in bounded memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from groundup import DataError, Network, engines, epochs, fit, load_data, resume
from groundup.data import Data, Samples, streams
from groundup.data.augmentation import Augmentation, augment
from groundup.data.streams import Pools, Stream
from groundup.engines import kernel
from groundup.engines.engine import Task
from groundup.errors import UserError
from groundup.training.options import Options
from groundup.training.steps import EngineSteps


def write_idx(folder: Path, x: np.ndarray, y: np.ndarray, rest: Samples) -> Path:
    """A folder of IDX files: these training images, and others to test with."""
    folder.mkdir(exist_ok=True)
    for name, (xs, ys) in (("train", (x, y)), ("t10k", rest)):
        sizes = (len(ys), 28, 28)
        header = bytes([0, 0, 8, 3]) + b"".join(n.to_bytes(4, "big") for n in sizes)
        (folder / f"{name}-images-idx3-ubyte").write_bytes(header + xs.tobytes())
        header = bytes([0, 0, 8, 1]) + len(ys).to_bytes(4, "big")
        labels = header + ys.astype(np.uint8).tobytes()
        (folder / f"{name}-labels-idx1-ubyte").write_bytes(labels)
    return folder


@pytest.fixture
def folder(tmp_path: Path, digits: Data) -> Path:
    x, y = digits.train
    return write_idx(
        tmp_path / "data", x[:3600], y[:3600], Samples(digits.test.x[:500], digits.test.y[:500])
    )


@pytest.fixture
def small_pools(monkeypatch) -> None:
    monkeypatch.setattr(streams, "POOL", 4 * streams.BLOCK)


def streamed(folder: Path) -> tuple[Stream, Samples]:
    data = load_data(folder, stream=True)
    assert isinstance(data.train, Stream)
    return data.train, data.validation


@pytest.mark.parametrize("engine", ["numpy", "kernel"])
def test_it_takes_the_steps_of_the_pools_order(folder, small_pools, engine):
    if engine == "kernel" and not kernel.available():
        pytest.skip("the kernel is not built")
    train, validation = streamed(folder)
    network = Network([784, 12, 10], seed=3)
    other = network.copy()
    fit(network, train, validation, epochs=2, batch_size=7, eta=1.0, engine=engine, seed=5)
    for epoch in (1, 2):
        for pool in Pools(train, 7).epoch(5, epoch):
            engines.load(engine).run(
                Task(
                    other.w, other.b, other.activations, x=pool.x[pool.order], cost="quadratic",
                    y=pool.y[pool.order], batch_size=7, eta=1.0,
                )
            )  # fmt: skip
    for own, theirs in zip(network.w + network.b, other.w + other.b, strict=True):
        assert (own == theirs).all()


def test_convolutions_learn_from_what_they_see_and_nothing_else(folder, small_pools):
    train, validation = streamed(folder)
    network = Network("28x28-2c5p2-10", seed=1)
    assert fit(network, train, validation, epochs=1, eta=1.0)[0].samples == len(train.y)
    assert network.schema is not None
    with pytest.raises(UserError, match=r"14×14×4 .* see, got 28×28; begin the network with 28x28"):
        fit(Network("14x14x4-2c3p2-10"), train, epochs=1)


def test_a_resumed_run_ends_with_the_same_bits(folder, small_pools, tmp_path):
    how = {"eta": 0.01, "optimiser": "adam", "dropout": 0.2, "schedule": "cosine"}
    straight = Network([784, 12, 10], seed=1)
    fit(straight, *streamed(folder), epochs=4, **how)
    stopped, file = Network([784, 12, 10], seed=1), tmp_path / "checkpoint.safetensors"
    records = epochs(4, stopped, *streamed(folder), checkpoint=file, **how)
    for _ in range(2):
        next(records)
    del records
    again = resume(file, *streamed(folder))
    assert again.done == 2
    list(again.records)
    for own, theirs in zip(again.network.w, straight.w, strict=True):
        assert (own == theirs).all()


def test_another_file_is_not_gone_on_with(folder, tmp_path):
    file = tmp_path / "checkpoint.safetensors"
    records = epochs(2, Network([784, 5, 10]), *streamed(folder), checkpoint=file)
    next(records)
    labels = folder / "train-labels-idx1-ubyte"
    changed = bytearray(labels.read_bytes())
    changed[8] = (changed[8] + 1) % 10
    labels.write_bytes(changed)
    with pytest.raises(UserError, match="training samples are not the same"):
        resume(file, *streamed(folder))


def test_every_byte_is_compared_where_that_was_asked_for(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(streams, "PROBED", 1)
    images = folder / "train-images-idx3-ubyte"
    there = images.read_bytes()
    [[probed, _, _]] = streams.chosen(streamed(folder)[0].blocks, 1, "fingerprint")
    place = 16 + 784 * ((int(probed) + 2 * streams.BLOCK) % 2048)
    for verify in (False, True):
        images.write_bytes(there)
        file = tmp_path / f"{verify}.safetensors"
        train, validation, _ = load_data(folder, stream=True, verify=verify)
        next(epochs(2, Network([784, 5, 10]), train, validation, checkpoint=file))
        images.write_bytes(there[:place] + bytes([there[place] ^ 1]) + there[place + 1 :])
        train, validation, _ = load_data(folder, stream=True, verify=verify)
        if verify:
            with pytest.raises(UserError, match="to the last byte, are not the same"):
                resume(file, train, validation)
        else:
            assert resume(file, train, validation).done == 1


def test_a_file_that_shrinks_leaves_the_last_checkpoint(folder, small_pools, tmp_path):
    file, network = tmp_path / "checkpoint.safetensors", Network([784, 5, 10])
    train, validation = streamed(folder)
    records = epochs(3, network, train, validation, checkpoint=file)
    next(records)
    images = folder / "train-images-idx3-ubyte"
    there = images.read_bytes()
    os.truncate(images, 1_000_000)
    with pytest.raises(DataError, match="it has become shorter"):
        next(records)
    images.write_bytes(there)
    assert resume(file, *streamed(folder)).done == 1


def test_distortions_depend_on_the_sample_not_on_its_pool(folder, small_pools):
    train, _ = streamed(folder)
    how = Options(augmentation=Augmentation(), batch_size=7, engine="numpy", seed=2)
    steps = EngineSteps("numpy", how, Network([784, 5, 10]), train, None, None, None)
    found = [(piece.x, piece.y) for piece in steps._pieces(3)]
    x, order = train.x[:], []
    for pool in Pools(train, 7).epoch(2, 3):
        order += pool.numbers[pool.order].tolist()
    expected = augment(x, np.array(order), seed=2, epoch=3, options=Augmentation(), labels=train.y)
    assert (np.concatenate([piece[0] for piece in found]) == expected).all()
    assert (np.concatenate([piece[1] for piece in found]) == train.y[order]).all()


def test_what_streams_cannot_do_is_refused_before_training(folder):
    train, validation = streamed(folder)
    network = Network([784, 5, 10])
    with pytest.raises(UserError, match="stay on disk"):
        epochs(1, network, train, engine="arrays")
    with pytest.raises(UserError, match="sample_weights"):
        epochs(1, network, train, validation, sample_weights=np.ones(3000))
    with pytest.raises(UserError, match="class_weight: samples that stay on disk have no weights"):
        epochs(1, network, train, validation, class_weight="balanced")
    with pytest.raises(UserError, match="784"):
        epochs(1, Network([783, 5, 10]), train)
    with pytest.raises(UserError, match=r"labels from 0 to 4.*up to 9"):
        epochs(1, Network([784, 5, 5]), train)


def test_drawings_do_not_join_a_stream(folder, monkeypatch):
    from groundup.cli import train_checks
    from groundup.data import drawings

    monkeypatch.setattr(drawings, "read_drawings", lambda _: ([], load_data("mnist").test))
    with pytest.raises(SystemExit) as end:
        train_checks.with_drawings(load_data(folder, stream=True), "drawings.json")
    assert end.value.code == 2


@pytest.mark.slow
def test_a_file_sorted_by_class_is_learned_within_a_point_of_a_full_shuffle(
    tmp_path, digits, monkeypatch
):
    monkeypatch.setattr(streams, "BLOCK", 8)
    monkeypatch.setattr(streams, "POOL", 8192)  # 1,024 blocks, as ever, and a sixth of the file
    order = np.argsort(digits.train.y, kind="stable")
    x, y = digits.train.x[order], digits.train.y[order]
    train = load_data(write_idx(tmp_path / "data", x, y, digits.test), full=True, stream=True).train
    accuracies = []
    for samples in (train, digits.train):
        network = Network([784, 30, 10])
        fit(network, samples, epochs=2, eta=3.0)
        accuracies.append(network.measure(*digits.test)[1])
    assert accuracies[0] > accuracies[1] - 0.01
    assert accuracies[1] > 0.9


MEASURED = r"""
import re, sys
from pathlib import Path
sys.argv = ["groundup", *sys.argv[1:]]
from groundup.cli import main
try:
    main()
finally:
    print("peak", re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1], "KiB")
"""


def peak_of(folder: Path, *options: str) -> float:
    """Of `groundup train` for one epoch, in MiB."""
    run = subprocess.run(
        [sys.executable, "-c", MEASURED, "train", *options, "--epochs", "1", "--dtype", "float32"],
        cwd=folder, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return int(run.stdout.rpartition("peak")[2].split()[0]) / 1024


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="peak memory in KiB")
def test_600_megabytes_of_parquet_are_learned_from_in_less_than_300_mebibytes(tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    random = np.random.default_rng(0)
    kinds = random.integers(0, 3, 250_000)
    columns = random.normal(size=(100, len(kinds))).round(3) + kinds
    names = np.array(["setosa", "versicolor", "virginica"])[kinds]
    table = pyarrow.table({f"c{i}": column for i, column in enumerate(columns)} | {"name": names})
    with parquet.ParquetWriter(tmp_path / "large.parquet", table.schema) as file:
        for _ in range(3):
            file.write_table(table)
    assert peak_of(tmp_path, "--data", "large.parquet", "--label", "name", "--stream") < 300


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="peak memory in KiB, sparse files")
def test_two_gibibytes_are_learned_from_in_less_than_300_mebibytes(tmp_path, digits):
    few = Samples(digits.test.x[:500], digits.test.y[:500])
    count = 2 * 2**30 // 784
    folder = write_idx(tmp_path / "data", np.empty((0, 784), np.uint8), np.arange(count) % 10, few)
    images = folder / "train-images-idx3-ubyte"
    header = bytes([0, 0, 8, 3]) + b"".join(n.to_bytes(4, "big") for n in (count, 28, 28))
    images.write_bytes(header)
    os.truncate(images, 16 + count * 784)
    assert peak_of(tmp_path, "--data", "data", "--batch", "100", "--sizes", "784-8-10") < 300


@pytest.mark.slow
def test_the_command_ends_in_a_sentence_and_goes_on_to_the_same_bits(tmp_path, digits):
    x, y = digits.train
    folder = write_idx(tmp_path / "data", x, y, digits.test)
    images = folder / "train-images-idx3-ubyte"
    there = images.read_bytes()

    def command(*arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-u", "-m", "groundup", "train", *arguments],
            cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    run = ("--data", "data", "--stream", "--epochs", "6", "--sizes", "784-100-10")
    straight = command(*run, "--out", "straight.safetensors")
    straight.communicate(timeout=200)
    assert straight.returncode == 0
    broken = command(*run, "--checkpoint", "kept.safetensors", "--out", "broken.safetensors")
    assert broken.stdout is not None
    while not broken.stdout.readline().startswith("epoch 1"):
        time.sleep(0.01)
    os.truncate(images, 20_000_000)
    _, errors = broken.communicate(timeout=200)
    assert broken.returncode == 2
    assert "it has become shorter" in errors
    assert "to go on: groundup train --resume kept.safetensors" in errors
    assert "Traceback" not in errors
    images.write_bytes(there)
    again = command("--resume", "kept.safetensors", "--out", "again.safetensors")
    _, errors = again.communicate(timeout=200)
    assert again.returncode == 0, errors
    a, b = (Network.load(tmp_path / f"{name}.safetensors") for name in ("straight", "again"))
    assert all((p == q).all() for p, q in zip(a.w + a.b, b.w + b.b, strict=True))
