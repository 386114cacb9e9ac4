"""The C file gives the network's answers, and keeps to its own names."""

from __future__ import annotations

import ctypes
import shutil
import subprocess

import numpy as np
import pytest

from groundup.exporting import export
from groundup.exporting.proof import schema_of
from tests.exporting.compiling import build, library, needs_cc, output
from tests.exporting.models import NAMES, case

pytestmark = needs_cc


@pytest.mark.slow
@pytest.mark.parametrize("kind", NAMES)
def test_c_compiles_as_c99_and_agrees(kind, tmp_path):
    network, x = case(kind)
    export(network, tmp_path / "a.c", name="wine")
    compiled = library(tmp_path / "a.c")
    assert compiled.wine_self_test() == 1
    outputs = np.zeros(network.sizes[-1])
    rows = np.ascontiguousarray(x if x.dtype == np.uint8 else x.astype(float))
    labels, came = [], []
    for row in rows:
        labels.append(compiled.wine_predict(row.ctypes, outputs.ctypes))
        came.append(outputs.copy())
    close = 1e-5 if network.dtype == np.float32 else 1e-9
    np.testing.assert_allclose(came, network.feedforward(x), rtol=close, atol=close)
    if not network.regression:
        assert labels == network.predict(x).tolist()
        names = (ctypes.c_char_p * network.sizes[-1]).in_dll(compiled, "wine_class_names")
        assert [name.decode() for name in names] == list(schema_of(network).classes)


@pytest.mark.parametrize("kind", ["features", "regression"])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e308])
def test_what_is_no_finite_number_has_no_answer(kind, value, tmp_path):
    network, x = case(kind)
    export(network, tmp_path / "wine.c")
    compiled = library(tmp_path / "wine.c")
    outputs, row = np.zeros(network.sizes[-1]), x[0].copy()
    row[2] = value  # 1e308 counted in deviations of 1e-4 is beyond every double
    assert compiled.wine_predict(row.ctypes, outputs.ctypes) == -1
    assert np.isnan(outputs).all()


def test_c_proves_itself_and_notices_a_change(tmp_path):
    source = tmp_path / "a.c"
    export(case("features").network, source)

    def proof() -> int:
        build(source, to=tmp_path / "a", options=["-DSELF_TEST"])
        return subprocess.run([tmp_path / "a"], stdout=subprocess.DEVNULL).returncode

    assert proof() == 0
    text = source.read_text()
    source.write_text(text.replace("w0[27] = {\n    ", "w0[27] = {\n    1 + "))
    assert source.read_text() != text
    assert proof() == 1


@pytest.mark.skipif(shutil.which("c++") is None, reason="there is no C++ compiler")
@pytest.mark.parametrize("kind", ["regression", "colours", "channels", "table"])
def test_it_is_c_plus_plus_too(kind, tmp_path):
    export(case(kind).network, tmp_path / "wine.c")
    options = ["-DSELF_TEST", "-x", "c++"]
    assert "is right" in output(
        build(tmp_path / "wine.c", to=tmp_path / "a", options=options, cc="c++")
    )
