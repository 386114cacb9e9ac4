"""What Windows' linker wants of Python: a library that names what python3.dll has of the stable
ABI."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

DATA = re.compile(r"PyExc_\w+|_Py_\w+Struct|Py\w+_Type")


def definition(symbols: Sequence[str]) -> str:
    """Windows' list of what a library exports."""
    lines = [f"  {name}{' DATA' if DATA.fullmatch(name) else ''}" for name in symbols]
    return "\n".join(["LIBRARY python3.dll", "EXPORTS", *lines, ""])


def import_library(symbols: Sequence[str], folder: Path) -> Path:
    names, made = folder / "python3.def", folder / "python3.lib"
    names.write_text(definition(symbols), encoding="ascii")
    command = [sys.executable, "-m", "ziglang", "dlltool", "-m", "i386:x86-64"]
    subprocess.run([*command, "-d", str(names), "-l", str(made)], check=True)
    return made
