"""A learner's source, so that its calls and its numbers pass by the tape.

`f(x)` becomes `__called__(f, x)`, since NumPy and `math` would lose the ids of floats and lists. A
float that is written down becomes a leaf, unless it is a part of a formula, as the 1.0 of
`1.0 - a`: a parameter may begin as one. Loops ask whether they may go on, and what is done in some
turns alone (`if (i + 1) % 100 == 0`) asks whether this is one. All else of the language stays as it
is; every node keeps its place.
"""

from __future__ import annotations

import ast

from groundup.checking.loading.sources import Source

CALLED, LEAF, SPREAD = "__called__", "__leaf__", "__spread__"
TURNS, GOING, SELDOM = "__turns__", "__going__", "__seldom__"
LEAVING = ast.Break | ast.Continue | ast.Return | ast.Raise
# Functions that see the frame or the names which they are called from, or that only look.
LOOKING = (
    "super locals globals vars dir eval exec print len isinstance issubclass type hasattr getattr "
    "setattr enumerate zip range str repr iter next property staticmethod classmethod"
)
WIDE = 1 << 12  # columns of a line
LEFT_ALONE = frozenset(LOOKING.split())


class Rewriting(ast.NodeTransformer):
    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in LEFT_ALONE or (name.startswith("__") and name.endswith("__")):
            return node
        return put(CALLED, node, [node.func, *node.args], node.keywords)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return put(LEAF, node, [node]) if is_float(node) else node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        if isinstance(node.op, ast.USub) and is_float(node.operand):
            return put(LEAF, node, [node])
        return self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        """A list that is repeated has numbers of its own at each place."""
        node.left, node.right = self.part(node.left), self.part(node.right)
        if isinstance(node.op, ast.Mult):
            for one, other in ((node.left, node.right), (node.right, node.left)):
                if isinstance(one, ast.List):
                    return put(SPREAD, node, [one, other])
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        node.value = self.part(node.value)
        node.target = self.visit(node.target)
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        node.left, node.comparators = self.part(node.left), [*map(self.part, node.comparators)]
        return node

    def visit_For(self, node: ast.For) -> ast.AST:
        self.generic_visit(node)
        node.iter = put(TURNS, node.iter, [node.iter])
        return node

    def visit_While(self, node: ast.While) -> ast.AST:
        self.generic_visit(node)
        going = put(GOING, node.test, [place_of(node)])
        node.test = ast.copy_location(ast.BoolOp(ast.And(), [going, node.test]), node.test)
        return node

    def visit_If(self, node: ast.If) -> ast.AST:
        """What some turns do alone, and no more than that, as printing a cost."""
        seldom = not node.orelse and not any(
            isinstance(x, LEAVING) for one in node.body for x in ast.walk(one)
        )
        tests = node.test.values if isinstance(node.test, ast.BoolOp) else [node.test]
        counted = [seldom and is_counted(one) for one in tests]
        self.generic_visit(node)
        for k, test in enumerate(tests):
            if counted[k]:
                tests[k] = put(SELDOM, test, [test, place_of(node)])
        node.test = node.test if isinstance(node.test, ast.BoolOp) else tests[0]
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        decorators, node.decorator_list = node.decorator_list, []
        self.generic_visit(node)
        node.decorator_list = decorators
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        decorators, node.decorator_list = node.decorator_list, []
        self.generic_visit(node)
        node.decorator_list = decorators
        return node

    def visit_MatchValue(self, node: ast.MatchValue) -> ast.AST:
        return node

    def part(self, node: ast.expr) -> ast.expr:
        """An operand: a number in a formula is no leaf."""
        negative = isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant)
        return node if isinstance(node, ast.Constant) or negative else self.visit(node)


def is_counted(test: ast.expr) -> bool:
    """Whether it is about a remainder."""
    return isinstance(test, ast.Compare | ast.UnaryOp) and any(
        isinstance(one, ast.Mod) for one in ast.walk(test)
    )


def place_of(node: ast.If | ast.While) -> ast.expr:
    return ast.copy_location(ast.Constant(node.lineno * WIDE + node.col_offset), node.test)


def is_float(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is float


def put(
    name: str, node: ast.expr, given: list[ast.expr], named: list[ast.keyword] | None = None
) -> ast.Call:
    """A call of ours in the place of a node."""
    call = ast.Call(ast.Name(name, ast.Load()), given, named or [])
    return ast.copy_location(call, node)


def rewritten(source: Source) -> ast.Module:
    return ast.fix_missing_locations(Rewriting().visit(source.fresh()))
