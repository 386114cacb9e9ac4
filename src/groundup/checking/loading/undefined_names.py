"""Names that a learner's code uses, and nothing in it defines."""

from __future__ import annotations

import ast
import builtins
import difflib
import dis
import itertools
import re
import traceback
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import CodeType
from typing import NamedTuple

from groundup.checking.loading.cells import place, text_of
from groundup.checking.loading.python2 import NAMES, RENAMED
from groundup.checking.loading.surroundings import above
from groundup.checking.loading.tracebacks import shortened, theirs
from groundup.checking.loading.training import has_loop
from groundup.checking.model.answers import Finding
from groundup.checking.model.offered import Offered
from groundup.checking.names.roles import kind

OF_MODULES = ("__file__", "__name__", "__doc__", "__path__", "__package__", "__annotations__")
OF_NOTEBOOKS = ("display", "get_ipython", "In", "Out")
OF_PYTHON_2 = (*RENAMED, *NAMES, "cmp", "execfile", "file", "reload")
TRAINING = ("gradient", "step", "sigma", "sigma_prime", "cost_prime")  # kinds of functions
MOST_FILES = 300  # looked through for what sets an attribute
Function = ast.FunctionDef | ast.AsyncFunctionDef
ALWAYS = frozenset((*dir(builtins), *OF_MODULES, *OF_NOTEBOOKS, *OF_PYTHON_2))


class Undefined(NamedTuple):
    """The first use of a name, where there is any in a function that is needed."""

    name: str
    line: int
    function: str  # the class or the function that it is in, as "Net.save"; "" for none
    local: bool  # whether other functions have a name of their own that is called so
    like: str  # a name that may be meant, or ""
    spare: bool  # whether every use is in a function that training does without

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
    attribute of one of its own objects: wrong, unless training does without that line."""
    said, found = None, None
    if isinstance(error, AttributeError):
        said = without_attribute(error, tree, file)
    elif isinstance(error, NameError) and not isinstance(error, UnboundLocalError):
        found = undefined_names(tree).get(error.name or "")
        said = found.words(file) if found else None
    sort = "note" if found and found.spare else "undefined name"
    return Finding(sort, said, shortened(error)) if said else None


def without_attribute(error: AttributeError, tree: ast.Module, file: Path | None) -> str | None:
    """What to say of an attribute that nothing sets; None of one of another module's objects."""
    nodes = list(ast.walk(tree))
    own = {one.name: one for one in nodes if isinstance(one, ast.ClassDef)}
    kind_of = error.obj if isinstance(error.obj, type) else type(error.obj)
    of = own.get(kind_of.__name__)
    bases = {ast.unparse(base) for base in of.bases} if of else set()
    attributes = {one.attr for one in nodes if isinstance(one, ast.Attribute) and is_stored(one)}
    named = (
        attributes
        | names_in(tree)
        | {str(one.value) for one in nodes if isinstance(one, ast.Constant)}
    )
    if of is None or not bases <= {"object", *own} or error.name in named:
        return None
    if is_spare(of, own, nodes) or is_set_beside(error.name or "", of.name, file):
        return None
    if was_handed_over(error):
        return None
    near = like(error.name or "", attributes | set(dir(kind_of)))
    meant = f"; is {near} meant?" if near else ""
    thing = of.name if kind_of is error.obj else f"a {of.name}"
    return f"The code uses .{error.name} of {thing}, which nothing in it sets{meant}"


def was_handed_over(error: AttributeError) -> bool:
    """Whether the object is one that the check gave a function beside its `self`: the code may want
    one of another class there."""
    frames = (frame for frame, _ in traceback.walk_tb(error.__traceback__))
    entry = next((one for one in frames if theirs(one.f_code.co_filename)), None)
    if entry is None:
        return False
    names = entry.f_code.co_varnames[: entry.f_code.co_argcount + entry.f_code.co_kwonlyargcount]
    given = [entry.f_locals.get(name) for name in names if name != "self"]
    return any(one is error.obj for one in given)


