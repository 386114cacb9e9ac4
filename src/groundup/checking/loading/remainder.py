"""What a module that stopped on the way would have defined after that: functions, classes and
constants.

Files often read their data, or import what draws, before the functions that are to be checked.
"""

from __future__ import annotations

import ast
import contextlib
import traceback
from pathlib import Path
from types import ModuleType

DEFINITIONS = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)


def define_rest(module: ModuleType, file: Path, error: BaseException) -> None:
    """Runs the imports, functions, classes and constants that come after the line of `file` where
    the module raised `error`; what raises among them is left out."""
    reached = line_of(file, error)
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return
    for node in tree.body:
        if reached and node.lineno > reached and defines(node):
            code = compile(ast.Module([node], []), str(file), "exec")
            with contextlib.suppress(Exception, SystemExit):
                exec(code, module.__dict__)


def defines(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign):
        with contextlib.suppress(ValueError):
            ast.literal_eval(node.value)
            return True
    return isinstance(node, DEFINITIONS)


def line_of(file: Path, error: BaseException) -> int | None:
    """The line at the top level of `file` in which it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    own = (one.lineno for one in frames if one.name == "<module>" and one.filename == str(file))
    return next(own, None)
