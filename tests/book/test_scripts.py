"""The book's listings, typed as printed, run; they learn what the book says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench import chapter_6
from groundup import book
from groundup.book import shared
from groundup.data import Data, Samples

CHAPTER_1 = """
import mnist_loader
training_data, validation_data, test_data = mnist_loader.load_data_wrapper()
import network
net = network.Network([784, 30, 10])
net.SGD(training_data, {epochs}, 10, 3.0, test_data=test_data)
"""
CHAPTER_3 = """
import mnist_loader
training_data, validation_data, test_data = mnist_loader.load_data_wrapper()
import network2
net = network2.Network([784, 30, 10], cost=network2.CrossEntropyCost)
net.large_weight_initializer()
net.SGD(training_data, {epochs}, 10, 0.5, evaluation_data=test_data,
    monitor_evaluation_accuracy=True)
"""


def run(script: str, folder: Path) -> str:
    path = folder / "typed.py"
    path.write_text("import numpy, random\nnumpy.random.seed(1)\nrandom.seed(1)\n" + script)
    command = [sys.executable, "-W", "error", "-m", "groundup.book", "typed.py"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def right(said: str) -> list[int]:
    return [int(number) for number in re.findall(r"(\d+) / 10000", said)]


@pytest.mark.slow
def test_chapter_1s_network_learns_to_95_percent(tmp_path: Path) -> None:
    assert max(right(run(CHAPTER_1.format(epochs=10), tmp_path))) > 9450


@pytest.mark.slow
def test_chapter_3s_network_learns_to_95_percent(tmp_path: Path) -> None:
    assert max(right(run(CHAPTER_3.format(epochs=10), tmp_path))) > 9450


@pytest.mark.parametrize("listing", chapter_6.LISTINGS, ids=lambda listing: listing.name)
def test_chapter_6s_listings_run_as_printed(listing, few: Data, monkeypatch) -> None:
    """But for the epochs, and for how many digits there are."""
    some = Data(*(Samples(part.x[:40], part.y[:40]) for part in few))
    monkeypatch.setattr(shared.data, "load_data", lambda name: some)
    for name in book.MODULES:
        monkeypatch.setitem(sys.modules, name, None)  # and afterwards as it was
    lines = chapter_6.said(chapter_6.shortened(listing.text, 2)).splitlines()
    assert lines[0] == "Training mini-batch number 0"
    epochs = [line for line in lines if re.fullmatch(r"Epoch \d: validation accuracy .*%", line)]
    assert [line[6] for line in epochs] == ["0", "1"]
    assert lines[-3] == "Finished training network."
    assert 0 <= chapter_6.reached("\n".join(lines)) <= 100


@pytest.mark.slow
def test_chapter_6s_network_learns_to_95_percent_in_an_epoch(tmp_path: Path) -> None:
    pytest.importorskip("groundup.engines._native")
    (text,) = (one.text for one in chapter_6.LISTINGS if "ReLU" in one.name)
    printed = run(chapter_6.BEGINNING + chapter_6.shortened(text, 1), tmp_path)
    assert "Training mini-batch number 4000\n" in printed
    assert chapter_6.reached(printed) > 95


@pytest.mark.slow
def test_one_epoch_of_chapter_1_as_printed(tmp_path: Path) -> None:
    said = run(CHAPTER_1.format(epochs=1), tmp_path)
    assert re.fullmatch(r"Epoch 0: \d{4} / 10000\n", said)


def test_without_a_script_it_is_a_python_to_type_in(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "groundup.book"],
        input="import network\nprint(network.Network([2, 1]).sizes)\n",
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert "[2, 1]" in ran.stdout


def test_a_missing_script_and_a_shadowed_module_are_said(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "groundup.book"]
    ran = subprocess.run([*command, "no.py"], cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 1
    assert "there is no script no.py" in ran.stderr
    (tmp_path / "network.py").write_text("raise SystemExit(3)")
    (tmp_path / "typed.py").write_text("import network; print(network.__name__)")
    ran = subprocess.run([*command, "typed.py"], cwd=tmp_path, capture_output=True, text=True)
    assert ran.stdout == "groundup.book.network\n"
    assert "import network takes groundup's, not network.py" in ran.stderr


def test_help_is_given() -> None:
    command = [sys.executable, "-m", "groundup.book", "--help"]
    assert "python -m groundup.book script.py" in subprocess.check_output(command, text=True)
