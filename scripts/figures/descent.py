"""Gradient descent: down a valley with one weight, at three rates, and with a weight and a bias."""

from __future__ import annotations

from groundup.rungs import neurons
from scripts.figures.drawing import Axes, Drawing
from scripts.figures.gates import shade

WANTED = 2.0  # the weight with which y = w·x, where x is 1
XS, YS = [[0.0], [1.0]], [[1.0], [0.0]]  # NOT
START, ETA, STEPS = (4.0, -2.0), 6.0, 60  # w, b; for the valley of NOT
LEVELS = 7


def cost(w: float) -> float:
    return 0.5 * (w - WANTED) ** 2


def path(eta: float, steps: int) -> list[tuple[float, float]]:
    """(w, cost) at the start, -2, and after each step."""
    places = [(-2.0, cost(-2.0))]
    for _ in range(steps):
        w = places[-1][0]
        w -= eta * (w - WANTED)
        places.append((w, cost(w)))
    return places


def rates() -> str:
    drawing = Drawing(
        620, 220, "Steps down a valley: tiny ones, good ones, and ones that leap from side to side."
    )
    for number, (eta, name) in enumerate(((0.1, "too small"), (0.6, "good"), (1.95, "too large"))):
        left = 25 + 205 * number
        axes = Axes(drawing, (left, 30, left + 180, 180), (-2.5, 6.5), (0, 10))
        axes.frame(f"η = {eta}: {name}", "w")
        axes.curve(cost, "ink")
        axes.points(path(eta, 8), joined=True)
    return drawing.figure("Eight steps down ½(w − 2)², from w = −2. Only the rate differs.")


def not_cost(w: float, b: float) -> float:
    network = neurons.build([[[w]]], [[b]])
    errors = [neurons.feedforward(network, x)[0] - y for x, [y] in zip(XS, YS, strict=True)]
    return sum(0.5 * error * error for error in errors) / len(errors)


def walk() -> list[tuple[float, float]]:
    """(w, b) before and after each step of a neuron that learns NOT."""
    network = neurons.build([[[START[0]]]], [[START[1]]])
    places = [START]
    for _ in range(STEPS):
        network = neurons.train_batch(network, XS, YS, ETA)
        [[neuron]] = network
        places.append((neuron.w[0], neuron.b))
    return places


def descent() -> str:
    drawing = Drawing(
        560, 330, "A map of the cost over w and b: the path goes from the heights to the valley."
    )
    axes = Axes(drawing, (60, 30, 520, 290), (-7, 6), (-5, 5))
    axes.frame("", "weight w", "b")
    highest = not_cost(6, -5)
    shade(axes, lambda w, b: round(round(LEVELS * not_cost(w, b) / highest) / LEVELS * 0.8, 2), 44)
    places = walk()
    drawing.path([axes.at(*place) for place in places], "two")
    axes.points(places[::4])
    drawing.text(axes.at(*START), "  start", "start")
    before, after = not_cost(*places[0]), not_cost(*places[-1])
    return drawing.figure(
        f"A neuron learns NOT: {STEPS} steps, a dot every fourth. The stronger the colour, the "
        f"higher the cost; it falls from {before:.3f} to {after:.3f}."
    )
