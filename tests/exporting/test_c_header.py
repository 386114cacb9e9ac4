"""The header does what its arithmetic says, to the bit, and is as large and as good as it says."""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from groundup import Network, UserError, load_data, shapes
from groundup.data import Data
from groundup.data.schema import Schema
from groundup.exporting import export
from groundup.exporting.integers import input_bytes, quantised, restored, sums
from tests.exporting.compiling import SANITIZED, WARNINGS, build, library, needs_cc, output
from tests.exporting.models import case, features, judges

CALLS = """\
#include "a.h"
int run(const wine_input *x, int32_t *s) {{ {run} }}
int proof(void) {{ return wine_self_test(); }}
{more}
"""
BYTES = "void bytes(const float *x, wine_input *q) { wine_quantise(x, q); }\n"
UNITS = "void units(const int32_t *s, float *outputs) { wine_restore(s, outputs); }\n"
NAME = "void name(int label, char *into) { wine_name_of(label, into); }\n"


def header(network: Network, data: Data, folder: Path) -> ctypes.CDLL:
    """The header, compiled behind functions that all may call."""
    export(network, folder / "a.h", lambda: data, name="wine")
    run = "wine_predict(x, s); return 0;" if network.regression else "return wine_predict(x, s);"
    more = UNITS if network.regression else NAME
    more += BYTES if "quantise" in (folder / "a.h").read_text() else ""
    (folder / "b.c").write_text(CALLS.format(run=run, more=more))
    return library(folder / "b.c")


def untrained(layers: str | list[int], activations: list[str], regression: bool = False) -> Network:
    """A network of chance for features of mean 0 and deviation 1."""
    network = Network(layers, activations)
    inputs, outputs = network.sizes[0], network.sizes[-1]
    mean, scale = (0.0,) * inputs, (1.0,) * inputs
    names = tuple(map(str, range(outputs)))
    schema = Schema((inputs,), False, mean=mean, scale=scale, classes=names)
    if regression:
        fives, twos = (5.0,) * len(names), (2.0,) * len(names)
        changes = {"task": "regression", "classes": (), "targets": names}
        schema = replace(schema, **changes, target_mean=fives, target_scale=twos)
    network.schema = schema
    return network


def normal(count: int, inputs: int) -> np.ndarray:
    return np.random.default_rng(3).normal(size=(count, inputs))


def agree(network: Network, x: np.ndarray, folder: Path) -> None:
    """C's sums, labels and outputs are those of NumPy's integers for every raw x (n, n_0)."""
    data = judges(network, x)
    compiled = header(network, data, folder)
    assert compiled.proof() == 1
    integers = quantised(network, data.train.x[:1000])
    rows = input_bytes(integers, x)
    expected = sums(integers, rows)
    got = np.zeros(network.sizes[-1], np.int32)
    outputs = np.zeros(network.sizes[-1], np.float32)
    for row, raw, wanted in zip(rows, x, expected, strict=True):
        q = row.astype(np.int8 if integers.signed else np.uint8)
        if integers.signed:
            by_c = np.zeros(len(row), np.int8)
            compiled.bytes(np.ascontiguousarray(raw, np.float32).ctypes, by_c.ctypes)
            assert np.abs(by_c.astype(int) - q).max() <= 1  # single precision rounds as it likes
        label = compiled.run(q.ctypes, got.ctypes)
        assert got.tolist() == wanted.tolist()
        if network.regression:
            compiled.units(got.ctypes, outputs.ctypes)
            np.testing.assert_allclose(outputs, restored(integers, wanted), rtol=1e-6)
        else:
            assert label == wanted.argmax()


KINDS = [
    "digits", "features", "features-32", "colours", "regression", "regression-32", "table",
    "convolution", "convolution-32", "channels", "channels-32",
]  # fmt: skip


@needs_cc
@pytest.mark.parametrize("kind", KINDS)
def test_it_does_what_its_arithmetic_says_to_the_bit(kind, tmp_path):
    agree(*case(kind), tmp_path)


@needs_cc
def test_many_layers_share_two_buffers(tmp_path):
    hidden = ["relu", "tanh", "sigmoid", "relu", "tanh"]
    network = untrained([3, 9, 4, 12, 5, 6, 2], [*hidden, "linear"], regression=True)
    agree(network, normal(50, 3), tmp_path)
    assert "a1[12]" in (tmp_path / "a.h").read_text()
    assert "a3" not in (tmp_path / "a.h").read_text()


