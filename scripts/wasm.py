"""Compiles the kernel to WebAssembly: src/groundup/engines/_wasm/kernel.wasm.

    python -m scripts.wasm [--check]

From the repository's root, with `pip install '.[dev]'`, in some seconds. Zig's C compiler is the
package ziglang, with the libraries it needs; the same release makes the same bytes in every place.
`--check` writes nothing, and fails where the package's file is another than the sources make.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from typer import Option

ENGINES = Path(__file__).parent.parent / "src" / "groundup" / "engines"
FOLDER = ENGINES / "_wasm"
BINARY = FOLDER / "kernel.wasm"
KERNEL = ENGINES / "_kernel"
SOURCES = [FOLDER / "exports.c", KERNEL / "baseline_float.c", KERNEL / "memory.c"]
SOURCES += [KERNEL / "threads.c"]
ZIG = "0.17.1"  # another release makes other bytes
OPTIONS = [
    *("-target", "wasm32-wasi", "-mcpu=generic+simd128", "-std=gnu11", "-O3"),
    *("-fno-math-errno", "-fno-trapping-math", "-fno-sanitize=all", "-fvisibility=hidden"),
    *("-Wall", "-Wextra", "-Werror"),
    # A library: who loads it calls its functions, and there is no main.
    *("-mexec-model=reactor", "-Wl,--no-entry", "-Wl,--strip-all", "-s"),
]

out = Console(highlight=False)


def wasm(
    check: Annotated[bool, Option("--check", help="Only say whether it is up to date.")] = False,
) -> None:
    """Compile the kernel to WebAssembly."""
    if problem := missing():
        out.print(problem, markup=False)
        raise SystemExit(1)
    made = compiled()
    same = BINARY.exists() and BINARY.read_bytes() == made
    if check and not same:
        out.print(
            f"{BINARY} is not what the sources make; run python -m scripts.wasm", markup=False
        )
        raise SystemExit(1)
    if not same:
        BINARY.write_bytes(made)
    said = "is up to date" if same else "was written"
    out.print(f"{BINARY} {said}: {len(made):,} bytes", markup=False)


def missing() -> str:
    """What is missing to compile; "" where nothing is."""
    try:
        found = version("ziglang")
    except PackageNotFoundError:
        found = "none"
    wanted = f"expected ziglang {ZIG}, found {found}; pip install ziglang=={ZIG}"
    return "" if found == ZIG else wanted


def compiled() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        to = Path(folder) / BINARY.name
        command = [
            sys.executable,
            "-m",
            "ziglang",
            "cc",
            *OPTIONS,
            f"-I{KERNEL}",
            *map(str, SOURCES),
        ]
        subprocess.run([*command, "-o", str(to)], check=True)
        return to.read_bytes()


def scripts() -> list[str]:
    """What a page needs beside the binary, in this order."""
    return [(FOLDER / name).read_text(encoding="utf-8") for name in ("task.js", "kernel.js")]


if __name__ == "__main__":
    typer.run(wasm)
