"""Where a program's numbers are recorded: calls that are put into its text.

A statement may move numbers if its target stands in its own value, too. Single numbers are seen
where they are assigned, returned, printed or appended.
"""

from __future__ import annotations

import ast
import functools
from collections import Counter
from typing import Any

SHOWN = ("print", "append")


class Recording(ast.NodeTransformer):
    """Puts the calls of a `Recorder` into a program. A site is named by its text, so that a change
    elsewhere leaves its name."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()

    def site(self, kind: str, node: ast.AST) -> str:
        name = f"{kind} {ast.unparse(node)}"
        self.count[name] += 1
        return f"{name} #{self.count[name]}"

    def seen(self, kind: str, node: ast.AST, value: ast.expr) -> ast.expr:
        site = ast.Constant(self.site(kind, node))
        return ast.Call(ast.Name("__seen__", ast.Load()), [site, value], [])

    def visit_Assign(self, node: ast.Assign) -> Any:
        target, value = node.targets[0], node.value
        self.generic_visit(node)
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = list(zip(target.elts, value.elts, strict=False))
        else:
            pairs = [(target, value)]
        moved = [one for one, of in pairs if stands_in(one, of)]
        if not moved and not isinstance(target, ast.Tuple):
            node.value = self.seen("=", target, node.value)
        return self.around(node, moved)

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        self.generic_visit(node)
        return self.around(node, [node.target])

    def around(self, node: ast.stmt, targets: list[ast.expr]) -> list[ast.stmt]:
        before, after = [], []
        for target in targets:
            site = self.site("moved", target)
            text = ast.unparse(target)
            home = ast.unparse(target.value) if isinstance(target, ast.Subscript) else None
            given = f"{site!r}, lambda: {text}, lambda: {home}"
            before += ast.parse(f"__before__({given})").body
            after += ast.parse(f"{text} = __after__({given})").body
        return [*before, node, *after[::-1]]

    def visit_If(self, node: ast.If) -> ast.AST:
        """What is shown in each hundredth turn, say, is shown in each."""
        seldom = any(isinstance(part, ast.Mod) for part in ast.walk(node.test))
        if seldom and all(isinstance(one, ast.Expr | ast.Assign) for one in node.body):
            node.test = ast.Constant(True)
        return self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> ast.AST:
        self.generic_visit(node)
        if node.value and not isinstance(node.value, ast.Tuple):
            node.value = self.seen(f"line {node.lineno}", node.value, node.value)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in SHOWN:
            node.args = [self.shown(one) for one in node.args]
            return node
        return self.generic_visit(node)

    def shown(self, node: ast.expr) -> ast.expr:
        """What is printed, also by % and format, or in an f-string."""
        if isinstance(node, ast.JoinedStr):
            for part in node.values:
                if isinstance(part, ast.FormattedValue):
                    part.value = self.shown(part.value)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add):
            node.left, node.right = self.shown(node.left), self.shown(node.right)
        elif isinstance(node, ast.Tuple):
            node.elts = [self.shown(one) for one in node.elts]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("format", "str")):
            node.args = [self.shown(one) for one in node.args]
        elif not isinstance(node, ast.Constant | ast.Starred):
            return self.seen("shown", node, node)
        return node


def stands_in(target: ast.expr, value: ast.expr) -> bool:
    name = ast.unparse(target)
    return any(ast.unparse(x) == name for x in ast.walk(value) if isinstance(x, type(target)))


@functools.lru_cache
def compiled(text: str) -> Any:
    tree = ast.fix_missing_locations(Recording().visit(ast.parse(text)))
    return compile(tree, "program", "exec")