@needs_cc
@pytest.mark.parametrize("regression", [False, True])
def test_convolutions_share_them_too(regression, tmp_path):
    activations = ["relu", "tanh", "sigmoid", "relu", "linear"]
    network = untrained("14x14x2-3c3p2-4c3p2-5c1p2-6-2", activations, regression)
    agree(network, normal(50, 392), tmp_path)
    text = (tmp_path / "a.h").read_text()
    assert "a1[108]" in text  # 6 by 6 pixels of 3 channels
    assert "a2[16]" in text
    assert "a3" not in text
    assert "A 14x14x2-3c3p2-4c3p2-5c1p2-6-2 network" in text


@needs_cc
def test_a_layer_that_sample_inputs_hardly_excite_is_cut_and_does_not_overflow(tmp_path):
    network = untrained([3, 4, 2], ["relu", "sigmoid"])
    network.b[0][:] = 1e-6
    network.w[0] *= 9.0
    quiet, loud = np.zeros((50, 3)), 3 * normal(50, 3)
    compiled = header(network, judges(network, quiet), tmp_path)
    integers = quantised(network, quiet)
    rows = input_bytes(integers, loud)
    got = np.zeros(2, np.int32)
    for row, wanted in zip(rows, sums(integers, rows), strict=True):
        compiled.run(row.astype(np.int8).ctypes, got.ctypes)
        assert got.tolist() == wanted.tolist()


@pytest.mark.parametrize("kind", ["convolution", "regression"])
def test_samples_come_in_pieces(kind, monkeypatch, tmp_path):
    network, x = case(kind)
    data = judges(network, x)
    export(network, tmp_path / "whole.h", lambda: data, name="a")
    monkeypatch.setattr(shapes, "CHUNK", 7)
    export(network, tmp_path / "pieces.h", lambda: data, name="a")
    assert (tmp_path / "pieces.h").read_bytes() == (tmp_path / "whole.h").read_bytes()


def test_a_large_picture_is_no_wide_neuron():
    network = untrained("200x200-2c39p2-1c2p2-1c1p2-2", ["relu"] * 3 + ["linear"])
    assert len(quantised(network, normal(2, 40_000)).layers) == 4


def test_a_bias_that_dwarfs_its_weights_keeps_its_value():
    network = untrained([3, 1], ["linear"], regression=True)
    network.w[0][:], network.b[0][:] = 1e-12, 1.0
    integers = quantised(network, normal(10, 3))
    came = restored(integers, sums(integers, input_bytes(integers, normal(10, 3))))
    np.testing.assert_allclose(came, 7.0, rtol=1e-6)


@pytest.mark.parametrize("kind", ["digits", "convolution"])
def test_eight_bits_lose_little_on_digits(kind, digits):
    network, _ = case(kind)
    integers = quantised(network, digits.train.x[:1000])
    x, y = digits.test.x[:2000], digits.test.y[:2000]
    own = (network.predict(x) == y).mean()
    assert (sums(integers, input_bytes(integers, x)).argmax(axis=1) == y).mean() > own - 0.01


@pytest.mark.parametrize("kind", ["digits", "colours"])
def test_pixels_of_any_type_are_the_same_bytes(kind):
    network, x = case(kind)
    assert network.schema is not None
    for same in (x.astype(int), x.astype(float), x / network.schema.largest):
        assert (input_bytes(quantised(network, same), same) == x).all()


def test_it_says_how_good_a_regression_is_in_both(tmp_path):
    network, x = case("regression")
    data = judges(network, x)
    made = export(network, tmp_path / "a.h", lambda: data)
    integers = quantised(network, x)
    words = []
    near = restored(integers, sums(integers, input_bytes(integers, x))).astype(float)
    for outputs in (near, network.feedforward(x)):
        missed = np.square(outputs - data.test.y)
        r_squared = 1 - (missed.sum(axis=0) / (data.test.y.var(axis=0) * len(x)))
        rmse = np.sqrt(missed.mean(axis=0))
        errors = f"target 0 {rmse[0]:.4g}, target 1 {rmse[1]:.4g}"
        assert r_squared.min() > 0.95
        words.append(f"R² {r_squared.mean():.3f} (RMSE {errors})")
    expected = f"{words[0]} on 200 test samples in 8-bit integers, {words[1]} in float64"
    assert made.words.startswith(f"{expected}; ")
    lines = (tmp_path / "a.h").read_text().splitlines()
    assert lines[1].strip() == f"{expected.replace('R²', 'R^2')}."


def test_data_whose_labels_mean_other_classes_are_refused(tmp_path):
    network, x = case("features")
    data = load_data((x, network.predict(x)))  # names them "0" and "2", and counts them 0 and 1
    with pytest.raises(UserError, match=r"got '0, 2'; give load_data\(\.\.\., schema="):
        export(network, tmp_path / "a.h", lambda: data)


