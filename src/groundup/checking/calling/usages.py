"""Files beside a module: scripts that use it, which know best how it is called, and parts for it
that nothing imports."""

from __future__ import annotations

import ast
import contextlib
import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from groundup.checking.loading.sources import decoded, read
from groundup.checking.loading.surroundings import sources
from groundup.checking.loading.targets import Target

MOST, LARGEST = 3, 200_000  # scripts that are tried, and bytes of one
LOOPS = ast.For | ast.While | ast.With
DOING = ast.For | ast.While | ast.If | ast.Expr
PARTS = 30  # files that may have parts
FOLDERS = (".", "..", "examples", "demo", "scripts", "../examples", "../demo", "../scripts")


def usages(target: Target) -> Iterator[Target]:
    """Those that import it, in its folder first."""
    if target.file is None or target.kind != "file":
        return
    others = (file for file in nearby(target.file) if file != target.file)
    using = (file for file in others if imports(file, target.file.stem))
    for file in itertools.islice(using, MOST):
        yield Target(file, source=read(file))


def with_parts(target: Target) -> Target | None:
    """The same file, which imports in the end what those in its folder and below, and beside the
    files that it imports, only define."""
    if target.kind != "file" or target.file is None or target.source is None:
        return None
    folder = target.file.parent
    others = (one.folder for one in sources(target) if not one.folder.is_relative_to(folder))
    every = (folder.glob("*.py"), folder.glob("*/*.py"), *(one.glob("*.py") for one in others))
    beside = dict.fromkeys(itertools.islice(itertools.chain(*every), PARTS))
    found = [one for one in sorted(beside) if is_part(one, target.file)]
    names = [module(one, folder) for one in found]
    if not names or target.source.error:
        return None
    imports = [f"__import__({name!r})" for name in names]  # without a name of theirs
    text = "\n".join([target.source.text, *imports, ""])
    return replace(target, source=replace(target.source, text=text, tree=ast.parse(text)))


def module(file: Path, folder: Path) -> str:
    """The name by which it is imported from a folder, or from the first one above that has it."""
    root = next(one for one in (folder, *folder.parents) if file.is_relative_to(one))
    return ".".join(file.relative_to(root).with_suffix("").parts)


def is_part(file: Path, target: Path) -> bool:
    """Whether it has classes, and does nothing."""
    if file == target or file.name.startswith("__") or file.stat().st_size >= LARGEST:
        return False
    with contextlib.suppress(ValueError):
        tree = read(file).tree
        said = (one.value for one in tree.body if isinstance(one, ast.Expr))
        plain = all(isinstance(one, ast.Constant) for one in said)
        classes = any(isinstance(one, ast.ClassDef) for one in tree.body)
        return classes and plain and not any(isinstance(one, LOOPS) for one in tree.body)
    return False


def nearby(file: Path) -> Iterator[Path]:
    for folder in dict.fromkeys((file.parent / one).resolve() for one in FOLDERS):
        for one in sorted(folder.glob("*.py")) if folder.is_dir() else ():
            if not one.name.startswith((".", "test_", "conftest")) and one.stat().st_size < LARGEST:
                yield one


def imports(file: Path, name: str) -> bool:
    """Whether it imports the module of that name, and does something."""
    if name not in decoded(file):
        return False
    with contextlib.suppress(ValueError):
        source = read(file)
        for node in source.imports:
            parts = [getattr(node, "module", None), *(one.name for one in node.names)]
            if name in {part for one in parts for part in (one or "").split(".")}:
                return any(isinstance(node, DOING) for node in source.tree.body)
    return False
