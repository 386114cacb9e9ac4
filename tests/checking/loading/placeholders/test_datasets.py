"""Data sets in parts have the shapes of those for which they stand."""

from __future__ import annotations

import numpy as np

from groundup.checking.loading.placeholders.datasets import Pictures, load_dataset, read_data_sets
from groundup.checking.loading.placeholders.libraries import part


def test_rows_of_a_hugging_face_data_set() -> None:
    train = load_dataset("ylecun/mnist", split="train")
    row = train[0]
    assert np.shape(row["image"]) == (28, 28)
    assert row["image"].mode == "L"
    assert row["label"] == train["label"][0]
    assert len(list(train)) == len(train) == len(train["image"])
    assert load_dataset("mnist")["test"][1]["label"] == train[1]["label"]


def test_batches_begin_again_after_the_last() -> None:
    read = part("tensorflow.examples.tutorials.mnist.input_data.read_data_sets")
    digits = read("MNIST_data", one_hot=True)
    images, labels = digits.train.next_batch(7)
    assert images.shape == (7, 784)
    assert images.max() <= 1.0
    assert np.array_equal(labels.argmax(axis=1), np.arange(7))
    n = digits.train.num_examples
    digits.train.next_batch(n - 7)
    assert np.array_equal(digits.train.next_batch(7)[0], images)
    assert read_data_sets("there", reshape=False)["train"].images.shape == (n, 28, 28, 1)


def test_pictures_are_arrays_and_pairs() -> None:
    pictures = Pictures("data", train=True, download=True)
    assert np.shape(pictures.data) == (len(pictures), 28, 28)
    image, label = pictures[3]
    assert image.shape == (1, 28, 28)
    assert label == int(pictures.targets[3])


def test_a_spiral_has_as_many_of_each_class() -> None:
    x, y = part("nnfs.datasets.spiral_data")(samples=50, classes=4)
    assert x.shape == (200, 2)
    assert np.bincount(y).tolist() == [50] * 4
    wave, height = part("nnfs.datasets.sine_data")()
    assert wave.shape == height.shape
