"""One figure for each rung: which shapes its numbers have, and how these fit together."""

from __future__ import annotations

from groundup.rungs import neurons
from groundup.rungs.scalars import Value
from scripts.figures.drawing import Drawing, Point

W = [[0.5, -0.25], [1.0, 0.5]]  # of the hidden neurons of the chapter on backprop
INPUTS = [1.0, 2.0]
CELL = 46
TILE = (3, 4)  # rows and columns of sums
SIZES = {784: 150.0, 30: 56.0, 10: 34.0, 1: 14.0}  # how long a side of so many numbers is drawn


def scalars() -> str:
    u, v = Value(3.0), Value(4.0)
    product = u * v
    end = product + u
    end.backward()
    drawing = Drawing(
        620, 240, "u and v go into a product, and u once more into a sum; gradients come back."
    )
    places = {"u": (70, 60), "v": (70, 180), "×": (280, 150), "+": (490, 80)}
    for start, stop in (("u", "×"), ("v", "×"), ("×", "+"), ("u", "+")):
        drawing.arrow(places[start], places[stop], 26)
    drawing.arrow((516, 80), (600, 80))
    found = {"u": u, "v": v, "×": product, "+": end}
    for name, place in places.items():
        drawing.circle(place, 24, "ring" if name in "uv" else "neuron")
        drawing.text((place[0], place[1] + 5), name)
    for name, value in found.items():
        x, y = places[name]
        drawing.text((x, y - 32), f"data {value.data:g}")
        drawing.text((x, y + 46), f"grad {value.grad:g}")
    drawing.text((185, 140), "slope 4")
    drawing.text((180, 200), "slope 3")
    drawing.text((400, 140), "slope 1")
    drawing.text((285, 60), "slope 1")
    return drawing.figure(
        "u·v + u, as Values. Each arrow keeps its slope. On the way back, the 1 at the end is "
        "multiplied by the slope at each arrow, and what reaches u along its two paths is added "
        "up: 4 + 1."
    )


def cards() -> str:
    network = neurons.build([W, [[2.0, -1.0]]], [[0.0, 0.0], [0.0]])
    drawing = Drawing(
        600, 250, "Two layers as lists: one of two neurons, one of one; each has its weights."
    )
    for l, layer in enumerate(network):
        left = 100 + 280 * l
        drawing.text((left + 105, 30), f"network[{l}]: {len(layer)} Neuron" + "s" * (l == 0))
        for j, neuron in enumerate(layer):
            top = 50 + 90 * j + 45 * l
            drawing.box((left, top), 210, 70, "neuron")
            weights = ", ".join(f"{wi:g}" for wi in neuron.w).replace("-", "−")
            drawing.text((left + 105, top + 29), f"w = [{weights}]")
            drawing.text((left + 105, top + 54), f"b = {neuron.b:g},  f = σ")
    for y in (85, 175):
        drawing.arrow((314, y), (376, 130))
        for start in (85, 175):
            drawing.arrow((46, start), (96, y))
    for y, name in ((85, "x₁"), (175, "x₂")):
        drawing.circle((26, y), 20, "ring")
        drawing.text((26, y + 5), name)
    return drawing.figure(
        "The network of the last chapter. Each neuron has a list of weights of its own: one for "
        "each neuron of the layer before, or for each input."
    )


def rows() -> str:
    layer = neurons.build([W], [[0.0, 0.0]])[0]
    z = [neurons.weighted_input(neuron, INPUTS) for neuron in layer]
    drawing = Drawing(
        600, 220, "A matrix of two rows, times a column of two numbers, plus another, is z."
    )
    top = 70
    parts = (
        (40, "w[0]", "(2, 2)", W),
        (190, "a[0]", "(2,)", [[x] for x in INPUTS]),
        (310, "b[0]", "(2,)", [[0.0], [0.0]]),
        (430, "z[0]", "(2,)", [[zj] for zj in z]),
    )
    for left, name, shape, numbers in parts:
        middle = left + CELL * len(numbers[0]) / 2
        drawing.text((middle, 30), name)
        drawing.text((middle, 52), shape)
        for j, row in enumerate(numbers):
            for i, number in enumerate(row):
                corner = left + CELL * i, top + CELL * j
                if j == 0 and (name != "a[0]"):
                    drawing.cell(corner, CELL, CELL, 0.3)
                drawing.box(corner, CELL, CELL)
                words = f"{number:g}".replace("-", "−")
                drawing.text((corner[0] + CELL / 2, corner[1] + CELL / 2 + 5), words)
    for x, sign in ((161, "·"), (273, "+"), (393, "=")):
        drawing.text((x, top + CELL + 6), sign)
    drawing.text((300, 195), "row 0: 0.5·1 − 0.25·2 + 0 = 0")
    return drawing.figure(
        "The lists of weights lie one below the other, a row for each neuron. One product gives z "
        "for all of them."
    )


