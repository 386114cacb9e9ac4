"""What digits go through before a network is asked, and how often it must be right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundup.data import Samples
from groundup.network import Network
from scripts.drawings import distortions
from scripts.drawings.hand import drawn_by_hands
from scripts.drawings.others import LOWER, UNSEEN_FONTS, UPPER, letters, others, shapes
from scripts.drawings.redrawing import redrawn
from scripts.drawings.tracing import Strokes
from scripts.drawings.verdicts import said_outright

__all__ = ["CONDITIONS", "KINDS", "Condition", "Row", "measured", "rounded"]

Images = NDArray[np.uint8]


class Condition(NamedTuple):
    name: str
    floor: float  # the least share that must be right
    about: str
    apply: Callable[[Samples, int], Images]  # digits, x (m, 784), and a seed
    drawn: bool = False  # as on the page, which may say that it is not sure


class Row(NamedTuple):
    """What a network made of digits in a condition, or of what is no digit."""

    condition: str
    accuracy: float | None  # 0 to 1
    floor: float
    passed: bool
    ink: float  # pixels' worth a drawing
    said: float | None = None  # share that the page says outright
    said_right: float | None = None  # share of those that is right


SAID, SAID_RIGHT = 0.955, 0.975
"""Floors of what is said outright of digits by hand, and of what is right of that."""

MISTAKEN = 0.5
"""The most drawings of what is no digit that may be said to be one."""

STRANGE = 1000  # drawings of what is no digit


CONDITIONS = [
    Condition("clean", 0.98, "as MNIST has them", lambda digits, seed: digits.x),
    Condition(
        "shifted 2",
        0.95,
        "moved across and down by a whole number of pixels, each from −2 to 2 with equal chance",
        lambda digits, seed: distortions.shifted(digits.x, 2, seed),
    ),
    Condition(
        "shifted 3",
        0.95,
        "the same, from −3 to 3",
        lambda digits, seed: distortions.shifted(digits.x, 3, seed),
    ),
    Condition(
        "thinner",
        0.95,
        "each place takes the least ink that there is within 0.4 pixels (grey erosion), so a line "
        "of 2.6 pixels becomes 0.8 pixels thinner",
        lambda digits, seed: distortions.thinner(digits.x),
    ),
    Condition(
        "thicker",
        0.95,
        "each place takes the most ink that there is within 0.4 pixels (grey dilation)",
        lambda digits, seed: distortions.thicker(digits.x),
    ),
    Condition(
        "rotated",
        0.95,
        "turned about the image's middle by a random angle, any from −15° to 15° equally likely",
        lambda digits, seed: distortions.rotated(digits.x, 15, seed),
    ),
    Condition(
        "redrawn",
        0.97,
        "thinned to a line, drawn with the page's pen anywhere on a canvas of 320 pixels, at 0.25 "
        "to 0.9 of its width, and brought back through the page's preprocessing",
        lambda digits, seed: redrawn(digits.x, seed),
        drawn=True,
    ),
    Condition(
        "by other hands",
        0.965,
        "the same lines slanted, stretched, turned, bent, shaky or quick, as if by another hand, "
        "three in ten of the sevens with a bar, and three in ten of the ones with a flag; then "
        "drawn and brought back in the same way",
        lambda digits, seed: drawn_by_hands(digits.x, digits.y, seed + HELD_OUT),
        drawn=True,
    ),
]

HELD_OUT = 1000
"""Added to the seed of hands, so that they are none that anything was trained with."""

KINDS: list[tuple[str, str, Callable[[], list[Strokes]]]] = [
    (
        "letters",
        "letters that do not look like any digit, in fonts that training did not use, as if drawn "
        "by hand",
        lambda: letters(UNSEEN_FONTS, UPPER + LOWER),
    ),
    ("shapes", "squares, hearts, arrows and the like, as if drawn by hand", shapes),
]


def measured(network: Network, digits: Samples, seed: int) -> Iterator[Row]:
    """A row a condition, in which the digits (n, 784), bytes, are what the network is given; and a
    row a kind of drawings that are no digit."""
    for condition in CONDITIONS:
        x = condition.apply(digits, seed)
        outputs = network.feedforward(x)
        right = outputs.argmax(axis=1) == digits.y
        accuracy = float(right.mean())
        passed, ink = accuracy >= condition.floor, distortions.ink(x)
        if not condition.drawn:
            yield Row(condition.name, accuracy, condition.floor, passed, ink)
            continue
        said = said_outright(x, outputs)
        share, of_those = float(said.mean()), float(right[said].mean()) if said.any() else 0.0
        if condition.name == "redrawn":
            passed &= share >= SAID and of_those >= SAID_RIGHT
        yield Row(condition.name, accuracy, condition.floor, passed, ink, share, of_those)
    for name, _, strokes in KINDS:
        x = others(strokes(), STRANGE, seed + HELD_OUT)
        mistaken = float(said_outright(x, network.feedforward(x)).mean())
        yield Row(name, None, MISTAKEN, mistaken <= MISTAKEN, distortions.ink(x), mistaken)


def rounded(network: Network) -> Network:
    """The network with its weights and biases rounded to half precision, as the page has them."""
    same = Network.__new__(Network)
    same.__dict__ |= network.__dict__
    same.w, same.b = (
        [array.astype(np.float16).astype(array.dtype) for array in arrays]
        for arrays in (network.w, network.b)
    )
    return same
