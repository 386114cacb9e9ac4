"""What a recorded turn shows."""

from __future__ import annotations

import numpy as np

from groundup.checking.reading.watching.forwards.layers import Layer
from groundup.checking.reading.watching.recording.recorder import Seen
from groundup.checking.reading.watching.steps.turns import (
    NO_POWER,
    is_cost,
    meaning,
    moves,
    powers,
    rate_of,
    reshaped,
    whole_step,
)
from tests.checking.reading.watching.conftest import recorded_step

W, X = (("name", "w"),), (("name", "x"),)


def test_a_whole_step_moves_what_training_moves() -> None:
    run = recorded_step(
        "w, x = np.ones((2, 2)), np.ones((2, 3))\nfor turn in range(1):\n    w = w * 0.5\n"
    )
    assert whole_step(run, [W])
    assert not whole_step(run, [W, X])


def test_the_slope_of_a_cost_is_no_cost() -> None:
    def seen(name: str) -> Seen:
        return Seen("train", name, 3, np.array(0.5), 1)

    assert all(map(is_cost, map(seen, ("cost", "total_loss"))))
    assert not any(map(is_cost, map(seen, ("der_cost", "d_cost", "cost_prime", "grad_loss"))))


def test_weights_that_were_broadcast_have_another_shape() -> None:
    text = "weights, b = np.ones((1, 3)), np.ones((1, 2))\nfor turn in range(1):\n    "
    assert reshaped(recorded_step(text + "weights = weights + np.ones((4, 3))\n"))
    assert not reshaped(recorded_step(text + "weights = weights * 0.5\n"))
    assert not reshaped(recorded_step(text + "weights, b = weights * 0.5, b + np.ones((4, 2))\n"))


def test_moves_of_layers() -> None:
    run = recorded_step(
        "w, b = np.ones((2, 3)), np.ones(3)\nfor turn in range(1):\n    w, b = w * 0.5, b + 1\n"
    )
    dw, db = moves(run.start, run.end, [Layer(W, True, (("name", "b"),)), Layer(W, False)])
    assert [one.tolist() for one in dw] == [[[0.5, 0.5]] * 3, [[0.5, 0.5, 0.5]] * 2]
    assert [one.tolist() for one in db] == [[-1.0, -1.0, -1.0], [0.0, 0.0]]


def test_the_rate_is_known_where_one_name_says_it() -> None:
    text = "for turn in range(1):\n    w = 0.5\n"
    assert rate_of(recorded_step("eta = 0.25\nalpha = 0.25\n" + text)) == 0.25
    assert rate_of(recorded_step("eta, learning_rate = 0.25, 0.5\n" + text)) is None
    assert rate_of(recorded_step("x = 0.25\n" + text)) is None


def test_with_which_power_of_its_rate_a_step_goes() -> None:
    one, none = np.array([[2.0, -4.0]]), np.zeros(2)
    slow = ([one, 0.5 * one, 0.25 * one], [0.3 * one, none])
    assert powers(([one] * 3, [one, none]), slow) == [0, 1, 2, NO_POWER]


def test_meanings_of_places() -> None:
    assert meaning((("name", "net"), ("attribute", "learning_rate"))) == "eta"
    assert meaning((("name", "lr"), ("item", 0))) is None
    assert meaning((("name", "wibble"),)) is None
