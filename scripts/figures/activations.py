"""Three activations: their curves, how fast they learn, and how many ReLUs die."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import numpy as np

import groundup
from groundup.rungs import neurons
from scripts.figures.drawing import Axes, Drawing
from scripts.figures.trained import DIGITS, INITS, KINDS, digits, first, lines

RATES = (0.01, 0.03, 0.1, 0.3, 1.0)
DEADLY = (0.03, 0.1, 0.3, 1.0, 3.0)


def curves() -> str:
    drawing = Drawing(620, 380, "Top: σ, tanh and ReLU. Bottom: how steep each is.")
    curves = (
        ("σ", neurons.sigmoid, neurons.sigmoid_prime),
        ("tanh", math.tanh, neurons.tanh_prime),
        ("ReLU", neurons.relu, neurons.relu_prime),
    )
    for number, (name, f, f_prime) in enumerate(curves):
        left = 25 + 205 * number
        above = Axes(drawing, (left, 30, left + 170, 170), (-4, 4), (-1.2, 3))
        above.frame(name)
        drawing.path([above.at(-4, 0), above.at(4, 0)], "faint")
        above.curve(f)
        below = Axes(drawing, (left, 230, left + 170, 340), (-4, 4), (0, 1.2))
        below.frame(f"slope of {name}", "z")
        below.curve(f_prime, "two", 400)
        drawing.path([below.at(-4, 1), below.at(4, 1)], "faint")
    return drawing.figure(
        "Top: the functions. Bottom: their slopes; the thin line is a slope of 1. σ lets through a "
        "quarter of an error at most, the ReLU all or nothing."
    )


@cache
def learned(activation: str, eta: float) -> float:
    """The share of validation digits that are right after an epoch."""
    network = groundup.Network(
        [784, 30, 10], [activation, "softmax"], "cross-entropy", init=INITS[activation]
    )
    groundup.fit(network, first(DIGITS), epochs=1, eta=eta)
    return network.measure(*digits().validation)[1]


def rates() -> str:
    drawing = Drawing(
        600,
        260,
        "The share read correctly after an epoch, for three activations and several rates.",
    )
    axes = Axes(drawing, (60, 30, 440, 200), (0, len(RATES) - 1), (0, 1))
    axes.frame("share read correctly after an epoch", "", "1")
    for i, eta in enumerate(RATES):
        drawing.text((axes.at(i, 0)[0], 220), f"{eta:g}")
    drawing.text((250, 245), "learning rate η")
    lines(drawing, axes, {kind: [learned(kind, eta) for eta in RATES] for kind in KINDS}, 455)
    return drawing.figure(
        f"784-30-10 after one epoch of {DIGITS:,} digits, on 10,000 others. The hidden layer's "
        "activation and the learning rate differ. ReLUs also start from other weights, init='he'."
    )


@cache
def dead(eta: float) -> float:
    """The share of 100 ReLUs that say 0 to every validation digit after an epoch."""
    network = groundup.Network([784, 100, 10], ["relu", "softmax"], "cross-entropy", init="he")
    groundup.fit(network, first(DIGITS), epochs=1, eta=eta)
    z = digits().validation.x / 255 @ network.w[0].T + network.b[0]
    return float(np.mean((z <= 0).all(axis=0)))


def deaths() -> str:
    drawing = Drawing(560, 220, "Bars: how many ReLUs are dead after an epoch, at five rates.")
    shares = [dead(eta) for eta in DEADLY]
    bars(drawing, [f"η = {eta:g}" for eta in DEADLY], shares, "dead of 100")
    return drawing.figure(
        f"Hidden neurons of 784-100-10 that say 0 to every validation digit, after an epoch of "
        f"{DIGITS:,} digits."
    )


def bars(drawing: Drawing, names: Sequence[str], shares: Sequence[float], title: str) -> None:
    drawing.text((280, 20), title)
    for i, (name, share) in enumerate(zip(names, shares, strict=True)):
        left, height = 30 + 105 * i, 120 * share
        drawing.box((left, 50), 80, 120)
        drawing.cell((left, 170 - height), 80, height, 0.6)
        drawing.text((left + 40, 44), f"{100 * share:.0f}")
        drawing.text((left + 40, 192), name)
