"""The training loop of a program with a class of values: whether the file has one, and what two or
more of its steps say, which `descent` judges.

The program is run once more, as by itself, with the class's way back under observation.
"""

from __future__ import annotations

import ast
import contextlib
import re
from collections.abc import Iterator
from typing import Any

from groundup.checking.loading.deadlines import Hurry
from groundup.checking.loading.modules import load
from groundup.checking.loading.sources import Source
from groundup.checking.loading.targets import Target
from groundup.checking.loading.training import LOOPS, functions_of, reached
from groundup.checking.model.answers import Finding, Observed
from groundup.checking.model.offered import Offered
from groundup.checking.reading.descent import Descent, EnoughError, verdict
from groundup.checking.reading.forms import components
from groundup.checking.reading.forms.plausibility import quiet
from groundup.checking.reading.forms.scalar import Scalar, scalars
from groundup.checking.reading.forms.training import step_of
from groundup.checking.reading.watching.recording.recorder import seed
from groundup.checking.reading.watching.recording.rewriting import HURRY, hurried

WATCH_BACK = "__watch_back__"
SECONDS = 4.0  # for the program's own loop
UNSEEN = (
    "The class {kind} gives the right gradients; the training loop was not looked at, since it "
    "does not run by itself"
)


def training_loop(target: Target, offered: Offered, observed: Observed) -> Iterator[Finding]:
    """What is wrong with the loop that trains on a class of values, or that it was not looked at;
    nothing where the file has none, or where one class in it was asked for."""
    own = next((one for one in scalars(offered) if is_read(one, observed)), None)
    if own is None or target.only is not None or not trains(target.tree, own):
        return
    descent = watched(target, own)
    if descent.calls:
        yield from verdict(descent, called_a_loss(target.text, own))
    elif not any(step_of(kind) for kind in components.classes(offered) if kind is not own.kind):
        yield Finding("left out", UNSEEN.format(kind=own.kind.__name__))


def is_read(own: Scalar, observed: Observed) -> bool:
    return observed.places.get("dw") == f"{own.kind.__name__}.{own.back}"


def trains(tree: ast.Module, own: Scalar) -> bool:
    """Whether a loop outside of the class comes to its way back, and its number is set there, or by
    an optimiser's `step`."""
    body = [node for node in tree.body if not is_class(node, own)]
    outside = ast.Module(body, [])
    loops = [node for node in ast.walk(outside) if isinstance(node, LOOPS)]
    functions = functions_of(outside)
    nodes = [each for loop in (*loops, *reached(loops, functions)) for each in ast.walk(loop)]
    return any(calls(node, own.back) for node in nodes) and any(
        sets(node, own.number) or calls(node, "step") for node in nodes
    )


def is_class(node: ast.AST, own: Scalar) -> bool:
    return isinstance(node, ast.ClassDef) and node.name == own.kind.__name__


def calls(node: ast.AST, name: str) -> bool:
    """Whether it is `….name(…)`."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    return node.func.attr == name


def sets(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == name and isinstance(node.ctx, ast.Store)


def called_a_loss(text: str, own: Scalar) -> bool:
    """Whether what is sent back is called a loss: then to go up is wrong."""
    return bool(re.search(rf"(?i)(loss|cost|err|mse)\w*\s*\.\s*{own.back}\b", text))


def watched(target: Target, own: Scalar) -> Descent:
    """The program's steps, as far as time allows."""
    descent, hurry = Descent(own), Hurry(SECONDS)

    def transform(source: Source) -> ast.Module:
        tree = hurried(source)
        for node in ast.walk(tree):
            if is_class(node, own) and isinstance(node, ast.ClassDef):
                observe_back(node, own.back)
        return ast.fix_missing_locations(tree)

    names: dict[str, Any] = {HURRY: hurry, WATCH_BACK: descent.watch}
    seed()
    with quiet(), contextlib.suppress(EnoughError):
        load(target, transform=transform, names=names, as_main=True)
    descent.end()
    return descent


def observe_back(node: ast.ClassDef, back: str) -> None:
    for one in node.body:
        if isinstance(one, ast.FunctionDef) and one.name == back:
            one.decorator_list.append(ast.Name(WATCH_BACK, ast.Load()))
