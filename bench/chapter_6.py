"""The listings of chapter 6 of Nielsen's book, run as printed: what they reach.

    python -m bench.chapter_6                     all, a line each in docs/guide/book.md
    python -m bench.chapter_6 ReLU --epochs 20    one, shorter; the line says so
    python -m bench.chapter_6 --show              only prints them

A listing is executed as the book prints it, with `network3` for the book's. What is compared is the
accuracy on the test set in the epoch that was best on the validation set, which is the last line
that it prints. Seconds are those of computing, in all threads.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import re
import time
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bench.speed import machine
from groundup.book import install

PAGE = Path(__file__).parents[1] / "docs" / "guide" / "book.md"
MARK = "<!-- the listings of chapter 6 -->\n\n"
SEED = 1

BEGINNING = """\
import network3
from network3 import Network
from network3 import ConvPoolLayer, FullyConnectedLayer, SoftmaxLayer
training_data, validation_data, test_data = network3.load_data_shared()
mini_batch_size = 10
"""
EXPANDED = """\
expanded_training_data, _, _ = network3.load_data_shared(
        "../data/mnist_expanded.pkl.gz")
"""
RELU = "from network3 import ReLU\n"

NO_CONVOLUTION = """\
net = Network([
        FullyConnectedLayer(n_in=784, n_out=100),
        SoftmaxLayer(n_in=100, n_out=10)], mini_batch_size)
net.SGD(training_data, 60, mini_batch_size, 0.1,
            validation_data, test_data)
"""
ONE_CONVOLUTION = """\
net = Network([
        ConvPoolLayer(image_shape=(mini_batch_size, 1, 28, 28),
                      filter_shape=(20, 1, 5, 5),
                      poolsize=(2, 2)),
        FullyConnectedLayer(n_in=20*12*12, n_out=100),
        SoftmaxLayer(n_in=100, n_out=10)], mini_batch_size)
net.SGD(training_data, 60, mini_batch_size, 0.1,
            validation_data, test_data)
"""
TWO_CONVOLUTIONS = """\
net = Network([
        ConvPoolLayer(image_shape=(mini_batch_size, 1, 28, 28),
                      filter_shape=(20, 1, 5, 5),
                      poolsize=(2, 2)),
        ConvPoolLayer(image_shape=(mini_batch_size, 20, 12, 12),
                      filter_shape=(40, 20, 5, 5),
                      poolsize=(2, 2)),
        FullyConnectedLayer(n_in=40*4*4, n_out=100),
        SoftmaxLayer(n_in=100, n_out=10)], mini_batch_size)
net.SGD(training_data, 60, mini_batch_size, 0.1,
            validation_data, test_data)
"""
RECTIFIED = """\
net = Network([
        ConvPoolLayer(image_shape=(mini_batch_size, 1, 28, 28),
                      filter_shape=(20, 1, 5, 5),
                      poolsize=(2, 2),
                      activation_fn=ReLU),
        ConvPoolLayer(image_shape=(mini_batch_size, 20, 12, 12),
                      filter_shape=(40, 20, 5, 5),
                      poolsize=(2, 2),
                      activation_fn=ReLU),
"""
RECTIFIED_ONE = f"""\
{RECTIFIED}\
        FullyConnectedLayer(n_in=40*4*4, n_out=100, activation_fn=ReLU),
        SoftmaxLayer(n_in=100, n_out=10)], mini_batch_size)
"""
RECTIFIED_TWO = f"""\
{RECTIFIED}\
        FullyConnectedLayer(n_in=40*4*4, n_out=100, activation_fn=ReLU),
        FullyConnectedLayer(n_in=100, n_out=100, activation_fn=ReLU),
        SoftmaxLayer(n_in=100, n_out=10)], mini_batch_size)
"""
ON_THE_TRAINING_DATA = """\
net.SGD(training_data, 60, mini_batch_size, 0.03,
            validation_data, test_data, lmbda=0.1)
"""
ON_THE_EXPANDED_DATA = """\
net.SGD(expanded_training_data, 60, mini_batch_size, 0.03,
            validation_data, test_data, lmbda=0.1)
