"""Which of a learner's lines that compute did not run while its steps were looked at.

What never ran was not checked, however right the rest is: a branch for another activation, a loop
over layers that the network does not have, the way back of a layer that is not in it.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import CodeType

from groundup.checking.loading.cells import text_of
from groundup.checking.loading.importers import OwnLoader, loader_of
from groundup.checking.loading.sources import readable
from groundup.checking.model.answers import Unrun
from groundup.checking.names.roles import kind, means, snake
from groundup.checking.names.vocabulary import activation_named, is_derivative
from groundup.checking.reading.lines import Lines

Ran = Mapping[str, set[int]]  # lines by file
Function = ast.FunctionDef | ast.AsyncFunctionDef
COMPOUND = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match)
SHOWS = re.compile(
    r"print|plot|plt|log(?!\d|$)|draw|show|input|savefig"
)  # functions that only tell
UNASKED = "__unasked__"  # of modules without parts of a network, which only the check imports
ASIDE = re.compile(r"verbos|print|plot|debug|epoch|check|valid|test|acc|monitor|evaluat")
OPTIMISERS = re.compile(
    r"(?<![a-z])(n?adam(ax|w)?|sgd|momentum|rms_?prop|ada_?(grad|delta)|nesterov|optimi[sz]ers?)"
    r"(?![a-z])"
)
UPDATES = re.compile(r"update|step|apply|optim")  # functions that take a step, and no loop of them
PENALTY = re.compile(r"regulari[sz]|penalt|(^|_)(l1|l2|reg)(_|$)")


def not_run(lines: Lines) -> list[Unrun]:
    """What computes something in the learner's files and did not run: what is taken off weights
    first, and steps of optimisers, which may be wrong however right the rest is; then what was not
    asked for where something else was; then functions."""
    found: list[Unrun] = []
    beside: list[Unrun] = []
    trees = {file: tree for file in files_of(lines.ran) if (tree := tree_of(file))}
    every = [(file, *one) for file, tree in trees.items() for one in functions(tree)]
    hit = [one for one in every if has_run(one[2].body, lines.ran[one[0]])]
    entered = {name for _, name, _ in hit}
    for file, tree in trees.items():
        loops = (node for node in tree.body if isinstance(node, ast.For | ast.While))
        bodies = [node.body for node in loops if has_run(node.body, lines.ran[file])]
        bodies += [node.body for its, _, node in hit if its == file]
        for body in bodies:
            found += [unrun(file, *one) for one in blocks(body, lines.ran[file])]
            found += [unrun(file, *one) for one in entries(body, lines.lambdas, file)]
    for file, name, node in every:
        of_gradients = matters(name, entered) or gives_gradients(node)
        if name not in entered and computes(node.body) and of_gradients:
            beside.append(unrun(file, node.body, name))
    found = [*dict.fromkeys(found), *sorted(beside, key=lambda one: not goes_back(one.where))]
    return sorted(found, key=lambda one: not (is_penalty(one) or is_optimiser(one.where)))


def names_what_ran(word: str, text: str, tree: ast.Module, ran: set[int]) -> bool:
    """Whether a statement ran that is the first from a line on with `word` in it, as the body of a
    function of that name, or of a branch that asks for it."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    lines = sorted(node.lineno for node in nodes if not hasattr(node, "body") and not is_text(node))
    named = (l for l, line in enumerate(text.lower().splitlines(), 1) if word in line)
    return any(next((line for line in lines if line >= l), 0) in ran for l in named)


def is_penalty(one: Unrun) -> bool:
    """Whether it is of L2 or L1, by its words and those of its condition."""
    lines = text_of(Path(one.file)).splitlines()[one.first - 1 : one.last]
    words = re.findall(r"[A-Za-z]\w*", " ".join([one.where, *lines]))
    return any(means(word, "l2") or PENALTY.search(word.lower()) for word in words)


