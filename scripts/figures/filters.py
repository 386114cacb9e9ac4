"""A filter that slides, what pooling keeps and gives back, and what the same weights everywhere are
good for: the chapter on convolution."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np

from groundup.rungs import batches, convolution
from scripts.figures.drawing import Axes, Drawing, Point

PICTURE = np.array(  # a 7
    [[0, 0.5, 1, 1, 0], [0, 0, 0, 1, 0], [0, 0, 1, 0, 0], [0, 1, 0, 0, 0], [0, 1, 0, 0, 0]]
)
FILTER = np.array([[-1.0, 1.0], [-1.0, 1.0]])  # light on its left, dark on its right
W = FILTER.reshape(1, 1, 2, 2)
DELTA = np.array([[0.1, 0.2, 0.3, 0.4]])  # d cost / d z, as it may come from above
CELL = 30
LEARNED = (10, 20, 40, 60, 80)  # of the 96 bars
STEPS, ETA, SEEDS = 200, 1.0, (0, 1, 2)


def sums() -> np.ndarray:
    """The filter's at every place, (4, 4)."""
    flat = convolution.see(PICTURE.reshape(1, -1), W) @ convolution.rows(W).T
    return flat.reshape(4, 4)


def sliding() -> str:
    drawing = Drawing(
        640, 205, "A filter of 2 by 2 at three places of a picture of 5 by 5, and its 4 by 4 sums."
    )
    for left, (row, column) in zip((10, 175, 340), ((0, 0), (0, 2), (3, 0)), strict=True):
        grid(drawing, (left, 30), PICTURE)
        outline(drawing, (left, 30), (row, column), 2)
        drawing.text((left + 75, 20), f"row {row}, column {column}")
        drawing.text((left + 75, 200), f"sum {sums()[row, column]:g}")
    grid(drawing, (510, 45), sums())
    drawing.text((570, 20), "all sums")
    return drawing.figure(
        "The filter (−1 1, −1 1) is laid on the picture at every place where it fits. Its four "
        "weights stay the same. It finds edges that are dark on the right."
    )


def pooling() -> str:
    drawing = Drawing(
        560, 165, "The largest of every four sums, and errors that go back to where it was."
    )
    flat, m = sums().reshape(16, 1), 1
    z = convolution.pool(flat, W, m).reshape(2, 2)
    back = convolution.unpool(DELTA, flat, W).reshape(4, 4)
    for left, name, numbers in (
        (10, "sums", sums()),
        (165, "z: the largest", z),
        (305, "delta", DELTA.reshape(2, 2)),
        (430, "to the largest", back),
    ):
        top = 30 if len(numbers) == 4 else 60
        grid(drawing, (left, top), numbers)
        drawing.text((left + CELL * len(numbers) / 2, 18 if top == 30 else 48), name)
        if len(numbers) == 4:
            for row, column in itertools.product((0, 2), repeat=2):
                outline(drawing, (left, top), (row, column), 2)
    return drawing.figure(
        "Forwards, a pool keeps one number out of four. Backwards, the one that was kept gets all "
        "of the error, and the other three get nothing."
    )


def bars() -> str:
    drawing = Drawing(
        620, 240, "How many unseen bars a dense and a convolutional network get right."
    )
    grid(drawing, (20, 40), example(2, 1, True), 17, "")
    grid(drawing, (180, 40), example(5, 3, False), 17, "")
    drawing.text((88, 25), "horizontal")
    drawing.text((248, 25), "vertical")
    axes = Axes(drawing, (370, 30, 600, 190), (0, 90), (0, 1))
    axes.frame("right on the others", "bars learned from, of 96", "1")
    drawing.path([axes.at(0, 0.5), axes.at(90, 0.5)], "faint")
    found = {kind: [(n, unseen(kind, n)) for n in LEARNED] for kind in SHAPES}
    for kind, line in (("convolution", "two"), ("dense", "one")):
        drawing.path([axes.at(n, share) for n, share in found[kind]], line)
        for n, share in found[kind]:
            drawing.circle(axes.at(n, share), 4, "dot")
    drawing.text(axes.at(26, 0.9), "convolution")
    drawing.text(axes.at(27, 0.25), "dense")
    return drawing.figure(
        f"A bar of three pixels is horizontal or vertical. Both networks take {STEPS} steps on the "
        "same bars, and are then asked about all others. The thin line is what "
        "tossing a coin would give."
    )


SHAPES: dict[str, tuple[Any, list[tuple[int, ...]]]] = {
    "dense": (batches, [(20, 64), (1, 20)]),
    "convolution": (convolution, [(8, 1, 3, 3), (1, 72)]),
}


def example(row: int, column: int, lies: bool) -> np.ndarray:
    """A picture of 8 by 8 with a bar: in this row from this column on, or the other way round."""
    picture = np.zeros((8, 8))
    picture[row, column : column + 3] = 1.0
    return picture if lies else picture.T


def unseen(kind: str, learned: int) -> float:
    """The share of bars on which a network is right that has learned so many others; the mean over
    some."""
    places = list(itertools.product(range(8), range(6), (True, False)))
    xs = np.array([example(*place).ravel() for place in places])
    ys = np.array([[float(lies)] for _, _, lies in places])
    rung, shapes = SHAPES[kind]
    shares = []
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        order = rng.permutation(len(places))
        seen, others = order[:learned], order[learned:]
        w = [rng.normal(size=axes) / math.sqrt(math.prod(axes[1:])) for axes in shapes]
        network = rung.build(w, [np.zeros(len(wl)) for wl in w], ["tanh", "sigmoid"])
        for _ in range(STEPS):
            network = rung.train_batch(network, xs[seen], ys[seen], ETA)
        says = rung.feedforward(network, xs[others]) > 0.5
        shares.append(float((says == (ys[others] > 0.5)).mean()))
    return sum(shares) / len(shares)


def grid(
    drawing: Drawing, corner: Point, numbers: np.ndarray, cell: float = CELL, form: str = "g"
) -> None:
    """A square of cells, the darker the larger their numbers, which stand in them if they have a
    form."""
    left, top = corner
    side = len(numbers) * cell
    for row, column in np.ndindex(numbers.shape):
        number, place = float(numbers[row, column]), (left + column * cell, top + row * cell)
        if number > 0:
            drawing.cell(place, cell, cell, round(0.45 * number / float(numbers.max()), 2))
        if form:
            words = f"{number:{form}}".replace("-", "−")
            drawing.text((place[0] + cell / 2, place[1] + cell / 2 + 5), words)
    for i in range(len(numbers) + 1):
        drawing.line((left, top + i * cell), (left + side, top + i * cell), "faint")
        drawing.line((left + i * cell, top), (left + i * cell, top + side), "faint")


def outline(drawing: Drawing, corner: Point, place: tuple[int, int], size: int) -> None:
    """Round so many cells from this row and column on."""
    left, top = corner[0] + place[1] * CELL, corner[1] + place[0] * CELL
    right, bottom = left + size * CELL, top + size * CELL
    drawing.path([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], "ink")
