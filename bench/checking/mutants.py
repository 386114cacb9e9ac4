"""Mistakes planted by machine in correct programs, and the truth about each by central differences.

    python -m bench.checking.mutants FOLDER HOME [--count 1000] [--seed 1]

From the repository's root. It takes the correct programs of a folder that run by themselves and
compute their cost in each turn (differences.py), changes each of them in many places, one at a
time, and writes what leaves the way forwards as it is to HOME, with the truth in an expected.json:
`python -m bench.checking --programs HOME` holds the checker against it.
"""

from __future__ import annotations

import ast
import itertools
import json
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer
from typer import Option

from bench.checking.apart import NoAnswerError, apart
from bench.checking.differences import Cost, cost_of, variant
from bench.checking.programs import programs

AT_ONCE = 2
OTHER = {ast.Add: "-", ast.Sub: "+", ast.Mult: "+", ast.Div: "*"}
COMPARED = {ast.Gt: "<", ast.Lt: ">", ast.GtE: "<=", ast.LtE: ">="}
OPERATOR, LOST, TRANSPOSED = "another operator", "an operand is lost", "not transposed, or twice"
NAME, AXIS, DROPPED, SWAPPED = "another name", "another axis", "a line is lost", "lines are swapped"


class Mutant(NamedTuple):
    """A program with one change, of the kind `what`, in one line, or in two that are swapped."""

    what: str
    lines: tuple[int, ...]
    column: int
    text: str

    @property
    def name(self) -> str:
        return f"{self.lines[0]}:{self.column} {self.what}"


@dataclass
class Right:
    """A right program, and where its cost is seen."""

    text: str
    cost: Cost

    def is_right(self, text: str) -> bool | None:
        """Whether a mutant is, too; None where it changes the way forwards, or cannot be run."""
        return variant(self.text, self.cost, text)

    def mutants(self, chance: random.Random) -> list[Mutant]:
        """All that can be made of it, in an order by chance."""
        made = [*Changes(self.text, chance)]
        chance.shuffle(made)
        return made


class Changes:
    """Of a program's text, each alone."""

    def __init__(self, text: str, chance: random.Random):
        self.lines, self.chance = text.splitlines(), chance
        self.tree = ast.parse(text)

    def __iter__(self) -> Iterator[Mutant]:
        for scope in ast.walk(self.tree):
            if isinstance(scope, ast.FunctionDef | ast.Module):
                names = sorted({x.id for x in inside(scope) if is_read(x)})
                for node in inside(scope):
                    if node.lineno == node.end_lineno:
                        yield from self.of_expression(node, names)
            for body in (getattr(scope, "body", None), getattr(scope, "orelse", None)):
                if isinstance(body, list):
                    yield from self.of_statements(body)

    def of_expression(self, node: Any, names: list[str]) -> Iterator[Mutant]:
        if isinstance(node, ast.BinOp) and not isinstance(node.op, ast.Mod | ast.Pow):
            left, right = ast.unparse(node.left), ast.unparse(node.right)
            if type(node.op) in OTHER:
                other = f"(({left}) {OTHER[type(node.op)]} ({right}))"
                yield self.changed(node, other, OPERATOR)
            yield self.changed(node, f"({left})", LOST)
            yield self.changed(node, f"({right})", LOST)
            if isinstance(node.op, ast.Mult | ast.MatMult) and left != right:
                yield self.changed(node.right, f"({right}).T", TRANSPOSED)
        elif isinstance(node, ast.Attribute) and node.attr == "T":
            yield self.changed(node, ast.unparse(node.value), TRANSPOSED)
        elif isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARED:
            sides = ast.unparse(node.left), ast.unparse(node.comparators[0])
            other = f"{sides[0]} {COMPARED[type(node.ops[0])]} {sides[1]}"
            yield self.changed(node, f"({other})", OPERATOR)
        elif isinstance(node, ast.keyword) and node.arg == "axis":
            if isinstance(node.value, ast.Constant) and node.value.value in (0, 1):
                yield self.changed(node.value, str(1 - node.value.value), AXIS)
        elif isinstance(node, ast.Name) and is_read(node) and len(names) > 1:
            others = [name for name in names if name != node.id]
            yield self.changed(node, self.chance.choice(others), NAME)

    def of_statements(self, body: list[ast.stmt]) -> Iterator[Mutant]:
        for one, after in itertools.zip_longest(body, body[1:]):
            if not is_simple(one):
                continue
            line, first = self.lines[one.lineno - 1], one.lineno
            lost = line[: len(line) - len(line.lstrip())] + "pass"
            yield self.with_lines({first: lost}, DROPPED, one.col_offset)
            if after and is_simple(after) and after.lineno > first and meet(one, after):
                swapped = {first: self.lines[after.lineno - 1], after.lineno: line}
                yield self.with_lines(swapped, SWAPPED, one.col_offset)

    def changed(self, node: Any, new: str, what: str) -> Mutant:
        """With other text in the place of an expression, which is in one line."""
        line = self.lines[node.lineno - 1].encode()
        text = line[: node.col_offset] + new.encode() + line[node.end_col_offset :]
        return self.with_lines({node.lineno: text.decode()}, what, node.col_offset)

    def with_lines(self, new: dict[int, str], what: str, column: int) -> Mutant:
        lines = [new.get(k, line) for k, line in enumerate(self.lines, 1)]
        return Mutant(what, tuple(new), column, "\n".join(lines) + "\n")


