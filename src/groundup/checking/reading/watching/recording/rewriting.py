"""A learner's source rewritten: every binding, return, loop and call passes by `__watch__`.

    for x in xs:          __watch__.before(7, locals(), globals())
        z = w * x         for x in xs:
                              if __watch__.turn(7, locals(), globals()): break
                              try: z = __watch__.bind("train", "z", 8, w * x)
                              except Exception as e: __watch__.raised(7, e); raise
                          __watch__.after(7, locals(), globals())

Before a loop every name of its scope can be given another value, and is, where a probe's numbers
are put in.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from groundup.checking.loading.sources import Source
from groundup.checking.reading.watching.recording import literals, straight

WATCH, HURRY, ERROR = "__watch__", "__hurry__", "__error__"
LOOPS = ast.For | ast.While
PLACES = ast.Name | ast.Attribute | ast.Subscript
PLACED = ast.stmt | ast.expr | ast.excepthandler | ast.arg | ast.keyword | ast.alias | ast.pattern
SCOPES = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda


def rewrite(tree: ast.Module, file: Path) -> ast.Module:
    """`tree`, which is changed, with calls of `__watch__` in it. `file` is part of a loop's key."""
    widen(tree)
    tree = straight.looped(literals.named(tree))
    tree.body = Rewriting(file).statements(tree.body, names_bound(tree.body))
    located(tree)
    return tree


def widen(tree: ast.Module) -> None:
    """Has what asks for half of all digits by a name in quotes ask for all."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node.value == "float32":
            node.value = "float64"


def located(node: ast.AST, line: int = 1, column: int = 0) -> None:
    """Gives all that is new in a node the place where what it is in begins, and ends it there: a
    call that ends on another line counts as one of that line."""
    for one in ast.iter_child_nodes(node):
        if isinstance(one, PLACED):
            if not hasattr(one, "lineno"):
                one.lineno, one.col_offset = line, column
                one.end_lineno, one.end_col_offset = line, column
            located(one, one.lineno, one.col_offset)
        else:
            located(one, line, column)


def hurried(source: Source) -> ast.Module:
    """A file's tree with a question in every loop whether it is to be left."""
    tree = source.fresh()
    for node in ast.walk(tree):
        if isinstance(node, LOOPS):
            leave = ast.If(ast.Call(load(HURRY), [], []), [ast.Break()], [])
            node.body.insert(0, ast.copy_location(leave, node))
    return ast.fix_missing_locations(tree)


def names_bound(body: list[ast.stmt], arguments: ast.arguments | None = None) -> list[str]:
    """The names that a scope binds itself, arguments first."""
    names: dict[str, None] = {}
    if arguments is not None:
        every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
        names |= dict.fromkeys(argument.arg for argument in every)
    hidden: set[str] = set()  # global and nonlocal ones are another scope's
    for node in within(body):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names[node.id] = None
        elif isinstance(node, ast.Global | ast.Nonlocal):
            hidden |= set(node.names)
    return [name for name in names if name not in hidden]


