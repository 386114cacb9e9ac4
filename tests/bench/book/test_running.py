"""The book's commands run as printed, and learn what the book says."""

from __future__ import annotations

import sys

import pytest

from bench.book.__main__ import COMMANDS
from bench.book.page import key
from bench.book.printed import Printed
from bench.book.running import (
    called_digit_by_digit,
    epochs_of,
    for_epochs,
    reach,
    timed,
)
from groundup import book, data
from groundup.book import network, network2
from groundup.data import Data, Samples

HERE = [one for one in COMMANDS if "mnist_svm" not in one.command]  # that has a test of its own
BY_KEY = {key(printed): printed for printed in COMMANDS}


@pytest.fixture(autouse=True)
def modules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Afterwards, `import network` finds what it found."""
    for name in book.MODULES:
        monkeypatch.setitem(sys.modules, name, None)


def only(monkeypatch: pytest.MonkeyPatch, digits: Data, train: int, rest: int) -> None:
    """From now on there are only so many digits to load."""
    counts = (train, rest, rest)
    parts = [Samples(x[:n], y[:n]) for (x, y), n in zip(digits, counts, strict=True)]
    monkeypatch.setattr(data, "load_data", lambda name: Data(*parts))


@pytest.mark.parametrize("printed", HERE, ids=key)
def test_a_command_runs_as_printed(printed: Printed, few: Data, monkeypatch) -> None:
    """But for the epochs, and for how many digits there are."""
    only(monkeypatch, few, 40, 40)
    seen: list[int] = []
    reached = reach(printed, 2, told=seen.append)
    assert 0 <= reached.percent <= 100
    assert seen == ([1, 2] if epochs_of(printed.command) else [])
    assert (reached.then > 0) == (bool(seen) and printed.chapter < 6)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "digits_to_learn", "epochs", "percent"),
    [
        ("1: 784-30-10, η 3", 50_000, 3, 90),
        ("3: cross-entropy, η 0.5", 50_000, 2, 90),
        ("6: ReLU, λ 0.1", 5_000, 1, 80),
    ],
)
def test_it_learns(
    name: str, digits_to_learn: int, epochs: int, percent: int, digits: Data, monkeypatch
) -> None:
    if name.startswith("6"):
        pytest.importorskip("groundup.engines._native")
    only(monkeypatch, digits, digits_to_learn, 1000)
    said, _ = timed(for_epochs(BY_KEY[name].command, epochs))
    assert BY_KEY[name].answer(said) > percent


def test_other_epochs_are_the_only_change() -> None:
    for printed in COMMANDS:
        own = epochs_of(printed.command)
        assert for_epochs(printed.command, own) == printed.command
        short = for_epochs(printed.command, 7)
        assert epochs_of(short) == (7 if own else 0)
        assert short.count("\n") == printed.command.count("\n")


def test_meanwhile_the_classes_call_their_backprop() -> None:
    before = network.Network, network2.Network
    with called_digit_by_digit() as took:
        assert not network.PLAIN.still(network.Network([2, 1]))
        assert not network2.PLAIN.still(network2.Network([2, 1]))
        network2.Network([2, 1]).SGD([], 3, 10, 1.0)
        assert len(took) == 1
        assert 0 < took[0] < 1
    assert (network.Network, network2.Network) == before
