"""One model, same answers: the library, every engine, ONNX's runtime, compiled C, the page, and
what is loaded again, on all 10,000 test digits; of fully connected layers and of convolutions."""

from __future__ import annotations

import base64
import ctypes
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from groundup import Network, engines, fit
from groundup.engines import kernel
from groundup.engines.engine import Task
from groundup.exporting import export
from groundup.page.encoding import halved
from scripts.chromium import chromium, connect, missing, open_page

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

    from groundup import Data

PIECE = 2_500  # digits that the page is asked about at once
READ_BY_PYTHON = 200  # which takes longer: 7 ms each, of convolutions
DENSE, CONVOLVED = "784-30-10", "28x28-8c5p2-16c5p2-30-10"
SINGLE = 1e-5  # in which ONNX convolves


def trained(layers: str, digits: Data) -> Network:
    """A network whose weights half precision tells exactly, as the page has them."""
    if layers == DENSE:
        network = Network(layers, seed=5)
        fit(network, digits.train, digits.validation, epochs=2)
    else:
        names = ["relu", "tanh", "sigmoid", "softmax"]
        network = Network(layers, names, "cross-entropy", init="he", seed=5)
        few = digits.train.x[:3000], digits.train.y[:3000]
        fit(network, few, epochs=2, eta=0.1)
    for arrays in (network.w, network.b):
        arrays[:] = [halved(array).astype(float) for array in arrays]
    assert network.measure(digits.test.x[:500], digits.test.y[:500])[1] > 0.85
    return network


@pytest.fixture(scope="module", params=[DENSE, CONVOLVED])
def network(request: pytest.FixtureRequest, digits: Data) -> Network:
    return trained(request.param, digits)


@pytest.fixture(scope="module", params=[300, pytest.param(10_000, marks=pytest.mark.slow)])
def x(request: pytest.FixtureRequest, digits: Data) -> np.ndarray:
    return np.ascontiguousarray(digits.test.x[: request.param])


@pytest.fixture(scope="module")
def outputs(network: Network, x: np.ndarray) -> np.ndarray:
    """By NumPy."""
    return network.feedforward(x)


def agree(came: np.ndarray, outputs: np.ndarray, away: float = 1e-9) -> None:
    np.testing.assert_allclose(came, outputs, rtol=0, atol=away)
    assert (came.argmax(axis=1) == outputs.argmax(axis=1)).all()


@pytest.mark.parametrize("name", [
    "numpy", "kernel", pytest.param("devices", marks=pytest.mark.frameworks),
])  # fmt: skip
def test_by_an_engine(name, network, outputs, x) -> None:
    if name == "kernel" and not kernel.available():
        pytest.skip("the kernel was not built")
    if name == "devices":
        pytest.importorskip("jax")
    task = Task(network.w, network.b, network.activations, x, threads=2)
    agree(engines.load(name).feedforward(task), outputs)


@pytest.mark.parametrize("ending", [".safetensors", ".npz", ".json"])
def test_after_load(ending, network, outputs, x, tmp_path) -> None:
    if network.convolutional and ending == ".json":
        pytest.skip("the book's layout has no convolutions")
    export(network, tmp_path / f"a{ending}")
    agree(Network.load(tmp_path / f"a{ending}").feedforward(x), outputs)


def test_in_onnxruntime(network, outputs, x, tmp_path) -> None:
    pytest.importorskip("onnx")
    runtime = pytest.importorskip("onnxruntime")
    export(network, tmp_path / "a.onnx")
    session = runtime.InferenceSession(tmp_path / "a.onnx", providers=["CPUExecutionProvider"])
    came, labels = session.run(None, {"x": x})
    agree(came, outputs, SINGLE if network.convolutional else 1e-9)
    assert (labels == outputs.argmax(axis=1)).all()


@pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler")
def test_in_c(network, outputs, x, tmp_path) -> None:
    export(network, tmp_path / "a.c")
    command = ["cc", "-std=c99", "-O2", "-shared", "-fPIC", "-o", "a.so", "a.c", "-lm"]
    subprocess.run(command, cwd=tmp_path, check=True)
    compiled = ctypes.CDLL(str(tmp_path / "a.so"))
    came, row = np.zeros_like(outputs), np.zeros(10)
    for i, pixels in enumerate(x):
        assert compiled.a_predict(pixels.ctypes, row.ctypes) == outputs[i].argmax()
        came[i] = row
    agree(came, outputs)


@pytest.mark.browser
@pytest.mark.parametrize("layers", [DENSE, CONVOLVED])
def test_in_the_page(layers: str, digits: Data, tmp_path: Path) -> None:
    """All digits by what computes for all views; and some by the Python that reads drawings."""
    if reason := missing():
        pytest.skip(reason)
    network, x = trained(layers, digits), digits.test.x
    outputs = network.feedforward(x)
    export(network, tmp_path / "a.html")
    with chromium() as browser:
        connect(browser, online=False)
        open_page(browser, tmp_path / "a.html")
        pieces = [x[start : start + PIECE] for start in range(0, len(x), PIECE)]
        came = [row for piece in pieces for row in asked(browser, COMPUTE, piece)]
        read = asked(browser, READ, x[:READ_BY_PYTHON])
    agree(np.array(came), outputs)
    agree(np.array(read), outputs[:READ_BY_PYTHON])


COMPUTE = """
    const { backward, network } = groundup;
    done(digits.map((pixels) => [...backward.forward(network, backward.inputs(pixels)).a.at(-1)]));
"""
READ = """
    const all = digits.map((pixels) => groundup.python.ask(pixels));
    Promise.all(all).then((said) => done(said.map(({ activations }) => activations.at(-1))));
"""


def asked(browser: Chrome, script: str, rows: np.ndarray) -> list[list[float]]:
    cut = """
        const [text, done] = arguments;
        const bytes = groundup.decode.bytes(text);
        const digits = [];
        for (let i = 0; i < bytes.length; i += 784) digits.push(bytes.subarray(i, i + 784));
    """
    return browser.execute_async_script(cut + script, base64.b64encode(rows.tobytes()).decode())
