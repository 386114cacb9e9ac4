"""The reference: what modules offer, as signatures with docstrings, taken from their source."""

from __future__ import annotations

import ast
import importlib
import inspect
import textwrap
from types import ModuleType
from typing import Any


def reference(*modules: str) -> str:
    """A part a module, with its docstring and a block for each public function and class."""
    return "\n\n".join(map(part, modules))


def part(name: str) -> str:
    module = importlib.import_module(name)
    said = (inspect.getdoc(module) or "").split("\n\n")[0].replace("\n", " ")
    blocks = [f"```{{ .python }}\n{stub(thing)}\n```" for thing in public(module)]
    return "\n\n".join([f"## {name}", said, *blocks])


def public(module: ModuleType) -> list[Any]:
    """The functions and classes that a module offers: those it names, or its own."""
    names = getattr(module, "__all__", None)
    if names is None:
        own = [name for name in vars(module) if not name.startswith("_")]
        names = [n for n in own if getattr(vars(module)[n], "__module__", "") == module.__name__]
    found = [getattr(module, name) for name in names]
    return [one for one in found if inspect.isfunction(one) or inspect.isclass(one)]


def stub(thing: Any) -> str:
    """Its signature and its docstring; of a class, those of its public methods too."""
    node = ast.parse(textwrap.dedent(inspect.getsource(thing))).body[0]
    return "\n".join(shown(node, ""))


def shown(node: ast.AST, indent: str) -> list[str]:
    if not isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [indent + ast.unparse(node)] if isinstance(node, ast.AnnAssign) else []
    if node.name.startswith("_") and node.name != "__init__":
        return []
    inner = indent + "    "
    lines = textwrap.indent(head(node), indent).splitlines()
    if text := ast.get_docstring(node):
        lines += textwrap.indent(f'"""{text}"""', inner).splitlines()
    body = []
    if isinstance(node, ast.ClassDef):
        for one in node.body:
            body += ["", *found] if (found := shown(one, inner)) and len(found) > 1 else found
    lines += body
    return lines if lines[-1][-1] != ":" else [*lines[:-1], f"{lines[-1]} ..."]


def head(node: ast.FunctionDef | ast.ClassDef) -> str:
    """The line, or the lines where it is long, that begins a definition."""
    if isinstance(node, ast.ClassDef):
        bases = ", ".join(map(ast.unparse, node.bases))
        return f"class {node.name}({bases}):" if bases else f"class {node.name}:"
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    arguments = ast.unparse(node.args)
    if len(arguments) > 70:
        arguments = "".join(f"\n    {one}," for one in separated(arguments)) + "\n"
    return f"def {node.name}({arguments}){returns}:"


def separated(arguments: str) -> list[str]:
    """They, one by one; commas inside brackets separate none."""
    found = [""]
    for piece in arguments.split(", "):
        inside = sum(map(found[-1].count, "([")) > sum(map(found[-1].count, ")]"))
        if inside:
            found[-1] += f", {piece}"
        else:
            found.append(piece)
    return found[1:]