@needs_cc
@pytest.mark.parametrize("kind", ["features", "regression"])
def test_every_float_has_its_defined_byte(kind, tmp_path):
    """NaN, infinities and what is far off, with nothing undefined on the way."""
    network, x = case(kind)
    export(network, tmp_path / "wine.h", lambda: judges(network, x))
    (tmp_path / "main.c").write_text(
        """\
#include "wine.h"
#include <math.h>
#include <stdio.h>
int main(void) {
    float x[][WINE_INPUTS] = {
        {NAN, -NAN, NAN}, {INFINITY, -INFINITY, INFINITY}, {3.4e38f, -3.4e38f, 3.4e38f}};
    for (int i = 0; i < 3; i++) {
        wine_input q[WINE_INPUTS];
        wine_quantise(x[i], q);
        printf("%d %d %d\\n", q[0], q[1], q[2]);
    }
    return 0;
}
"""
    )
    options = SANITIZED if sanitizes(tmp_path) else []
    came = output(build(tmp_path / "main.c", to=tmp_path / "a", options=options))
    assert came.splitlines() == ["0 0 0", "127 -127 127", "127 -127 127"]
    wild = np.array([[np.nan, np.inf, -np.inf], [3e38, -3e38, 1e308]])
    assert input_bytes(quantised(network, x), wild).tolist() == [[0, 127, -127], [127, -127, 127]]


def sanitizes(folder: Path) -> bool:
    """Whether the compiler has its sanitizer's library here."""
    (folder / "s.c").write_text("int main(void) { return 0; }\n")
    command = ["cc", *SANITIZED, "-o", folder / "s", folder / "s.c"]
    return subprocess.run(command, capture_output=True).returncode == 0


@needs_cc
@pytest.mark.skipif(shutil.which("nm") is None, reason="there is no nm")
@pytest.mark.parametrize(
    "kind", ["digits", "features", "regression", "colours", "table", "convolution"]
)
def test_it_is_as_large_as_it_says(kind, tmp_path):
    """As the object file has it, in which all of it is used."""
    network, x = case(kind)
    made = export(network, tmp_path / "wine.h", lambda: judges(network, x))
    options = ["-O0", "-c", "-x", "c"]
    build(tmp_path / "wine.h", to=tmp_path / "a.o", options=options)
    listed = subprocess.run(
        ["nm", "-S", tmp_path / "a.o"], check=True, capture_output=True, text=True
    )
    found = [line.split() for line in listed.stdout.splitlines()]
    sizes = [(int(size, 16), kind, name) for _, size, kind, name in found]
    flash = sum(size for size, kind, _ in sizes if kind == "r")
    proof = sum(size for size, kind, name in sizes if kind == "r" and "known" in name)
    ram = sum(size for size, kind, _ in sizes if kind in "bBdD")
    assert {kind for _, kind, _ in sizes} <= set("rbt")
    said = (
        f"{flash:,} bytes of flash for its tables ({proof:,} of them for the self test), "
        f"{ram:,} bytes of RAM for its buffers"
    )
    assert made.words.endswith(f"; {said}")
    text = (tmp_path / "wine.h").read_text()
    assert f"\n   It takes {said}.\n" in text
    assert f"#define WINE_FLASH_BYTES {flash} " in text
    assert f"#define WINE_RAM_BYTES {ram} " in text


@needs_cc
@pytest.mark.skipif(shutil.which("objdump") is None, reason="there is no objdump")
@pytest.mark.parametrize("kind", ["colours", "regression"])
def test_its_tables_lie_where_the_program_says(kind, tmp_path):
    network, x = case(kind)
    export(network, tmp_path / "wine.h", lambda: judges(network, x))
    options = ['-DWINE_FLASH=__attribute__((section(".tables")))', "-DSELF_TEST", "-x", "c"]
    program = build(tmp_path / "wine.h", to=tmp_path / "a", options=options)
    assert "is right" in output(program)
    listed = subprocess.run(["objdump", "-t", program], check=True, capture_output=True, text=True)
    tables = [line for line in listed.stdout.splitlines() if re.search(r" wine_w\d$", line)]
    assert len(tables) == 2
    assert all(" .tables" in line for line in tables)


AVR = """\
#include "wine.h"
#include <avr/io.h>
#include <avr/interrupt.h>
#include <avr/sleep.h>
int main(void) {
    UCSR0B = 1 << TXEN0;
    UDR0 = wine_self_test() ? 'y' : 'n';
    while (!(UCSR0A & 1 << TXC0)) {}
    UDR0 = '\\n';
    while (!(UCSR0A & 1 << UDRE0)) {}
    cli();
    sleep_enable();
    sleep_cpu();
    return 0;
}
"""


