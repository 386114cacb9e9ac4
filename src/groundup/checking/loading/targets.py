"""What can be checked: whether it is there, which file it is in, and what it is called."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from groundup.checking.loading import objects
from groundup.checking.loading.modules import parse


def check_target(target: str) -> None:
    """Raises ValueError where a path or a name in it is not there, as far as the text tells."""
    file, module, only = parse(target)
    if file and file.suffix != ".py":
        raise ValueError(
            f"expected a Python file, got {file.name}; give FILE.py, or --command for a program in "
            "another language"
        )
    file = file or file_of_module(module)
    if file is None or only is None:
        return
    names = dict.fromkeys(defined(file))
    if names and not {only.split(".")[0], "*"} & names.keys():
        raise ValueError(f"there is no {only} in {file.name}; there is {', '.join(names)}")


def defined(file: Path) -> Iterator[str]:
    """The names that a file's text defines or imports, "*" for all of a module; nothing where it is
    not Python."""
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return
    waiting: list[ast.AST] = [*tree.body]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
            continue  # what is within is no name of the file
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        if isinstance(node, ast.alias):
            yield (node.asname or node.name).split(".")[0]
        waiting += ast.iter_child_nodes(node)


def files_of(target: Any) -> tuple[Path, ...]:
    """The files or cells that a target's code is in, as far as they are known."""
    if target is None:
        return ()
    if isinstance(target, str):
        file = file_of(target)
        return (file,) if file else ()
    return objects.files_of(target)


def file_of(target: str) -> Path | None:
    parsed = parse(target)
    return parsed.file or file_of_module(parsed.module)


def file_of_module(name: str | None) -> Path | None:
    """The file of a module in this folder."""
    path = Path(*(name or "").split("."))
    return next((p for p in (path.with_suffix(".py"), path / "__init__.py") if p.is_file()), None)
