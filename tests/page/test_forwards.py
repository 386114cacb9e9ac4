"""The outputs of the reader's own way forwards are seen, or it is said that they are not."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from groundup.page.static import forwards
from groundup.page.static.fitting import fitting

W = [[[0.5, -1.0], [0.25, 2.0], [1.0, 1.0]], [[1.0, -0.5, 0.25]]]
B = [[0.1, 0.2, 0.3], [-0.4]]
Space = dict[str, Any]


def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def sigmoid_prime(z: float) -> float:
    return sigmoid(z) * (1 - sigmoid(z))


def through(f: Callable[[int], Callable[[float], float]], biases: float = 1.0) -> list[list[float]]:
    """The activations of each layer for the inputs 1 and 2."""
    a = [[1.0, 2.0]]
    for l, (rows, b) in enumerate(zip(W, B, strict=True)):
        z = [sum(map(math.prod, zip(row, a[-1], strict=True))) for row in rows]
        a.append([f(l)(zj + biases * bj) for zj, bj in zip(z, b, strict=True)])
    return a


def seen(backprop: Callable[[Space, Any], object]) -> list[float] | None:
    """What is noted of a backprop, which gets the functions by name and the network's own."""
    space: Space = {}
    forwards.inside.clear()

    def own(network: Any, x: object, y: object) -> object:
        return backprop(space, network)

    space.update(forwards.watching(own, sigmoid, sigmoid_prime))
    space["backprop"]((W, B, [sigmoid] * 2, [sigmoid_prime] * 2), [1.0, 2.0], [1.0])
    [outputs] = forwards.inside
    return outputs


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    yield
    forwards.inside.clear()


RIGHT = through(lambda l: sigmoid)[-1]


def test_by_the_networks_own_functions() -> None:
    assert seen(lambda space, network: through(lambda l: network[2][l])) == RIGHT


def test_by_name_while_slopes_are_computed_too() -> None:
    def backprop(space: Space, network: Any) -> None:
        through(lambda l: space["sigmoid"])
        for value in (0.1, 0.2):
            space["sigmoid_prime"](value)
            network[3][0](value)

    assert seen(backprop) == RIGHT


def test_without_biases_they_are_others() -> None:
    own = seen(lambda space, network: through(lambda l: network[2][l], biases=0.0))
    assert own is not None
    assert own != RIGHT


def test_where_it_is_not_sure_which_they_are_none_are_seen() -> None:
    def twice(space: Space, network: Any) -> None:
        for _ in range(2):
            through(lambda l: network[2][l])

    assert seen(twice) is None
    assert seen(lambda space, network: None) is None
    assert seen(lambda space, network: [space["sigmoid"](0.5) for _ in range(7)]) is None


def test_what_does_not_fit_is_said() -> None:
    given = fitting(lambda w, a: "product", lambda f, *vectors: "each")
    assert given["product"]([[1, 2], [3, 4]], [1, 2]) == "product"
    assert given["each"](max, [1, 2], [3, 4]) == "each"
    with pytest.raises(ValueError, match=r"3 numbers here, and a has 2\. The rows of transpose"):
        given["product"]([[1, 2, 3], [4, 5, 6]], [1, 2])
    with pytest.raises(ValueError, match=r"3 numbers here, and a has 2\.$"):
        given["product"]([[1, 2, 3]], [1, 2])
    with pytest.raises(ValueError, match="these have 2 and 1 numbers"):
        given["each"](max, [1, 2], [3])
