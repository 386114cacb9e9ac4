"""Where a neuron says 1: the square of two inputs, cut by lines."""

from __future__ import annotations

from collections.abc import Callable

from groundup.rungs import neurons
from scripts.figures.drawing import Axes, Drawing

AND, OR, NAND = ([10.0, 10.0], -15.0), ([10.0, 10.0], -5.0), ([-10.0, -10.0], 15.0)
CELLS = 28
Gate = Callable[[float, float], float]


def gate(w: list[float], b: float) -> Gate:
    network = neurons.build([[w]], [[b]])
    return lambda x1, x2: neurons.feedforward(network, [x1, x2])[0]


def xor(x1: float, x2: float) -> float:
    hidden = [gate(*OR)(x1, x2), gate(*NAND)(x1, x2)]
    return gate(*AND)(*hidden)


def single() -> str:
    drawing = Drawing(
        560,
        250,
        "Left: a line cuts off the corner of 1 and 1. Right: XOR, for which no line will do.",
    )
    square(drawing, 40, "AND: one line is enough", gate(*AND), {(1, 1)})
    square(drawing, 320, "XOR: no line will do", None, {(0, 1), (1, 0)})
    return drawing.figure(
        "Filled dots should give 1, rings 0. Shaded: where the neuron says more than ½."
    )


def two_layers() -> str:
    drawing = Drawing(
        626, 220, "OR and NAND each shade one side of a line; what both shade is a band: XOR."
    )
    wanted = {(0, 1), (1, 0)}
    for left, name, f in (
        (26, "hidden 1: OR", gate(*OR)),
        (231, "hidden 2: NAND", gate(*NAND)),
        (436, "output: AND of both", xor),
    ):
        square(drawing, left, name, f, wanted, 170)
    return drawing.figure("Two lines, and a neuron that wants both: the band between them is XOR.")


def square(
    drawing: Drawing,
    left: float,
    name: str,
    f: Gate | None,
    ones: set[tuple[int, int]],
    side: float = 195,
) -> None:
    axes = Axes(drawing, (left, 30, left + side, 30 + side * 0.85), (-0.3, 1.3), (-0.3, 1.3))
    axes.frame(name, "x₁", "x₂")
    if f:
        shade(axes, lambda x1, x2: 0.3 if f(x1, x2) > 0.5 else 0.0)
    for x1 in (0, 1):
        for x2 in (0, 1):
            drawing.circle(axes.at(x1, x2), 7, "full" if (x1, x2) in ones else "ring")


def shade(axes: Axes, opacity: Callable[[float, float], float], cells: int = CELLS) -> None:
    """Fills the axes with cells of this opacity; neighbours of the same are one cell."""
    (x0, x1), (y0, y1) = axes.x, axes.y
    wide, high = (x1 - x0) / cells, (y1 - y0) / cells
    left, top, right, bottom = axes.box
    size = (right - left) / cells, (bottom - top) / cells
    for row in range(cells):
        values = [opacity(x0 + (i + 0.5) * wide, y0 + (row + 0.5) * high) for i in range(cells)] + [
            -1.0
        ]
        start = 0
        for i in range(1, cells + 1):
            if values[i] != values[start]:
                if values[start] > 0:
                    corner = axes.at(x0 + start * wide, y0 + (row + 1) * high)
                    axes.drawing.cell(corner, (i - start) * size[0], size[1], values[start])
                start = i
