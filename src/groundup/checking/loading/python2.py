"""What programs in Python 2 use: names, and what today's mean otherwise.

`range` gives a list, and all things have an order, `3 < ()` among them; `d.has_key(k)` is `k in d`.
Nothing else is changed: `1/2` stays, and is 0.5 from now on, but for a range that ends there.
"""

from __future__ import annotations

import ast
import builtins
import functools
import operator
from collections import Counter
from collections.abc import Callable
from typing import Any

TYPES = {"unicode": str, "basestring": str, "long": int, "unichr": chr}
OLD = {*TYPES, "raw_input", "xrange"}
METHODS = {
    "iteritems": "items", "itervalues": "values", "iterkeys": "keys", "has_key": "__contains__",
}  # fmt: skip
MODULES = {  # what is called otherwise today
    "cPickle": "pickle",
    "cStringIO": "io",
    "StringIO": "io",
    "Queue": "queue",
    "ConfigParser": "configparser",
    "Tkinter": "tkinter",
    "urllib2": "urllib.request",
    "__builtin__": "builtins",
}


def listing(function: Callable[..., Any]) -> Callable[..., Any]:
    """It gives a list, as it did."""

    @functools.wraps(function, assigned=("__name__", "__doc__"))
    def do(*arguments: Any) -> list[Any]:
        return list(function(*arguments))

    return do


def counted(*ends: Any) -> range:
    """A range up to a quotient, which was a whole number."""
    return range(*(int(one // 1) if isinstance(one, float) else one for one in ends))


SIGNS = {ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge}
ORDERED = "__ordered__"


def ordered(sign: str, left: Any, right: Any) -> Any:
    """`left < right`, or another sign: None is less than a number, a number than all else."""
    compare = getattr(operator, sign)
    try:
        return compare(left, right)
    except TypeError:
        return compare(rank(left), rank(right))


def rank(thing: Any) -> tuple[int, str]:
    if thing is None:
        return 0, ""
    return (1, "") if isinstance(thing, (int, float)) else (2, type(thing).__name__)


class Ordering(ast.NodeTransformer):
    """Comparisons as calls of `ordered`, methods by their names of today, and no `print` statement
    that looks like something else."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        self.generic_visit(node)
        node.attr = METHODS.get(node.attr, node.attr)
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.Expr:
        self.generic_visit(node)
        node.value = unprinted(node.value)
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        self.generic_visit(node)
        sign = SIGNS.get(type(node.ops[0]))
        if sign is None or len(node.ops) > 1:
            return node
        sides = [ast.Constant(sign.__name__), node.left, node.comparators[0]]
        call = ast.Call(ast.Name(ORDERED, ast.Load()), sides, [])
        return ast.fix_missing_locations(ast.copy_location(call, node))


def unprinted(node: ast.expr) -> ast.expr:
    """`"%d" % n` of `print ("%d") % n`, and `n` of `print >>file, n`."""
    match node:
        case ast.Tuple(elts=[first, *_]):
            node.elts[0] = unprinted(first)
        case ast.BinOp(left=ast.Name(id="print")):
            return node.right
        case ast.BinOp(left=ast.Call(func=ast.Name(id="print"), args=[first])):
            node.left = first
        case ast.BinOp():
            node.left = unprinted(node.left)
        case _:
            pass
    return node


LISTS = {"map", "zip", "filter"}  # gave some
MEASURES = {"len", "shuffle", "permutation", "sample"}
NAMES = (
    {"reduce": functools.reduce, "xrange": counted, "range": listing(counted), ORDERED: ordered}
    | TYPES
    | {name: listing(vars(builtins)[name]) for name in ("map", "zip", "filter")}
)


def is_meant(tree: ast.Module) -> bool:
    """Whether a text, which is Python 3 as far as its syntax goes, uses what only Python 2 has."""
    nodes = list(ast.walk(tree))
    names = [node for node in nodes if isinstance(node, ast.Name) and node.id in OLD]
    own = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    own |= {argument.arg for argument in nodes if isinstance(argument, ast.arg)}
    own |= {(one.asname or one.name) for one in nodes if isinstance(one, ast.alias)}
    methods = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    methods &= METHODS.keys() - {one.name for one in nodes if isinstance(one, ast.FunctionDef)}
    prints = any(isinstance(node, ast.Expr) and is_printing(node.value) for node in nodes)
    older = methods or prints or any(node.id not in own for node in names)
    return bool(older) or takes_for_lists(nodes)


def is_printing(node: ast.expr) -> bool:
    """Whether it begins with the word, and is no call: `print >>file, n`."""
    first = node.elts[0] if isinstance(node, ast.Tuple) and node.elts else node
    left = first.left if isinstance(first, ast.BinOp) else None
    return isinstance(left, ast.Name) and left.id == "print"


def takes_for_lists(nodes: list[ast.AST]) -> bool:
    """Whether `pairs = zip(x, y)`, a name of nothing else, is shuffled, measured or indexed:
    in Python 3 it is no list."""
    made, bound, taken = Counter[str](), Counter[str](), set[str]()
    for node in nodes:
        match node:
            case ast.Assign([ast.Name(name)], ast.Call(ast.Name(called))) if called in LISTS:
                made[name] += 1
            case ast.Name(name, ast.Store()) | ast.arg(name) | ast.FunctionDef(name):
                bound[name] += 1
            case ast.Subscript(ast.Name(name)):
                taken.add(name)
            case ast.Call(called, [ast.Name(name), *_]):
                taken |= {name} if ast.unparse(called).rpartition(".")[2] in MEASURES else set()
            case _:
                pass
    lists = {name for name in taken & made.keys() if made[name] == bound[name]}
    return bool(lists) and not bound.keys() & LISTS
