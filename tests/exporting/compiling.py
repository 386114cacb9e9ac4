"""What compiles C for the tests, with every warning an error."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from pathlib import Path

import pytest

needs_cc = pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler")
WARNINGS = ["-Wall", "-Wextra", "-Werror", "-pedantic"]
SANITIZED = ["-fsanitize=undefined,float-cast-overflow", "-fno-sanitize-recover=all"]


def build(*sources: str | Path, to: Path, options: list[str] | None = None, cc: str = "cc") -> Path:
    """Compiles C99, or C++ where `cc` is c++, to a program, or what the options say."""
    standard = ["-std=c99"] if cc == "cc" else ["-std=c++11"]
    command = [cc, *standard, "-O2", *WARNINGS, *(options or []), "-o", to, *sources, "-lm"]
    subprocess.run(command, check=True)
    return to


def library(source: Path, *options: str) -> ctypes.CDLL:
    to = source.with_suffix(".so")
    return ctypes.CDLL(str(build(source, to=to, options=["-shared", "-fPIC", *options])))


def output(program: Path) -> str:
    return subprocess.run([program], check=True, capture_output=True, text=True).stdout
