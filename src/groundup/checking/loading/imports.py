"""Which files a learner's program is made of, from its imports alone; nothing is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from groundup.checking.loading.sources import Source
from groundup.checking.loading.surroundings import Surroundings, inside, surroundings
from groundup.checking.loading.targets import Target


def sources(target: Target) -> list[Source]:
    """The target's own, and then those of its own modules that it imports, directly or not."""
    if target.source is None:
        return []
    around = surroundings(target.source, target.module)
    waiting, found = [target.source.file], dict.fromkeys([target.source.file])
    while waiting:
        asking = waiting.pop(0)
        for file in imported(around.source(asking), around):
            if file not in found:
                found[file] = None
                waiting.append(file)
    return [around.source(file) for file in found]


def imported(source: Source, around: Surroundings) -> Iterator[Path]:
    """The learner's own files that a file of theirs imports."""
    for node in source.imports:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from files(around, source.file, 0, alias.name.split("."))
        else:
            module = node.module.split(".") if node.module else []
            for alias in node.names:
                yield from files(around, source.file, node.level, [*module, alias.name])


def files(around: Surroundings, asking: Path, level: int, parts: list[str]) -> Iterator[Path]:
    """The files on the way to a module, or to a name in one."""
    if level:
        where = asking.parents[level - 1]
    else:
        top, *parts = parts
        where = around.beside(top, asking) or around.further(top, asking)
    for part in [*parts, None]:
        if where is None:
            return
        file = where / "__init__.py" if where.is_dir() else where
        if file.is_file():
            yield file
        if part is None or not where.is_dir():
            return
        where = inside(where, part)
