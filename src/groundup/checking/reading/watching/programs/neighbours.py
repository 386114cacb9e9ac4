"""The classes and functions of a program's modules, and of those beside them that it does not
import."""

from __future__ import annotations

import ast
import contextlib
import inspect
import itertools
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from groundup.checking.loading.importers import OwnLoader, loader_of
from groundup.checking.loading.sources import read
from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.reading.coverage import UNASKED
from groundup.checking.reading.watching.programs.program import Program

MOST = 12  # modules
PARTS_IN = re.compile(r"layer|activ|loss|cost|optim|function")  # files
PARTS = re.compile(  # folders
    r"layers?|activations?|loss(es)?|costs?|((activation|loss|cost)_?)?functions?|modules?|nn|core"
    r"|optim(i[sz]ers?)?"
)
LARGEST = 100_000  # bytes


def classes_and_functions(program: Program) -> dict[str, Any]:
    """By name; those of modules that the program imports first."""
    found: dict[str, Any] = {}
    for one in [*own_modules(), *beside(program)]:
        for name, thing in vars(one).items():
            mine = getattr(thing, "__module__", None) == one.__name__
            if mine and (isinstance(thing, type) or inspect.isfunction(thing)):
                found.setdefault(name, thing)
    return found


def own_modules() -> list[Any]:
    return [one for one in list(sys.modules.values()) if isinstance(loader_of(one), OwnLoader)]


def beside(program: Program) -> Iterator[Any]:
    """Modules in the target's folder, and in folders of layers and the like near it, that only
    define things, imported now."""
    file = program.target.file
    if file is None:
        return
    known = {getattr(one, "__file__", None) for one in own_modules()}
    for one in itertools.islice(nearby(file), MOST):
        if one != file and str(one) not in known and defines_layers(one):
            for name in names_of(one, file):
                module = None
                with contextlib.suppress(*RAISED):
                    module = imported(name, file)
                if module is not None:
                    setattr(module, UNASKED, not PARTS_IN.search(one.stem.lower()))
                    yield module
                    break


def nearby(file: Path) -> Iterator[Path]:
    """In its own folder, and in those below and beside it that are called by parts of networks."""
    yield from sorted(file.parent.glob("*.py"))
    for folder in (file.parent, file.parent.parent):
        for one in sorted(folder.glob("*/*.py")):
            if PARTS.fullmatch(one.parent.name.lower()) and one.parent != file.parent:
                yield one


def names_of(one: Path, file: Path) -> Iterator[str]:
    """Those by which a file may import another one: from its own folder, or from one above."""
    folders = file.parent, file.parent.parent
    for folder in reversed(folders) if (file.parent / "__init__.py").exists() else folders:
        if one.is_relative_to(folder):
            yield ".".join(one.relative_to(folder).with_suffix("").parts)
    yield one.stem


def imported(name: str, file: Path) -> Any:
    """As the file would import it: to others, the learner's modules are not known."""
    names: dict[str, Any] = {}
    exec(compile(f"import {name} as module", str(file), "exec"), names)
    return names["module"]


def defines_layers(file: Path) -> bool:
    """Whether a file has classes, and runs nothing by itself."""
    if file.stat().st_size > LARGEST or file.name == "__init__.py":
        return False
    source = read(file)
    body = source.tree.body
    return any(isinstance(node, ast.ClassDef) for node in body) and not any(
        isinstance(node, ast.For | ast.While | ast.With) for node in body
    )
