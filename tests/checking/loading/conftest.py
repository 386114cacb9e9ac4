"""Programs of several files, loaded in this process."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from groundup.checking.loading.importers import uninstall
from groundup.checking.loading.modules import Loaded, load
from groundup.checking.loading.targets import parse

Load = Callable[..., Loaded]


@pytest.fixture
def program(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Writes files by their paths; gives the folder that they are in."""

    def do(files: dict[str, str]) -> Path:
        for name, text in files.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(textwrap.dedent(text), encoding="utf-8")
        return tmp_path

    return do


@pytest.fixture
def loaded(
    program: Callable[[dict[str, str]], Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Load]:
    """What the first of some files gives, or a text; nothing of it stays. As in a check's own
    process, nobody has imported pandas or scikit-learn before."""
    for name in list(sys.modules):
        if name.partition(".")[0] in ("pandas", "sklearn"):
            monkeypatch.delitem(sys.modules, name)

    def do(files: dict[str, str] | str, **options: object) -> Loaded:
        files = {"mine.py": files} if isinstance(files, str) else files
        return load(parse(str(program(files) / next(iter(files)))), **options)  # type: ignore

    yield do
    uninstall()
