"""What `python -m groundup.rungs.neurons` (or any other rung) does, on bare Python: train a small
network on a thousand digits, shrunk to 7×7, and show what it has learned. Every rung prints the
same accuracies, since every rung takes the same steps; only the seconds differ. But `convolution`
has a network of its own, which convolves.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from groundup import randomness
from groundup.data import idx
from groundup.rungs import RUNGS, load

MNIST = Path(idx.__file__).parent / "mnist"
TRAINING, UNSEEN, EPOCHS, BATCH_SIZE = 1000, 500, 4, 5
INK = " .:-=+*#%@"

Sample = tuple[list[float], list[float]]


class Shown(NamedTuple):
    """The network that a rung trains, and how."""

    layers: str
    shapes: Sequence[tuple[int, ...]]  # of each w
    activations: Sequence[str]
    eta: float


DENSE = Shown("49-16-10", [(16, 49), (10, 16)], ["sigmoid", "sigmoid"], 5.0)
OWN = {"convolution": Shown("7x7-8c2p2-10", [(8, 1, 2, 2), (10, 72)], ["tanh", "sigmoid"], 1.0)}


def demonstrate(name: str) -> None:
    """Trains the rung called `name` a little and prints what it learned."""
    rung = load(name)
    samples = read_digits(TRAINING + UNSEEN)
    training, unseen = samples[:TRAINING], samples[TRAINING:]
    print(f"{name}: {RUNGS[name].idea}")
    shown = OWN.get(name, DENSE)
    print(f"a {shown.layers} network learns from {TRAINING} digits, shrunk to 7x7")

    network = rung.build(*initial_parameters(shown.shapes), shown.activations)
    started = time.perf_counter()
    for epoch in range(1, EPOCHS + 1):
        order = randomness.order(TRAINING, 0, epoch)
        for start in range(0, TRAINING, BATCH_SIZE):
            batch = [training[i] for i in order[start : start + BATCH_SIZE]]
            xs, ys = [x for x, _ in batch], [y for _, y in batch]
            network = rung.train_batch(network, xs, ys, shown.eta)
        right = sum(guess(rung.feedforward(network, x)) == guess(y) for x, y in unseen)
        seconds = time.perf_counter() - started
        share = f"{100 * right / UNSEEN:.1f} % of {UNSEEN} unseen digits"
        print(f"epoch {epoch}: {share}, after {seconds:.1f} s", flush=True)

    x, y = unseen[0]
    print("\n".join("  " + "".join(2 * shade(p) for p in x[i : i + 7]) for i in range(0, 49, 7)))
    print(f"This is a {guess(y)}, and the network says {guess(rung.feedforward(network, x))}.")


def read_digits(count: int) -> list[Sample]:
    """The first `count` training digits of MNIST: 49 inputs from 0 to 1, each the mean of 4×4
    pixels, and 10 targets."""
    (_, rows, columns), pixels = idx.read_images(MNIST / "train-images-idx3-ubyte.gz")
    labels = idx.read_labels(MNIST / "train-labels-idx1-ubyte.gz")
    area = rows * columns
    return [
        (shrink(pixels[i * area : (i + 1) * area]), [float(k == labels[i]) for k in range(10)])
        for i in range(count)
    ]


def shrink(pixels: Sequence[int]) -> list[float]:
    """7×7 numbers from 0 to 1 from 28×28 pixels from 0 to 255."""
    return [
        sum(sum(pixels[28 * row + column :][:4]) for row in range(top, top + 4)) / (16 * 255)
        for top in range(0, 28, 4)
        for column in range(0, 28, 4)
    ]


def initial_parameters(shapes: Sequence[tuple[int, ...]] = DENSE.shapes) -> tuple[list, list]:
    """`(w, b)` as `--init scaled` draws them, for each w's shape."""
    w, b = [], []
    for l, (n_out, *axes) in enumerate(shapes):
        n_in = math.prod(axes)
        flat = [number / math.sqrt(n_in) for number in randomness.normals(n_out * n_in, 0, "w", l)]
        w.append(nested(flat, [n_out, *axes]))
        b.append(list(randomness.normals(n_out, 0, "b", l)))
    return w, b


def nested(flat: Sequence[float], axes: Sequence[int]) -> list:
    """The numbers as lists in lists."""
    if len(axes) == 1:
        return list(flat)
    size = len(flat) // axes[0]
    return [nested(flat[i * size : (i + 1) * size], axes[1:]) for i in range(axes[0])]


def guess(outputs: Sequence[float]) -> int:
    return max(range(len(outputs)), key=outputs.__getitem__)


def shade(ink: float) -> str:
    return INK[round(ink * (len(INK) - 1))]
