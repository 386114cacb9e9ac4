"""What digits go through before a network is asked, and how often it must be right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundup.data import Samples
from groundup.network import Network
from scripts.drawings import distortions
from scripts.drawings.redrawing import redrawn

__all__ = ["CONDITIONS", "Condition", "Row", "measured", "rounded"]

Images = NDArray[np.uint8]


class Condition(NamedTuple):
    name: str
    floor: float  # the least share that must be right
    about: str
    apply: Callable[[Images, int], Images]  # images (m, 784) and a seed


class Row(NamedTuple):
    """What a network made of digits in a condition."""

    condition: str
    accuracy: float  # 0 to 1
    floor: float
    passed: bool
    ink: float  # pixels' worth a digit


CONDITIONS = [
    Condition("clean", 0.98, "as MNIST has them", lambda x, seed: x),
    Condition(
        "shifted 2",
        0.95,
        "moved by whole pixels, evenly from −2 to 2, across and down",
        lambda x, seed: distortions.shifted(x, 2, seed),
    ),
    Condition(
        "shifted 3",
        0.95,
        "the same from −3 to 3",
        lambda x, seed: distortions.shifted(x, 3, seed),
    ),
    Condition(
        "thinner",
        0.95,
        "each place as dark as the darkest within 0.4 pixels (grey erosion), which takes 0.8 of a "
        "line's 2.6 pixels",
        lambda x, seed: distortions.thinner(x),
    ),
    Condition(
        "thicker",
        0.95,
        "each place as bright as the brightest within 0.4 pixels (grey dilation)",
        lambda x, seed: distortions.thicker(x),
    ),
    Condition(
        "rotated",
        0.95,
        "turned about the image's middle, evenly from −15° to 15°",
        lambda x, seed: distortions.rotated(x, 15, seed),
    ),
    Condition(
        "redrawn",
        0.97,
        "thinned to a line, drawn with the page's pen on a canvas of 320 pixels, 0.25 to 0.9 of "
        "its side large and anywhere on it, and brought back through the page's preprocessing",
        redrawn,
    ),
]


def measured(network: Network, digits: Samples, seed: int) -> Iterator[Row]:
    """A row a condition, in which the digits (n, 784), bytes, are what the network is given."""
    for condition in CONDITIONS:
        x = condition.apply(digits.x, seed)
        accuracy = float((network.predict(x) == digits.y).mean())
        passed = accuracy >= condition.floor
        yield Row(condition.name, accuracy, condition.floor, passed, distortions.ink(x))


def rounded(network: Network) -> Network:
    """The network with its weights and biases rounded to half precision, as the page has them."""
    same = Network.__new__(Network)
    same.__dict__ |= network.__dict__
    same.w, same.b = (
        [array.astype(np.float16).astype(array.dtype) for array in arrays]
        for arrays in (network.w, network.b)
    )
    return same
