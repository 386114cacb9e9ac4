"""What is put in the place of a program's numbers."""

from __future__ import annotations

import numpy as np

from groundup.checking.reading.watching.forwards.samples import Source
from groundup.checking.reading.watching.recording.state import Place
from groundup.checking.reading.watching.steps.substitutes import data, drawn, put_off, scattered
from tests.checking.reading.watching.conftest import recorded_step

W, X = (("name", "w"),), (("name", "x"),)


def test_numbers_are_drawn_so_that_nothing_is_saturated() -> None:
    matrix, vector = drawn(np.zeros((3, 100)), 1, 2), drawn(np.zeros((1, 5)), 1, 3)
    assert matrix.shape == (3, 100)
    assert 0.2 < np.abs(matrix).max() <= 0.25
    assert 0.3 < np.abs(vector).max() <= 0.7
    assert np.abs(drawn(np.zeros((100, 1)), 1, 3)).max() <= 0.25  # of a single output
    np.testing.assert_array_equal(drawn(np.ones((3, 100)), 1, 2), matrix)
    assert not np.array_equal(drawn(np.zeros((3, 100)), 2, 2), matrix)
    assert drawn(np.zeros(()), 1).shape == ()


def test_all_that_may_be_data_is_scattered() -> None:
    run = recorded_step(
        "x, w, c = np.zeros((3, 2)), np.zeros((2, 2)), np.zeros((2, 2))\n"
        "empty = np.zeros((0, 2))\n"
        "ones, flat = np.array([[1., 0.], [1., 0.]]), np.zeros(3)\n"
        "for turn in range(1):\n    w = w + 1.0\n"
    )
    given = scattered(run, [W], [(("name", "c"),)])
    assert {place[0][1] for place in given} == {"x", "ones"}
    assert len(np.unique(given[X])) == 6
    ones = given[(("name", "ones"),)]
    assert ones[:, 0].tolist() == [1.0, 1.0]
    assert (ones[:, 1] != 0.0).all()


def test_inputs_are_the_same_wherever_they_are() -> None:
    rows = np.array([[0.5, 2.0, 1.0], [0.25, 3.0, 1.0], [0.5, 2.0, 1.0]])
    one = Source(X, False, np.arange(3), (3, 3), rows)
    other: Place = (("name", "x_t"),)
    turned = Source(other, True, np.arange(3), (3, 3), rows)
    given = data([one, turned], 1)
    np.testing.assert_array_equal(given[X], given[other].T)
    np.testing.assert_array_equal(given[X][0], given[X][2])  # the same row
    assert not np.array_equal(given[X][0], given[X][1])
    assert given[X][:, 2].tolist() == [1.0, 1.0, 1.0]  # what is always 1 stays
    assert not np.array_equal(data([one], 2)[X], given[X])


def test_what_is_in_the_way_of_a_plain_step_is_put_off() -> None:
    text = "momentum, eta, mu, x = 0.9, 0.5, [0.5, 0.5], 0.9\nfor turn in range(1):\n    w = 0.5\n"
    off = {place[0][1]: float(array) for place, array in put_off(recorded_step(text)).items()}
    assert off == {"momentum": 0.0}


def test_the_numbers_of_classes_stay_in_a_table() -> None:
    run = recorded_step(
        "x = np.array([[0.5, 2.0, 1.0], [1.5, 1.0, 0.0], [0.0, 4.0, 2.0]])\n"
        "gate = np.array([[0.0, 0.0, 0.0], [0.0, 1.0, 2.0]])\n"
        "pair = np.array([[0.5, 0.0], [0.1, 1.0]])\n"
        "for turn in range(1):\n    pass\n"
    )
    found = scattered(run, [], [])
    x, gate, pair = (found[(("name", name),)] for name in ("x", "gate", "pair"))
    np.testing.assert_array_equal(x[:, 2], [1.0, 0.0, 2.0])
    assert not np.isin(x[:, :2], (0.5, 2.0, 1.5, 1.0, 4.0)).any()
    assert not np.isin(gate, (1.0, 2.0)).any()
    assert 1.0 not in pair
