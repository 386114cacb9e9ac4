"""The listings of Nielsen's book, run: what they reach, and how long they take.

    python -m bench.listings          writes the table of docs/guide/book.md
    python -m bench.listings --show   only prints it

"Then" is an epoch through the same class with a backprop that is called digit by digit, as the
book's own code calls it, times the number of epochs. It runs right before the listing. Seconds are
those of computing, in all threads, which other programs of the machine hardly change.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import re
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from bench.speed import machine
from groundup.book import mnist_loader, network, network2

PAGE = Path(__file__).parents[1] / "docs" / "guide" / "book.md"
TABLE = re.compile(r"(?<=<!-- the listings -->\n).*", re.DOTALL)
SEED = 1
HEAD = "| listing | the book | ours | seconds then | seconds now |\n|---|---:|---:|---:|---:|\n"


class Listing(NamedTuple):
    name: str
    published: float  # percent, of the book's best epoch
    judged: str
    epochs: int
    build: Callable[[bool], Any]  # the network; True: whose backprop is called digit by digit
    train: Callable[[Any, int, list, list], None]  # network, epochs, training data, judged data


class Slow(network.Network):
    """Overridden, so that it is called."""

    def backprop(self, x: np.ndarray, y: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
        return super().backprop(x, y)


class Slow2(network2.Network):
    """Overridden, so that it is called."""

    def backprop(self, x: np.ndarray, y: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
        return super().backprop(x, y)


def chapter_3(sizes: list[int]) -> Callable[[bool], Any]:
    def build(slow: bool) -> Any:
        net = (Slow2 if slow else network2.Network)(sizes, cost=network2.CrossEntropyCost)
        net.large_weight_initializer()
        return net

    return build


def monitored(eta: float, lmbda: float = 0.0) -> Callable[[Any, int, list, list], None]:
    def train(net: Any, epochs: int, training: list, judged: list) -> None:
        net.SGD(
            training,
            epochs,
            10,
            eta,
            lmbda=lmbda,
            evaluation_data=judged,
            monitor_evaluation_accuracy=True,
        )

    return train


LISTINGS = (
    Listing(
        "chapter 1, 784-30-10, η 3",
        95.42,
        "test",
        30,
        lambda slow: (Slow if slow else network.Network)([784, 30, 10]),
        lambda net, epochs, training, judged: net.SGD(training, epochs, 10, 3.0, test_data=judged),
    ),
    Listing(
        "chapter 3, 784-30-10, cross-entropy, η 0.5",
        95.49,
        "test",
        30,
        chapter_3([784, 30, 10]),
        monitored(0.5),
    ),
    Listing(
        "chapter 3, 784-100-10, the same with λ 5",
        97.92,
        "validation",
        30,
        chapter_3([784, 100, 10]),
        monitored(0.5, 5.0),
    ),
)


def run(listing: Listing) -> str:
    """The listing's line of the table."""
    training, validation, test = mnist_loader.load_data_wrapper()
    judged = test if listing.judged == "test" else validation
    then = trained(listing, True, 1, training, judged)[1] * listing.epochs
    right, now = trained(listing, False, listing.epochs, training, judged)
    share = f"{max(right) / 100:.2f} %"
    book = f"{listing.published:.2f} %"
    return (
        f"| {listing.name}, {listing.judged} set | {book} | {share} | ≈ {then:.0f} | {now:.1f} |\n"
    )


def trained(
    listing: Listing, slow: bool, epochs: int, training: list, judged: list
) -> tuple[list[int], float]:
    """How many of 10,000 are right after each epoch, and the seconds of computing that all took."""
    random.seed(SEED)
    np.random.seed(SEED)
    net, said = listing.build(slow), io.StringIO()
    started = time.process_time()
    with contextlib.redirect_stdout(said):
        listing.train(net, epochs, list(training), judged)
    seconds = time.process_time() - started
    return [int(number) for number in re.findall(r"(\d+) / 10000", said.getvalue())], seconds


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.listings", description=__doc__)
    parser.add_argument("--show", action="store_true", help="only print the table")
    show = parser.parse_args().show
    before = os.getloadavg()[0]
    rows = []
    for listing in LISTINGS:
        rows.append(run(listing))
        print(rows[-1], end="", flush=True)
    load = f"load {before:.1f} before and {os.getloadavg()[0]:.1f} after"
    where = f"{date.today()}, {machine()}; {load}; seed {SEED}."
    if not show:
        text = PAGE.read_text(encoding="utf-8")
        table = f"\n{HEAD}{''.join(rows)}\n{where}\n"
        PAGE.write_text(TABLE.sub(lambda _: table, text), encoding="utf-8")


if __name__ == "__main__":
    main()