"""
DROPOUT = f"""\
{RECTIFIED}\
        FullyConnectedLayer(
            n_in=40*4*4, n_out=1000, activation_fn=ReLU, p_dropout=0.5),
        FullyConnectedLayer(
            n_in=1000, n_out=1000, activation_fn=ReLU, p_dropout=0.5),
        SoftmaxLayer(n_in=1000, n_out=10, p_dropout=0.5)],
        mini_batch_size)
net.SGD(expanded_training_data, 40, mini_batch_size, 0.03,
            validation_data, test_data)
"""


class Listing(NamedTuple):
    name: str
    published: float  # percent of the test set
    text: str  # after BEGINNING


LISTINGS = (
    Listing("no convolution", 97.80, NO_CONVOLUTION),
    Listing("one convolution", 98.78, ONE_CONVOLUTION),
    Listing("two convolutions", 99.06, TWO_CONVOLUTIONS),
    Listing("ReLU, λ 0.1", 99.23, RELU + RECTIFIED_ONE + ON_THE_TRAINING_DATA),
    Listing("expanded data", 99.37, RELU + EXPANDED + RECTIFIED_ONE + ON_THE_EXPANDED_DATA),
    Listing("two layers after them", 99.43, RELU + EXPANDED + RECTIFIED_TWO + ON_THE_EXPANDED_DATA),
    Listing("1,000 neurons and dropout", 99.60, RELU + EXPANDED + DROPOUT),
)
EPOCHS = re.compile(r"(?<=training_data, )\d+")
HEAD = "| listing | epochs | the book | ours | seconds |\n|---|---:|---:|---:|---:|\n"


def shortened(text: str, epochs: int | None) -> str:
    """The listing with so many epochs in place of its own."""
    return text if epochs is None else EPOCHS.sub(str(epochs), text)


def said(text: str) -> str:
    """What a listing prints."""
    install()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(BEGINNING + text, {})
    return printed.getvalue()


def reached(printed: str) -> float:
    """Percent of the test set, in the last line."""
    return float(re.findall(r"Corresponding test accuracy of (\d+\.\d\d)%", printed)[-1])


def run(listing: Listing, epochs: int | None) -> str:
    """The listing's line of the table."""
    random.seed(SEED)
    np.random.seed(SEED)
    text, started = shortened(listing.text, epochs), time.process_time()
    found = reached(said(text))
    seconds = time.process_time() - started
    own, taken = (EPOCHS.findall(t)[-1] for t in (listing.text, text))
    shown = own if own == taken else f"{taken} of {own}"
    book = f"{listing.published:.2f} %"
    return f"| {listing.name} | {shown} | {book} | {found:.2f} % | {seconds:,.0f} |\n"


def put(rows: dict[str, str], page: str) -> str:
    """The page with these lines in its table, by the listings' names, and when that was."""
    before, rest = page.split(MARK)
    table, heading, after = rest.partition("\n## ")
    kept = {line.split(" |")[0].removeprefix("| "): line for line in table.splitlines(True)}
    lines = [(rows | {n: kept[n] for n in kept if n not in rows}).get(l.name, "") for l in LISTINGS]
    load = f"load {os.getloadavg()[0]:.1f}"
    where = f"\n{date.today()}, {machine()}; {load}; seed {SEED}.\n"
    return f"{before}{MARK}{HEAD}{''.join(lines)}{where}{heading}{after}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.chapter_6", description=__doc__)
    parser.add_argument("names", nargs="*", help="which; a part of a name is enough")
    parser.add_argument("--epochs", type=int, help="in place of the book's 60, or 40")
    parser.add_argument("--show", action="store_true", help="only print the table")
    asked = parser.parse_args()
    for listing in LISTINGS:
        if asked.names and not any(name in listing.name for name in asked.names):
            continue
        row = run(listing, asked.epochs)
        print(row, end="", flush=True)
        if not asked.show:
            page = PAGE.read_text(encoding="utf-8")
            PAGE.write_text(put({listing.name: row}, page), encoding="utf-8")


if __name__ == "__main__":
    main()
