"""The exercise of a rung: its file with the bodies of all functions taken out."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

from groundup.errors import UserError
from groundup.formats.atomic import write_atomically
from groundup.rungs import RUNGS, source

WITHOUT = {
    "devices": "devices is the rung batches with JAX's arrays, and has no exercise of its own",
    "kernel": "the kernel is C and has no exercise",
}
EXERCISES = tuple(name for name in RUNGS if name not in WITHOUT)
HEADER = """\
# An exercise, written by `groundup start {rung}`: every function has lost its body. Write
# them again, in any order; the docstrings say what each must do. You may add helpers of your own.
#
#     groundup check {rung}.py     shows the path: what to write next, and what is wrong so far
#     groundup read {rung}         shows the rung as it was

"""
MARK = re.compile(r"^# An exercise, written by `groundup start (\w+)`", re.MULTILINE)
MAIN = re.compile(r'\n+if __name__ == "__main__":\n.*', re.DOTALL)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def write(rung: str, folder: Path) -> Path:
    """The new file with the exercise of the rung called `rung`, in `folder`, which is made where
    there is none. Raises ValueError where there is no such exercise, or such a file already, or
    where it cannot be written; then nothing of it is left."""
    text = exercise(rung)
    path = folder / f"{rung}.py"
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is a file; name a folder for the exercise")
    if path.exists():
        raise UserError(f"{path} already exists, and may be somebody's work; name another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text.encode())
    except OSError as error:
        raise UserError(
            f"{path} cannot be written: {error.strerror}; name another folder"
        ) from None
    return path


def exercise(rung: str) -> str:
    """The text of the exercise. Raises ValueError."""
    if rung in WITHOUT:
        raise UserError(
            f"{WITHOUT[rung]}; groundup read {rung} shows it, and there are exercises for "
            f"{', '.join(EXERCISES)}"
        )
    text = MAIN.sub("\n", source(rung).read_text(encoding="utf-8"))
    lines = text.splitlines()
    for name, function in reversed(list(functions(ast.parse(text)))):
        first = body(function)[0].lineno
        indent = " " * (function.col_offset + 4)
        left = f'{indent}raise NotImplementedError("write {name}")'
        lines[first - 1 : function.end_lineno] = [left]
    return HEADER.format(rung=rung) + "\n".join(lines).rstrip() + "\n"


def functions_in(path: Path) -> int:
    return len(list(functions(ast.parse(path.read_text(encoding="utf-8")))))


def functions_of(rung: str) -> list[str]:
    """The names of all functions of a rung, in the order of its file."""
    return list(parsed(rung))


def parameters_of(rung: str, name: str) -> tuple[str, ...]:
    return tuple(argument.arg for argument in parsed(rung)[name].args.args)


@functools.cache
def parsed(rung: str) -> dict[str, Function]:
    return dict(functions(ast.parse(MAIN.sub("\n", source(rung).read_text(encoding="utf-8")))))


def functions(tree: ast.Module) -> Iterator[tuple[str, Function]]:
    """All functions and methods of a file, in its order: `sigmoid`, `Value.backward`."""
    for node in tree.body:
        if isinstance(node, Function):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, Function):
                    yield f"{node.name}.{inner.name}", inner


def body(function: Function) -> list[ast.stmt]:
    """What a function does, without its docstring."""
    first, *rest = function.body
    return rest if rest and ast.get_docstring(function) is not None else [first, *rest]


def unwritten(function: Function) -> bool:
    """Whether a function's body is still `raise NotImplementedError`, `pass` or `...`."""
    first, *rest = body(function)
    if rest:
        return False
    if isinstance(first, ast.Raise):
        return "NotImplementedError" in ast.dump(first)
    nothing = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return nothing or isinstance(first, ast.Pass)
