"""What a learner's own code raised, on the way to a training or in it."""

from __future__ import annotations

import ast
import re
import traceback
from collections.abc import Sequence

from groundup.checking.judging.flow import tree
from groundup.checking.judging.verdicts import Part
from groundup.checking.loading.execution import Skipped
from groundup.checking.tracing.places import Position

ABSENT = (OSError, ImportError, EOFError)  # what a program lacks, and not what it does
SHAPES = re.compile("operands could not be broadcast|^matmul: |not aligned|non-broadcastable")


def lost(skipped: Sequence[Skipped], found: Sequence[Part], left: bool) -> list[Position]:
    """Where something was raised before the training, or in it; data and libraries that are not
    there are made up, and what stands behind a training is no part of it. So is what looks for an
    epoch that was left out, because the loop was left."""
    trained = [part.calls[-1].line for part in found]
    places: list[Position] = []
    for one in skipped:
        lines = lines_of(one)
        left_out = left and isinstance(one.error, LookupError) and min(trained) < one.line
        absent = isinstance(one.error, ABSENT) or lacks_rows(one)
        mine = (len(lines) > 1 or one.loops) and not absent and not left_out
        earlier = any(one.line < line for line in trained)
        if mine and (earlier or (lines[0] in trained and not left)):
            places.append(at(one, one.line))
    return places


def lacks_rows(one: Skipped) -> bool:
    """Whether it looks for more than there is of numbers that were made up, in a loop that calls
    nothing of the program's own: one that shows some pictures, say."""
    if one.own or not (one.loops and isinstance(one.error, LookupError)):
        return False
    whole = tree(str(one.file))
    defined = {x.name for x in whole.body if isinstance(x, ast.FunctionDef | ast.ClassDef)}
    loop = next((x for x in whole.body if one.line <= (x.end_lineno or 0)), None)
    names = {x.id for x in ast.walk(loop or whole) if isinstance(x, ast.Name)}
    return loop is not None and names.isdisjoint(defined)


def stops(skipped: Sequence[Skipped], found: Sequence[Part]) -> list[Position]:
    """The line that stops a training in its first turn, with the program's own numbers: a name that
    is not there, or shapes that do not fit, though they may where the function is called from here.
    """
    if len(skipped) != 1 or not (skipped[0].own and skipped[0].loops):
        return []
    (one,) = skipped
    lines = lines_of(one)
    named = isinstance(one.error, NameError)
    shapes = isinstance(one.error, ValueError) and SHAPES.search(str(one.error))
    loops = [node for node in tree(str(one.file)).body if isinstance(node, ast.For | ast.While)]
    turn = next((x for x in loops if x.lineno <= lines[0] <= (x.end_lineno or 0)), None)
    within = function_at(one, lines[-1])
    trains = turn and any(
        turn.lineno < part.calls[-1].line <= lines[0]
        or (within and any(within.lineno < x.line <= (within.end_lineno or 0) for x in part.calls))
        for part in found
    )
    return [at(one, lines[-1])] if trains and (named or shapes) else []


def function_at(one: Skipped, line: int) -> ast.FunctionDef | None:
    """The innermost function of its file around a line."""
    defined = [x for x in ast.walk(tree(str(one.file))) if isinstance(x, ast.FunctionDef)]
    around = [x for x in defined if x.lineno < line <= (x.end_lineno or 0)]
    return max(around, key=lambda x: x.lineno, default=None)


def lines_of(one: Skipped) -> list[int]:
    """Those of the file in its traceback, the outermost first."""
    every = traceback.extract_tb(one.error.__traceback__)
    return [x.lineno or 0 for x in every if x.filename == str(one.file)]


def at(one: Skipped, line: int) -> Position:
    return Position(str(one.file), line, 0, line, 0)
