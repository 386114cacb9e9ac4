"""Who does NumPy's arithmetic: a BLAS multiplies matrices, extensions of the processor do the rest.

Both choose their code for the processor that they meet, so one machine's last bits may be others
than another's. OpenBLAS is asked, through the part of NumPy that is linked with it, what it chose;
another BLAS does not say.
"""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np


def blas() -> str:
    """The BLAS, and for which kind of processor its code is: "OpenBLAS 0.3.31, core Haswell"; or
    "unknown"."""
    core, config = _openblas("get_corename"), _openblas("get_config")
    if core is None or config is None:
        return "unknown"
    core.restype = config.restype = ctypes.c_char_p
    version = config().decode().removeprefix("OpenBLAS ").split()[0]
    return f"OpenBLAS {version}, core {core().decode()}"


def extensions() -> str:
    """The extensions of this processor that NumPy makes use of, beyond those that it demands."""
    numpy = _linked()
    return " ".join(name for name in numpy.__cpu_dispatch__ if numpy.__cpu_features__[name])


class OneThread:
    """While anybody is in it, OpenBLAS has one thread, since how many changes the last bits."""

    def __init__(self) -> None:
        self._lock, self._inside, self._before = Lock(), 0, 0

    def __enter__(self) -> None:
        self._count(1)

    def __exit__(self, *error: object) -> None:
        self._count(-1)

    def _count(self, more: int) -> None:
        get, put = _openblas("get_num_threads"), _openblas("set_num_threads")
        with self._lock:
            was, self._inside = self._inside, self._inside + more
            if get and put and not (was and self._inside):
                self._before = self._before if was else get()
                put(self._before if was else 1)


one_thread = OneThread()


def _linked() -> Any:
    """The part of NumPy that is linked with a BLAS."""
    if "numpy._core._multiarray_umath" in sys.modules:
        return sys.modules["numpy._core._multiarray_umath"]
    return sys.modules["numpy.core._multiarray_umath"]  # NumPy 1


@cache
def _openblas(name: str) -> Any:
    """A function of the OpenBLAS that NumPy calls, whatever was put around its name; or None."""
    files = [_linked().__file__]  # finds the names of what it is linked with, but not on Windows
    if os.name == "nt":
        files += map(str, (Path(np.__file__).parents[1] / "numpy.libs").glob("*openblas*.dll"))
    for library in map(ctypes.CDLL, files):
        for before in ("scipy_openblas_", "openblas_"):
            for after in ("64_", ""):
                if hasattr(library, f"{before}{name}{after}"):
                    return getattr(library, f"{before}{name}{after}")
    return None
