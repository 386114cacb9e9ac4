"""Curves: σ, what lines make of lines, and how well few and many neurons fit one."""

from __future__ import annotations

from examples import fit_a_curve
from groundup.rungs import batches, neurons
from scripts.figures.drawing import Axes, Drawing

STEPS = 4_000  # of gradient descent, for the fits
LINES = [[1.5]], [0.4], [[-0.8]], [0.3]  # w[0], b[0], w[1], b[1] of a chain of two neurons


def sigmoid() -> str:
    drawing = Drawing(560, 220, "The S-shaped curve of σ: gentle for a weight of 1, steep for 5.")
    axes = Axes(drawing, (50, 20, 540, 180), (-6, 6), (-0.05, 1.05))
    axes.frame("", "input x", "1")
    axes.curve(lambda x: neurons.sigmoid(x))
    axes.curve(lambda x: neurons.sigmoid(5 * x), "two")
    axes.curve(lambda x: neurons.sigmoid(5 * (x - 3)), "three", 200)
    drawing.text(axes.at(-2.6, 0.22), "w = 1")
    drawing.text(axes.at(-0.75, 0.75), "w = 5")
    drawing.text(axes.at(4.55, 0.4), "w = 5, b = −15")
    return drawing.figure("σ(w·x + b): the weight says how steep, the bias where.")


def collapse() -> str:
    drawing = Drawing(560, 220, "Two linear neurons in a row make a line; with σ between, a curve.")
    w0, b0, w1, b1 = LINES
    for left, kinds, name in (
        (40, ["linear", "linear"], "two linear layers: a line"),
        (320, ["sigmoid", "linear"], "σ between them: a curve"),
    ):
        network = neurons.build([w0, w1], [b0, b1], kinds)
        axes = Axes(drawing, (left, 30, left + 220, 190), (-3, 3), (-4.2, 4.2))
        if kinds[0] == "sigmoid":
            axes = Axes(drawing, (left, 30, left + 220, 190), (-3, 3), (-0.7, 0.5))
        axes.frame(name, "x")
        axes.curve(lambda x, network=network: neurons.feedforward(network, [x])[0])
    return drawing.figure(
        "A line applied to a line is again a line. With a curve between them, it is not."
    )


def fits() -> str:
    drawing = Drawing(620, 220, "A wavy curve, and what 2, 8 and 32 hidden neurons make of it.")
    points = [(float(x), float(y)) for [x], [y] in zip(fit_a_curve.XS, fit_a_curve.YS, strict=True)]
    for number, count in enumerate((2, 8, 32)):
        network, error = fit_a_curve.fit(count, STEPS)
        left = 30 + 200 * number
        axes = Axes(drawing, (left, 30, left + 175, 180), (0, 1), (0, 1))
        axes.frame(f"{count} neurons", f"error {error:.3f}")
        drawing.path([axes.at(x, y) for x, y in points], "faint")
        drawn = [(x, float(batches.feedforward(network, [[x]])[0, 0])) for x, _ in points]
        drawing.path([axes.at(x, min(max(y, 0.0), 1.0)) for x, y in drawn], "two")
    return drawing.figure(f"Thin: the curve. Thick: the network, after {STEPS:,} steps of descent.")