def inside(scope: ast.AST) -> Iterator[Any]:
    """The expressions of a function or of a file, without those of functions in it."""
    for node in ast.iter_child_nodes(scope):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.JoinedStr):
            if hasattr(node, "lineno"):
                yield node
            yield from inside(node)


def is_read(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)


def is_simple(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign | ast.AugAssign) and node.lineno == node.end_lineno


def meet(one: ast.stmt, other: ast.stmt) -> bool:
    """Whether one of two statements may change what the other reads."""
    names = [{x.id for x in ast.walk(node) if isinstance(x, ast.Name)} for node in (one, other)]
    return bool(names[0] & names[1])


def rights(files: list[Path]) -> dict[str, Right]:
    """The programs whose cost can be seen, by their names."""

    def read(file: Path) -> Right | None:
        text = file.read_text("utf-8")
        try:
            found = apart(seen, text)
        except NoAnswerError:
            return None
        return Right(text, Cost(*found)) if found else None

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = zip(files, pool.map(read, files), strict=True)
        return {file.stem: one for file, one in found if one}


def seen(text: str) -> tuple[Any, ...] | None:
    """A plain one, as a program may have taken the place of the module with its class."""
    found = cost_of(text)
    return tuple(found) if found else None


def judged(program: Right, mutant: Mutant) -> bool | None:
    try:
        return apart(program.is_right, mutant.text)
    except NoAnswerError:
        return None


def mutants(found: dict[str, Right], count: int, seed: int) -> Iterator[tuple[str, Mutant, bool]]:
    """So many, of each program as many as of others if it has them; and whether each is right."""
    rows = [
        [(name, one) for one in right.mutants(random.Random(f"{seed} {name}"))]
        for name, right in found.items()
    ]
    turns = filter(None, itertools.chain(*itertools.zip_longest(*rows)))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while count > 0 and (some := list(itertools.islice(turns, 8 * AT_ONCE))):
            truths = pool.map(lambda each: judged(found[each[0]], each[1]), some)
            for (name, one), truth in zip(some, truths, strict=True):
                if truth is not None and count > 0:
                    count -= 1
                    yield name, one, truth


def write(folder: Path, home: Path, count: int, seed: int) -> Path:
    """Mutants of a folder's programs, into one that is made, with an expected.json."""
    home.mkdir(parents=True)
    found, entries = rights(files(folder)), []
    for k, (name, one, truth) in enumerate(mutants(found, count, seed)):
        file = f"{name}_{k}.py"
        (home / file).write_text(one.text, encoding="utf-8")
        truths = {"file": file, "correct": truth, "mistakes": [], "manner": one.what}
        entries.append(json.dumps(truths | {"lines": one.lines}))
    (home / "expected.json").write_text("[\n " + ",\n ".join(entries) + "\n]\n", encoding="utf-8")
    return home


def files(folder: Path) -> list[Path]:
    """The correct programs of one file."""
    if not (folder / "expected.json").is_file():
        return sorted(folder.glob("*.py"))
    listed = [one for one in programs(folder) if one.correct and one.path.suffix == ".py"]
    return [one.path for one in listed if "/" not in one.file]


def main(
    folder: Path,
    home: Path,
    count: Annotated[int, Option(help="Of mutants.")] = 1000,
    seed: Annotated[int, Option(help="Of which ones.")] = 1,
) -> None:
    """Plants mistakes in the correct programs of FOLDER, and writes them to HOME."""
    write(folder, home, count, seed)


if __name__ == "__main__":
    typer.run(main)
