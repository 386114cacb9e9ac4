"""A learner's module, run statement by statement: what fails is skipped, and what stands after
it is run all the same.

Files often read their data, or draw, before the functions that are to be checked.
"""

from __future__ import annotations
import __future__

import ast
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from groundup.checking.loading.tracebacks import RAISED, Unneeded


class Skipped(NamedTuple):
    """A statement at the top level of a file that raised something."""

    file: Path
    line: int
    error: BaseException
    names: frozenset[str]  # those it would have defined
    loops: bool = False  # whether it is a loop
    own: bool = True  # whether no numbers or libraries of the program were made up


CODES: WeakKeyDictionary[ast.stmt, CodeType] = WeakKeyDictionary()  # of trees that are run again
Absent = Callable[[str], Any]  # a value for a name, or None to leave it undefined


def execute(
    module: ModuleType, tree: ast.Module, file: Path, absent: Absent | None = None
) -> list[Skipped]:
    """Runs a tree in the names of `module`. Exceptions and `sys.exit()` skip the statement that
    raises them, and its names become what `absent` gives for them; whatever else is raised, as by
    Ctrl-C, goes through."""
    skipped: list[Skipped] = []
    main = module.__name__ == "__main__"
    vars(module).setdefault("__builtins__", sys.modules["builtins"])  # which may be the tape's own
    for node in statements(tree, main):
        try:
            if (code := CODES.get(node)) is None:
                code = CODES[node] = compiled(node, file)
            exec(code, module.__dict__)
        except Unneeded:
            continue
        except RAISED as error:
            lost = frozenset(bound(node)) - vars(module).keys()
            loops = isinstance(node, ast.For | ast.While)
            line = line_within(error, node, file) if loops else node.lineno
            skipped.append(Skipped(file, line, error, lost, loops))
            if absent:
                values = ((name, absent(name)) for name in sorted(lost - {"*"}))
                vars(module).update((name, one) for name, one in values if one is not None)
    return skipped


def line_within(error: BaseException, node: ast.stmt, file: Path) -> int:
    """That of a loop's own statement which raised it, not where the loop begins."""
    frames = traceback.extract_tb(error.__traceback__)
    own = (one.lineno for one in frames if one.filename == str(file))
    return next((line for line in own if line), node.lineno)


def compiled(node: ast.stmt, file: Path) -> CodeType:
    """Annotations are evaluated by nobody, as in Python 3.14."""
    flags = __future__.annotations.compiler_flag
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        return compile(ast.Module([node], []), str(file), "exec", flags, dont_inherit=True)


def statements(tree: ast.Module, main: bool) -> Iterator[ast.stmt]:
    """Those of the top level, an import of several names as several, and, in a program's main
    file, those under `if __name__ == "__main__":`."""
    for node in tree.body:
        if main and isinstance(node, ast.If) and asks_for_main(node.test):
            yield from statements(ast.Module(node.body, []), main)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from (single(node, alias) for alias in node.names)
        else:
            yield node


def single(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> ast.stmt:
    if isinstance(node, ast.Import):
        return ast.copy_location(ast.Import([alias]), node)
    return ast.copy_location(ast.ImportFrom(node.module, [alias], node.level), node)


def asks_for_main(test: ast.expr) -> bool:
    """Whether it is `__name__ == "__main__"`."""
    if not (isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Eq)):
        return False
    sides = {ast.unparse(side) for side in (test.left, *test.comparators)}
    return sides == {"__name__", "'__main__'"}


def bound(node: ast.AST) -> Iterator[str]:
    """The names that a statement defines at its own level, or a file at its."""
    waiting: list[ast.AST] = [node]
    while waiting:
        part = waiting.pop(0)
        if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield part.name
            continue  # what is within is no name of the file
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            yield part.id
        if isinstance(part, ast.alias):
            yield (part.asname or part.name).split(".")[0]
        waiting += ast.iter_child_nodes(part)
