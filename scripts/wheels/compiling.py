"""The kernel's C for any target, by Zig's C compiler (the package ziglang), which brings every
system's own libraries."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from scripts.wheels import windows
from scripts.wheels.targets import Target
from setup import LIMITED_API, SOURCES, unix_options

ROOT = Path(__file__).parents[2]
KERNEL = ROOT / SOURCES
BITS = ROOT / "tests" / "engines" / "known_bits.c"
PYCONFIG = Path(__file__).with_name("pyconfig.h")
WITH_PYTHON = ("arguments.c", "fields.c", "module.c", "predictor.c")


def extension(target: Target, folder: Path, symbols: Sequence[str] = ()) -> Path:
    """Python's extension. `symbols` of Python are what it uses, which only Windows asks for."""
    made = folder / target.extension
    options = [f"-DPy_LIMITED_API={LIMITED_API}", "-shared", *python(target, folder, symbols)]
    compile_c(target, [*sorted(KERNEL.glob("*.c")), *options], made)
    return made


def program_of_bits(target: Target, folder: Path) -> Path:
    """A program without Python that trains in each variant and prints checksums."""
    made = folder / ("known_bits.exe" if target.system == "windows" else "known_bits")
    sources = [path for path in sorted(KERNEL.glob("*.c")) if path.name not in WITH_PYTHON]
    static = ["-static"] if target.triple.endswith("musl") else []
    compile_c(target, [BITS, *sources, f"-I{KERNEL}", *static], made)
    return made


def compile_c(target: Target, what: Sequence[str | Path], to: Path) -> None:
    command = [sys.executable, "-m", "ziglang", "cc", "-target", target.triple, *unix_options()]
    command += ["-DNDEBUG", "-fPIC", "-fno-sanitize=all", "-s", "-Wall", "-Wextra", "-Werror"]
    libraries = ["-lm", "-lpthread"] if target.system == "linux" else []
    subprocess.run([*command, *map(str, what), *libraries, "-o", str(to)], check=True)


def python(target: Target, folder: Path, symbols: Sequence[str]) -> list[str]:
    """Where Python's headers are, and what stands for Python itself."""
    found = [f"-I{headers(Path(sysconfig.get_path('include')), folder)}"]
    if target.system == "macos":
        return [*found, "-undefined", "dynamic_lookup"]
    if target.system == "windows":
        return [*found, str(windows.import_library(symbols, folder))]
    return found


def headers(of_this_python: Path, folder: Path) -> Path:
    """Python's headers are the same for all systems, but for one."""
    copied = folder / "include"
    shutil.copytree(of_this_python, copied, dirs_exist_ok=True)
    for path in copied.rglob("pyconfig*.h"):
        path.unlink()
    shutil.copy(PYCONFIG, copied)
    return copied
