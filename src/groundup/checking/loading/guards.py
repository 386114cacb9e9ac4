"""Questions whether data are there, which a program asks before it reads them."""

from __future__ import annotations

import ast


class Unguarded(ast.NodeTransformer):
    """Leaves out `raise FileNotFoundError` behind an `if`: what is not there is made up once it is
    read. A class may ask for weights that it saved, and there it stays."""

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        return node

    def visit_If(self, node: ast.If) -> ast.If:
        self.generic_visit(node)
        last = node.body[-1]
        if isinstance(last, ast.Raise) and last.exc and named(last.exc) == "FileNotFoundError":
            node.body[-1] = ast.copy_location(ast.Pass(), last)
        return node


def named(error: ast.expr) -> str:
    return ast.unparse(error.func if isinstance(error, ast.Call) else error)
