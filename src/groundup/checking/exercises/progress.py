"""What is still to do in an exercise that somebody has begun.

To check what is written of a file in which something is missing, its gaps are filled with the
rung's own functions: what is then wrong is the learner's.
"""

from __future__ import annotations

import ast
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from groundup.checking.exercises.exercise import EXERCISES, MARK, functions, unwritten
from groundup.checking.loading.modules import parse
from groundup.checking.model.answers import FAULTS, Finding, Observed
from groundup.checking.model.declared import Declared
from groundup.checking.model.report import Quantity, Report
from groundup.checking.running.process import observe_path
from groundup.rungs import source

GIVEN_BY = {  # the functions of a rung that have to be written before a quantity is the learner's
    "outputs": ("feedforward",),
    "delta": ("gradients", "backprop"),
    "dw": ("gradients", "backprop"),
    "db": ("gradients", "backprop"),
    "step": ("train_batch",),
}
NEEDED = ("build", "feedforward", "backprop", "gradients", "train_batch", "parameters")
ADAPTER = """\
import learner
from groundup.checking.exercises.progress import filled
globals().update(filled(learner.__file__, {rung!r}))
del filled
"""


class Begun(NamedTuple):
    """A learner's exercise."""

    file: Path
    rung: str
    missing: dict[str, int]  # the functions still to be written, and their lines; 0 if not there
    fresh: bool  # nothing is written yet


def begun(target: str) -> Begun | None:
    """The exercise that a file is; None where it is none, or only a name in it is to be checked."""
    file, _, only = parse(target)
    if file is None or only:
        return None
    text = file.read_text(encoding="utf-8", errors="replace")
    mark = MARK.search(text)
    if mark is None or mark[1] not in EXERCISES:
        return None
    try:
        there = dict(functions(ast.parse(text)))
    except (SyntaxError, ValueError):
        return None  # the child process tells
    empty = {name: node.lineno for name, node in there.items() if unwritten(node)}
    gone = {name: 0 for name in NEEDED if name not in there}
    return Begun(file, mark[1], empty | gone, fresh=len(empty) == len(there))


OTHERS = ("tanh", "relu", "linear")  # the activations of a second look, where sigmoid's are right


def observe(begun: Begun, declared: Declared, timeout: float) -> Observed:
    """What the exercise shows, its gaps filled; what is still to be written is a finding each."""
    if begun.fresh:
        observed = Observed(style=f"the exercise {begun.rung}")
    elif not begun.missing:
        return observe_path(str(begun.file), declared, timeout)
    else:
        with tempfile.TemporaryDirectory(prefix="groundup-") as folder:
            adapter = Path(folder) / "filled.py"
            adapter.write_text(ADAPTER.format(rung=begun.rung), encoding="utf-8")
            observed = observe_path(str(begun.file), declared, timeout, adapter=adapter)
        for quantity in ("delta", "dw", "db"):
            if "gradients" in begun.missing:
                observed.places[quantity] = "backprop"
        observed.style = f"the exercise {begun.rung}, its gaps filled with the rung's functions"
    observed.findings[:0] = [
        Finding("unwritten", f"{name} (line {line})" if line else f"{name} (not in the file)")
        for name, line in begun.missing.items()
    ]
    return observed


def filled(file: str, rung: str) -> dict[str, Any]:
    """The names of a learner's exercise when its gaps are filled with the rung's functions."""
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    there = dict(functions(tree))
    for name, finished in functions(ast.parse(source(rung).read_text(encoding="utf-8"))):
        own = there.get(name)
        if own is None and "." not in name:
            tree.body.append(finished)
        elif own is not None and unwritten(own):
            for node in ast.walk(finished):  # a traceback points at the gap
                if hasattr(node, "lineno"):
                    ast.copy_location(node, own.body[-1])
            own.args, own.body = finished.args, finished.body
    names: dict[str, Any] = {"__name__": "learner", "__file__": file}
    exec(compile(tree, file, "exec"), names)
    return {name: thing for name, thing in names.items() if not name.startswith("__")}


def settle(begun: Begun, observed: Observed, report: Report) -> None:
    """Takes out of the report what is not the learner's, and says what works so far."""
    if not begun.missing:
        return
    report.verdict = "wrong"
    report.quantities = [own(begun, observed, q) for q in report.quantities if q.ok is not None]
    for name in ("feedforward", "gradients", "backprop", "train_batch"):
        marks = [q.ok for q in report.quantities if name in GIVEN_BY.get(q.name, ())]
        if name not in begun.missing and any(marks) and False not in marks:
            report.findings.append(Finding("note", f"What {name} gives is right"))


def right_so_far(report: Report) -> bool:
    """Whether nothing is wrong but what is missing."""
    faults = {finding.kind for finding in report.findings} & FAULTS
    return report.first_wrong is None and not report.mistakes and faults <= {"unwritten"}


def own(begun: Begun, observed: Observed, quantity: Quantity) -> Quantity:
    function = observed.functions.get(quantity.name)
    by = GIVEN_BY.get(quantity.name, (function["name"],) if function else ())
    if by and all(name in begun.missing for name in by):
        return replace(quantity, ok=None, error=None)
    return quantity
