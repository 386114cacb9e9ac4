"""What code computes of one unknown, as formulas: names of numbers are put in, and functions of
its own where they are called."""

from __future__ import annotations

import ast
import copy
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice

from groundup.checking.reference.formulas import FUNCTIONS

UNKNOWN = "?"  # what the name of one begins with
PATHS, DEPTH = 24, 6  # through a function; of calls
AGAIN = 2  # of one name, as where every layer and the network itself have a `forward`
SHORT = 150  # nodes of a function that is looked into where it is called
LARGEST = 120  # nodes of a formula
TURNS = 3  # numbers of one name that are tried
SAME = {"array", "asarray", "copy", "float", "float64", "astype", "ravel", "squeeze"}
SPELLINGS = {"max": "maximum", "min": "minimum", "fabs": "abs", "absolute": "abs"}
SPELLINGS |= {"pow": "power", "atan": "arctan", "asinh": "arcsinh", "sigmoid": "expit"}
OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.BitAnd, ast.BitOr)
Scope = Mapping[str, ast.expr]  # what names stand for


class NoFormulaError(Exception):
    """Something else than arithmetic."""


def unknown(node: ast.AST) -> ast.Name:
    return ast.Name(UNKNOWN + ast.dump(node), ast.Load())


def unknowns(node: ast.AST) -> Iterator[ast.Name]:
    for one in ast.walk(node):
        if isinstance(one, ast.Name) and one.id.startswith(UNKNOWN):
            yield one


def is_unknown(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id.startswith(UNKNOWN)


def is_number(node: ast.AST) -> bool:
    return not any(isinstance(one, ast.Name) and one.id not in FUNCTIONS for one in ast.walk(node))


def call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])


class Formulas:
    """Of one file."""

    def __init__(self, tree: ast.Module, turn: int = 0):
        every = list(ast.walk(tree))
        self.functions = [one for one in every if isinstance(one, ast.FunctionDef)]
        short = [one for one in self.functions if sum(1 for _ in ast.walk(one)) <= SHORT]
        self.named = {one.name: one for one in reversed(short)}
        self.tree, self.within = tree, list[str]()  # the calls that are looked into
        self.numbers = {
            name: each[min(turn, len(each) - 1)] for name, each in numbers(every).items()
        }

    def every(self) -> Iterator[ast.expr]:
        """What each function, and the script itself, computes."""
        for function in self.functions:
            arguments = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
            scope: dict[str, ast.expr] = {one: unknown(load(one)) for one in arguments}
            yield from chain.from_iterable(self.run(function.body, scope | self.defaults(function)))
        yield from chain.from_iterable(self.run(self.tree.body, {}))

    def defaults(self, function: ast.FunctionDef) -> dict[str, ast.expr]:
        arguments, values = function.args.args, function.args.defaults
        pairs = zip(arguments[len(arguments) - len(values) :], values, strict=True)
        return {one.arg: self.plainly(value, {}) for one, value in pairs}

    def plainly(self, node: ast.expr, scope: Scope) -> ast.expr:
        """As a formula, or else as an unknown."""
        try:
            found = self.formula(node, scope)
        except NoFormulaError:
            return unknown(node)
        return unknown(node) if is_large(found) else found

    def run(self, body: Sequence[ast.stmt], scope: Scope) -> Iterator[list[ast.expr]]:
        """All that is bound on each way through, and what is returned at its end."""
        ways, ended = [(list(body), dict(scope), list[ast.expr]())], 0
        while ways and ended < PATHS:
            rest, names, found = ways.pop()
            while rest:
                one, *rest = rest
                if isinstance(one, ast.If):
                    test = self.plainly(one.test, names)
                    known = truth(test)
                    if known is None and not is_unknown(test) and depends(test):
                        found += self.chosen(test, one, rest, names)
                        break
                    if known is None:
                        ways.append(([*one.orelse, *rest], dict(names), []))
                    rest = [*(one.orelse if known is False else one.body), *rest]
                elif isinstance(one, ast.With | ast.For | ast.While | ast.Try):
                    rest = [*one.body, *rest]
                elif isinstance(one, ast.Return):
                    several = isinstance(one.value, ast.Tuple) and one.value.elts
                    value = several[0] if several else one.value
                    found += [self.plainly(value, names)] if value else []
                    break
                else:
                    found += self.bound(one, names)
            ended += 1
            yield found

    def chosen(
        self, test: ast.expr, one: ast.If, rest: list[ast.stmt], names: Scope
    ) -> Iterator[ast.expr]:
        """What is returned on both sides of a question about the unknown."""
        sides = [next(self.run([*body, *rest], names), [])[-1:] for body in (one.body, one.orelse)]
        if all(sides):
            yield call("where", test, sides[0][0], sides[1][0])

    def bound(self, node: ast.stmt, names: dict[str, ast.expr]) -> list[ast.expr]:
        if isinstance(node, ast.AugAssign):
            target, value = node.target, ast.BinOp(loaded(node.target), node.op, node.value)
        elif isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = node.targets[0], node.value
        else:
            return []
        if isinstance(target, ast.Subscript):  # a[a < 0] = …
            name, test = ast.unparse(target.value), self.plainly(target.slice, names)
            old = self.plainly(loaded(target.value), names)
            if not depends(test) or is_unknown(test):
                names[name] = unknown(node)
                return []
            value = Unmasked(ast.dump(target.slice)).visit(copy.deepcopy(value))
            names[name] = call("where", test, self.plainly(value, names), old)
        elif isinstance(target, ast.Name | ast.Attribute):
            name = ast.unparse(target)
            names[name] = self.plainly(value, names)
        else:
            return []
        return [names[name]]

    def formula(self, node: ast.expr, scope: Scope) -> ast.expr:
        """Raises NoFormulaError."""
        match node:
            case ast.Constant(value=(bool() | int() | float()) as value):
                return ast.Constant(float(value))
            case ast.Name() | ast.Attribute():
                name = ast.unparse(node)
                number = self.numbers.get(last(name))
                of_name = unknown(node) if number is None else ast.Constant(number)
                return scope.get(name, of_name)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd()):
                return ast.UnaryOp(node.op, self.plainly(node.operand, scope))
            case ast.BinOp() if isinstance(node.op, OPERATORS):
                left, right = (self.plainly(one, scope) for one in (node.left, node.right))
                if is_unknown(left) and is_unknown(right) and ast.dump(left) != ast.dump(right):
                    raise NoFormulaError  # such as w·x + b
                return ast.BinOp(left, node.op, right)
            case ast.Compare(ops=[_]):
                left, right = (self.plainly(one, scope) for one in (node.left, *node.comparators))
                return ast.Compare(left, node.ops, [right])
            case ast.IfExp():
                test = self.formula(node.test, scope)
                body, other = (self.plainly(one, scope) for one in (node.body, node.orelse))
                known = truth(test)
                if known is None and (is_unknown(test) or not depends(test)):
                    raise NoFormulaError
                return call("where", test, body, other) if known is None else (other, body)[known]
            case ast.Call():
                return self.called(node, scope)
            case _:
                raise NoFormulaError

    def called(self, node: ast.Call, scope: Scope) -> ast.expr:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        if name in SAME:
            of = node.args[0] if node.args and name != "astype" else None
            if of is None and isinstance(node.func, ast.Attribute):
                of = node.func.value
            return self.plainly(of, scope) if of is not None else unknown(node)
        arguments = [self.plainly(one, scope) for one in node.args]
        if name in self.named and len(self.within) < DEPTH and self.within.count(name) < AGAIN:
            return self.inside(self.named[name], arguments, node, scope)
        name = SPELLINGS.get(name, name)
        if name not in FUNCTIONS or node.keywords or isinstance(node.func, ast.Call):
            raise NoFormulaError
        return call(name, *arguments)

    def inside(
        self,
        function: ast.FunctionDef,
        arguments: Sequence[ast.expr],
        node: ast.Call,
        scope: Scope,
    ) -> ast.expr:
        """What a function of the code's own makes of these."""
        wanted = [one.arg for one in function.args.args if one.arg not in ("self", "cls")]
        given = dict(zip(wanted, arguments, strict=False))
        given |= {one.arg: self.plainly(one.value, scope) for one in node.keywords if one.arg}
        names = {one: unknown(load(one)) for one in wanted} | self.defaults(function) | given
        self.within.append(function.name)
        try:
            every = list(self.run(function.body, names))
        finally:
            self.within.pop()
        if len(every) != 1 or not every[0] or is_unknown(every[0][-1]):
            raise NoFormulaError
        return every[0][-1]


