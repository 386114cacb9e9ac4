"""How many samples a program says that its data have, made small where the data are made up.

`X = data[:, 10000:60000]`, divided by 50000 later, needs so many rows. Of data that are not there
a few hundred are made, and every round number that counts rows is as many times smaller.
"""

from __future__ import annotations

import ast
import importlib.util
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

SCALE = 125
SMALLEST, LARGE = 1000, 5000  # that is a count of samples; more are too many to be made up
TOTALS = (5000, 42000, 60000, 70000)  # rows of well-known data
COUNTS = ("arange", "zeros", "ones", "empty", "reshape", "permutation", "choice", "randint")
BOUNDS = ("clip", "minimum", "maximum")  # what is between such numbers is no row
READS = re.compile(r"read_csv|loadmat|loadtxt|genfromtxt|load_data|fetch_\w+|open\(|np\.load|mnist")
FILE = re.compile(r"\.(csv|txt|mat|npy|npz|gz|pkl|pickle|data|h5|parquet)$|ubyte$")
LIBRARIES = ("keras", "tensorflow", "torchvision", "datasets", "mnist")  # which bring data


def smaller(text: str, tree: ast.Module, file: Path) -> tuple[str, int]:
    """The text with smaller counts, line by line the same, and how many rows its data have then;
    0 where it is as it was."""
    found = {n for node in ast.walk(tree) for n in rows(node) if n >= SMALLEST and n % SCALE == 0}
    if max(found, default=0) < LARGE or not READS.search(text) or is_there(tree, file):
        return text, 0
    found |= {abs(a - b) for a, b in itertools.combinations(found, 2) if a - b}
    most = max(found)
    kept = {id(part) for node in ast.walk(tree) if bounds(node) for part in ast.walk(node)}
    lines = [line.encode() for line in text.splitlines(keepends=True)]
    numbers = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    for node in sorted(numbers, key=lambda node: -node.col_offset):
        if number(node) in found and id(node) not in kept:
            line = lines[node.lineno - 1]
            few = str(number(node) // SCALE).encode()
            lines[node.lineno - 1] = line[: node.col_offset] + few + line[node.end_col_offset :]
    total = next((one for one in TOTALS if one >= most), most)
    return b"".join(lines).decode(), total // SCALE


def rows(node: ast.AST) -> Iterator[int]:
    """The whole numbers in it that count samples: bounds of slices, sides of arrays, how often a
    loop goes whose number is an index, and what arguments are by default that are either."""
    if isinstance(node, ast.Slice):
        yield from filter(None, (number(node.lower), number(node.upper)))
    elif isinstance(node, ast.Call) and called(node) in COUNTS:
        yield from (number(part) for one in node.args for part in parts(one))
    elif isinstance(node, ast.For) and isinstance(node.iter, ast.Call):
        index = node.target.id if isinstance(node.target, ast.Name) else ""
        if called(node.iter) == "range" and any(is_index(one, index) for one in ast.walk(node)):
            yield from map(number, node.iter.args)

    elif isinstance(node, ast.FunctionDef):
        inside = [*ast.walk(node)]
        loops = {id(one.iter) for one in inside if isinstance(one, ast.For)}
        names = {name for one in inside if id(one) not in loops for name in bounding(one)}
        given = zip(node.args.args[::-1], node.args.defaults[::-1], strict=False)
        yield from (number(one) for argument, one in given if argument.arg in names)


def bounding(node: ast.AST) -> Iterator[str]:
    """The names in a slice, or in a range that is no loop's."""
    ranging = isinstance(node, ast.Call) and called(node) in ("range", "arange")
    if ranging or isinstance(node, ast.Slice):
        yield from (part.id for part in ast.walk(node) if isinstance(part, ast.Name))


def is_index(node: ast.AST, name: str) -> bool:
    inside = ast.walk(node.slice) if isinstance(node, ast.Subscript) else ()
    return any(isinstance(part, ast.Name) and part.id == name for part in inside)


def parts(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple | ast.List) else [node]


def called(node: ast.Call) -> str:
    return ast.unparse(node.func).rpartition(".")[2]


def bounds(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and called(node) in BOUNDS


def number(node: ast.expr | None) -> int:
    """The one that is written there, without its sign; 0 where it is none."""
    if isinstance(node, ast.UnaryOp):
        return number(node.operand)
    value = node.value if isinstance(node, ast.Constant) else 0
    return value if type(value) is int else 0


def constants(node: ast.AST) -> list[ast.Constant]:
    """Those that are given in a call, or kept."""
    return [one for one in ast.iter_child_nodes(node) if isinstance(one, ast.Constant)]


def is_writing(node: ast.AST) -> bool:
    """Whether a file is opened for what the program finds."""
    return isinstance(node, ast.Call) and any(one.value in ("w", "a") for one in constants(node))


def is_there(tree: ast.Module, file: Path) -> bool:
    """Whether it may find its data: a file of them stands here, or a library that brings them."""
    nodes = list(ast.walk(tree))
    named = [one.name for node in nodes if isinstance(node, ast.Import) for one in node.names]
    named += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    libraries = {name.split(".")[0] for name in named} & {*LIBRARIES}
    written = {part.value for node in nodes if is_writing(node) for part in constants(node)}
    words = {part.value for node in nodes for part in constants(node)} - written
    files = [one for one in words if isinstance(one, str) and FILE.search(one)]
    folders = (Path(), *file.parents[:2])
    return any((home / one).exists() for one in files for home in folders) or any(
        importlib.util.find_spec(name) is not None for name in libraries
    )
