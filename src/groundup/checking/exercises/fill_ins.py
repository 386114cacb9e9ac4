"""A learner's file in which some functions are the rung's: what is wrong then is not theirs."""

from __future__ import annotations

import ast
import sys
from collections.abc import Container
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from groundup.checking.exercises.exercise import functions, parsed
from groundup.checking.loading.tracebacks import FILLED


def filled(file: Path, rung: str, which: Container[str]) -> dict[str, Any]:
    """The names of a learner's file when the functions in `which`, and those that are not there,
    are the rung's. Raises what the file raises when it is imported."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    there, new = dict(functions(tree)), set()
    for name, finished in reversed(list(parsed(rung).items())):
        own = there.get(name)
        if own is None and "." not in name:
            tree.body.insert(first_function(tree), finished)
            new.add(name)
        elif own is not None and name in which:
            own.args, own.body, own.decorator_list = finished.args, finished.body, []
            new.add(name)
    names: dict[str, Any] = {"__name__": "learner", "__file__": str(file)}
    sys.modules.setdefault("learner", ModuleType("learner"))  # dataclasses look there
    exec(elsewhere(compile(tree, str(file), "exec"), new), names)
    return names


def first_function(tree: ast.Module) -> int:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return next((i for i, node in enumerate(tree.body) if isinstance(node, kinds)), len(tree.body))


def elsewhere(code: CodeType, which: Container[str], within: str = "") -> CodeType:
    """The same, but the functions in `which` are said to be in no file of the learner's, so that
    their frames are shown in no traceback."""
    inner = []
    for part in code.co_consts:
        if isinstance(part, CodeType):
            part = elsewhere(part, which, f"{within}{part.co_name}.")
        inner.append(part)
    named = within.removesuffix(".") in which or code.co_filename == FILLED
    return code.replace(co_consts=tuple(inner), co_filename=FILLED if named else code.co_filename)
