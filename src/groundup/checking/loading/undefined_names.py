"""Names that a learner's code uses, and nothing in it defines."""

from __future__ import annotations

import ast
import builtins
import difflib
import dis
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import CodeType
from typing import NamedTuple

from groundup.checking.loading.cells import place
from groundup.checking.loading.python2 import NAMES, RENAMED
from groundup.checking.loading.tracebacks import shortened
from groundup.checking.model.answers import Finding

OF_MODULES = ("__file__", "__name__", "__doc__", "__path__", "__package__", "__annotations__")
OF_NOTEBOOKS = ("display", "get_ipython", "In", "Out")
OF_PYTHON_2 = (*RENAMED, *NAMES, "cmp", "execfile", "file", "reload")
ALWAYS = frozenset((*dir(builtins), *OF_MODULES, *OF_NOTEBOOKS, *OF_PYTHON_2))


class Undefined(NamedTuple):
    """The first use of a name."""

    name: str
    line: int
    function: str  # the class or the function that it is in, as "Net.save"; "" for none
    local: bool  # whether other functions have a name of their own that is called so
    like: str  # a name that may be meant, or ""

    @property
    def owner(self) -> str:
        """The class or the function of the file."""
        return self.function.partition(".")[0]

    def words(self, file: Path | None) -> str:
        line = place(file or "", self.line)
        where = f" of {self.function}" if self.function else ""
        known = "only inside other functions" if self.local else "nowhere in it"
        meant = f"; is {self.like} meant?" if self.like else ""
        return f"The code uses {self.name} in {line}{where}, which is defined {known}{meant}"


def undefined_name(error: BaseException, tree: ast.Module, file: Path | None) -> Finding | None:
    """What to say of an exception that came since nothing in the code defines a name, or sets an
    attribute of one of its own objects."""
    said = None
    if isinstance(error, AttributeError):
        said = without_attribute(error, tree)
    elif isinstance(error, NameError) and not isinstance(error, UnboundLocalError):
        found = undefined_names(tree).get(error.name or "")
        said = found.words(file) if found else None
    return Finding("undefined name", said, shortened(error)) if said else None


def without_attribute(error: AttributeError, tree: ast.Module) -> str | None:
    """What to say of an attribute that nothing sets; None of one of another module's objects."""
    nodes = list(ast.walk(tree))
    own = {one.name: one for one in nodes if isinstance(one, ast.ClassDef)}
    kind = own.get(type(error.obj).__name__)
    bases = {ast.unparse(base) for base in kind.bases} if kind else set()
    named = {one.attr for one in nodes if isinstance(one, ast.Attribute) and is_stored(one)}
    named |= names_in(tree) | {str(one.value) for one in nodes if isinstance(one, ast.Constant)}
    if kind is None or not bases <= {"object", *own} or error.name in named:
        return None
    if is_spare(kind, own, nodes):
        return None
    near = like(error.name or "", {one for one in named if one.isidentifier()})
    meant = f"; is {near} meant?" if near else ""
    return f"The code uses .{error.name} of a {kind.name}, which nothing in it sets{meant}"


def is_spare(kind: ast.ClassDef, own: Mapping[str, ast.ClassDef], nodes: list[ast.AST]) -> bool:
    """Whether the code never names a class, and has others like it: a network may do without."""
    named = any(isinstance(one, ast.Name) and one.id == kind.name for one in nodes)
    alike = (one for one in own.values() if one is not kind)
    return not named and any(methods_of(kind) & methods_of(one) for one in alike)


def methods_of(kind: ast.ClassDef) -> set[str]:
    """Those without the ones that Python calls by itself."""
    names = {one.name for one in kind.body if isinstance(one, ast.FunctionDef)}
    return {name for name in names if not name.startswith("__")}


def undefined_names(tree: ast.Module) -> Mapping[str, Undefined]:
    """Those that no statement binds in the file's own scope, whatever is run before; none where
    some names are not known, as after `from layers import *`."""
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    if any(alias.name == "*" for node in imports for alias in node.names):
        return {}
    known: set[str] = set(ALWAYS)
    used: dict[str, tuple[int, str]] = {}
    for code in codes(compiled(tree)):
        for one in dis.get_instructions(code):
            if one.opname in ("STORE_NAME", "STORE_GLOBAL"):
                known.add(one.argval)
            elif one.opname in ("LOAD_NAME", "LOAD_GLOBAL"):
                line = one.positions.lineno if one.positions else None
                used.setdefault(one.argval, (line or code.co_firstlineno, function_of(code)))
    own = names_in(tree)
    return {
        name: Undefined(name, *where, name in own, like(name, own))
        for name, where in used.items()
        if name not in known
    }


def compiled(tree: ast.Module) -> CodeType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return compile(tree, "<file>", "exec", dont_inherit=True)
        except SyntaxError:  # as of a `return` at the top level
            return compile("", "<file>", "exec")


def function_of(code: CodeType) -> str:
    return code.co_qualname.partition("<")[0].rstrip(".")


def codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield from codes(part)


def names_in(tree: ast.Module) -> set[str]:
    """All that are defined anywhere."""
    nodes = list(ast.walk(tree))
    defined = {one.name for one in nodes if isinstance(one, ast.FunctionDef | ast.ClassDef)}
    stored = {one.id for one in nodes if isinstance(one, ast.Name) and is_stored(one)}
    return defined | stored | {one.arg for one in nodes if isinstance(one, ast.arg)}


def is_stored(node: ast.Name | ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Store)


def like(name: str, names: set[str]) -> str:
    """Another one that looks like this one, or ""."""
    found = difflib.get_close_matches(name, sorted(names - {name}), 1)
    return found[0] if found else ""
