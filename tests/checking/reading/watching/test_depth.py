"""A program that takes any number of layers is watched with two hidden ones, if it can be."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from groundup.checking import check
from groundup.checking.reading.watching.depth import MORE, Deeper
from tests.checking.conftest import Write
from tests.checking.reading.watching.conftest import Watched

SCRIPT = """
    import numpy as np

    np.random.seed(0)
    X = np.random.uniform(-1, 1, (8, 3))
    Y = np.eye(2)[np.arange(8) % 2]
    widths = [3, 6, 2]
    w = [np.random.randn(n, m) for n, m in zip(widths, WIDTHS[1:])]
    for lap in range(20):
        a = [X]
        for one in w:
            a.append(np.tanh(a[-1] @ one))
        delta = (a[-1] - Y) * (1 - a[-1] ** 2)
        for l in reversed(range(len(w))):
            step = a[l].T @ delta
            delta = delta @ w[l].T * SLOPE
            w[l] -= 0.1 * step
    """
SLOPE = "(1 - a[l] ** 2)"


def script(slope: str, widths: str = "widths") -> str:
    return SCRIPT.replace("SLOPE", slope).replace("WIDTHS", widths)


def test_a_list_of_widths_gets_one_more(watched: Watched) -> None:
    observed, why = watched(script(SLOPE))
    assert observed is not None, why
    assert observed.observations[0].probe.sizes == (3, 6, MORE, 2)
    assert observed.any_depth
    assert "one hidden layer more" in observed.conventions["layers"]


def test_a_mistake_that_one_hidden_layer_hides_is_found(write: Write) -> None:
    text = script("(1 - a[l] ** 2 if l == 1 else 1)")
    assert check(str(write(text))).verdict == "wrong"


def test_where_it_cannot_be_had_it_is_said(write: Write) -> None:
    report = check(str(write(script(SLOPE, "[3, 6, 2]"))))
    assert report.verdict == "right", str(report)
    assert report.hidden_layers == [1]
    assert report.any_depth
    assert "had one hidden layer: with more the code was not checked" in str(report)


def test_two_layers_of_their_own_are_no_list(watched: Watched) -> None:
    fixed = script(SLOPE).replace("for lap", "w = {'W0': w[0], 'W1': w[1]}\n    for lap")
    fixed = fixed.replace("for one in w:", "for one in w.values():").replace("w[l]", "w[f'W{l}']")
    observed, why = watched(fixed)
    assert observed is not None, why
    assert not observed.any_depth


@pytest.mark.parametrize(
    ("value", "longer"),
    [
        ([3, 6, 2], [3, 6, MORE, 2]),
        ((6,), (6, MORE)),
        (["tanh", "sigmoid"], ["tanh", "tanh", "sigmoid"]),
        (("relu",), ("relu", "relu")),
        ([6.0], [6.0]),
        ([3, 6], [3, 6]),
        (["a", "b"], ["a", "b"]),
        ([], []),
        (6, 6),
    ],
)
def test_what_is_longer(value: Any, longer: Any) -> None:
    reading: Any = SimpleNamespace(names=("tanh", "sigmoid"))
    assert Deeper(reading, [3, 6, 2])(value) == longer


def test_two_activations_of_which_one_is_the_last_are_left() -> None:
    reading: Any = SimpleNamespace(names=("tanh", "sigmoid"))
    assert Deeper(reading, [3, 6, 2], paired=True)(["tanh", "sigmoid"]) == ["tanh", "sigmoid"]
    assert Deeper(reading, [3, 6, 2], paired=True)([3, 6, 2]) == [3, 6, MORE, 2]