def within(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """The nodes of a scope, without those of scopes inside it. A comprehension's own names are in
    such a one."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.comprehension):
            waiting += [node.iter, *node.ifs]
        elif not isinstance(node, SCOPES):
            waiting += ast.iter_child_nodes(node)


class Rewriting:
    """One file's."""

    def __init__(self, file: Path):
        self.file, self.scope = str(file), ""
        self.trying = False  # whether an exception is awaited

    def statements(self, body: list[ast.stmt], names: list[str]) -> list[ast.stmt]:
        return [new for one in body for new in self.statement(one, names)]

    def statement(self, node: ast.stmt, names: list[str]) -> list[ast.stmt]:
        if isinstance(node, ast.FunctionDef):
            return [self.function(node)]
        if isinstance(node, ast.ClassDef):
            node.body = [new for one in node.body for new in self.member(one)]
            return [node]
        if isinstance(node, LOOPS):
            return self.loop(node, names)
        if isinstance(node, ast.AsyncFunctionDef):
            return [node]
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            Sums(self, node.value).visit(node)
        if prints(node) and not self.trying:
            passed = ast.ExceptHandler(load("Exception"), None, [ast.Pass()])
            return [ast.Try([node], [passed], [], [])]
        outer, self.trying = self.trying, self.trying or isinstance(node, ast.Try)
        for field in ("body", "orelse", "finalbody"):
            if isinstance(inner := getattr(node, field, None), list):
                setattr(node, field, self.statements(inner, names))
        self.trying = outer
        for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
            part.body = self.statements(part.body, names)
        return self.binding(node)

    def member(self, node: ast.stmt) -> list[ast.stmt]:
        """A statement of a class's body: only its functions are watched."""
        return [self.function(node)] if isinstance(node, ast.FunctionDef) else [node]

    def function(self, node: ast.FunctionDef) -> ast.stmt:
        outer, self.scope = self.scope, node.name
        names = names_bound(node.body, node.args)
        arguments = names_bound([], node.args)
        said = node.body[: ast.get_docstring(node) is not None]
        body = self.statements(node.body[len(said) :], names)
        given = [
            rebound(self.call("bind", node.name, name, node.lineno, of=load(name)), name)
            for name in arguments
            if name not in ("self", "cls")
        ]
        if not is_generator(node.body):
            enter = ast.Expr(self.call("enter", node.name))
            leave = ast.Expr(self.call("leave", node.name, *scopes()))
            body = [enter, ast.Try([*given, *body, ast.Pass()], [], [], [leave])]
        node.body, self.scope = [*said, *body], outer
        return node

    def loop(self, node: LOOPS, names: list[str]) -> list[ast.stmt]:
        key = f"{self.file}:{node.lineno}"
        body = self.statements(node.body, names)
        taken = self.targets([node.target], node.lineno) if isinstance(node, ast.For) else []
        turn = ast.If(self.call("turn", key, *scopes()), [ast.Break()], [])
        raised = ast.Expr(self.call("raised", key, of=load(ERROR)))
        caught = ast.ExceptHandler(load("Exception"), ERROR, [raised, ast.Raise()])
        node.body = [turn, *taken, ast.Try(body, [caught], [], [])]
        node.orelse = self.statements(node.orelse, names)
        before = ast.Expr(self.call("before", key, *scopes()))
        after = ast.Expr(self.call("after", key, *scopes()))
        swaps = [self.swap(key, name) for name in names if name != "self"]
        around = [ast.copy_location(new, node) for new in (before, *swaps, after)]
        return [*around[:-1], node, around[-1]]

    def swap(self, key: str, name: str) -> ast.stmt:
        """`name = __watch__.swap(key, name, name)`, where it is bound already."""
        put = rebound(self.call("swap", key, name, of=load(name)), name)
        unbound = ast.ExceptHandler(load("NameError"), None, [ast.Pass()])
        return ast.If(self.call("swaps", key, name), [ast.Try([put], [unbound], [], [])], [])

    def binding(self, node: ast.stmt) -> list[ast.stmt]:
        if isinstance(node, ast.Return) and node.value is not None:
            node.value = self.call("bind", self.scope, "return", node.lineno, of=node.value)
        elif isinstance(node, ast.Assign):
            if len(node.targets) == 1 and isinstance(node.targets[0], ast.Name | ast.Attribute):
                name = spelled(node.targets[0])
                node.value = self.call("bind", self.scope, name, node.lineno, of=node.value)
            else:
                return [node, *self.targets(node.targets, node.lineno)]
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            name = spelled(node.target)
            node.value = self.call("bind", self.scope, name, node.lineno, of=node.value)
        elif isinstance(node, ast.AugAssign):
            return [node, *self.targets([node.target], node.lineno)]
        return [node]

    def targets(self, targets: list[ast.expr], line: int) -> list[ast.stmt]:
        """What stands after a binding of several names at once, or of a loop's."""
        return [
            ast.copy_location(
                ast.Expr(self.call("bind", self.scope, spelled(one), line, of=loaded(one))), one
            )
            for target in targets
            for one in flat(target)
            if isinstance(one, PLACES) and not calls(one)
        ]

    def call(
        self, what: str, *arguments: str | int | ast.expr, of: ast.expr | None = None
    ) -> ast.Call:
        values = [one if isinstance(one, ast.expr) else ast.Constant(one) for one in arguments]
        return ast.Call(
            ast.Attribute(load(WATCH), what, ast.Load()), [*values, *([of] if of else [])], []
        )


class Sums(ast.NodeTransformer):
    """What a statement that is a call, such as `print(a + b)`, computes on the way."""

    def __init__(self, own: Rewriting, statement: ast.Call):
        self.own, self.statement = own, statement

    def seen(self, node: ast.expr) -> ast.expr:
        self.generic_visit(node)
        if node is self.statement:
            return node
        return self.own.call("bind", self.own.scope, "…", self.statement.lineno, of=node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        return self.seen(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        return self.seen(node)

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        return node


def scopes() -> tuple[ast.expr, ast.expr]:
    return ast.Call(load("locals"), [], []), ast.Call(load("globals"), [], [])


def load(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def rebound(value: ast.expr, name: str) -> ast.stmt:
    return ast.Assign([ast.Name(name, ast.Store())], value)


def flat(target: ast.expr) -> Iterator[ast.expr]:
    if isinstance(target, ast.Tuple | ast.List):
        for part in target.elts:
            yield from flat(part)
    else:
        yield target


def calls(target: ast.expr) -> bool:
    """Whether looking at it again would do something."""
    return any(isinstance(node, ast.Call | ast.NamedExpr) for node in ast.walk(target))


def loaded(target: ast.expr) -> ast.expr:
    """A name, an attribute or a part as an expression that is read."""
    if isinstance(target, ast.Attribute):
        return ast.copy_location(ast.Attribute(target.value, target.attr, ast.Load()), target)
    if isinstance(target, ast.Subscript):
        return ast.copy_location(ast.Subscript(target.value, target.slice, ast.Load()), target)
    return ast.copy_location(load(spelled(target)), target)


def spelled(node: ast.expr) -> str:
    """`self.w` as "self.w"."""
    return ast.unparse(node)


def prints(node: ast.stmt) -> bool:
    """Whether it only says something, so that nothing depends on it."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == "print"
    )


def is_generator(body: list[ast.stmt]) -> bool:
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in within(body))