def files_of(ran: Ran) -> list[str]:
    """Those in which lines ran, and the others that the program is made of."""
    modules = (one for one in list(sys.modules.values()) if isinstance(loader_of(one), OwnLoader))
    parts = (one for one in modules if not getattr(one, UNASKED, False))
    own = (str(file) for one in parts if (file := getattr(one, "__file__", None)))
    return [*dict.fromkeys([*ran, *own])]


def matters(name: str, entered: set[str]) -> bool:
    """Whether a function that did not run is one of the way back, or does for other parts of a
    network what one that ran does."""
    last = name.rpartition(".")[2]
    methods = {one.rpartition(".")[2] for one in entered if "." in one}
    kinds = {kind(one) for one in entered if "." not in one} & {"sigma", "sigma_prime"}
    alike = last in methods if "." in name else kind(last) in kinds
    steps = is_optimiser(name) and not ASIDE.search(last.lower())
    return steps or goes_back(name) or alike


def entries(
    body: list[ast.stmt], lambdas: set[CodeType], file: str
) -> Iterator[tuple[list[ast.expr], str]]:
    """Of dictionaries of lambdas, those that were not called: where one was."""
    places = {
        (line, column)
        for code in lambdas
        if code.co_filename == file
        for line, _, column, _ in code.co_positions()
    }
    for node in (part for one in body for part in ast.walk(one) if isinstance(part, ast.Dict)):
        pairs = list(zip(node.keys, node.values, strict=True))
        made = [(key, value) for key, value in pairs if key and isinstance(value, ast.Lambda)]
        called = [begins(value.body) in places for _, value in made]
        for (key, value), ran in zip(made, called, strict=True) if any(called) else ():
            if not ran and not isinstance(value.body, ast.Constant | ast.Name):
                yield [value.body], ast.unparse(key)


def begins(node: ast.expr) -> tuple[int, int]:
    """Where the first of its names or numbers stands, which is computed first."""
    parts = [part for part in ast.walk(node) if isinstance(part, ast.Name | ast.Constant)]
    return min((part.lineno, part.col_offset) for part in parts) if parts else (0, 0)


def tree_of(file: str) -> ast.Module | None:
    tree = readable(text_of(Path(file)))[1]
    return tree if isinstance(tree, ast.Module) and tree.body else None


def functions(tree: ast.Module) -> Iterator[tuple[str, Function]]:
    """Those of the top level, and methods as "Network.backward"."""
    for node in tree.body:
        if isinstance(node, Function):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for one in node.body:
                if isinstance(one, Function) and one.name.removeprefix("__call__")[:2] != "__":
                    yield f"{node.name}.{one.name}", one


def has_run(body: list[ast.stmt], lines: set[int]) -> bool:
    """Whether any statement did; a definition inside is none, and nor is a docstring."""
    return any(
        line in lines
        for node in body
        if not isinstance(node, (Function, ast.ClassDef)) and not is_text(node)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    )


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def blocks(body: list[ast.stmt], lines: set[int]) -> Iterator[tuple[list[ast.stmt], str]]:
    """Parts under a condition, or in a loop, that was reached and not entered; and what comes after
    a condition that was always left by."""
    for place, node in enumerate(body):
        if not isinstance(node, COMPOUND) or node.lineno not in lines:
            continue
        first, second = getattr(node, "body", []), getattr(node, "orelse", [])
        for part, words in ((first, asked(node)), (second, otherwise(node, second))):
            if has_run(part, lines):
                yield from blocks(part, lines)
            elif part and computes(part) and not ASIDE.search(asked(node)):
                yield part, words
        if isinstance(node, ast.If) and leaves([node], lines) and not ASIDE.search(asked(node)):
            yield from after(node, body[place + 1 :], lines)


