"""Other files of a program in which a module is used: scripts and notebooks that train its
network."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterator
from pathlib import Path

from groundup.checking.loading.sources import decoded, read
from groundup.checking.loading.targets import Target

MOST = 4  # scripts that are tried
FOLDERS = ("examples", "example", "demo", "demos", "experiments", "scripts", "notebooks")
TESTS = ("test_", "conftest")  # which use everything, and train nothing
LARGEST = {".py": 200_000, ".ipynb": 2_000_000}  # bytes


def usages(target: Target) -> Iterator[Target]:
    """Scripts beside the target's file, or above its package, that import it, nearest first, and
    notebooks; then those that import what imports it."""
    if target.file is None or target.kind != "file":
        return
    names, package = {target.file.stem}, target.file.parent
    if (package / "__init__.py").exists():
        names.add(package.name)
    files = list(dict.fromkeys(nearby(target.file)))
    found: list[Path] = []
    while len(found) < MOST:
        more = [file for file in files if file not in found and imports(file, names)]
        found += [file for file in more if runs(file)][: MOST - len(found)]
        longer = names | {file.stem for file in more}
        if longer == names:
            break
        names = longer
    for file in found:
        yield Target(file, source=read(file))


def nearby(file: Path) -> Iterator[Path]:
    """Python files in its folder, in the one above, in that of its package, and in folders of
    examples; then notebooks there."""
    above = [file.parent.parent, root(file.parent)]
    examples = [folder / name for folder in above for name in FOLDERS]
    folders = dict.fromkeys((file.parent, *above, *examples))
    for suffix, largest in LARGEST.items():
        for folder in filter(Path.is_dir, folders):
            scripts = (one for one in sorted(folder.glob(f"*{suffix}")) if one.is_file())
            scripts = (one for one in scripts if one != file and not one.name.startswith(TESTS))
            yield from (one for one in scripts if one.stat().st_size < largest)


def root(folder: Path) -> Path:
    """The first folder above that is no package."""
    return next(one for one in (folder, *folder.parents) if not (one / "__init__.py").exists())


def imports(file: Path, names: set[str]) -> bool:
    """Whether it imports one of these modules."""
    text, tree = decoded(file), None
    if any(name in text for name in names):
        with contextlib.suppress(ValueError):  # a notebook without Python
            tree = read(file).tree
    imported = {
        part
        for node in (ast.walk(tree) if tree else ())
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (getattr(node, "module", None), *(alias.name for alias in node.names))
        for part in (name or "").split(".")
    }
    return bool(imported & names)


def runs(file: Path) -> bool:
    """Whether it does something by itself."""
    return any(isinstance(node, ast.Expr | ast.For | ast.If) for node in read(file).tree.body)
