"""load_data gives the split that it promises, and only data that fit together."""

from __future__ import annotations

import gzip
import hashlib
import os
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from groundup import Data, DataError, load_data
from groundup.data import MNIST, catalogue


def write_folder(folder: Path, train: int = 12, test: int = 3, **changes) -> Path:
    """A data set of small images, image i all of pixels i and labelled i mod 10."""
    for name, count in (("train", train), ("t10k", test)):
        rows, columns = changes.get(f"{name}_size", (2, 3))
        images = b"".join(bytes([i % 256]) * (rows * columns) for i in range(count))
        labels = bytes(i % 10 for i in range(changes.get(f"{name}_labels", count)))
        (folder / f"{name}-images-idx3-ubyte").write_bytes(
            struct.pack(">4B3I", 0, 0, 8, 3, count, rows, columns) + images
        )
        (folder / f"{name}-labels-idx1-ubyte").write_bytes(
            struct.pack(">4BI", 0, 0, 8, 1, len(labels)) + labels
        )
    return folder


@pytest.fixture(scope="module")
def mnist() -> Data:
    return load_data()


def test_mnist_comes_as_50000_10000_and_10000(mnist):
    assert [samples.x.shape for samples in mnist] == [(50_000, 784), (10_000, 784), (10_000, 784)]
    assert [samples.y.shape for samples in mnist] == [(50_000,), (10_000,), (10_000,)]
    for samples in mnist:
        assert samples.x.dtype == np.uint8
        assert samples.y.dtype == np.int64


def test_mnist_is_split_in_the_files_order(mnist):
    images = gzip.decompress((MNIST / "train-images-idx3-ubyte.gz").read_bytes())[16:]
    labels = gzip.decompress((MNIST / "train-labels-idx1-ubyte.gz").read_bytes())[8:]
    assert mnist.train.x.tobytes() + mnist.validation.x.tobytes() == images
    assert [*mnist.train.y, *mnist.validation.y] == list(labels)
    assert mnist.train.y[:8].tolist() == [5, 0, 4, 1, 9, 2, 1, 3]  # as every tutorial shows it
    assert mnist.test.y[:8].tolist() == [7, 2, 1, 0, 4, 1, 4, 9]


def test_full_leaves_nothing_out_of_training(mnist):
    full = load_data(full=True)
    assert full.train.x.shape == (60_000, 784)
    assert (full.train.y[50_000:] == mnist.validation.y).all()
    assert full.validation.x.shape == (0, 784)
    assert full.validation.y.shape == (0,)


@pytest.mark.parametrize(("count", "held_out"), [(12, 2), (13, 2), (6, 1), (5, 0), (1, 0)])
def test_of_a_small_folder_the_last_sixth_is_for_validation(count, held_out, tmp_path):
    data = load_data(write_folder(tmp_path, train=count))
    assert data.validation.x.tolist() == [[i] * 6 for i in range(count - held_out, count)]
    assert data.train.y.tolist() == [i % 10 for i in range(count - held_out)]
    assert data.train.x.shape == (count - held_out, 6)
    assert data.test.y.tolist() == [0, 1, 2]


def test_of_a_large_folder_10000_are_for_validation(tmp_path):
    data = load_data(write_folder(tmp_path, train=60_007, train_size=(1, 1), t10k_size=(1, 1)))
    assert [len(samples.y) for samples in data] == [50_007, 10_000, 3]


def test_a_path_is_a_folder_even_if_it_is_called_mnist(tmp_path, monkeypatch):
    (tmp_path / "mnist").mkdir()
    write_folder(tmp_path / "mnist")
    monkeypatch.chdir(tmp_path)
    for source in (Path("mnist"), "./mnist", str(tmp_path / "mnist")):
        assert len(load_data(source).test.y) == 3
    assert len(load_data("mnist").test.y) == 10_000


@pytest.mark.parametrize("name", ["train", "t10k"])
def test_images_and_labels_must_be_as_many(name, tmp_path):
    write_folder(tmp_path, train=12, test=12, **{f"{name}_labels": 11})
    message = f"{name}-labels-idx1-ubyte: expected 12 labels.*{name}-images.*it has 11"
    with pytest.raises(DataError, match=message):
        load_data(tmp_path)


def test_training_and_test_images_must_be_of_one_size(tmp_path):
    write_folder(tmp_path, t10k_size=(3, 2))  # as many pixels, another shape
    with pytest.raises(DataError, match=r"t10k-images.*expected images of 2×3.*they have 3×2"):
        load_data(tmp_path)


def test_a_damaged_file_is_a_data_error_from_here_too(tmp_path):
    write_folder(tmp_path)
    os.truncate(tmp_path / "t10k-labels-idx1-ubyte", 9)
    with pytest.raises(DataError, match="t10k-labels-idx1-ubyte"):
        load_data(tmp_path)


def test_fashion_mnist_is_known_by_its_test_labels_in_any_folder(tmp_path, monkeypatch):
    clothes = catalogue.KNOWN["fashion-mnist"]
    write_folder(tmp_path, test=20)
    assert load_data(tmp_path).schema.classes == tuple("0123456789")
    labels = bytes(i % 10 for i in range(20))
    known = clothes._replace(test_labels=hashlib.sha256(labels).hexdigest())
    monkeypatch.setitem(catalogue.KNOWN, "fashion-mnist", known)
    assert load_data(tmp_path).schema.classes == clothes.classes
    write_folder(tmp_path, test=21)
    assert load_data(tmp_path).schema.classes == tuple("0123456789")


@pytest.mark.skipif(catalogue.KNOWN["fashion-mnist"].folder is None, reason="it is not here")
def test_debians_fashion_mnist_has_the_labels_by_which_it_is_known():
    entry = catalogue.KNOWN["fashion-mnist"]
    assert load_data(Path(entry.folders[0])).schema.classes == entry.classes


def test_numpy_is_loaded_with_the_data_and_not_before():
    program = """
import sys, groundup
groundup.load_data
print("numpy" in sys.modules)
groundup.load_data()
print("numpy" in sys.modules)
"""
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == ["False", "True"]
