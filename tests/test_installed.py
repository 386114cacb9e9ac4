"""What is installed is whole: files that are no Python come along."""

from __future__ import annotations

import re
from pathlib import Path

import groundup as package

SOURCE = Path(__file__).parent.parent / "src" / "groundup"
MADE = {".pyc", ".so", ".pyd"}  # by Python and the compiler


def files(folder: Path) -> set[str]:
    found = [path for path in folder.rglob("*") if path.is_file() and path.suffix not in MADE]
    names = {path.relative_to(folder).as_posix() for path in found}
    return {name for name in names if not re.search(r"(^|/)\.", name)}  # none that is hidden


def test_every_file_of_the_package_is_installed() -> None:
    """(Where groundup is installed from this folder to be changed, this says nothing.)"""
    installed = files(Path(package.__file__).parent)
    assert files(SOURCE) <= installed
    assert {"page/default.safetensors", "page/static/page.html", "data/mnist/NOTICE"} <= installed
