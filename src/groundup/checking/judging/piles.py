"""Gradients that are given and pile up: what a way back adds to them is right once, and nothing in
the file sets them to 0 again."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import numpy as np

from groundup.checking.judging.flow import Flow, tree
from groundup.checking.tracing.tape import Operation, Tape


def piling(flow: Flow) -> list[Operation]:
    """Where the gradients of arrays are added to what an object has kept since it was made."""
    changes = [x.moves[0].change.ids for x in flow.parameters.chains]
    found = [flow.tape.maker(int(np.max(ids))) for ids in changes if ids is not None]
    every = (one for one in found if one and one.shape)
    return [one for one in every if adds_to_zeros(flow.tape, one) and is_kept(one)]


def adds_to_zeros(tape: Tape, made: Operation) -> bool:
    old = made.operands[0].ids
    return made.kind == "add" and old is not None and not np.any(tape.values[old])


def is_kept(made: Operation) -> bool:
    """Whether it is added to an attribute that only a constructor sets beside it."""
    place = made.place.position
    functions = [x for x in ast.walk(tree(place.file)) if isinstance(x, ast.FunctionDef)]
    if any("zero" in one.name or "reset" in one.name for one in functions):
        return False
    inside = [node for one in functions if one.name != "__init__" for node in ast.walk(one)]
    here = (x for x in inside if isinstance(x, ast.AugAssign) and x.lineno == place.line)
    names = {name for one in here for name in attributes(one.target)}
    anew = (x.targets for x in inside if isinstance(x, ast.Assign))
    return bool(names) and not names & {
        name for targets in anew for one in targets for name in attributes(one)
    }


def attributes(target: ast.expr) -> Iterator[str]:
    """The attributes that are written, or of which a part is."""
    for node in ast.walk(target):
        if isinstance(node, ast.Attribute):
            yield node.attr
