"""`--data FOLDER`: what is in the folder is learned from, and the model remembers it."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path

import numpy as np
import pytest

from groundup import Network, load_data
from groundup.data.identity import identity

TRAINED = ("train", "--epochs", "2", "--eta", "0.5", "--batch", "2")


@pytest.fixture
def stripes(tmp_path: Path) -> Path:
    """60 and 20 pictures as large as MNIST's: upper half ink is a 0, lower half is a 1."""
    folder = tmp_path / "my stripes"
    folder.mkdir()
    for name, count in (("train", 60), ("t10k", 20)):
        y = np.arange(count, dtype=np.uint8) % 2
        x = np.zeros((count, 2, 14, 28), np.uint8)
        x[np.arange(count), y] = 255
        images, labels = (
            struct.pack(">4B3I", 0, 0, 8, 3, count, 28, 28),
            struct.pack(">4BI", 0, 0, 8, 1, count),
        )
        (folder / f"{name}-images-idx3-ubyte").write_bytes(images + x.tobytes())
        (folder / f"{name}-labels-idx1-ubyte").write_bytes(labels + y.tobytes())
    return folder


def test_a_folder_is_what_is_learned_from_and_judged_by(groundup, stripes, tmp_path) -> None:
    run = groundup(*TRAINED, "--data", "my stripes", "--sizes", "784-9-2")
    assert run.returncode == 0, run.stderr
    assert "50 digits to learn from, 10 to validate on" in run.stdout
    assert "test 100.00%: 20 of 20 digits" in run.stdout
    assert "next: groundup test digits.safetensors --data 'my stripes'" in run.stdout
    judged = groundup("test", "digits.safetensors", "--data", "my stripes", "--json")
    assert (judged.returncode, judged.stderr) == (0, "")
    assert json.loads(judged.stdout)["confusion"] == [[10, 0], [0, 10]]


def test_a_model_remembers_its_data_and_is_not_judged_by_others_unasked(
    groundup, stripes, tmp_path
) -> None:
    groundup(*TRAINED, "--data", "my stripes", "--limit", "40")
    network = Network.load(tmp_path / "digits.safetensors")
    assert network.data == {
        **identity("my stripes", load_data(stripes)),
        "limit": 40,
        "also": None,
    }
    assert (network.data or {})["shape"] == [784]
    assert (network.data or {})["classes"] == 2
    run = groundup("test", "digits.safetensors", "--json")
    assert (run.returncode, run.stdout) == (2, "")
    assert "trained on data other than MNIST: my stripes (2 classes, 784 numbers" in run.stderr
    assert "groundup test digits.safetensors --data 'my stripes'" in run.stderr
    asked = groundup("test", "digits.safetensors", "--data", "mnist", "--json")
    assert (asked.returncode, json.loads(asked.stdout)["total"]) == (0, 10_000)
    assert "trained on data other than mnist" in asked.stderr


def test_a_folder_of_another_name_with_the_same_digits_is_the_same(groundup, stripes) -> None:
    groundup(*TRAINED, "--data", "my stripes")
    stripes.rename(stripes.parent / "moved")
    run = groundup("test", "digits.safetensors", "--data", "moved")
    assert (run.returncode, run.stderr) == (0, "")


def test_models_that_do_not_say_and_those_of_mnist_are_judged_by_mnist(groundup, tmp_path) -> None:
    Network([784, 10]).save(tmp_path / "digits.safetensors")
    assert Network.load(tmp_path / "digits.safetensors").data is None
    assert groundup("test", "digits.safetensors").stderr == ""
    groundup("train", "--limit", "100", "--epochs", "1")
    run = groundup("test", "digits.safetensors")
    assert (run.returncode, run.stderr) == (0, "")
    assert "of 10,000 digits" in run.stdout


def test_a_checkpoint_remembers_data_and_limit(groundup, stripes, tmp_path) -> None:
    kept = ("--data", "my stripes", "--limit", "40", "--checkpoint", "c.st")
    assert groundup(*TRAINED, *kept).returncode == 0
    run = groundup("train", "--resume", "c.st")
    assert run.returncode == 0, run.stderr
    assert "40 digits to learn from" in run.stdout
    assert "20 of 20 digits" in run.stdout
    stripes.rename(tmp_path / "moved")
    assert "no such folder" in groundup("train", "--resume", "c.st").stderr
    run = groundup("train", "--resume", "c.st", "--data", "moved")
    assert run.returncode == 0, run.stderr
    assert re.search(r"next: groundup test digits.safetensors --data moved$", run.stdout, re.M)
