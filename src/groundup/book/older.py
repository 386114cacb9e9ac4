"""What a program in Python 2 means where it is run, beside what the check needs of it to judge it.

The check's conversion (`checking.loading.python2`) leaves `1 / 2` as it is; here it is 0 again.
What is printed goes to where the statement says, and a bare `print` is an empty line.
"""

from __future__ import annotations

import ast
import operator
from typing import Any

from groundup.checking.loading import python2

DIVIDE, DIVIDE_IN_PLACE = "__divide__", "__divide_in_place__"


def is_whole(number: Any) -> bool:
    """Whether it is a whole number, or an array of such."""
    kind = getattr(getattr(number, "dtype", None), "kind", None)
    return isinstance(number, int) or kind in ("i", "u")


def divide(a: Any, b: Any) -> Any:
    """a / b, of whole numbers rounded down."""
    return a // b if is_whole(a) and is_whole(b) else a / b


def divide_in_place(a: Any, b: Any) -> Any:
    """a /= b, of whole numbers rounded down."""
    whole = is_whole(a) and is_whole(b)
    return (operator.ifloordiv if whole else operator.itruediv)(a, b)


NAMES = python2.NAMES | {"raw_input": input, DIVIDE: divide, DIVIDE_IN_PLACE: divide_in_place}


def converted(tree: ast.Module) -> ast.Module:
    """The tree, changed in place, of a text whose syntax is Python 3's already."""
    imported = [one for one in tree.body if isinstance(one, ast.ImportFrom)]
    features = {one.name for node in imported if node.module == "__future__" for one in node.names}
    if "division" not in features:
        tree = Division().visit(tree)
    for change in (Statements(), python2.Ordering()):
        tree = change.visit(tree)
    return ast.fix_missing_locations(tree)


class Division(ast.NodeTransformer):
    """Quotients as calls of `divide`."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Div):
            return node
        return ast.copy_location(call(DIVIDE, node.left, node.right), node)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.stmt:
        self.generic_visit(node)
        if not (isinstance(node.op, ast.Div) and isinstance(node.target, ast.Name)):
            return node
        value = call(DIVIDE_IN_PLACE, ast.Name(node.target.id, ast.Load()), node.value)
        return ast.copy_location(ast.Assign([node.target], value), node)


class Statements(ast.NodeTransformer):
    """`print` as a call with all that it prints."""

    def visit_Expr(self, node: ast.Expr) -> ast.Expr:
        found = printing(node.value)
        if found:
            node.value = ast.copy_location(found, node.value)
        return node


def printing(statement: ast.expr) -> ast.Call | None:
    """The call that an expression is as a `print` statement; None where it is none."""
    match statement:
        case ast.Name(id="print"):
            return call("print")
        case ast.Call(func=ast.Name(id="print")):
            return statement
        case ast.BinOp(left=ast.Name(id="print"), op=ast.RShift(), right=file):
            return ast.Call(ast.Name("print", ast.Load()), [], [ast.keyword("file", file)])
        case ast.BinOp(left=ast.Name(id="print"), op=ast.Sub(), right=number):
            return call("print", ast.UnaryOp(ast.USub(), number))  # `print -n`
        case ast.BinOp(left=left) if (found := printing(left)) and found.args:
            statement.left = found.args[0]  # `print ("%d") % n`
            found.args[0] = statement
            return found
        case ast.Tuple(elts=[first, *rest]) if found := printing(first):
            found.args += rest
            return found
        case _:
            return None


def call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])
