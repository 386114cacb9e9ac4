"""Trains the network that the package carries for its page: src/groundup/page/default.safetensors.

    python -m scripts.default_model [--hidden 150] [--epochs 60] [--to FILE]

From the repository's root, with `pip install '.[test]'`, in about a quarter of an hour. The same
network comes out again, to the bit, on the same kind of processor; a file that has it already is
left alone, for safetensors writes its metadata in any order.

It learns from MNIST's 50,000 training digits and from the same ones drawn again by three hands
(thinned to lines, varied, and brought through the page's preprocessing), all distorted anew in each
epoch; and from drawings that are no digit, for which all outputs should be 0. The validation
digits, in the conditions of `python -m bench.drawing`, say whether it is good enough to be written,
and chose its size. The test digits are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from typer import Option

from groundup import engines
from groundup.data import Samples, load_data
from groundup.data.augmentation import Augmentation, augment
from groundup.engines.engine import Task
from groundup.network import Network
from groundup.page.encoding import DEFAULT
from groundup.training.record import Record
from groundup.training.schedules import SCHEDULES
from groundup.training.steps import epoch_order
from scripts.drawings.conditions import measured, rounded
from scripts.drawings.hand import drawn_by_hands
from scripts.drawings.others import FONTS, letters, others, shapes

SEED = 0
HIDDEN = 256  # 150 read a hundredth fewer of the drawings; more take the page longer
EPOCHS = 60
ETA, BATCH, PIECE = 0.5, 16, 8192
HANDS = 3  # that draw every digit again
ONE_IN = 2  # drawings that are no digit for so many digits
AUGMENTATION = Augmentation(shift=2.0, rotation=12.0, thickness=0.5, half_rotation=())

out = Console(highlight=False)


def default_model(
    hidden: Annotated[int, Option(min=1, help="Neurons in the hidden layer.")] = HIDDEN,
    epochs: Annotated[int, Option(min=1)] = EPOCHS,
    to: Annotated[Path, Option(help="The file to write.")] = DEFAULT,
) -> None:
    """Train, judge by the validation digits, and write the file if all floors are passed."""
    data = load_data()
    network = learned(data.train, data.validation, hidden, epochs)
    passed = True
    for row in measured(network, data.validation, SEED):
        verdict = "passed" if row.passed else "MISSED"
        shares = (row.accuracy, row.said, row.said_right)
        said = " ".join(f"{share:.2%}" for share in shares if share is not None)
        out.print(f"{row.condition:10} {said} (floor {row.floor:.1%}, {verdict})")
        passed &= row.passed
    write(network, to, passed)


def write(network: Network, to: Path, passed: bool) -> None:
    """The file, if all floors are passed, and it has not this network already. Ends the program
    where one is missed."""
    if not passed:
        out.print(f"not written: {to}", markup=False)
        raise SystemExit(1)
    if to.exists() and same(network, Network.load(to)):
        out.print(f"{to} has this network already", markup=False)
        return
    network.save(to)
    out.print(f"wrote {to}", markup=False)


def learned(train: Samples, validation: Samples, hidden: int, epochs: int) -> Network:
    """A network that has learned digits, the same drawn by other hands, and what is no digit."""
    network = Network(
        [784, hidden, 10], ["sigmoid", "sigmoid"], "cross-entropy", seed=SEED, dtype="float32"
    )
    return teach(network, *lessons(train), train, validation, epochs, ETA, AUGMENTATION)


def teach(
    network: Network,
    x: np.ndarray,
    y: np.ndarray,
    train: Samples,
    validation: Samples,
    epochs: int,
    eta: float,
    augmentation: Augmentation,
) -> Network:
    """The network in half precision, after so many epochs of x (n, 784) and targets y (n, 10), all
    distorted anew in each; the learning rate falls from `eta` to nothing."""
    engine = engines.load(engines.fastest())
    for epoch in range(1, epochs + 1):
        rate = eta * SCHEDULES["cosine"](epoch, epochs, 0)
        for rows, images in distorted(x, epoch, augmentation):
            engine.run(
                Task(
                    network.w,
                    network.b,
                    network.activations,
                    x=images,
                    cost=network.cost,
                    y=y[rows],
                    batch_size=BATCH,
                    eta=rate,
                )
            )
        cost, accuracy = network.measure(*validation)
        # The file does not tell how long it took.
        record = Record(epoch, network.measure(*train)[0], cost, accuracy, 0.0, len(x), rate)
        network.history.append(record._asdict())
        out.print(f"epoch {epoch}: validation {accuracy:.2%}")
    return rounded(network)


def lessons(train: Samples) -> tuple[np.ndarray, np.ndarray]:
    """Pixels (n, 784) and targets (n, 10): digits, digits by other hands, and what is no digit."""
    drawn = [drawn_by_hands(train.x, train.y, SEED + hand) for hand in range(HANDS)]
    strange = others([*letters(FONTS), *shapes(), *shapes()], len(train.x) // ONE_IN, SEED)
    one_hot = np.tile(np.eye(10, dtype=np.float32)[train.y], (1 + HANDS, 1))
    nothing = np.zeros((len(strange), 10), np.float32)
    return np.concatenate([train.x, *drawn, strange]), np.concatenate([one_hot, nothing])


def distorted(
    x: np.ndarray, epoch: int, augmentation: Augmentation
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The epoch's samples in its order, in pieces: which they are, and what they look like. A
    second thread makes the next while one is learned from."""
    order = epoch_order(len(x), SEED, epoch)
    pieces = [order[start : start + PIECE] for start in range(0, len(order), PIECE)]

    def look(rows: np.ndarray) -> np.ndarray:
        return augment(x, rows, seed=SEED, epoch=epoch, options=augmentation)

    with ThreadPoolExecutor(max_workers=1) as pool:
        following = pool.submit(look, pieces[0])
        for number, rows in enumerate(pieces):
            images = following.result()
            if number + 1 < len(pieces):
                following = pool.submit(look, pieces[number + 1])
            yield rows, images


def same(one: Network, other: Network) -> bool:
    """Whether they are equal in all that a file says of them."""
    alike = (one.sizes, one.activations, one.cost, one.history)
    return alike == (other.sizes, other.activations, other.cost, other.history) and all(
        np.array_equal(a, b) for a, b in zip(one.w + one.b, other.w + other.b, strict=True)
    )


if __name__ == "__main__":
    typer.run(default_model)
