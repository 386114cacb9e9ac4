"""A learner's file in which some functions are the rung's: what is wrong then is not theirs."""

from __future__ import annotations

import ast
import copy
import sys
from collections.abc import Callable, Container, Mapping
from pathlib import Path
from types import CodeType, MappingProxyType, ModuleType
from typing import Any

from groundup.checking.exercises.exercise import functions, parsed
from groundup.checking.loading.tracebacks import FILLED


def filled(
    file: Path,
    rung: str,
    which: Container[str],
    transform: Callable[[ast.Module], ast.Module] = lambda tree: tree,
    known: Mapping[str, Any] = MappingProxyType({}),
) -> dict[str, Any]:
    """The names of a learner's file when the functions in `which`, and those that are not there,
    are the rung's; its tree is run as `transform` gives it, with names that are `known`. Raises
    what the file raises when it is imported."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    there, new = dict(functions(tree)), set()
    for name, finished in reversed(list(parsed(rung).items())):
        own = there.get(name)
        if own is None and "." not in name:
            tree.body.insert(first_function(tree), copy.deepcopy(finished))
            new.add(name)
        elif own is not None and name in which:
            kept = copy.deepcopy(finished)  # a transform may change it
            own.args, own.body, own.decorator_list = kept.args, kept.body, []
            new.add(name)
    tree = ast.fix_missing_locations(transform(tree))
    names: dict[str, Any] = {"__name__": "learner", "__file__": str(file), **known}
    sys.modules.setdefault("learner", ModuleType("learner"))  # dataclasses look there
    exec(elsewhere(compile(tree, str(file), "exec"), new), names)
    return names


def first_function(tree: ast.Module) -> int:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return next((i for i, node in enumerate(tree.body) if isinstance(node, kinds)), len(tree.body))


def elsewhere(code: CodeType, which: Container[str], within: str = "") -> CodeType:
    """The same, but the functions in `which` are said to be in no file of the learner's, so that
    their frames are shown in no traceback."""
    inner, named = [], within.removesuffix(".") in which or code.co_filename == FILLED
    for part in code.co_consts:
        if isinstance(part, CodeType):  # what stands in a function goes with it
            own = part.replace(co_filename=FILLED) if named else part
            part = elsewhere(own, which, f"{within}{part.co_name}.")
        inner.append(part)
    return code.replace(co_consts=tuple(inner), co_filename=FILLED if named else code.co_filename)
