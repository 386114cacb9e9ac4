"""Trains the page's small network, for its backprop: src/groundup/page/small.safetensors.

    python -m scripts.small_model [--epochs 40] [--to FILE]

It has 30 hidden neurons, so that a picture can show what says most, and the quadratic cost, so that
the slope of the activation function is in its backprop from the first line on. From the
repository's root, with `pip install '.[test]'`, in some minutes; the same network comes out again,
to the bit, on the same kind of processor.

It learns as the default network does (`scripts.default_model`), but from digits alone: with 30
neurons, to know what is no digit costs digits. The validation digits chose all that was to choose,
and say whether it is good enough to be written; the test digits are only reported.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from typer import Option

from groundup.data import Samples, load_data
from groundup.data.augmentation import Augmentation
from groundup.network import Network
from groundup.page.encoding import SMALL
from scripts.default_model import SEED, teach, write
from scripts.drawings.conditions import CONDITIONS
from scripts.drawings.hand import drawn_by_hands

HIDDEN, EPOCHS, ETA = 30, 40, 4.0
HANDS = 3  # that draw every digit again
AUGMENTATION = Augmentation(  # with so few neurons, less than for the default network
    shift=0.7,
    rotation=6,
    scale=0.05,
    shear=0.05,
    thickness=0.2,
    elastic_strength=8,
    half_rotation=(),
)
FLOORS = {"clean": 0.96, "redrawn": 0.96, "by other hands": 0.945}

out = Console(highlight=False)


def small_model(
    epochs: Annotated[int, Option(min=1)] = EPOCHS,
    to: Annotated[Path, Option(help="The file to write.")] = SMALL,
) -> None:
    """Train, judge by the validation digits, and write the file if all floors are passed."""
    data = load_data()
    network = learned(data.train, data.validation, epochs)
    shares = judged(network, data.validation)
    for name, share in judged(network, data.test).items():
        floor = FLOORS[name]
        out.print(f"{name:10} validation {shares[name]:.2%} (floor {floor:.1%}), test {share:.2%}")
    write(network, to, all(shares[name] >= floor for name, floor in FLOORS.items()))


def learned(train: Samples, validation: Samples, epochs: int) -> Network:
    """A small network that has learned digits, and the same ones drawn by other hands."""
    network = Network([784, HIDDEN, 10], ["sigmoid"] * 2, "quadratic", seed=SEED, dtype="float32")
    x, y = lessons(train)
    return teach(network, x, y, train, validation, epochs, ETA, AUGMENTATION)


def lessons(train: Samples) -> tuple[np.ndarray, np.ndarray]:
    """Pixels (n, 784) and targets (n, 10): digits, and digits by other hands."""
    drawn = [drawn_by_hands(train.x, train.y, SEED + hand) for hand in range(HANDS)]
    one_hot = np.tile(np.eye(10, dtype=np.float32)[train.y], (1 + HANDS, 1))
    return np.concatenate([train.x, *drawn]), one_hot


def judged(network: Network, digits: Samples) -> dict[str, float]:
    """The share that it reads right, in each condition that has a floor here."""
    return {
        one.name: float((network.predict(one.apply(digits, SEED)) == digits.y).mean())
        for one in CONDITIONS
        if one.name in FLOORS
    }


if __name__ == "__main__":
    typer.run(small_model)