def leaves(body: list[ast.stmt], lines: set[int]) -> bool:
    """Whether what ran of it ended in a return, a `continue` or a `break`."""
    ran = [node for node in body if has_run([node], lines)]
    if ran and isinstance(ran[-1], ast.If):
        return any(leaves(part, lines) for part in (ran[-1].body, ran[-1].orelse))
    return bool(ran) and isinstance(ran[-1], ast.Return | ast.Continue | ast.Break)


def after(
    condition: ast.If, rest: list[ast.stmt], lines: set[int]
) -> Iterator[tuple[list[ast.stmt], str]]:
    """What follows on a condition and did not run: parts under conditions of their own, which leave
    too, and the last of all."""
    if has_run(rest, lines):
        return
    for place, node in enumerate(rest):
        if not (isinstance(node, ast.If) and isinstance(node.body[-1], ast.Return)):
            if computes(rest[place:]):
                yield rest[place:], f"after {asked(condition)}"
            return
        condition = node
        for part, words in ((node.body, asked(node)), (node.orelse, otherwise(node, node.orelse))):
            if part and computes(part):
                yield part, words


def otherwise(node: ast.stmt, body: list[ast.stmt]) -> str:
    """ "elif name == 'relu'", or what it is else of."""
    if len(body) == 1 and isinstance(body[0], ast.If):
        return f"el{asked(body[0])}"
    return f"else of {asked(node)}"


def asked(node: ast.stmt) -> str:
    """A statement's first line: `if self.activation == "relu"`."""
    return ast.unparse(node).splitlines()[0].rstrip(":")


def computes(body: list[ast.stmt]) -> bool:
    """Whether it makes numbers of others, and tells or refuses nothing."""
    nodes = [node for one in body for node in ast.walk(one)]
    named = {called(node.func) for node in nodes if isinstance(node, ast.Call)}
    if any(isinstance(node, ast.Raise) for node in nodes) or any(map(SHOWS.search, named)):
        return False
    kept = (node for node in nodes if isinstance(node, ast.Assign | ast.AugAssign | ast.Return))
    values = [part for node in kept if node.value for part in ast.walk(node.value)]
    if any(isinstance(node, ast.BinOp | ast.AugAssign) for node in [*values, *nodes]):
        return True
    calls = [node for node in values if isinstance(node, ast.Call)]
    return any(is_slope(called(node.func)) or makes_numbers(node) for node in calls)


def makes_numbers(call: ast.Call) -> bool:
    """Whether it makes numbers of a comparison: `np.where(z > 0, 1, 0)`, the slope of a ReLU."""
    compared = any(isinstance(node, ast.Compare) for node in ast.walk(call))
    return compared and called(call.func) in ("where", "astype", "float")


def is_slope(name: str) -> bool:
    return is_derivative(name) or activation_named(name) is not None


def called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def goes_back(name: str) -> bool:
    """Whether a function is one of the way back, or takes a step."""
    last = name.rpartition(".")[2]
    what = kind(last)
    if what == "step":
        return UPDATES.search(last.lower()) is not None
    return what in ("gradient", "sigma_prime", "cost_prime") and not ASIDE.search(last.lower())


def gives_gradients(function: Function) -> bool:
    """Whether it returns some beside something else, as a cost does: `return loss, grad`."""
    values = (node.value for node in ast.walk(function) if isinstance(node, ast.Return))
    parts = (part for value in values if isinstance(value, ast.Tuple) for part in ast.walk(value))
    names = [part.id for part in parts if isinstance(part, ast.Name)]
    return any(means(name, role) for name in names for role in ("grad", "grads", "dw"))


def is_optimiser(name: str) -> bool:
    """Whether a function, the class of a method or what a condition asks is called as one."""
    return OPTIMISERS.search(snake(name)) is not None


def unrun(file: str, body: Sequence[ast.stmt | ast.expr], where: str) -> Unrun:
    code = [node for node in body if not is_text(node)]
    return Unrun(file, code[0].lineno, code[-1].end_lineno or code[-1].lineno, where)
