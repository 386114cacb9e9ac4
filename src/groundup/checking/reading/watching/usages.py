"""Other files of a program in which a module is used: scripts that train its network."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from groundup.checking.loading.sources import decoded, read
from groundup.checking.loading.targets import Target

MOST = 4  # scripts that are tried
FOLDERS = ("examples", "example", "demo", "demos", "experiments", "scripts")
TESTS = ("test_", "conftest")  # which use everything, and train nothing
LARGEST = 200_000  # bytes of a script


def usages(target: Target) -> Iterator[Target]:
    """Scripts beside the target's file, or above its package, that import it, nearest first; then
    those that import what imports it."""
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
    """Whether it imports one of these modules."""
    text = decoded(file)
    if not any(name in text for name in names):
        return False
    imported = {
        part
        for node in ast.walk(read(file).tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (getattr(node, "module", None), *(alias.name for alias in node.names))
        for part in (name or "").split(".")
    }
    return bool(imported & names)


def runs(file: Path) -> bool:
    """Whether it does something by itself."""
    return any(isinstance(node, ast.Expr | ast.For | ast.If) for node in read(file).tree.body)