def arrays() -> str:
    drawing = Drawing(620, 370, "Rectangles: (30, 784) times (784,) gives (30,), and the way back.")
    equation(drawing, 95, "forwards", ("w[0]", 30, 784), "@", ("a[0]", 784, 1), "=", ("", 30, 1))
    equation(
        drawing, 215, "back", ("w[1].T", 30, 10), "@", ("delta[1]", 10, 1), "=", ("error", 30, 1)
    )
    equation(
        drawing, 315, "dw[0]", ("delta[0]", 30, 1), "outer", ("a[0]", 1, 784), "=", ("", 30, 784)
    )
    return drawing.figure(
        "The shapes of 784-30-10, for one digit. Where two arrays meet at @, the inner numbers "
        "must be the same, and they disappear. An outer product has no inner numbers."
    )


def batches() -> str:
    drawing = Drawing(620, 370, "Rectangles: (10, 784) times (784, 30) gives (10, 30).")
    equation(
        drawing, 95, "forwards", ("a[0]", 10, 784), "@", ("w[0].T", 784, 30), "=", ("z[0]", 10, 30)
    )
    equation(
        drawing, 225, "back", ("delta[1]", 10, 10), "@", ("w[1]", 10, 30), "=", ("error", 10, 30)
    )
    equation(drawing, 320, "dw[0]", ("delta.T", 30, 10), "@", ("a[0]", 10, 784), "=", ("", 30, 784))
    return drawing.figure(
        "The same for ten digits: each row of a, z and delta is a digit. In the last line ten is "
        "the inner number, so the digits are added up."
    )


def kernel() -> str:
    height, width = TILE
    drawing = Drawing(
        600, 260, "A tile of 3 by 4 sums; above it four numbers of w, beside it three of a."
    )
    left, top = 230, 80
    for i in range(width):
        drawing.box((left + CELL * i, top - CELL - 8), CELL, CELL, "neuron")
        drawing.text((left + CELL * (i + 0.5), top - CELL / 2 - 3), f"w{'₀₁₂₃'[i]}")
    for j in range(height):
        drawing.box((left - CELL - 8, top + CELL * j), CELL, CELL, "neuron")
        drawing.text((left - CELL / 2 - 8, top + CELL * (j + 0.5) + 5), f"a{'₀₁₂'[j]}")
        for i in range(width):
            corner = left + CELL * i, top + CELL * j
            drawing.cell(corner, CELL, CELL, 0.3)
            drawing.box(corner, CELL, CELL)
            drawing.text((corner[0] + CELL / 2, corner[1] + CELL / 2 + 6), "Σ")
    drawing.text((100, 60), f"{height} + {width} loaded")
    drawing.text((510, 130), f"{height} · {width} products,")
    drawing.text((510, 155), "added to sums")
    drawing.text((510, 180), "in registers")
    drawing.text((300, 250), "then the next a and w, and so on")
    return drawing.figure(
        f"A tile: {height + width} numbers come from memory, and are used in {height * width} "
        "products. The sums stay in registers until they are complete."
    )


def equation(drawing: Drawing, middle: float, name: str, *parts: tuple | str) -> None:
    """Arrays, each a rectangle with its name above and its shape below, and the signs between."""
    drawing.text((8, middle + 5), name, "start")
    x = 105.0
    for part in parts:
        if isinstance(part, str):
            room = 66 if len(part) > 1 else 44
            drawing.text((x + room / 2, middle + 5), part)
            x += room
        else:
            called, high, wide = part
            rectangle(drawing, (x, middle), called, high, wide)
            x += max(SIZES[wide], 62)


def rectangle(drawing: Drawing, place: Point, name: str, high: int, wide: int) -> None:
    """With the middle of its left side at the place, or further right where words need room."""
    x, middle = place
    height, width = 0.72 * SIZES[high], SIZES[wide]
    room = max(width, 62)
    left = x + (room - width) / 2
    drawing.box((left, middle - height / 2), width, height, "neuron")
    drawing.text((x + room / 2, middle - height / 2 - 8), name)
    shape = f"({high},)" if wide == 1 else f"({wide},)" if high == 1 else f"({high}, {wide})"
    drawing.text((x + room / 2, middle + height / 2 + 18), shape)
