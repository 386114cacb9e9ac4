"""What each part of a network adds to a weighted sum in the page: the library's numbers, in all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from groundup import Network, mathematics
from groundup.page.building import static
from scripts import javascript
from tests.page.learners import page_scripts
from tests.page.test_convolution import MADE, told

KINDS = {
    "784-10": ["sigmoid"],
    "784-12-10": ["sigmoid", "sigmoid"],
    "784-9-11-10": ["relu", "tanh", "softmax"],
    "784-9-9-9-9-10": ["tanh"] * 4 + ["linear"],
    "28x28-4c5p2-10": ["relu", "softmax"],
    "28x28-6c5p2-9c5p2-20-10": ["relu", "tanh", "sigmoid", "sigmoid"],
}
"""Networks of every kind that the page may show, and their activations."""


def made(layers: str, **more: Any) -> Network:
    """A network of that kind, as chance makes it."""
    cost = "cross-entropy" if KINDS[layers][-1] == "softmax" else "quadratic"
    return Network(layers, KINDS[layers], cost, seed=3, **more)


SCENE = f"""({{ network, x, output, before, settled }}) => {{
    {MADE}
    const room = {{ before, settled, many: 5, most: 3 }};
    const about = {{ network: made, x: Float64Array.from(x), output, ...room }};
    const scene = groundup.contributions.scene(about);
    const plain = (one) => ({{ ...one, terms: Array.from(one.terms) }});
    const shown = (column) => ({{ ...column, units: column.units.map(plain) }});
    const {{ chosen, columns, first, outputs }} = scene;
    return {{ columns: columns.map(shown), outputs: outputs.map(plain), chosen, first }};
}}"""


@pytest.fixture(scope="module")
def node() -> Iterator[javascript.Call]:
    if reason := javascript.missing("node"):
        pytest.skip(reason)
    parts = ("layers", "backward", "contributions", "formulas")
    with javascript.opened("node", [*page_scripts(), *(static(f"{p}.js") for p in parts)]) as call:
        yield call


def scene(node: javascript.Call, network: Network, x: np.ndarray, **more: Any) -> dict[str, Any]:
    asked = {"network": told(network), "x": x.tolist(), "output": 3}
    return node(SCENE, asked | {"settled": True, "before": None} | more)


def ink(seed: int = 0) -> np.ndarray:
    """Something drawn, (784,): most of it paper."""
    generator = np.random.default_rng(seed)
    return generator.random(784) * (generator.random(784) < 0.2)


@pytest.mark.parametrize("layers", KINDS)
def test_what_is_shown_and_the_others_and_the_bias_add_up_to_z(
    node: javascript.Call, layers: str
) -> None:
    network, x = made(layers), ink()
    got = scene(node, network, x)
    passed = mathematics.forward(network.w, network.b, network.activations, x[None])
    a = [one[0] for one in passed.a]
    units = [unit for column in got["columns"] for unit in column["units"]] + got["outputs"]
    assert len(got["outputs"]) == 10
    for unit in units:
        assert sum(unit["terms"]) + unit["bias"] == pytest.approx(unit["z"], abs=1e-9)
        assert unit["shown"] + unit["rest"] + unit["bias"] == pytest.approx(unit["z"], abs=1e-9)
        assert unit["a"] == pytest.approx(a[unit["l"] + 1][unit["place"]], abs=1e-9)


def test_a_line_of_the_others_says_the_number_that_stands_in_the_sum(node: javascript.Call) -> None:
    network, x = Network("784-40-10", ["sigmoid"] * 2, seed=1), ink()
    ask = f"""({{ network, x }}) => {{
        {MADE}
        const about = {{ network: made, x: Float64Array.from(x), output: 3, before: null }};
        const scene = groundup.contributions.scene({{ ...about, settled: true, many: 5, most: 3 }});
        return scene.outputs.map(({{ l, j }}) => {{
            const line = groundup.formulas.of(scene, {{ kind: "line", l, j, k: "others" }});
            return [line.name, ...groundup.formulas.of(scene, {{ kind: "unit", l, j }}).lines];
        }});
    }}"""
    for name, total, _ in node(ask, {"network": told(network), "x": x.tolist()}):
        assert name.startswith("The other 35 neurons → Output "), name
        assert f"{name.rpartition(' ')[2]} (the other 35)" in total, (name, total)


def test_the_loudest_for_the_output_are_shown(node: javascript.Call) -> None:
    network, x = Network("784-40-10", ["sigmoid"] * 2, seed=1), ink()
    hidden = mathematics.forward(network.w, network.b, network.activations, x[None]).a[1][0]
    says = np.abs(network.w[1][3] * hidden)
    got = scene(node, network, x)
    assert got["chosen"][0] == sorted(np.argsort(-says)[:5].tolist())
    (column,) = got["columns"]
    assert column["others"] == 35


def test_no_single_neuron_is_called_others(node: javascript.Call) -> None:
    network = Network("784-6-10", ["sigmoid"] * 2, seed=1)
    (column,) = scene(node, network, ink())["columns"]
    assert len(column["units"]) == 6
    assert column["others"] == 0


def test_a_neuron_that_stays_keeps_its_place(node: javascript.Call) -> None:
    network = Network("784-40-10", ["sigmoid"] * 2, seed=1)
    first = scene(node, network, ink())["chosen"]
    before = [first[0][::-1]]
    assert scene(node, network, ink(), before=before)["chosen"] == before
    other = scene(node, network, ink(7), before=before)["chosen"][0]
    rested = set(scene(node, network, ink(7))["chosen"][0])
    assert set(other) == rested
    for place, j in enumerate(before[0]):
        assert j not in rested or other[place] == j


def test_layers_that_there_is_no_room_for_are_the_first(node: javascript.Call) -> None:
    got = scene(node, made("784-9-9-9-9-10"), ink())
    assert got["first"] == 1
    assert [column["l"] for column in got["columns"]] == [1, 2, 3]


def test_rounded_numbers_add_up_as_they_are_written(node: javascript.Call) -> None:
    generator = np.random.default_rng(5)
    for values in generator.normal(0, 3, (200, 4)).tolist():
        *parts, total = node("(values) => groundup.formulas.fitting(values)", values)
        read = [float(part.replace("−", "-")) for part in parts]
        assert sum(read) == pytest.approx(float(total.replace("−", "-")), abs=1e-9)
        assert float(total.replace("−", "-")) == pytest.approx(sum(values), abs=0.00501)
        for part, value in zip(read, values, strict=True):
            assert part == pytest.approx(value, abs=0.01)
