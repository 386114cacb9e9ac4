"""Python 2 as Python 3: only what the syntax needs, token by token, line by line the same.

`print` statements, `except X, e`, `raise X, "why"`, `<>`, `10L`, `0777` and backticks are
rewritten, `xrange` and the like renamed, `d.has_key(k)` is `k in d`. `range` gives a list, and all
things have an order, `3 < ()` among them. Nothing else is changed: `1/2` stays, and is 0.5 from
now on.
"""

from __future__ import annotations

import ast
import builtins
import functools
import io
import operator
import re
import tokenize
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

RENAMED = {
    "raw_input": "input",
    "unicode": "str",
    "basestring": "str",
    "long": "int",
    "unichr": "chr",
}
METHODS = {"iteritems": "items", "itervalues": "values", "iterkeys": "keys"}
OLD = {*RENAMED, "xrange"}
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
BACKTICKS = re.compile(r"`([^`]+)`")
SKIPPED = (tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT)
SPACES = 8  # a tab's, where tabs and spaces are mixed

Token = tokenize.TokenInfo


def listing(function: Callable[..., Any]) -> Callable[..., Any]:
    """It gives a list, as it did."""

    @functools.wraps(function, assigned=("__name__", "__doc__"))
    def do(*arguments: Any) -> list[Any]:
        return list(function(*arguments))

    return do


