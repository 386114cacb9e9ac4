"""Scripts beside a module that use it: they know best how it is called."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterator
from pathlib import Path

from groundup.checking.loading.sources import decoded, read
from groundup.checking.loading.targets import Target

MOST, LARGEST = 3, 200_000  # scripts that are tried, and bytes of one
FOLDERS = (".", "..", "examples", "demo", "scripts", "../examples", "../demo", "../scripts")


def usages(target: Target) -> Iterator[Target]:
    """Those that import it, in its folder first; then those that import what imports it."""
    if target.file is None or target.kind != "file":
        return
    names, found = {target.file.stem}, 0
    waiting = [file for file in nearby(target.file) if file != target.file]
    while found < MOST:
        using = {file: tree for file in waiting if (tree := importing(file, names))}
        for file in using:
            if found < MOST and does_something(using[file]):
                found += 1
                yield Target(file, source=read(file))
        names = {file.stem for file in using}
        waiting = [file for file in waiting if file not in using]
        if not using:
            return


def nearby(file: Path) -> Iterator[Path]:
    for folder in dict.fromkeys((file.parent / one).resolve() for one in FOLDERS):
        for one in sorted(folder.glob("*.py")) if folder.is_dir() else ():
            if not one.name.startswith(("test_", "conftest")) and one.stat().st_size < LARGEST:
                yield one


def importing(file: Path, names: set[str]) -> ast.Module | None:
    """Its tree, if it imports one of these modules."""
    if not any(name in decoded(file) for name in names):
        return None
    with contextlib.suppress(ValueError):
        tree = read(file).tree
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                parts = [getattr(node, "module", None), *(one.name for one in node.names)]
                if names & {part for one in parts for part in (one or "").split(".")}:
                    return tree
    return None


def does_something(tree: ast.Module) -> bool:
    return any(isinstance(node, ast.For | ast.While | ast.If | ast.Expr) for node in tree.body)