@pytest.mark.skipif(shutil.which("avr-gcc") is None, reason="there is no compiler for AVR")
@pytest.mark.parametrize("device", ["atmega328p", "atmega2560"])
@pytest.mark.parametrize("kind", ["features", "colours", "regression", "table", "channels"])
def test_on_avr_it_lies_in_flash_and_is_right(kind, device, tmp_path):
    network, x = case(kind)
    export(network, tmp_path / "wine.h", lambda: judges(network, x))
    (tmp_path / "main.c").write_text(AVR)
    options = ["-std=c99", "-Os", *WARNINGS, f"-mmcu={device}"]
    program = tmp_path / "main.elf"
    subprocess.run(["avr-gcc", *options, "-o", program, tmp_path / "main.c"], check=True)
    listed = subprocess.run(["avr-nm", program], check=True, capture_output=True, text=True)
    found = [line.split()[-2:] for line in listed.stdout.splitlines() if " wine_" in line]
    assert len(found) > 5
    assert {kind for kind, _ in found} == {"t"}
    if shutil.which("simavr"):
        command = ["simavr", "-m", device, "-f", "16000000", program]
        run = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert "my.\n" in run.stdout + run.stderr  # green, and a point for the end of a line


@pytest.mark.parametrize("kind", ["features", "colours", "regression", "table", "channels"])
def test_nothing_reads_a_table_but_by_its_macros(kind, tmp_path):
    """On AVR what reads one as memory gets other bytes, without a word."""
    network, x = case(kind)
    export(network, tmp_path / "wine.h", lambda: judges(network, x))
    text = (tmp_path / "wine.h").read_text()
    tables = re.findall(r"static const WINE_FLASH \w+ (\w+)", text)
    assert len(tables) > 5
    code = re.sub(r"/\*.*?\*/|static const WINE_FLASH[^;]*;", "", text, flags=re.S)
    macros = r"WINE_(?:INT8|INT32|FLOAT)\("
    for table in tables:
        uses = len(re.findall(rf"\b{table}\b", code))
        assert uses == len(re.findall(rf"{macros}{table}\b", code)) > 0


@needs_cc
@pytest.mark.skipif(shutil.which("c++") is None, reason="there is no C++ compiler")
@pytest.mark.parametrize("kind", ["features", "regression", "colours", "table", "channels"])
def test_it_is_c_plus_plus_too(kind, tmp_path):
    network, x = case(kind)
    export(network, tmp_path / "wine.h", lambda: judges(network, x))
    options = ["-DSELF_TEST", "-x", "c++"]
    program = build(tmp_path / "wine.h", to=tmp_path / "a", options=options, cc="c++")
    assert "is right" in output(program)


@needs_cc
def test_names_of_classes_are_read_by_a_function_too(tmp_path):
    network, x = case("features")
    compiled = header(network, judges(network, x), tmp_path)
    assert network.schema is not None
    for label, name in enumerate(network.schema.classes):
        into = ctypes.create_string_buffer(99)
        compiled.name(label, into)
        assert into.value.decode() == name


def test_what_eight_bits_cannot_tell_is_refused(tmp_path):
    x = features()
    bent = untrained([3, 4, 2], ["relu", "sigmoid"], regression=True)
    straight = untrained([3, 4, 2], ["linear", "linear"], regression=True)
    broken = case("regression").network.copy()
    broken.w[0][0, 0] = np.nan
    far, near = (case("features").network.copy() for _ in range(2))
    for network, change in ((far, {"mean": (1e39, 0.0, 0.0)}), (near, {"scale": (1, 1, 1e-40)})):
        assert network.schema is not None
        network.schema = replace(network.schema, **change)
    wide = untrained([33_156, 2], ["linear"])
    good = judges(case("regression").network, x)
    for network, words in (
        (wide, r"8-bit neurons take at most 33,155 inputs; use \.c"),
        (bent, r"linear outputs, and this one's are sigmoid; use \.c"),
        (straight, r"and one is linear; use \.c"),
        (broken, "NaN"),
        (far, r"the mean of a feature is 1e\+39; use \.c"),
        (near, r"the scale of a feature is 1e-40; use \.c"),
    ):
        with pytest.raises(UserError, match=words):
            export(network, tmp_path / "a.h", lambda: good)
    with pytest.raises(UserError, match="judged on data"):
        export(bent, tmp_path / "a.h")
    assert list(tmp_path.iterdir()) == []
