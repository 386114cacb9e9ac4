"""Neurons that are vectors of their own make layers where their lengths allow it."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.checking.reading.watching.forwards.rows import grouped, splits
from groundup.checking.reading.watching.recording.groups import apart, together
from groundup.checking.reading.watching.recording.state import Leaf, Place


def found(*named: tuple[str, int]) -> dict[Place, Leaf]:
    """Vectors of these lengths, and single numbers where it is 0."""
    places: dict[Place, Leaf] = {}
    for name, size in named:
        path = tuple(("attribute" if i else "name", one) for i, one in enumerate(name.split(".")))
        places[path] = Leaf(path, np.arange(float(size)) if size else np.array(0.5), False)
    return places


@pytest.mark.parametrize(
    ("widths", "expected"),
    [
        ([2, 2, 2], [[2, 1], [1, 2], [1, 1, 1]]),  # without biases, or with them
        ([3, 3, 3], [[2, 1]]),
        ([4, 4, 4, 4, 4], [[4, 1], [3, 2]]),
        ([3, 3, 5], []),
        ([2, 3], []),
    ],
)
def test_all_ways_that_lengths_allow(widths: list[int], expected: list[list[int]]) -> None:
    assert sorted(splits(widths)) == sorted(expected)


def test_a_bias_is_the_one_beside_its_vector() -> None:
    there = found(("a.w", 2), ("a.b", 0), ("c.w", 2), ("c.b", 0), ("o.w", 2), ("o.b", 0))
    (weights, biases, last, _), *_ = grouped(there, list(there))
    assert [str(weights), str(biases), str(last)] == ["a.w, c.w", "a.b, c.b", "o.w"]
    made = together(there, [weights])[weights.place].array
    assert np.array_equal(made, [[0.0, 1.0], [0.0, 1.0]])
    given = apart({weights.place: np.array([[1.0, 2.0], [3.0, 4.0]])})
    assert [one.tolist() for one in given.values()] == [[1.0, 2.0], [3.0, 4.0]]


def test_matrices_and_odd_numbers_of_biases_are_none() -> None:
    there = found(("a", 2), ("b", 2), ("c", 2), ("d", 0))
    assert not list(grouped(there, list(there)))
    matrix: Place = (("name", "m"),)
    there = found(("a", 2), ("b", 2), ("c", 2)) | {matrix: Leaf(matrix, np.ones((2, 2)), False)}
    assert not list(grouped(there, list(there)))
