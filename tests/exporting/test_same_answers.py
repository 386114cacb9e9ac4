"""One model, same answers: the library, ONNX's runtime, compiled C, the page, and what is loaded
again, on all 10,000 test digits."""

from __future__ import annotations

import base64
import ctypes
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from groundup import Network, fit
from groundup.exporting import export
from groundup.page.encoding import halved
from scripts.chromium import chromium, connect, missing, open_page

if TYPE_CHECKING:
    from groundup import Data

PIECE = 250  # digits that the page is asked about at once


@pytest.fixture(scope="module")
def network(digits: Data) -> Network:
    """A trained network whose weights half precision tells exactly, as the page has them."""
    network = Network([784, 30, 10], seed=5)
    fit(network, digits.train, digits.validation, epochs=2)
    for arrays in (network.w, network.b):
        arrays[:] = [halved(array).astype(float) for array in arrays]
    return network


@pytest.fixture(scope="module")
def outputs(network: Network, digits: Data) -> np.ndarray:
    return network.feedforward(digits.test.x)


def agree(came: np.ndarray, outputs: np.ndarray) -> None:
    np.testing.assert_allclose(came, outputs, rtol=0, atol=1e-9)
    assert (came.argmax(axis=1) == outputs.argmax(axis=1)).all()


@pytest.mark.slow
@pytest.mark.parametrize("ending", [".safetensors", ".npz", ".json"])
def test_after_load(ending, network, outputs, digits, tmp_path) -> None:
    export(network, tmp_path / f"a{ending}")
    agree(Network.load(tmp_path / f"a{ending}").feedforward(digits.test.x), outputs)


@pytest.mark.slow
def test_in_onnxruntime(network, outputs, digits, tmp_path) -> None:
    runtime = pytest.importorskip("onnxruntime")
    export(network, tmp_path / "a.onnx")
    session = runtime.InferenceSession(tmp_path / "a.onnx", providers=["CPUExecutionProvider"])
    came, labels = session.run(None, {"x": digits.test.x})
    agree(came, outputs)
    assert (labels == outputs.argmax(axis=1)).all()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler")
def test_in_c(network, outputs, digits, tmp_path) -> None:
    export(network, tmp_path / "a.c")
    command = ["cc", "-std=c99", "-O2", "-shared", "-fPIC", "-o", "a.so", "a.c", "-lm"]
    subprocess.run(command, cwd=tmp_path, check=True)
    compiled = ctypes.CDLL(str(tmp_path / "a.so"))
    came, row = np.zeros_like(outputs), np.zeros(10)
    for i, x in enumerate(np.ascontiguousarray(digits.test.x)):
        assert compiled.a_predict(x.ctypes, row.ctypes) == outputs[i].argmax()
        came[i] = row
    agree(came, outputs)


@pytest.mark.browser
def test_in_the_page(network, outputs, digits, tmp_path: Path) -> None:
    if reason := missing():
        pytest.skip(reason)
    export(network, tmp_path / "a.html")
    script = """
        const { decode, python } = groundup;
        return arguments[0].map((pixels) => python.ask(decode.bytes(pixels)).activations.at(-1));
    """
    came = []
    with chromium() as browser:
        connect(browser, online=False)
        open_page(browser, tmp_path / "a.html")
        for start in range(0, len(digits.test.x), PIECE):
            rows = digits.test.x[start : start + PIECE]
            packed = [base64.b64encode(row.tobytes()).decode() for row in rows]
            came += browser.execute_script(script, packed)
    agree(np.array(came), outputs)
