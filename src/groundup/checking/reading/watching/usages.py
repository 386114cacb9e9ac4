"""Other files of a program in which a module is used: scripts that train its network."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from groundup.checking.loading.sources import decoded, read
from groundup.checking.loading.targets import Target

MOST = 4  # scripts that are tried
FOLDERS = ("examples", "example", "demo")
TESTS = ("test_", "conftest")  # which use everything, and train nothing
LARGEST = 200_000  # bytes of a script


def usages(target: Target) -> Iterator[Target]:
    """Scripts beside the target's file, or above its package, that import it, nearest first."""
    if target.file is None or target.kind != "file":
        return
    names, package = {target.file.stem}, target.file.parent
    if (package / "__init__.py").exists():
        names.add(package.name)
    found = 0
    for file in nearby(target.file):
        if found < MOST and imports(file, names):
            found += 1
            yield Target(file, source=read(file))


def nearby(file: Path) -> Iterator[Path]:
    """Python files in its folder, in the one above, in that of its package, and in folders of
    examples."""
    above = [file.parent.parent, root(file.parent)]
    examples = [folder / name for folder in above for name in FOLDERS]
    for folder in dict.fromkeys((file.parent, *above, *examples)):
        if folder.is_dir():
            scripts = (one for one in sorted(folder.glob("*.py")) if one.is_file() and one != file)
            scripts = (one for one in scripts if not one.name.startswith(TESTS))
            yield from (one for one in scripts if one.stat().st_size < LARGEST)


def root(folder: Path) -> Path:
    """The first folder above that is no package."""
    return next(one for one in (folder, *folder.parents) if not (one / "__init__.py").exists())


def imports(file: Path, names: set[str]) -> bool:
    """Whether it imports one of these modules, and does something with it."""
    text = decoded(file)
    if not any(name in text for name in names):
        return False
    tree = read(file).tree
    imported = {
        part
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (getattr(node, "module", None), *(alias.name for alias in node.names))
        for part in (name or "").split(".")
    }
    runs = any(isinstance(node, ast.Expr | ast.For | ast.If) for node in tree.body)
    return bool(imported & names) and runs
