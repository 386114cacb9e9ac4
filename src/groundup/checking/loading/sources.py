"""A learner's file, read and parsed once: its text, its tree or why there is none.

A notebook becomes one text, its code cells one after the other, so that a line of it has one number
everywhere; `place` turns that number into what the learner sees.
"""

from __future__ import annotations

import ast
import contextlib
import tokenize
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from groundup.checking.loading import counts, notebooks, numpy_names, python2
from groundup.checking.loading.cells import remember, text_of
from groundup.checking.loading.repairs import (
    PYTHON,
    PYTHON_2,
    Unguarded,
    quietly_parsed,
    repaired,
)

NOT_UTF_8 = (
    "is not in UTF-8 and names no other encoding, so Python will not run it: save it as UTF-8"
)


@dataclass(frozen=True)
class Source:
    """The text of a file as it is run: without magics, and in Python 3."""

    file: Path
    text: str
    tree: ast.Module  # empty where there is an error; not to be changed: `fresh` gives another
    error: SyntaxError | None = None
    language: str = PYTHON
    notes: tuple[str, ...] = ()  # what to tell of cells that are no Python
    home: Path | None = None  # the folder that it runs in, where that is not the file's
    rows: int = 0  # that its data have, where it says so, and they are made up
    # Columns and classes of its tables, by their files, where their first ones did not fit it.
    fitted: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    numbered: set[str] = field(default_factory=set[str])  # of which it wants numbers for classes

    @property
    def folder(self) -> Path:
        return self.home or self.file.parent

    @cached_property
    def imports(self) -> list[ast.Import | ast.ImportFrom]:
        """Its statements that import something, wherever they stand."""
        return [one for one in ast.walk(self.tree) if isinstance(one, ast.Import | ast.ImportFrom)]

    @cached_property
    def forgets_numpy(self) -> bool:
        """Whether it has `np` without an import, as what was cut from a notebook."""
        nodes = [*ast.walk(self.tree)]
        names = [one for one in nodes if isinstance(one, ast.Name) and one.id == "np"]
        known = {each.asname or each.name for one in self.imports for each in one.names}
        arguments = {one.arg for one in nodes if isinstance(one, ast.arg)}
        only_read = all(isinstance(one.ctx, ast.Load) for one in names)
        return bool(names) and only_read and {"np", "*"}.isdisjoint(known | arguments)

    def fresh(self) -> ast.Module:
        """A tree of one's own, as it is run."""
        tree = ast.Module([], []) if self.error else quietly_parsed(self.text)
        return Unguarded().visit(numpy_names.Singles().visit(tree))


def read(file: Path) -> Source:
    """The source of a Python file, a notebook, or a cell of a notebook that is running. Raises
    ValueError where a notebook is none, or has no Python in it."""
    if file.suffix == ".ipynb":
        return read_notebook(file)
    is_file = file.is_file()
    notes = (f"{file.name} {NOT_UTF_8}",) if is_file and as_python_reads(file) is None else ()
    text, tree, language = readable(decoded(file) if is_file else text_of(file))
    if isinstance(tree, SyntaxError):
        return Source(file, text, ast.Module([], []), tree, language, notes)
    if is_file:
        remember(file, text)
        text, rows = counts.smaller(text, tree, file)
        tree = quietly_parsed(text) if rows else tree
        return Source(file, text, tree, None, language, notes, rows=rows)
    return Source(file, text, tree, None, language)


def read_notebook(file: Path) -> Source:
    """Cells that are no Python become comments, and a note."""
    lines: list[str] = []
    starts, notes, languages = [], [], set()
    cells, home = notebooks.code_cells(file)
    for cell in cells:
        text, tree, language = readable(cell.text)
        if isinstance(tree, SyntaxError):
            name = cell.name[:1].upper() + cell.name[1:]
            notes.append(f"{name} is not Python: {tree.msg} on its line {tree.lineno}")
            text = "".join(f"# {line}\n" for line in text.splitlines())
        else:
            languages.add(language)
        starts.append(len(lines) + 1)
        lines += [*text.splitlines(), ""]
    language = PYTHON_2 if PYTHON_2 in languages else PYTHON
    text = "\n".join(lines) + "\n"
    remember(file, text, starts, [cell.name for cell in cells])
    text, rows = counts.smaller(text, quietly_parsed(text), file)
    return Source(file, text, quietly_parsed(text), None, language, tuple(notes), home, rows)


@lru_cache(maxsize=16)
def readable(text: str) -> tuple[str, ast.Module | SyntaxError, str]:
    """The text in Python 3, its tree, which is not to be changed, or the error that the text gave,
    and the language."""
    text, tree, language = repaired(text)
    older = isinstance(tree, ast.Module) and python2.is_meant(tree)
    return text, tree, PYTHON_2 if older else language


def decoded(file: Path) -> str:
    """The text of a file in the encoding that it says, or in Latin-1, which any bytes are in."""
    text = as_python_reads(file)
    return file.read_text(encoding="latin-1") if text is None else text


def as_python_reads(file: Path) -> str | None:
    """None where Python would not run it, for its encoding is another than it says."""
    with contextlib.suppress(SyntaxError, UnicodeDecodeError), tokenize.open(file) as opened:
        return opened.read()
    return None
