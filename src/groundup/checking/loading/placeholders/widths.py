"""How wide and how long a table must be, as its file's name and the program's text tell it."""

from __future__ import annotations

import ast
import functools
import itertools
import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from groundup.checking.loading.sources import quietly_parsed

MANY, MORE_ROWS = 500, 44  # so many are set apart by chance: each class is to be in the others
ROWS, MOST_ROWS, MOST_BATCH = 24, 5200, 128
MOST_TOGETHER = 256  # rows, for several sizes of batches to be whole
MOST_COUNTED = 1024  # rows of a batch, where it only takes whole ones
COUNTED = re.compile(  # how many
    r"""(//|\b(int|floor)\(([^()]|\([^()]*\))*/) *[\w.["']*batch""", re.IGNORECASE
)
IMAGES = re.compile(r"\b78[45]\b|28 ?\* ?28|mnist|digit-recognizer", re.IGNORECASE)
BATCH = re.compile(
    r"batch\w*(?:[\"']\])?[\"']? *(?:: *int)? *[=:] *(\d+)\b(?! *[-+*/.\[])", re.IGNORECASE
)
WHOLE_BATCHES = re.compile(r"assert\b.*(%|\bmod\b)|\bnp\.split\(")
KNOWN = {  # by a part of the file's name: columns, and classes
    "iris": (5, 3),
    "wine": (14, 3),
    "wdbc": (32, 2),
    "cancer": (31, 2),
    "pima": (9, 2),
    "diabetes": (9, 2),
    "seeds": (8, 3),
    "sonar": (61, 2),
    "banknote": (5, 2),
    "ionosphere": (35, 2),
    "housing": (14, 2),
    "digits": (65, 10),
}
BY_COLUMN = re.compile(r"\[[^\[\]]*:[^\[\]]*, *[-:\d]")  # a part of an array that is a table


class Widths(NamedTuple):
    columns: int
    classes: int
    rows: int
    bare: bool = False  # nothing is taken out of it column by column: the label may be elsewhere
    batch: int = 1  # of which the rows are a multiple

    @property
    def images(self) -> bool:
        """Whether it is a label and the 28 by 28 pixels of a digit."""
        return self.columns == 785


@functools.lru_cache(maxsize=64)
def widths(texts: tuple[str, ...], name: str = "") -> Widths:
    """The columns and classes of a table, one column of which is the label."""
    trees = [quietly_parsed(text) for text in texts]
    most = MOST_COUNTED if any(COUNTED.search(text) for text in texts) else MOST_BATCH
    apart = max((bound for tree in trees for bound in row_bounds(tree)), default=0)
    apart = max([apart, *(2 * size for text in texts for size in batch_sizes(text, most))])
    rows = apart + (ROWS if apart < MANY else MORE_ROWS)
    rows = rows if rows <= MOST_ROWS else ROWS
    batch = math.lcm(*(size for text in texts for size in batch_sizes(text)))
    if batch > MOST_TOGETHER or not any(WHOLE_BATCHES.search(text) for text in texts):
        batch = 1  # a last batch may be smaller, which some mistakes show in alone
    rows = multiple(rows, batch)
    known = [wide for part, wide in KNOWN.items() if part in name.lower()]
    if not known and any("setosa" in text for text in texts):
        known = [KNOWN["iris"]]
    sizes = next((pair for tree in trees for pair in layer_sizes(tree)), None)
    inputs, classes = sizes or (4, 2)
    if known and "mnist" not in name.lower():
        return Widths(*known[0], rows, batch=batch)
    if any(IMAGES.search(text) for text in (*texts, name)):
        return Widths(785, 10, rows, batch=batch)
    classes = 10 if "digit" in name.lower() else max(classes, 2)
    bare = not any(BY_COLUMN.search(text) for text in texts)
    return Widths(inputs + 1, classes, rows, bare, batch)


def multiple(rows: int, batch: int) -> int:
    """At least as many rows that are whole batches."""
    return -(-rows // batch) * batch


def batch_sizes(text: str, most: int = MOST_TOGETHER) -> list[int]:
    """The numbers that are called the size of a batch, where they are written."""
    return [size for size in map(int, BATCH.findall(text)) if 0 < size <= most]


def row_bounds(tree: ast.Module) -> Iterator[int]:
    """How many rows are set apart, as by `data[1000:]` or `data[:-1000]`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            several = isinstance(node.slice, ast.Tuple) and node.slice.elts  # none in `data[()]`
            rows = several[0] if several else node.slice
            if isinstance(rows, ast.Slice):
                yield max(whole(rows.lower), -whole(rows.upper), 0)


def layer_sizes(tree: ast.Module) -> Iterator[tuple[int, int]]:
    """The first and last of numbers that look like sizes of layers: `Net(16, 30, 26)`, or
    `Layer(16, 30)` and `Layer(30, 26)` after it."""
    ends: dict[str, tuple[int, int]] = {}
    for name, numbers in calls_with_numbers(tree):
        first, last = ends.get(name, (numbers[0], numbers[0]))
        if last == numbers[0]:
            ends[name] = first, numbers[-1]
    yield from ends.values()


def calls_with_numbers(tree: ast.Module) -> Iterator[tuple[str, list[int]]]:
    """What is called as classes are, with several numbers that come first, from the top."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for node in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = ast.unparse(node.func).rpartition(".")[2]
        lists = [one.elts for one in node.args if isinstance(one, ast.List | ast.Tuple)]
        named = [keyword.value for keyword in node.keywords] if not node.args else []
        for arguments in (node.args, *lists, named):
            numbers = list(itertools.takewhile(bool, map(whole, arguments)))
            if name[:1].isupper() and len(numbers) > 1 and min(numbers) > 0:
                yield name, numbers


def whole(node: ast.expr | None) -> int:
    """The number that is written there, 0 where it is none."""
    value: Any = None
    if isinstance(node, (ast.Constant, ast.UnaryOp)):
        try:
            value = ast.literal_eval(node)
        except ValueError:
            return 0
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