def is_set_beside(name: str, kind: str, file: Path | None) -> bool:
    """Whether another file near this one sets an attribute of that name, as a factory does; or any
    of the project that has classes built on this one."""
    setting = re.compile(rf"\.{name}\b\s*(:[^=\n]*)?=(?!=)|[\"']{name}[\"']")
    built = re.compile(rf"^\s*class \w+\s*\([^)]*\b{kind}\b", re.MULTILINE)
    folders = [file.parent] if file else []
    if file and (file.parent / "__init__.py").exists():
        folders.append(file.parent.parent)
    ways = (folder.glob(way) for folder in folders for way in ("*.py", "*.ipynb", "*/*.py"))
    near = itertools.islice(itertools.chain.from_iterable(ways), MOST_FILES)
    further = (folder.rglob("*.py") for folder in above(file.parent)) if file else ()
    far = itertools.islice(itertools.chain.from_iterable(further), MOST_FILES)
    return any(setting.search(text_of(one)) for one in near if one != file) or any(
        built.search(text) and setting.search(text) for text in map(text_of, far)
    )


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
    used: dict[str, list[tuple[int, str]]] = {}
    for code in codes(compiled(tree)):
        for one in dis.get_instructions(code):
            if one.opname in ("STORE_NAME", "STORE_GLOBAL"):
                known.add(one.argval)
            elif one.opname in ("LOAD_NAME", "LOAD_GLOBAL"):
                line = one.positions.lineno if one.positions else None
                where = (line or code.co_firstlineno, function_of(code))
                used.setdefault(one.argval, []).append(where)
    used = {name: places for name, places in used.items() if name not in known}
    own, spare = (names_in(tree), spare_functions(tree)) if used else (set(), set())
    found = {}
    for name, places in used.items():
        needed = [one for one in places if ".".join(one[1].split(".")[:2]) not in spare]
        where = (needed or places)[0]
        found[name] = Undefined(name, *where, name in own, like(name, own), not needed)
    return found


def spare_functions(tree: ast.Module) -> set[str]:
    """As "Net.save", those that training does without: nothing in a file that trains by itself
    says their name, and they leave nothing behind that it could use."""
    nodes = list(ast.walk(tree))
    own = [("", one) for one in tree.body if isinstance(one, Function)]
    for each in (one for one in tree.body if isinstance(one, ast.ClassDef)):
        own += [(f"{each.name}.", one) for one in each.body if isinstance(one, Function)]
    if not any(kind(one.name) == "step" and has_loop(one) for _, one in own):
        return set()
    said = {name for node in nodes for name in names_said(node)}
    return {
        f"{prefix}{one.name}"
        for prefix, one in own
        if kind(one.name) not in TRAINING and one.name not in said and not one.name.startswith("__")
        if not leaves(one)
    }


def without_spare(offered: Offered, tree: ast.Module, file: Path | None) -> Iterator[Finding]:
    """Takes out of what is offered the functions that cannot run, and that training does without;
    yields what is to be said of each."""
    for one in undefined_names(tree).values():
        if one.spare:
            owner, _, method = one.function.partition(".")
            thing = offered.names.get(owner)
            if isinstance(thing, type) and method in vars(thing):
                delattr(thing, method)
            elif not method:
                offered.names.pop(owner, None)
            yield Finding("note", one.words(file))


def names_said(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def leaves(function: Function) -> bool:
    """Whether it sets something, or has an object of its own change itself."""
    nodes = list(ast.walk(function))
    stored = (one for one in nodes if isinstance(one, ast.Attribute | ast.Subscript))
    called = [one.value for one in nodes if isinstance(one, ast.Expr)]
    return (
        any(isinstance(one.ctx, ast.Store) for one in stored)
        or any(isinstance(one, ast.Global) for one in nodes)
        or any(isinstance(one, ast.Call) and begins(one.func) == "self" for one in called)
    )


def begins(node: ast.expr) -> str:
    """`self` of `self.cache.append`."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


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
