"""The chapter on backprop: how steep σ is, errors that flow back, and who hears whom."""

from __future__ import annotations

from collections.abc import Sequence

from groundup.rungs import neurons
from scripts.figures.drawing import Axes, Drawing, Point

W, B, X, Y = [[[0.5, -0.25], [1, 0.5]], [[2, -1]]], [[0, 0], [0]], [1, 2], [1]
TOUCHED = (-3.0, 0.0, 3.0)  # where σ has a tangent
HEARS = [[2.0, -1.0, 0.5], [1.0, 3.0, -2.0]]  # the weights of A and B for p, q and r
NAMES, INPUTS = "AB", "pqr"
CELL = 44


def slope() -> str:
    drawing = Drawing(620, 230, "σ with tangents at −3, 0 and 3; beside it how steep these are.")
    curve = Axes(drawing, (40, 30, 300, 190), (-6, 6), (-0.1, 1.1))
    curve.frame("σ(z): how high", "z", "1")
    curve.curve(neurons.sigmoid)
    steep = Axes(drawing, (350, 30, 610, 190), (-6, 6), (0, 0.3))
    steep.frame("σ′(z) = a·(1 − a): how steep", "z", "¼")
    steep.curve(neurons.sigmoid_prime)
    for z in TOUCHED:
        a, rise = neurons.sigmoid(z), neurons.sigmoid_prime(z)
        half = 2.0 if z == 0 else 1.4
        drawing.path(
            [curve.at(z - half, a - half * rise), curve.at(z + half, a + half * rise)], "two"
        )
        drawing.circle(curve.at(z, a), 4, "dot")
        drawing.circle(steep.at(z, rise), 4, "dot")
        x, y = steep.at(z, rise)
        drawing.text((x + (0 if z == 0 else 40 * z / abs(z)), y - 8), f"{rise:.2g}")
    return drawing.figure(
        "Seen from very close, the curve is a straight line: its tangent. Its slope is σ′: large "
        "in the middle, nearly 0 at both ends."
    )


def errors() -> str:
    network = neurons.build(W, B)
    _, db = neurons.backprop(network, X, Y)
    [a] = neurons.feedforward(network, X)
    [delta] = db[1]
    back = [W[1][0][j] * delta for j in range(2)]
    drawing = Drawing(
        620, 285, "The same network, its arrows from right to left, with an error at each neuron."
    )
    inputs, hidden, output = [(60, 75), (60, 215)], [(255, 75), (255, 215)], (480, 145)
    for there in hidden:
        for here in inputs:
            drawing.line(here, there, "faint")
        drawing.arrow(output, there, 26, "two")
    drawing.arrow((600, 145), output, 26, "two")
    for place, name in zip(inputs, ("1", "2"), strict=True):
        drawing.circle(place, 24, "ring")
        drawing.text((place[0], place[1] + 5), name)
    for place, name in zip([*hidden, output], ("h₁", "h₂", "o"), strict=True):
        drawing.circle(place, 24, "neuron")
        drawing.text((place[0], place[1] + 5), name)
    drawing.text((535, 115), f"a − y = {told(a - Y[0])}")
    drawing.text((480, 200), f"delta {told(delta)}")
    for j, y in enumerate((75, 215)):
        weight = told(W[1][0][j], 0)
        drawing.text((375, y + (-2 if j == 0 else 18)), f"{weight} · ({told(delta)})")
        drawing.text((255, y + (-50 if j == 0 else 44)), f"error {told(back[j])}")
        drawing.text((255, y + (-32 if j == 0 else 62)), f"delta {told(db[0][j])}")
    drawing.text((88, 272), "dw = delta · input")
    return drawing.figure(
        "Backwards, from right to left: an error is multiplied by the weight of each connection "
        "that it goes through, and by the slope of each neuron. What has gone through a neuron is "
        "its delta."
    )


def transpose() -> str:
    drawing = Drawing(
        600,
        235,
        "A matrix of two rows and three columns, and its transpose, in which columns are rows.",
    )
    heard = [list(column) for column in zip(*HEARS, strict=True)]
    table(drawing, (95, 90), HEARS, NAMES, INPUTS, column=1)
    table(drawing, (430, 90), heard, INPUTS, NAMES, row=1)
    for middle, name, words in ((160, "w", "a neuron hears"), (474, "wᵀ", "hears an input")):
        drawing.text((middle, 22), f"{name}: a row says " + ("what" if name == "w" else "who"))
        drawing.text((middle, 46), words)
    drawing.arrow((255, 134), (380, 134))
    return drawing.figure(
        "A and B hear p, q and r. B, the second row, hears q with the weight 3. Who hears q? Its "
        "column says: A with −1, and B with 3. In wᵀ that column is a row."
    )


def table(
    drawing: Drawing,
    corner: Point,
    numbers: Sequence[Sequence[float]],
    rows: str,
    columns: str,
    row: int = -1,
    column: int = -1,
) -> None:
    """Numbers in cells, with names beside the rows and above the columns; one of them coloured."""
    left, top = corner
    for i, name in enumerate(columns):
        drawing.text((left + CELL * (i + 0.5), top - 8), name)
    for j, name in enumerate(rows):
        drawing.text((left - 14, top + CELL * (j + 0.5) + 5), name)
        for i in range(len(columns)):
            place = left + CELL * i, top + CELL * j
            if j == row or i == column:
                drawing.cell(place, CELL, CELL, 0.3)
            drawing.box(place, CELL, CELL)
            drawing.text(
                (place[0] + CELL / 2, place[1] + CELL / 2 + 5), told(numbers[j][i], 1, "g")
            )


def told(number: float, digits: int = 4, form: str = "f") -> str:
    words = f"{number:g}" if form == "g" else f"{number:.{digits}f}"
    return words.replace("-", "−")
