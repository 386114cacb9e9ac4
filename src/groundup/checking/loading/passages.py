"""A part of a learner's file, as they see it: lines, columns and the statement that it is in."""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from groundup.checking.loading.cells import cell, text_of
from groundup.checking.model.report import Passage

Point = tuple[int, int]  # a line, and a column in bytes, as Python counts them
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Extent(NamedTuple):
    """A statement, or the head of one that others stand in, and the function around it."""

    start: Point
    end: Point
    function: str
    node: ast.stmt


def passage(file: str, start: Point, end: Point) -> Passage:
    """What is from `start` to `end`, which is behind it; the whole line where they are the same."""
    lines = lines_of(file)
    if start == end and 0 < start[0] <= len(lines):
        line = lines[start[0] - 1]
        start = start[0], len(line) - len(line.lstrip())
        end = start[0], len(line.rstrip().encode())
    found = statement(file, start)
    first, last = (found.start, found.end) if found else (start, end)
    text, marks = joined(lines, first, last, (start, end))
    name, line = cell(file, start[0])
    shift = start[0] - line
    return Passage(
        file,
        line,
        column(lines, start) + 1,
        end[0] - shift,
        column(lines, end) + 1,
        text,
        name,
        marks,
        found.function if found else "",
    )


def target(file: str, start: Point) -> str:
    """What the statement there assigns to, as it is written, or `np.add.at` adds to; "" where it
    does neither."""
    found = statement(file, start)
    node = found.node if found else None
    match node:
        case ast.Expr(ast.Call(ast.Attribute(attr="at"), [moved, *_])):
            return ast.unparse(moved)
    named = getattr(node, "target", None) or getattr(node, "targets", [None])[0]
    return ast.unparse(named) if isinstance(named, ast.expr) else ""


def statement(file: str, point: Point) -> Extent | None:
    """The innermost one that a point is in."""
    around = (one for one in statements(file) if one.start <= point < one.end)
    return max(around, key=lambda one: one.start, default=None)


@lru_cache(maxsize=16)
def statements(file: str) -> list[Extent]:
    try:
        tree = ast.parse(text_of(Path(file)))
    except (SyntaxError, ValueError):
        return []
    found: list[Extent] = []
    waiting: list[tuple[ast.AST, str]] = [(tree, "")]
    while waiting:
        node, function = waiting.pop()
        if isinstance(node, ast.stmt):
            found.append(extent(node, function))
        inside = node.name if isinstance(node, FUNCTIONS) else function
        waiting += [(child, inside) for child in ast.iter_child_nodes(node)]
    return found


def extent(node: ast.stmt, function: str) -> Extent:
    """Of a loop, a branch or a definition it ends where its body begins."""
    end = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
    body = getattr(node, "body", None)
    if isinstance(body, list) and body:
        end = min(end, (body[0].lineno, body[0].col_offset))
    return Extent((node.lineno, node.col_offset), end, function, node)


def lines_of(file: str) -> list[str]:
    return text_of(Path(file)).splitlines()


def column(lines: list[str], point: Point) -> int:
    """In characters."""
    line = lines[point[0] - 1] if 0 < point[0] <= len(lines) else ""
    return len(line.encode()[: point[1]].decode(errors="ignore"))


def joined(
    lines: list[str], first: Point, last: Point, part: tuple[Point, Point]
) -> tuple[str, tuple[int, int]]:
    """A statement in one line, and from where to where in it a part of it is."""
    text, marks = "", [0, 0]
    for number in range(first[0], min(last[0], len(lines)) + 1):
        begin = column(lines, first) if number == first[0] else 0
        stop = column(lines, last) if number == last[0] else len(lines[number - 1])
        piece = lines[number - 1][begin:stop]
        indent = len(piece) - len(piece.lstrip())
        text += " " * bool(text and piece.strip())
        for k, (line, there) in enumerate(part):
            if line == number:
                marks[k] = len(text) + max(column(lines, (line, there)) - begin - indent, 0)
        text += piece.strip()
    return text, (marks[0], min(marks[1], len(text)))
