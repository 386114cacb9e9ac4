"""Mistakes planted by machine in right programs, and the truth about each by central differences.

A program is written in three parts: what is made once, one loop at the top level with a line
"# backward" in it, and a last line "# parameters: NAMES", the numbers that it trains; `cost` is
what it makes smaller. Functions that are called `back` belong to the way back, too. The truth is
found by running its text, without the checker: does a step go down the central differences of
`cost`?
"""

from __future__ import annotations

import ast
import contextlib
import io
import random
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

WIDTH = 1e-5  # of a difference
SAME = 1e-4  # relative; a difference has eight digits
MOST = 60  # parameters that are varied, drawn by chance
TURNS = (0, 3)  # of the loop, each from the first numbers
SWAPPED = {ast.Add: "-", ast.Sub: "+", ast.Mult: "+", ast.Div: "*"}


class Mutant(NamedTuple):
    """A program with one change, which is in `line`."""

    name: str
    line: int
    text: str


class Program:
    """A right program, taken apart."""

    def __init__(self, text: str):
        self.text, self.lines = text, text.splitlines()
        self.names = self.lines[-1].removeprefix("# parameters:").split()
        tree = ast.parse(text)
        self.loop = [node for node in tree.body if isinstance(node, ast.For)][-1]
        marks = [k for k, line in enumerate(self.lines, 1) if line.strip() == "# backward"]
        self.backward = marks[-1]

    def mutants(self) -> Iterator[Mutant]:
        """Operators that are changed, operands that are left out, and matrices that are not
        transposed, on the way back: each alone."""
        for node in self.way_back():
            if isinstance(node, ast.BinOp) and not isinstance(node.op, ast.Mod | ast.Pow):
                left, right = ast.unparse(node.left), ast.unparse(node.right)
                other = SWAPPED.get(type(node.op))
                if other:
                    yield self.changed(node, f"(({left}) {other} ({right}))", "operator")
                yield self.changed(node, f"({left})", "right operand lost")
                yield self.changed(node, f"({right})", "left operand lost")
            elif isinstance(node, ast.Attribute) and node.attr == "T":
                yield self.changed(node, f"({ast.unparse(node.value)})", "not transposed")

    def way_back(self) -> Iterator[ast.AST]:
        yield from (x for x in ast.walk(self.loop) if getattr(x, "lineno", 0) > self.backward)
        for node in ast.walk(ast.parse(self.text)):
            if isinstance(node, ast.FunctionDef) and node.name == "back":
                yield from ast.walk(node)

    def changed(self, node: Any, new: str, what: str) -> Mutant:
        """With other text in the place of an expression, which is in one line."""
        lines = list(self.lines)
        line = lines[node.lineno - 1]
        lines[node.lineno - 1] = line[: node.col_offset] + new + line[node.end_col_offset :]
        return Mutant(f"{node.lineno}:{node.col_offset} {what}", node.lineno, "\n".join(lines))


def is_right(text: str) -> bool | None:
    """Whether every step goes down the cost, all by one factor; None where it cannot be run."""
    program = Program(text)
    try:
        with quiet():
            return all(goes_down(program, turn) for turn in TURNS)
    except Exception:
        return None


def goes_down(program: Program, turn: int) -> bool:
    before, after, _ = run(program, turn)
    tried = random.Random(turn).sample(range(len(before)), min(MOST, len(before)))
    slopes = []
    for k in sorted(tried):
        costs = [run(program, turn, k, sign * WIDTH)[2] for sign in (1, -1)]
        slopes.append((costs[0] - costs[1]) / (2 * WIDTH))
    change, slope = (after - before)[sorted(tried)], np.array(slopes)
    factor = change @ slope / (slope @ slope)
    return bool(factor < 0 and np.abs(change - factor * slope).max() < SAME * np.abs(change).max())


def run(program: Program, turn: int, number: int = 0, more: float = 0.0) -> tuple[Any, Any, float]:
    """The parameters before and after one turn of the loop, and its cost, where one of them is
    larger by `more`."""
    first = program.loop.lineno - 1
    head, body = program.lines[:first], program.lines[first:]
    names: dict[str, Any] = {}
    exec("\n".join(head), names)
    places = [place for name in program.names for place in numbers(names[name])]
    places[number].add(more)
    before = np.array([place.value() for place in places])
    variable = ast.unparse(program.loop.target)
    exec("\n".join([f"for {variable} in [{turn}]:", *body[1:]]), names)
    places = [place for name in program.names for place in numbers(names[name])]
    return before, np.array([place.value() for place in places]), float(np.sum(names["cost"]))


class Place(NamedTuple):
    """A number in an array or a list, or that of an object which keeps it as `data`."""

    home: Any
    key: Any

    def value(self) -> float:
        return self.home.data if self.key == "data" else float(self.home[self.key])

    def add(self, more: float) -> None:
        if self.key == "data":
            self.home.data += more
        else:
            self.home[self.key] += more


def numbers(thing: Any) -> Iterator[Place]:
    if isinstance(thing, np.ndarray):
        yield from (Place(thing, key) for key in np.ndindex(thing.shape))
    elif isinstance(thing, list):
        for k, one in enumerate(thing):
            yield from [Place(thing, k)] if isinstance(one, float) else numbers(one)
    else:
        yield Place(thing, "data")


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    state = random.getstate()
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
    random.setstate(state)


def programs(folder: Path) -> dict[str, Program]:
    return {file.stem: Program(file.read_text("utf-8")) for file in sorted(folder.glob("*.py"))}
