"""What the installed kernel asks of others."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from groundup.engines import kernel
from scripts.wheels import elf

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="ELF is Linux's"),
    pytest.mark.skipif(not kernel.available(), reason="the kernel was not built"),
]


@pytest.fixture
def library() -> Path:
    pytest.importorskip("elftools", reason="pip install '.[release]'")
    return Path(kernel._native.__file__)


def test_symbols_are_those_of_python_that_the_sources_name(library: Path) -> None:
    symbols = elf.symbols_of_python(library)
    assert {"PyList_New", "PyExc_ValueError", "PyEval_SaveThread", "_Py_NoneStruct"} <= set(symbols)
    assert not {"PyInit__native", "malloc"} & set(symbols)
    assert symbols == sorted(symbols)


def test_the_kernel_needs_the_c_library(library: Path) -> None:
    with library.open("rb") as file:
        assert any(name.startswith("libc.") for name in elf.needed(file))
