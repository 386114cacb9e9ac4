"""Samples are given in every way in which code may want them."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.checking.reading.watching.programs.shapes import Shape, shapes, sizes_of

SIZES = (3, 5, 2)


def test_samples_as_rows() -> None:
    shape = Shape(SIZES)
    assert shape.x().shape == (7, 3)
    assert shape.y().tolist() == np.eye(2)[[0, 1, 0, 1, 0, 1, 0]].tolist()


@pytest.mark.parametrize(
    ("shape", "x", "y"),
    [
        (Shape(SIZES, columns=True), (3, 7), (2, 7)),
        (Shape(SIZES, one=True), (3,), (2,)),
        (Shape(SIZES, one=True, columns=True), (3, 1), (2, 1)),
        (Shape(SIZES, lists=True), (7, 3), (7, 2)),
        (Shape(SIZES, lists=True, one=True), (3,), (2,)),
        (Shape(SIZES, labels=True), (7, 3), (7,)),
        (Shape(SIZES, labels=True, one=True), (3,), ()),
        (Shape(SIZES, labels=True, upright=True), (7, 3), (7, 1)),
        (Shape(SIZES, columns=True, labels=True, upright=True), (3, 7), (1, 7)),
        (Shape((3, 5, 1)), (7, 3), (7, 1)),
        (Shape((3, 5, 1), flat=True), (7, 3), (7,)),
        (Shape((3, 5, 8)), (11, 3), (11, 8)),
    ],
)
def test_samples_in_every_shape(shape: Shape, x: tuple[int, ...], y: tuple[int, ...]) -> None:
    assert np.shape(shape.x()) == x
    assert np.shape(shape.y()) == y
    assert isinstance(shape.x(), list) is shape.lists
    in_pairs = shape.pairs()
    assert len(in_pairs) == shape.m
    assert np.shape(in_pairs[0][0]) == ((3, 1) if shape.columns else (3,))


def test_the_same_samples_in_every_shape() -> None:
    rows, columns = Shape(SIZES), Shape(SIZES, columns=True)
    one, lists = Shape(SIZES, one=True), Shape(SIZES, lists=True)
    np.testing.assert_array_equal(rows.x(), columns.x().T)
    np.testing.assert_array_equal(rows.x()[1], one.x())
    np.testing.assert_array_equal(rows.x(), lists.x())
    np.testing.assert_array_equal(rows.x(), [x for x, _ in rows.pairs()])
    assert Shape(SIZES, labels=True).y().tolist() == rows.y().argmax(axis=1).tolist()
    assert Shape(SIZES, labels=True, one=True).y() == 1
    assert Shape(SIZES, labels=True, first=1).y().tolist() == [1, 2, 1, 2, 1, 2, 1]


def test_every_class_has_a_sample() -> None:
    for k in (2, 5, 10):
        assert set(Shape((3, 5, k), labels=True).y().tolist()) == set(range(k))


def test_the_likeliest_shape_comes_first() -> None:
    found = list(shapes([SIZES, (3, 5, 1), SIZES]))
    assert found[0] == Shape(SIZES)
    assert len(found) == len(set(found))
    assert Shape((3, 5, 1), flat=True, labels=False) in found
    assert not any(shape.columns and shape.lists and not shape.labels for shape in found)


# Arguments.


@pytest.mark.parametrize(
    ("matrices", "expected"),
    [
        ([(3, 5), (5, 2)], (3, 5, 2)),
        ([(5, 3), (2, 5)], (3, 5, 2)),
        ([(4, 5), (6, 2)], (3, 5, 2)),  # a row of w for the biases
        ([(5, 4), (2, 6)], (3, 5, 2)),
        ([(3, 5), (1, 5), (5, 2), (1, 2)], (3, 5, 2)),
    ],
)
def test_sizes_of_matrices(matrices: list[tuple[int, ...]], expected: tuple[int, ...]) -> None:
    assert expected in list(sizes_of(matrices))


def test_matrices_that_do_not_chain_have_no_sizes() -> None:
    assert list(sizes_of([(3, 7), (4, 2)])) == []
    assert list(sizes_of([])) == []


def test_a_single_output_is_the_last() -> None:
    assert (3, 5, 1) in list(sizes_of([(3, 5), (5, 1)]))
    assert (3, 5, 1) in list(sizes_of([(1, 5), (5, 3)]))
