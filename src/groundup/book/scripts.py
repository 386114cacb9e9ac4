"""Runs a reader's own file as the book's programs are printed: in Python 2, with or without `>>>`.

What keeps a text from being Python 3 is put right as the check does it (`checking.loading`), and
`older` adds what running it needs. Lines keep their numbers, so that a traceback shows the reader's
own. Modules of the reader's beside the file are read in the same way.
"""

from __future__ import annotations

import ast
import importlib
import runpy
import sys
from collections.abc import Iterable, Sequence
from functools import partial
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType, TracebackType
from typing import Any, NamedTuple

from groundup.book import MODULES, older, transcripts
from groundup.checking.loading import python2
from groundup.checking.loading.repairs import PYTHON_2
from groundup.checking.loading.sources import decoded, readable
from groundup.errors import UserError


class NotPythonError(UserError):
    """A file that is no Python of any kind."""


class Script(NamedTuple):
    """A file, put right; `names` are those that only its language has."""

    code: CodeType
    names: dict[str, Any]


def run(file: Path) -> None:
    """Runs a file as a program, and says on standard error where it was read as Python 2.

    Raises NotPythonError, and whatever the program raises.
    """
    folder = file.resolve().parent
    sys.excepthook = partial(show, str(file))
    sys.path.insert(0, str(folder))
    sys.meta_path.insert(0, Beside(folder))
    script = converted(file)
    if script is None:
        runpy.run_path(str(file), run_name="__main__")
        return
    main = ModuleType("__main__")
    main.__file__ = str(file)
    sys.modules["__main__"] = main
    execute(script, main)


def show(
    file: str, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """The traceback of an error, from where it enters the reader's file."""
    own = trace
    while own and own.tb_frame.f_code.co_filename != file:
        own = own.tb_next
    own = own or trace
    sys.__excepthook__(kind, error.with_traceback(own), own)


def converted(file: Path) -> Script | None:
    """None where a file is Python 3 as it stands."""
    own = decoded(file)
    text, tree, language = readable(own)
    if isinstance(tree, SyntaxError) and transcripts.is_transcript(own):
        text, tree, language = readable(transcripts.commands(own))
    if isinstance(tree, SyntaxError):
        where = f"{file.name}, line {tree.lineno}" if tree.lineno else file.name
        wanted = "expected Python 3, or Python 2 that can be converted"
        raise NotPythonError(f"{where}: {wanted}; Python says: {tree.msg}")
    if older_modules(tree.body) - {one.stem for one in file.parent.glob("*.py")}:
        language = PYTHON_2  # nothing else may say so
    if text.splitlines() == own.splitlines() and language != PYTHON_2:
        return None
    tree = ast.parse(text)  # the other is kept for whoever asks next
    if language == PYTHON_2:
        print(f"groundup.book: {file.name} is read as Python 2", file=sys.stderr)
        rename_modules(tree)
        tree = older.converted(tree)
    names = older.NAMES if language == PYTHON_2 else {}
    return Script(compile(tree, str(file), "exec", dont_inherit=True), names)


def execute(script: Script, module: ModuleType) -> None:
    vars(module).update(script.names)
    exec(script.code, vars(module))


def rename_modules(tree: ast.Module) -> None:
    """From now on the modules that the tree imports by a name of Python 2 are today's."""
    for name in older_modules(ast.walk(tree)):
        sys.modules.setdefault(name, importlib.import_module(python2.MODULES[name]))


def older_modules(nodes: Iterable[ast.AST]) -> set[str]:
    """Those that these import by a name of Python 2."""
    found: set[str | None] = set()
    for node in nodes:
        found |= {one.name for one in node.names} if isinstance(node, ast.Import) else set()
        found |= {node.module} if isinstance(node, ast.ImportFrom) else set()
    return {name for name in python2.MODULES if name in found}


class Beside(MetaPathFinder, Loader):
    """Finds the reader's modules in Python 2, in the folder of the program; all others are left to
    Python."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        file = self.folder / f"{name}.py"
        if path is not None or name in MODULES or not file.is_file():
            return None
        script = converted(file)
        if script is None:
            return None
        spec = spec_from_file_location(name, file, loader=self)
        assert spec
        spec.loader_state = script
        return spec

    def exec_module(self, module: ModuleType) -> None:
        assert module.__spec__
        execute(module.__spec__.loader_state, module)
