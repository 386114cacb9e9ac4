"""Weights that are single numbers are grouped by what moves when they do."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import numpy as np
import pytest

from groundup.checking.reading.watching.forwards.bindings import MOST, values
from groundup.checking.reading.watching.forwards.single_numbers import Network, network
from groundup.checking.reading.watching.recording.changes import changed
from groundup.checking.reading.watching.recording.recorder import Recorder
from groundup.checking.reading.watching.recording.state import Array, Place
from tests.checking.reading.watching.conftest import everything, key, run

HEAD = """
    from math import exp, tanh
    i1, i2, t1, t2, rate = 0.3, -0.7, 0.9, 0.1, 0.5
    a, b, c, d, e, f, g, h = 0.1, 0.2, -0.3, 0.4, 0.5, -0.6, 0.7, 0.8
    p, q, r, s = 0.05, -0.1, 0.15, 0.2
    def squash(x):
        return 1 / (1 + exp(-x))
    for turn in range(3):
        ...
    """
UPDATE = """
        {0} -= rate * d1
        {1} -= rate * d2
        e, f, g, h = e - rate * d1 * h1, f - rate * d1 * h2, g - rate * d2 * h1, h - rate * d2 * h2
        a, b, c, d = a - rate * d1, b - rate * d1, c - rate * d2, d - rate * d2
"""
BOUND = """
        z1 = a * i1 + b * i2 + p
        h1 = squash(z1)
        z2 = d * i2 + c * i1 + q
        h2 = squash(z2)
        o1 = squash(e * h1 + f * h2 + r)
        o2 = squash(g * h1 + h * h2 + s)
        d1, d2 = o1 - t1, o2 - t2
"""
AT_ONCE = """
        h1, h2 = squash(a * i1 + b * i2 + p), squash(c * i1 + d * i2 + p)
        o1, o2 = squash(e * h1 + f * h2 + r), squash(g * h1 + h * h2 + r)
        d1, d2 = o1 - t1, o2 - t2
"""
WITHOUT_A_FUNCTION = """
        h1 = tanh(a * i1 + b * i2 + p)
        h2 = tanh(c * i1 + d * i2 + p)
        o1 = 1 / (1 + exp(-(e * h1 + f * h2 + r)))
        o2 = 1 / (1 + exp(-(g * h1 + h * h2 + r)))
        d1, d2 = o1 - t1, o2 - t2
"""


def found(body: str, places: str) -> Network | None:
    text = textwrap.dedent(HEAD).replace(
        "    ...\n", textwrap.indent(textwrap.dedent(body), "    ")
    )
    loop = key(text, "for turn")

    def once(given: Mapping[Place, Array]) -> Recorder | None:
        recorder = Recorder(everything, loop, loop, given)
        run(text, recorder)
        return recorder if recorder.done else None

    names = [(("name", name),) for name in places]
    plain = once({})
    assert plain is not None
    made = network(once, names, {}, set(changed(plain.start, plain.end)))
    if made is not None:
        assert all(np.ndim(one.array) == 2 for one in made.seen(plain))
    return made


def said(made: Network | None) -> list[tuple[str, str, bool]]:
    assert made is not None
    return [(group.means, str(group), group.shared) for group in made.groups]


def test_every_number_finds_its_row_and_column() -> None:
    body = BOUND + UPDATE.format("p", "q") + "        r, s = r - rate * d1, s - rate * d2\n"
    assert said(found(body, "hgfedcbapqrs")) == [
        ("w", "b, a, d, c", False),  # the columns are those of the first neuron
        ("b", "p, q", False),
        ("w", "e, f, g, h", False),
        ("b", "r, s", False),
        ("x", "i2, i1", False),
        ("y", "t1, t2", False),
    ]


@pytest.mark.parametrize("body", [AT_ONCE, WITHOUT_A_FUNCTION])
def test_one_bias_for_all_units_of_a_layer(body: str) -> None:
    assert said(found(body + UPDATE.format("p", "r"), "abcdefghpr"))[1:4:2] == [
        ("b", "p, p", True),
        ("b", "r, r", True),
    ]


def test_biases_that_nothing_changes_are_constants() -> None:
    made = said(found(AT_ONCE + UPDATE.format("z", "z").replace("z -= ", "z = "), "abcdefgh"))
    assert [(means, text) for means, text, _ in made] == [
        ("w", "a, b, c, d"), ("w", "e, f, g, h"), ("constant", "p, p"), ("constant", "r, r"),
        ("x", "i1, i2"), ("y", "t1, t2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        AT_ONCE.replace("+ d * i2", ""),  # a weight is missing
        AT_ONCE.replace("e * h1", "e * h1 * h1"),  # what it multiplies is no output
        AT_ONCE.replace("b * i2", "b * b * i2"),  # not linear
        AT_ONCE.replace("+ p", "+ 0.125"),  # in no name
    ],
)
def test_what_is_no_whole_layer_is_none(body: str) -> None:
    assert found(body + UPDATE.format("p", "r"), "abcdefghpr") is None


def test_neurons_whose_inputs_are_all_0_have_no_weights_that_could_be_found() -> None:
    """As in the first turn of a script whose first sample is 0, 0."""
    body = "        i1 = i2 = 0.0\n" + BOUND + UPDATE.format("p", "q")
    assert found(body, "efghpq") is None


def test_values_are_numbered_by_the_times_of_a_binding() -> None:
    text = "n = 0.5\nfor i in range(2):\n    for j in range(200):\n        n = n + 0.25\n"
    recorder = Recorder(everything, key(text, "range(2)"), key(text, "range(2)"), {})
    run(text, recorder)
    seen = values(recorder)
    assert seen["", "n", 4, 1] == 1.0
    assert len(seen) == MOST
