"""A program's run, recorded without the tape: numbers that a statement may move (its target stands
in its own value, too), and single numbers that are assigned, returned, printed or appended."""

from __future__ import annotations

import ast
import contextlib
import functools
import io
import os
import random
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

MOST = 200_000  # records of a run
MOST_NUMBERS = 3_000_000  # that are copied
SMALL = 400  # numbers of an array that is copied whole where a part is moved
SHOWN = ("print", "append")
WHOLE = " whole"

Value = Callable[[], Any]


class Record(NamedTuple):
    """Of `site`: a single number that was seen, or what numbers were and are."""

    site: str
    old: Any
    new: Any

    @property
    def moved(self) -> bool:
        return self.old is not None


class Change(NamedTuple):
    """The `number` of what the record `at` moves is made larger by `more`."""

    at: int
    number: int
    more: float


class Stop(BaseException):
    """Enough was recorded. No `except` of a program ought to catch it."""


class Recorder:
    """What a run does to its numbers; those of `driven` sites go so far, whatever the program
    moves."""

    def __init__(self, until: int, change: Change | None, driven: Mapping[str, float]):
        self.until, self.change, self.driven = until, change, driven
        self.records: list[Record] = []
        self.begun: list[tuple[str, Any, Any]] = []
        self.copied = 0

    def seen(self, site: str, value: Any) -> Any:
        if isinstance(value, float | np.ndarray) and np.size(value) == 1:
            with contextlib.suppress(TypeError, ValueError):
                self.record(Record(site, None, float(np.ravel(value)[0])))
        return value

    def before(self, site: str, value: Value, home: Value) -> None:
        self.begun.append((site, numbers_of(value), whole(home)))

    def after(self, site: str, value: Value, home: Value) -> Any:
        """What the target is to be: as it is, but for what is changed or driven."""
        old = old_whole = None
        while self.begun:  # what is above was left by an exception
            begun, old, old_whole = self.begun.pop()
            if begun == site:
                break
        self.whole(f"{site}{WHOLE}", old_whole, whole(home), home)
        found, new = value(), numbers_of(value)
        if old is None or new is None or old.shape != new.shape:
            return found
        if site in self.driven:
            drift = self.driven[site] * np.cos(np.arange(old.size))
            found = with_numbers(found, old + drift)
        else:
            found = self.changed(found, new)
        self.record(Record(site, old, new))
        if new.size == 1:
            self.record(Record(f"{site} by", None, float(new[0] - old[0])))
        return found

    def whole(self, site: str, old: Any, new: Any, home: Value) -> None:
        """The array in which a part was moved, which may be another part each time."""
        if old is not None and new is not None and old.shape == new.shape:
            self.changed(home(), new)
            self.record(Record(site, old, new))

    def changed(self, thing: Any, row: Any) -> Any:
        if not self.change or self.change.at != len(self.records):
            return thing
        row = row.copy()
        row[self.change.number] += self.change.more
        return with_numbers(thing, row)

    def record(self, one: Record) -> None:
        self.records.append(one)
        self.copied += one.new.size if one.moved else 0
        if len(self.records) >= self.until or self.copied > MOST_NUMBERS:
            raise Stop


def numbers_of(value: Value) -> Any:
    """None where there is nothing yet, too."""
    try:
        return numbers(value())
    except Exception:
        return None


def whole(home: Value) -> Any:
    """The numbers of a small array that a target is a part of; else None."""
    found = numbers_of(home)
    small = found is not None and found.size <= SMALL
    return found if small and isinstance(home(), np.ndarray) else None


def numbers(thing: Any) -> Any:
    """All floats of an array, a number or nested lists, as one row; None of anything else."""
    if isinstance(thing, float):
        return np.array([float(thing)])
    if isinstance(thing, np.ndarray):
        return thing.astype(float).ravel() if thing.dtype.kind == "f" else None
    if isinstance(thing, list | tuple) and thing:
        parts = [numbers(one) for one in thing]
        return None if any(part is None for part in parts) else np.concatenate(parts)
    return None


def with_numbers(thing: Any, row: Any) -> Any:
    """The same with other numbers: arrays and lists in place."""
    if isinstance(thing, float):
        return type(thing)(row[0])
    if isinstance(thing, np.ndarray):
        thing[...] = row.reshape(thing.shape)
        return thing
    ends = np.cumsum([0, *(numbers(one).size for one in thing)])
    parts = [with_numbers(x, row[a:b]) for x, a, b in zip(thing, ends, ends[1:], strict=False)]
    if isinstance(thing, tuple):
        return tuple(parts)
    thing[:] = parts
    return thing


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


def run(
    text: str,
    until: int = MOST,
    change: Change | None = None,
    driven: Mapping[str, float] = MappingProxyType({}),
) -> list[Record]:
    """Runs a program until so many records, or until it ends or fails."""
    recorder = Recorder(until, change, driven)
    names = {
        "__name__": "__main__",
        "__seen__": recorder.seen,
        "__before__": recorder.before,
        "__after__": recorder.after,
    }
    with alone(), contextlib.suppress(Stop, Exception, SystemExit):
        exec(compiled(text), names)
    return recorder.records


@functools.lru_cache
def compiled(text: str) -> Any:
    tree = ast.fix_missing_locations(Recording().visit(ast.parse(text)))
    return compile(tree, "program", "exec")


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Quiet, and with the same chance each time."""
    os.environ["MPLBACKEND"] = "agg"
    generator, state = (
        np.random.default_rng,
        random.getstate(),
    )
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        random.seed(1)
        np.random.seed(1)
        np.random.default_rng = lambda seed=None: generator(1 if seed is None else seed)
        try:
            yield
        finally:
            np.random.default_rng = generator
            random.setstate(state)
