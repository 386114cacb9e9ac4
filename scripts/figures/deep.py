"""Deep networks: how fast each layer begins to learn, and what they have learned."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

import groundup
from scripts.figures.drawing import Axes, Drawing
from scripts.figures.trained import DIGITS, INITS, KINDS, digits, first, lines

FEW = 1000  # digits, for a gradient
DEEP = 6  # hidden layers, of WIDE neurons
WIDE = 30
DEPTHS = (1, 2, 3, 4, 5, 6)
ETAS = {"sigmoid": 0.5, "relu": 0.05}  # of networks of any depth
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def speeds(activation: str) -> list[float]:
    """How long the gradient of each hidden layer's biases is, before any training."""
    kinds = [*[activation] * DEEP, "sigmoid"]
    network = groundup.Network([784, *[WIDE] * DEEP, 10], kinds, init=INITS[activation])
    _, db = network.gradients(*first(FEW))
    return [float(np.linalg.norm(one)) for one in db[:-1]]


def vanishing() -> str:
    drawing = Drawing(
        600, 270, "How fast layers learn: towards the first, σ falls most, tanh less, ReLU least."
    )
    axes = Axes(drawing, (70, 30, 440, 210), (1, DEEP), (-6, 0))
    axes.frame("length of the gradient", "hidden layer")
    for power in range(-6, 1, 2):
        drawing.path([axes.at(1, power), axes.at(DEEP, power)], "faint")
        label = f"10{str(power).translate(RAISED)}" if power else "1"
        drawing.text((60, axes.at(1, power)[1] + 5), label, "end")
    found = {kind: [math.log10(speed) for speed in speeds(kind)] for kind in KINDS}
    lines(drawing, axes, found, 455, start=1)
    return drawing.figure(
        f"Before training, over {FEW:,} digits: the gradient of the biases of each of {DEEP} "
        "hidden layers, the first on the left. Each grid line is a hundred times the one below it."
    )


@cache
def deep(hidden: int, activation: str) -> float:
    kinds = [*[activation] * hidden, "softmax"]
    sizes = [784, *[WIDE] * hidden, 10]
    network = groundup.Network(sizes, kinds, "cross-entropy", init=INITS[activation])
    groundup.fit(network, first(DIGITS), epochs=3, eta=ETAS[activation])
    return network.measure(*digits().validation)[1]


def depth() -> str:
    drawing = Drawing(
        600, 250, "The deeper a network of sigmoids, the less it learns; ReLUs hardly suffer."
    )
    axes = Axes(drawing, (60, 30, 440, 200), (1, DEPTHS[-1]), (0, 1))
    axes.frame("right after three epochs", "hidden layers", "1")
    found = {kind: [deep(hidden, kind) for hidden in DEPTHS] for kind in ETAS}
    lines(drawing, axes, found, 455, start=1)
    rates = " and ".join(f"{eta} for {kind}" for kind, eta in ETAS.items())
    return drawing.figure(
        f"Networks with 1 to {DEPTHS[-1]} hidden layers of {WIDE} neurons after three epochs of "
        f"{DIGITS:,} digits. The learning rate is {rates}."
    )
