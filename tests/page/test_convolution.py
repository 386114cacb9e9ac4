"""A network with convolutions in the page: its numbers are the library's, its maps can be seen."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundup import Network, mathematics
from groundup.page import recogniser
from groundup.page.building import build, static
from groundup.page.encoding import halved
from scripts import javascript
from scripts.chromium import answered, connect, open_page, show_on, wait
from tests.page.learners import page_scripts
from tests.page.reading import show

LAYERS = "28x28-6c5p2-8c5p2-20-10"


def network() -> Network:
    made = Network(LAYERS, ["relu", "tanh", "relu", "softmax"], "cross-entropy", init="he", seed=4)
    made.b = [np.full_like(b, 0.1) for b in made.b]  # on blank paper, too, something can grow
    return made


def forward(made: Network, x: np.ndarray) -> list[np.ndarray]:
    return [a[0] for a in mathematics.forward(made.w, made.b, made.activations, x[np.newaxis]).a]


# Without a page


@pytest.fixture(scope="module")
def node() -> Iterator[javascript.Call]:
    if reason := javascript.missing("node"):
        pytest.skip(reason)
    parts = ("layers", "backward", "reasons")
    with javascript.opened("node", [*page_scripts(), *(static(f"{p}.js") for p in parts)]) as call:
        yield call


def told(made: Network) -> dict[str, Any]:
    return {
        "sizes": made.sizes, "shapes": made.shapes, "activations": made.activations,
        "cost": made.cost, "w": [w.ravel().tolist() for w in made.w],
        "b": [b.tolist() for b in made.b],
    }  # fmt: skip


MADE = """
    const floats = (arrays) => arrays.map((array) => Float64Array.from(array));
    const made = { ...network, w: floats(network.w), b: floats(network.b) };
    const lists = (arrays) => arrays.map((array) => Array.from(array));