HAS_KEY = "has_key"
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
    """Comparisons as calls of `ordered`, and `d.has_key` as `d.__contains__`."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        self.generic_visit(node)
        node.attr = "__contains__" if node.attr == HAS_KEY else node.attr
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        self.generic_visit(node)
        sign = SIGNS.get(type(node.ops[0]))
        if sign is None or len(node.ops) > 1:
            return node
        sides = [ast.Constant(sign.__name__), node.left, node.comparators[0]]
        call = ast.Call(ast.Name(ORDERED, ast.Load()), sides, [])
        return ast.fix_missing_locations(ast.copy_location(call, node))


LISTS = {"map", "zip", "filter"}  # gave some
MEASURES = {"len", "shuffle", "permutation", "sample"}
NAMES = {"reduce": functools.reduce, "xrange": range, ORDERED: ordered} | {
    name: listing(vars(builtins)[name]) for name in ("map", "zip", "filter", "range")
}


def is_meant(tree: ast.Module) -> bool:
    """Whether a text, which is Python 3 as far as its syntax goes, uses what only Python 2 has."""
    nodes = list(ast.walk(tree))
    names = [node for node in nodes if isinstance(node, ast.Name) and node.id in OLD]
    own = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    own |= {argument.arg for argument in nodes if isinstance(argument, ast.arg)}
    own |= {(one.asname or one.name) for one in nodes if isinstance(one, ast.alias)}
    methods = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    methods &= {*METHODS, HAS_KEY} - {one.name for one in nodes if isinstance(one, ast.FunctionDef)}
    return bool(methods) or any(node.id not in own for node in names) or takes_for_lists(nodes)


def takes_for_lists(nodes: list[ast.AST]) -> bool:
    """Whether `pairs = zip(x, y)`, a name of nothing else, is shuffled, measured or indexed:
    in Python 3 it is no list."""
    made = Counter[str]()
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            target, called = node.targets[0], node.value.func
            if isinstance(target, ast.Name) and isinstance(called, ast.Name) and called.id in LISTS:
                made[target.id] += 1
    stored = Counter(
        node.id
        for node in nodes
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
    )
    stored.update(node.arg for node in nodes if isinstance(node, ast.arg))
    stored.update(node.name for node in nodes if isinstance(node, ast.FunctionDef))
    lists = {name for name, count in made.items() if stored[name] == count}
    if stored.keys() & LISTS:
        return False
    for node in nodes:
        part = node.value if isinstance(node, ast.Subscript) else None
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in MEASURES:
            part = next(iter(node.args), None)
        if isinstance(part, ast.Name) and part.id in lists:
            return True
    return False


def converted(text: str) -> str | SyntaxError | None:
    """The text in Python 3, or what keeps it from being that; None where it is not Python 2."""
    lines = [BACKTICKS.sub(r"repr(\1)", indented(line)) for line in text.splitlines()]
    text = "\n".join(lines) + "\n"
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return None
    changes = sorted(change for line in statements(tokens) for change in changes_of(line))
    for (row, column), (_, end), new in reversed(changes):
        lines[row - 1] = lines[row - 1][:column] + new + lines[row - 1][end:]
    text = "\n".join(lines) + "\n"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError as error:
        return error if changes else None
    except ValueError:
        return None
    return text


def indented(line: str) -> str:
    code = line.lstrip(" \t")
    return line[: len(line) - len(code)].expandtabs(SPACES) + code


def statements(tokens: list[Token]) -> Iterator[list[Token]]:
    """The tokens of each simple statement, and of each head up to its colon."""
    found: list[Token] = []
    depth, lambdas = 0, 0
    for token in tokens:
        if token.type in SKIPPED:
            continue
        depth += (token.string in "([{" and token.type == tokenize.OP) - (
            token.string in ")]}" and token.type == tokenize.OP
        )
        lambdas += token.string == "lambda"
        if token.type in (tokenize.NEWLINE, tokenize.ENDMARKER) or (
            depth == 0 and token.string == ";"
        ):
            yield found
            found, lambdas = [], 0
        elif depth == 0 and token.string == ":" and not lambdas:
            yield [*found, token]
            found = []
        else:
            lambdas -= token.string == ":" and lambdas > 0
            found.append(token)


Change = tuple[tuple[int, int], tuple[int, int], str]  # from, to (in the same row), the new text


def changes_of(line: list[Token]) -> Iterator[Change]:
    if not line:
        return
    first = line[0].string
    if first == "print":
        yield from printing(line)
    elif first == "except":
        yield from (
            (t.start, t.end, " as") for t in outer_commas(line)[:1] if line[-1].string == ":"
        )
    elif first == "raise":
        yield from raising(line)
    for before, token in zip([None, *line], line, strict=False):
        new = renamed(before, token)
        if new is not None:
            yield token.start, token.end, new
        elif before and before.string + token.string == "<>" and before.end == token.start:
            yield before.start, token.end, "!="


def renamed(before: Token | None, token: Token) -> str | None:
    if before and before.type == tokenize.NUMBER and before.end == token.start:
        if token.string in ("L", "l"):
            return ""
        if token.type == tokenize.NUMBER and set(before.string) == {"0"}:
            return f"o{token.string}"
    if token.type == tokenize.NAME:
        method = before is not None and before.string == "."
        return (METHODS if method else RENAMED).get(token.string)
    return "!=" if token.string == "<>" else None


def printing(line: list[Token]) -> Iterator[Change]:
    """A `print` statement as a call."""
    word, rest = line[0], line[1:]
    if rest and rest[0].string in ("=", ".", ","):
        return  # a name
    if rest and rest[0].string == "(" and closing(rest) == len(rest) - 1:
        return  # a call already
    ending = ")"
    if rest and rest[-1].string == ",":
        yield rest[-1].start, rest[-1].end, ""
        ending, rest = ', end=" ")', rest[:-1]
    start, end = word.start, word.end
    if rest and rest[0].string == ">>":
        comma = outer_commas(rest)[:1]
        stream = rest[1 : rest.index(comma[0])] if comma else rest[1:]
        what = f"file={''.join(token.string for token in stream)}"
        end = comma[0].end if comma else rest[-1].end
        rest = rest[len(stream) + 2 :]
        ending = f", {what}{ending}" if rest else f"{what}{ending}"
    if not rest:
        yield start, end, f"print({ending}"
        return
    same_row = rest[0].start[0] == end[0]
    yield start, rest[0].start if same_row else end, "print("
    yield rest[-1].end, rest[-1].end, ending


def raising(line: list[Token]) -> Iterator[Change]:
    """`raise X, "why"` as `raise X("why")`."""
    commas = outer_commas(line)
    if len(commas) == 1:
        after = line[line.index(commas[0]) + 1]
        yield commas[0].start, (commas[0].start[0], after.start[1]), "("
        yield line[-1].end, line[-1].end, ")"


def outer_commas(line: list[Token]) -> list[Token]:
    """Those in no brackets."""
    depth, found = 0, []
    for token in line:
        if token.type == tokenize.OP:
            depth += (token.string in "([{") - (token.string in ")]}")
            if token.string == "," and depth == 0:
                found.append(token)
    return found


def closing(tokens: list[Token]) -> int | None:
    """Where the bracket that comes first is closed."""
    depth = 0
    for number, token in enumerate(tokens):
        if token.type == tokenize.OP:
            depth += (token.string in "([{") - (token.string in ")]}")
            if depth == 0:
                return number
    return None
