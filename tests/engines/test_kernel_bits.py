"""Every build of the kernel trains to the same bits, whatever compiled it, wherever it runs.

known_bits.txt has the checksums, and known_bits.c prints them where there is no Python to run this.
The functions of the C library are left out (softmax and Adam use them), since each rounds in its
own way.
"""

from __future__ import annotations

import platform
import sys
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundup.engines import kernel
from groundup.shapes import sizes
from tests.engines.problems import DTYPES, Array, train

pytestmark = pytest.mark.skipif(not kernel.available(), reason="the kernel was not built")

HERE = Path(__file__).parent
SAMPLES = 230
NETS = {
    "": [(520, 300), (10, 520)],
    "pictures ": [(20, 2, 3, 3), (7, 20, 2, 2), (10, 28)],  # 12x12x2-20c3p2-7c2p2-10
}


def known() -> dict[str, str]:
    lines = (HERE / "known_bits.txt").read_text(encoding="ascii").splitlines()
    return dict(line.rsplit(maxsplit=1) for line in lines)


def mixed(count: int) -> Array:
    i = np.arange(count, dtype=np.uint32) * np.uint32(2654435761)
    return (i ^ i >> np.uint32(15)) * np.uint32(2246822519)


def numbers(shape: tuple[int, ...], dtype: Any) -> Array:
    """Between -0.125 and 0.125, as both types hold them exactly."""
    size = int(np.prod(shape))
    return ((mixed(size) >> np.uint32(12)) / 4194304.0 - 0.125).astype(dtype).reshape(shape)


def checksum(dtype: Any, optimiser: str, net: str, percent: int) -> str:
    """Of the mean cost, and of w and b, layer by layer."""
    layers, inputs = NETS[net], sizes(NETS[net])[0]
    pixels = mixed(SAMPLES * inputs)
    x = np.where(pixels % 100 < percent, pixels >> np.uint32(24), 0).astype(np.uint8)
    trained = train(
        kernel,
        [numbers(shape, dtype) for shape in layers],
        [numbers(shape[:1], dtype) for shape in layers],
        optimiser=optimiser,
        activations=["tanh"] * (len(layers) - 1) + ["sigmoid"],
        cost="quadratic",
        x=x.reshape(SAMPLES, inputs),
        y=np.arange(SAMPLES) % 10,
        batch_size=100,
        eta=0.05,
        l2=1e-3,
        momentum=0.9,
        dropout=[0.25] * (len(layers) - 1) + [0.0],
        dropout_streams=[7] + [0] * (len(layers) - 1),
        threads=3,
    )
    total = zlib.crc32(np.float64(trained.cost).tobytes())
    for w, b in zip(trained.w, trained.b, strict=True):
        total = zlib.crc32(b.tobytes(), zlib.crc32(w.tobytes(), total))
    return f"{total:08x}"


@pytest.mark.usefixtures("variant")
@pytest.mark.parametrize("percent", [20, 100])
@pytest.mark.parametrize("optimiser", ["sgd", "momentum", "nesterov"])
@pytest.mark.parametrize("net", NETS, ids=["dense", "pictures"])
@pytest.mark.parametrize("dtype", DTYPES)
def test_every_build_gives_the_same_bits(
    dtype: Any, optimiser: str, net: str, percent: int, request: pytest.FixtureRequest
) -> None:
    variant = request.node.callspec.params["variant"].removeprefix("kernel ")
    if platform.machine().lower() in ("aarch64", "arm64"):
        variant = "avx2"  # ARM rounds as AVX2 does
    case = f"{variant} {np.dtype(dtype).name} {optimiser} {net}{percent}"
    assert checksum(dtype, optimiser, net, percent) == known()[case]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc/cpuinfo")
@pytest.mark.skipif(platform.machine() != "x86_64", reason="variants are for x86-64")
def test_the_variants_are_those_that_linux_says_the_processor_runs() -> None:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    flags = set(next(line for line in lines if line.startswith("flags")).split())
    avx2 = {"avx2", "fma", "bmi1", "bmi2", "popcnt"}
    avx512 = avx2 | {"avx512f", "avx512bw", "avx512dq", "avx512vl", "avx512_vbmi2"}
    expected = ["avx512"] * (avx512 <= flags) + ["avx2"] * (avx2 <= flags) + ["baseline"]
    assert kernel.variants() == expected