"""


@pytest.mark.parametrize("layers", ["8x8x2-3c3p2-4c2p2-5-3", "6x6-2c3p2-3"])
def test_the_way_there_and_back_is_the_library_s(node: javascript.Call, layers: str) -> None:
    count = layers.count("-")
    made = Network(layers, ["tanh"] * (count - 1) + ["sigmoid"], seed=2)
    x = np.random.default_rng(1).random(made.sizes[0])
    ask = f"""({{ network, x }}) => {{
        {MADE}
        const passed = groundup.backward.forward(made, Float64Array.from(x));
        const slopes = groundup.backward.inputSlopes(made, passed, Float64Array.from([0, 1, 0]));
        const name = groundup.layers.written(made);
        return {{ a: lists(passed.a), slopes: Array.from(slopes), name }};
    }}"""
    got = node(ask, {"network": told(made), "x": x.tolist()})
    assert got["name"] == layers
    for ours, theirs in zip(forward(made, x), got["a"], strict=True):
        assert np.allclose(ours, theirs, rtol=1e-12, atol=1e-14)
    for k in range(0, len(x), 7):
        z = []
        for step in (1e-5, -1e-5):
            moved = x.copy()
            moved[k] += step
            passed = mathematics.forward(made.w, made.b, made.activations, moved[np.newaxis])
            z.append(passed.z[-1][0, 1])
        assert got["slopes"][k] == pytest.approx((z[0] - z[1]) / 2e-5, abs=1e-8)


def test_the_shares_of_an_answer_add_up(node: javascript.Call) -> None:
    made, pixels = network(), np.random.default_rng(0).integers(0, 256, 784)
    ask = f"""({{ network, x }}) => {{
        {MADE}
        const found = groundup.reasons.explain(made, Uint8Array.from(x), 3, 5);
        return {{ ...found, pixels: Array.from(found.pixels), neurons: lists(found.neurons) }};
    }}"""
    got = node(ask, {"network": told(made), "x": pixels.tolist()})
    led = got["margin"] - got["blank"]
    assert abs(led) > 0.01
    for shares in (got["pixels"], *got["neurons"]):
        assert sum(shares) == pytest.approx(led, abs=1e-9)


# In Chromium


@pytest.fixture(scope="module")
def page(driver, tmp_path_factory: pytest.TempPathFactory):
    path: Path = tmp_path_factory.mktemp("convolution") / "page.html"
    path.write_bytes(build(network()).encode())
    connect(driver, online=False)
    show_on(driver, 1440)
    open_page(driver, path)
    driver.execute_script("groundup.tabs.show('draw')")
    return driver


def test_it_reads_and_shows_its_maps(page) -> None:
    show(page, 4)
    pixels = np.array(page.execute_script("return [...groundup.reading.pixels]")) / 255
    made = network()
    made.w, made.b = ([halved(p).astype(float) for p in part] for part in (made.w, made.b))
    a = forward(made, pixels)
    said = page.execute_async_script(
        "groundup.python.ask(groundup.reading.pixels).then(arguments[0])"
    )
    assert np.allclose(said["activations"][-1], a[-1], rtol=1e-9)
    scene = "return groundup.inUse.picture.scene"
    counts = "columns.map(({ units, others }) => [units.length, others])"
    columns = page.execute_script(f"{scene}.{counts}")
    assert columns == [[6, 0], [8, 0], [8, 12]]
    filters = page.execute_script(f"{scene}.columns[0].units.map(({{ a }}) => a)")
    assert filters == pytest.approx(a[1].reshape(144, 6).max(axis=0), rel=1e-6)
    assert "28x28-6c5p2-8c5p2-20-10, relu then tanh then softmax" in page.execute_script(
        "return groundup.find('about').textContent"
    )
    assert page.get_log("browser") == []


def test_its_python_runs_and_can_be_changed(page) -> None:
    show(page, 4)
    text = page.execute_script("return groundup.find('code').value")
    assert text == recogniser.write(["relu"], convolutional=True)
    changed = text.replace("argmax(a[len(w)])", "len(w) + len(w[0][0][0])")
    page.execute_script(
        "groundup.find('code').value = arguments[0]; groundup.find('run').click()", changed
    )
    answered(page)
    assert page.execute_script("return groundup.reading.digit") == 9  # 4 layers, 5 pixels
    page.execute_script("groundup.find('reset-code').click()")
    assert page.get_log("browser") == []


def test_a_neuron_tells_which_filter_it_hears_and_where(page) -> None:
    page.execute_script("groundup.tabs.show('inside')")
    page.execute_script("groundup.neuron.open(2, 5)")
    said = page.execute_script("return document.querySelector('.neuron-sum').innerText")
    [(number, row, column, w)] = re.findall(r"filter (\d) at row (\d), column (\d): (\S+) ·", said)[
        :1
    ]
    k = (4 * (int(row) - 1) + int(column) - 1) * 8 + int(number) - 1
    assert float(w.replace("−", "-")) == pytest.approx(network().w[2][5, k], abs=0.00501)
    page.execute_script("groundup.tabs.show('draw')")


def test_inside_grows_a_digit_and_backprop_has_a_network_of_its_own(page) -> None:
    page.execute_script("groundup.tabs.show('inside')")
    grown = page.execute_script(
        "return groundup.growing.perfect(groundup.network, 3).map(({ outputs }) => outputs[3])"
    )
    assert grown[-1] > 0.5 > grown[0]
    page.execute_script("groundup.tabs.show('backprop')")
    page.execute_script("groundup.backprop.go('own')")
    said = "return groundup.find('backprop').innerText"
    wait(lambda: "How wrong is it?" in page.execute_script(said), "the first step")
    assert "784-30-10, sigmoids, quadratic cost" in page.execute_script(said)
    page.execute_script("groundup.tabs.show('draw')")
    assert page.get_log("browser") == []


def test_a_copy_of_the_page_has_its_convolutions(page, tmp_path: Path) -> None:
    saved = page.execute_script("return groundup.copy.page(groundup.network)")
    before, after = '<script type="application/json" id="carried">', "</script>"
    carried = json.loads(saved.split(before)[1].split(after)[0])
    assert carried["network"]["shapes"] == [list(shape) for shape in network().shapes]
    path = tmp_path / "copy.html"
    path.write_bytes(saved.encode())
    open_page(page, path)
    assert page.execute_script("return document.documentElement.dataset.ready") is not None