class Unmasked(ast.NodeTransformer):
    """`a[mask]` becomes `a`."""

    def __init__(self, mask: str):
        self.mask = mask

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        return node.value if ast.dump(node.slice) == self.mask else node


def loaded(node: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(node), mode="eval").body


def load(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def depends(node: ast.expr) -> bool:
    return any(True for _ in unknowns(node))


def is_large(node: ast.expr) -> bool:
    return next(islice(ast.walk(node), LARGEST, None), None) is not None


def truth(node: ast.expr) -> bool | None:
    """Of a question that is answered by numbers alone."""
    match node:
        case ast.Constant():
            return bool(node.value)
        case ast.Compare(left=ast.Constant() as left, comparators=[ast.Constant() as right]):
            same = left.value == right.value
            kinds = {ast.Eq: same, ast.Is: same, ast.NotEq: not same, ast.IsNot: not same}
            return kinds.get(type(node.ops[0]))
        case _:
            return None


def numbers(nodes: Sequence[ast.AST]) -> dict[str, list[float]]:
    """What names and attributes stand for, where that is always a number."""
    found: dict[str, dict[float | None, None]] = defaultdict(dict)
    for node in nodes:
        pairs: list[tuple[ast.AST | str, ast.expr | None]] = []
        if isinstance(node, ast.Assign):
            for one in node.targets:
                names = one.elts if isinstance(one, ast.Tuple) else [one]
                values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
                same = len(names) == len(values)
                pairs += zip(names, values if same else [None] * len(names), strict=True)
        elif isinstance(node, ast.AugAssign | ast.AnnAssign | ast.For):
            pairs.append((node.target, None))
        elif isinstance(node, ast.arguments):
            every = [one.arg for one in (*node.args, *node.kwonlyargs)]
            values = [*node.defaults, *node.kw_defaults]
            pairs += zip(every[len(every) - len(values) :], values, strict=True)
        elif isinstance(node, ast.keyword) and node.arg and number(node.value) is not None:
            pairs.append((node.arg, node.value))
        for target, value in pairs:
            if isinstance(target, str | ast.Name | ast.Attribute):
                name = last(target if isinstance(target, str) else ast.unparse(target))
                if not (isinstance(value, ast.Name) and value.id == name):  # self.alpha = alpha
                    found[name][number(value)] = None
    return {
        name: [one for one in each if one is not None][:TURNS]
        for name, each in found.items()
        if None not in each
    }


def last(name: str) -> str:
    return name.rpartition(".")[2]


def number(node: ast.expr | None) -> float | None:
    """Of what is computed of numbers alone."""
    match node:
        case ast.Constant(value=(int() | float()) as value):
            return float(value)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            value = number(inner)
            return None if value is None else -value
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            over, under = number(left), number(right)
            return over / under if over is not None and under else None
        case _:
            return None
