"""What is read in a program's text: of a function, and of a node and what it is in."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import lru_cache

Definition = ast.FunctionDef | ast.AsyncFunctionDef
Test = Callable[[ast.AST], bool]
MADE = "zeros ones empty full rand randn uniform normal standard_normal random random_sample eye"
SHAPES = frozenset(MADE.split()) | {"identity", "xavier", "randint", "integers", "sqrt"}
SAME = frozenset(["list", "tuple", "int", "float", "str", "copy", "deepcopy"])
# In a loop over it.
ROUND = frozenset(["enumerate", "reversed", "list", "tuple", "iter", "tqdm", "zip"])
ANY = -1  # arguments, where nothing is said of them


@lru_cache(maxsize=1024)
def within(node: ast.AST) -> tuple[ast.AST, ...]:
    """A node, and all that is in it."""
    return tuple(ast.walk(node))


def calls(node: ast.AST) -> Iterator[str]:
    for one in within(node):
        if isinstance(one, ast.Call):
            yield called_name(one)


def called_name(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def moves(node: ast.AST) -> bool:
    """Whether something is taken from what is kept, or a part of a rate from a name."""
    match node:
        case ast.AugAssign(op=ast.Add() | ast.Sub(), value=value):
            return not isinstance(value, ast.Constant)
        case ast.BinOp(op=ast.Add() | ast.Sub(), right=right):
            products = (one.op for one in ast.walk(right) if isinstance(one, ast.BinOp))
            return any(isinstance(one, ast.Mult) for one in products)
        case _:
            return False


def names_of(node: ast.expr | None) -> list[str]:
    """Of a value, or of all parts of a tuple."""
    parts = node.elts if isinstance(node, ast.Tuple) else [node] if node else []
    return [getattr(one, "id", getattr(one, "attr", "")) for one in parts]


@lru_cache(maxsize=1024)
def anew(node: Definition) -> Set[str]:
    """Attributes of `self` that are set before they are read; others are moved."""
    read, set_ = attributes(node, ast.Load), attributes(node, ast.Store)
    moved = {ast.unparse(one.target) for one in within(node) if isinstance(one, ast.AugAssign)}
    found = {name for name, line in set_.items() if line < read.get(name, line + 1)}
    return {name for name in found if f"self.{name}" not in moved}


def settled(node: Definition) -> set[str]:
    """What a constructor gives a value that is no placeholder."""
    return {
        target.attr
        for one in within(node)
        if isinstance(one, ast.Assign) and any(isinstance(it, ast.Call) for it in ast.walk(one))
        and not {*calls(one)} <= {"zeros", "zeros_like", "dict", "list", "range", "len"}
        for target in one.targets
        if isinstance(target, ast.Attribute)
    }  # fmt: skip


def opens(node: Definition) -> bool:
    """Whether it reads what it sets from somewhere."""
    return bool({*calls(node)} & {"open", "load", "loads", "loadtxt", "read"})


@lru_cache(maxsize=1024)
def attributes(node: Definition, context: type) -> Mapping[str, int]:
    """Those of `self` that are read, or set, each with the first line of that."""
    found: dict[str, int] = {}
    for one in within(node):
        match one:
            case ast.Attribute(value=ast.Name(id="self"), attr=name) if isinstance(
                one.ctx, context
            ):
                found[name] = min(found.get(name, one.lineno), one.lineno)
    return found


def read_of_parts(node: Definition) -> set[str]:
    """Attributes of what else has a name in it that are read."""
    every = (one for one in within(node) if isinstance(one, ast.Attribute))
    found = (one for one in every if isinstance(one.ctx, ast.Load))
    return {x.attr for x in found if isinstance(x.value, ast.Name) and x.value.id != "self"}


def set_of_parts(node: Definition) -> set[str]:
    """Attributes of what else has a name in it that become something else, and are not moved."""
    every = (x for one in within(node) if isinstance(one, ast.Assign) for x in one.targets)
    found = (x for x in every if isinstance(x, ast.Attribute))
    return {x.attr for x in found if isinstance(x.value, ast.Name) and x.value.id != "self"}


def keys(node: Definition, context: type) -> set[str]:
    """Words under which something is looked up in arguments of it, or put."""
    every = (one for one in within(node) if isinstance(one, ast.Subscript))
    found = (one.slice for one in every if isinstance(one.ctx, context))
    return {x.value for x in found if isinstance(x, ast.Constant) and isinstance(x.value, str)}


def is_of_arrays(node: ast.Import | ast.ImportFrom) -> bool:
    module = node.module if isinstance(node, ast.ImportFrom) else None
    names = [module] if module else [one.name for one in node.names]
    return any(name.split(".")[0] not in sys.stdlib_module_names for name in names if name)


def given_to(function: ast.AST, call: ast.AST | None) -> int:
    """How many arguments, where it is called."""
    if not isinstance(call, ast.Call) or call.func is not function:
        return ANY
    starred = any(isinstance(one, ast.Starred) for one in call.args)
    return ANY if starred else len(call.args) + len(call.keywords)


def parameters_of(node: Definition, owner: ast.ClassDef | None) -> list[str]:
    names = [one.arg for one in (*node.args.posonlyargs, *node.args.args)]
    return names[1:] if owner and names[:1] in (["self"], ["cls"]) else names


def with_parents(tree: ast.AST) -> Iterator[tuple[ast.AST, list[ast.AST]]]:
    """Each node, and those that it is in, the innermost last."""
    waiting: list[tuple[ast.AST, list[ast.AST]]] = [
        (one, [tree]) for one in ast.iter_child_nodes(tree)
    ]
    while waiting:
        node, above = waiting.pop()
        yield node, above
        waiting += [(one, [*above, node]) for one in ast.iter_child_nodes(node)]


def is_name(name: str) -> Test:
    return lambda node: isinstance(node, ast.Name) and node.id == name


def is_attribute(name: str) -> Test:
    return lambda node: isinstance(node, ast.Attribute) and node.attr == name


def kept_as(node: ast.AST, above: list[ast.AST]) -> Iterator[ast.expr]:
    """Other names of it: `self.layout = layout`, `sizes = list(sizes)`, `a, b = c, d`."""
    above = [*above]
    while above and (
        isinstance(above[-1], ast.BoolOp | ast.IfExp)
        or (isinstance(above[-1], ast.Call) and called_name(above[-1]) in SAME)
    ):
        node = above.pop()
    match above[-1] if above else None:
        case ast.Assign(targets=targets) | ast.AnnAssign(target=ast.expr() as targets):
            yield from targets if isinstance(targets, list) else [targets]
        case ast.Tuple(elts=values) if isinstance(above[-2], ast.Assign):
            for target in above[-2].targets:
                if isinstance(target, ast.Tuple) and len(target.elts) == len(values):
                    yield target.elts[place_of(node, values)]
        case _:
            return


def place_of(node: ast.AST, nodes: Sequence[ast.AST]) -> int:
    return nodes.index(node)


def shapes(node: ast.AST, above: list[ast.AST]) -> bool:
    """Whether it is a side of an array that is made."""
    for one in reversed(above):
        if isinstance(one, ast.Call):
            name = called_name(one)
            return name in SHAPES or (name == "reshape" and is_side(one, node))
        if not isinstance(one, ast.Tuple | ast.List | ast.keyword | ast.BinOp | ast.Subscript):
            break
    return len(above) > 1 and isinstance(above[-1], ast.List) and isinstance(above[-2], ast.BinOp)


def is_side(call: ast.Call, node: ast.AST) -> bool:
    """Whether it is in the shape that something is brought into, and not what is: `x.reshape(n, m)`
    or `np.reshape(x, (n, m))`."""
    name = getattr(call.func, "attr", "")
    of_numpy = isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "np"
    own = call.args[:1] if of_numpy else [call.func]
    return name == "reshape" and not any(node is x for one in own for x in ast.walk(one))


def is_reshaped(node: ast.AST | None) -> bool:
    name = getattr(node.func, "attr", "") if isinstance(node, ast.Call) else ""
    return "reshape" in (name, getattr(node, "attr", ""))


def loops(node: ast.AST, above: list[ast.AST]) -> Iterator[tuple[ast.expr, ast.AST]]:
    """Loops over it, or over it turned round, counted or sliced: their targets, and what is in
    them."""
    parts: list[int] = []  # of the target, from within
    for one in reversed(above):
        if isinstance(one, ast.Call) and called_name(one) in ROUND:
            if called_name(one) == "enumerate":
                parts.insert(0, 1)
            elif called_name(one) == "zip" and node in one.args:
                parts.insert(0, place_of(node, one.args))
        elif not isinstance(one, ast.Subscript):
            break
        node = one
    else:
        return
    if isinstance(one, ast.For | ast.comprehension) and one.iter is node:
        target = one.target
        for place in parts:
            if isinstance(target, ast.Tuple) and place < len(target.elts):
                target = target.elts[place]
        yield target, one if isinstance(one, ast.For) else above[above.index(one) - 1]


def is_word(index: ast.expr) -> bool:
    """Whether it is put together as text is: `"W" + str(l)`, `f"W{l}"`."""
    return isinstance(index, ast.BinOp | ast.JoinedStr) and next(words_in(index), None) is not None


def words_in(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value
