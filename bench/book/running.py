"""Runs what the book prints, and times it."""

from __future__ import annotations

import contextlib
import io
import random
import re
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from unittest import mock

import numpy as np

from bench.book.printed import Printed
from groundup.book import install, network, network2, transcripts

SEED = 1  # the first
EPOCHS = re.compile(r"(training_data(?:\[:\d+\])?, )(\d+)")
EPOCH = re.compile(r"^Epoch \d+", re.MULTILINE)


class Reached(NamedTuple):
    """percent: as the book reckons it. epochs: that it learned for, 0 where it does not learn in
    such. seconds: of computing, in all threads. then: the same, had the class called its backprop
    digit by digit; 0 where there is none. every: percent, by each of several seeds."""

    percent: float
    epochs: int
    seconds: float
    then: float
    every: tuple[float, ...] = ()


class Output(io.StringIO):
    """What is printed, of which it is told how many epochs there were."""

    def __init__(self, told: Callable[[int], None]) -> None:
        super().__init__()
        self.told = told

    def write(self, text: str, /) -> int:
        if EPOCH.match(text):
            self.told(len(EPOCH.findall(self.getvalue())) + 1)
        return super().write(text)


def epochs_of(command: str) -> int:
    """0 where it trains nothing."""
    found = EPOCHS.findall(command)
    return int(found[-1][1]) if found else 0


def for_epochs(command: str, epochs: int) -> str:
    """The command, for so many epochs."""
    return EPOCHS.sub(rf"\g<1>{epochs}", command)


def reach(
    printed: Printed,
    epochs: int | None = None,
    seeds: int = 1,
    told: Callable[[int], None] = lambda done: None,
) -> Reached:
    """Runs a command, for so many epochs or the book's; again with each further seed. `told` is
    told of each epoch of the first."""
    own = epochs_of(printed.command)
    epochs = min(epochs, own) if epochs else own
    then = 0.0
    if own and printed.chapter < 6:
        with called_digit_by_digit() as took:
            timed(for_epochs(printed.command, 1))
        then = epochs * sum(took)
    command = for_epochs(printed.command, epochs)
    said, seconds = timed(command, told)
    percent = printed.answer(said)
    others = (printed.answer(timed(command, seed=SEED + i)[0]) for i in range(1, seeds))
    return Reached(percent, epochs, seconds, then, (percent, *others) if seeds > 1 else ())


def timed(
    command: str, told: Callable[[int], None] = lambda done: None, seed: int = SEED
) -> tuple[str, float]:
    """What it prints, and its seconds."""
    install()
    random.seed(seed)
    np.random.seed(seed)
    output, started = Output(told), time.process_time()
    with contextlib.redirect_stdout(output):
        exec(transcripts.commands(command), {})
    return output.getvalue(), time.process_time() - started


@contextlib.contextmanager
def called_digit_by_digit() -> Iterator[list[float]]:
    """Meanwhile, the book's classes have a backprop of another's, which is called as in the book.
    Gives the seconds that each training took, without the data."""
    took: list[float] = []

    def called(own: Any) -> type:
        def backprop(self: Any, x: np.ndarray, y: np.ndarray) -> Any:
            return own.backprop(self, x, y)

        def train(self: Any, *arguments: Any, **named: Any) -> Any:
            started = time.process_time()
            result = own.SGD(self, *arguments, **named)
            took.append(time.process_time() - started)
            return result

        return type("Called", (own,), {"backprop": backprop, "SGD": train})

    with (
        mock.patch.object(network, "Network", called(network.Network)),
        mock.patch.object(network2, "Network", called(network2.Network)),
    ):
        yield took
