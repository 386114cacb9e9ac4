"""What is to be checked, parsed once: `FILE.py`, `NOTEBOOK.ipynb`, either with `:NAME`, or
`package.module:NAME`."""

from __future__ import annotations

import ast
import difflib
import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

from groundup.checking.loading.execution import bound
from groundup.checking.loading.sources import Source, read
from groundup.errors import UserError

SUFFIXES = (".py", ".ipynb")
MOST = 1_000_000  # bytes of a program
SHOWN = 8  # names, in the place of one that is not there
FORMS = "FILE.py, FILE.py:NAME, NOTEBOOK.ipynb or package.module:NAME"


@dataclass(frozen=True)
class Target:
    """A file or a module, and the one name in it, where one was given."""

    file: Path | None  # None for a module that has no source here
    module: str | None = None
    only: str | None = None
    source: Source | None = None  # of `file`
    defaults: Mapping[str, Any] = field(default_factory=dict)  # of its constructor

    @property
    def kind(self) -> str:
        """ "file", "notebook" or "module"."""
        if self.module:
            return "module"
        return "notebook" if self.file and self.file.suffix == ".ipynb" else "file"

    @property
    def folder(self) -> Path:
        if self.file is None or self.module:
            return Path.cwd()
        return self.source.folder if self.source else self.file.parent

    @property
    def text(self) -> str:
        return self.source.text if self.source else ""

    @property
    def tree(self) -> ast.Module:
        """Not to be changed; empty where the source is not Python."""
        return self.source.tree if self.source else ast.Module([], [])

    @property
    def names(self) -> list[str]:
        """Those that the text defines or imports, "*" for all of a module."""
        return list(dict.fromkeys(bound(self.tree)))


def parse(target: str) -> Target:
    """Raises ValueError where there is no such file, nothing or no such name in it, or no name that
    could be a module's."""
    path, separator, only = target.rpartition(":")
    whole = not separator or Path(target).is_file()  # its own name may have a colon in it
    if whole or not (path.endswith(SUFFIXES) or ("/" not in only and "\\" not in only)):
        path, only = target, ""
    if path.endswith(SUFFIXES) or Path(path).exists():
        found = of_file(Path(path).resolve(), path, only or None)
    else:
        found = of_module(path, only or None)
    names = found.names
    if only and names and not {only.split(".")[0], "*"} & {*names}:
        name = found.file.name if found.file else path
        near = difflib.get_close_matches(only, names, SHOWN, 0.5)
        first = list(dict.fromkeys([*near, *names]))[:SHOWN]
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        raise UserError(f"there is no {only} in {name}; there is {', '.join(first)}{more}")
    if found.source and not (found.module or found.source.error or found.tree.body):
        raise UserError(f"{found.source.file.name} has no code in it: there is nothing to check")
    return found


def of_file(file: Path, said: str, only: str | None = None) -> Target:
    if not file.is_file():
        raise UserError(f"expected a Python file, but there is none at {said}; give {FORMS}")
    if file.suffix not in SUFFIXES:
        raise UserError(
            f"expected a Python file, got {file.name}; give {FORMS}, or --command for a program in "
            "another language"
        )
    if file.suffix == ".py" and file.stat().st_size > MOST:
        raise UserError(
            f"{file.name} has {file.stat().st_size / 1e6:.1f} MB, but only programs of up to "
            f"{MOST / 1e6:g} MB can be checked: keep its data in a file of their own"
        )
    return Target(file, None, only, read(file))


def of_module(name: str, only: str | None = None) -> Target:
    if not all(part.isidentifier() for part in name.split(".")):
        raise UserError(
            f"expected {FORMS}, got {name!r}; check the spelling, and for a program in another "
            "language give --command"
        )
    file = file_of_module(name)
    return Target(file, name, only, read(file) if file else None)


def again(
    file: Path | None, module: str | None, only: str | None, defaults: Mapping[str, Any]
) -> Target:
    """A target that was parsed in another process."""
    return Target(file, module, only, read(file) if file else None, defaults)


def file_of_module(name: str) -> Path | None:
    """The source of a module in this folder, or of one that can be imported; nothing is run."""
    importlib.invalidate_caches()
    where: list[str] | None = [str(Path.cwd())]
    for _ in range(2):
        found = None
        for part in name.split("."):
            found = PathFinder.find_spec(part, where)
            where = list(found.submodule_search_locations or []) if found else []
        if found and found.origin and found.origin.endswith(".py"):
            return Path(found.origin)
        where = None
    return None
