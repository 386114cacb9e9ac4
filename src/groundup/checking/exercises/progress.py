"""What is still to do in an exercise that somebody has begun, and what is to be mended first.

Each function is judged by itself. Then all is observed as in any other file, with the rung's own
functions in the place of those that are missing or broken: what is then wrong is the learner's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from groundup.checking.asking.python_file import File, FileObserver
from groundup.checking.exercises import convolutions
from groundup.checking.exercises.exercise import (
    EXERCISES,
    MARK,
    functions,
    functions_of,
    unwritten,
)
from groundup.checking.exercises.path import ideas, ordered
from groundup.checking.exercises.scenario import BATCHED
from groundup.checking.exercises.trials import Judged
from groundup.checking.exercises.verdicts import judgements
from groundup.checking.loading import passages
from groundup.checking.loading.targets import Target
from groundup.checking.model.answers import Finding, Observed
from groundup.checking.model.declared import Declared
from groundup.checking.model.report import (
    Quantity,
    Report,
    Step,
    WrongValue,
)

GIVEN_BY = {  # the functions of a rung that give a quantity; right only if the last is theirs
    "outputs": ("feedforward",),
    "delta": ("gradients", "backprop"),
    "dw": ("gradients", "backprop"),
    "db": ("gradients", "backprop"),
    "step": ("train_batch",),
}
NEEDED = ("build", "feedforward", "backprop", "gradients", "train_batch", "parameters")
SESSION = "groundup.checking.exercises.answering:Exercise"
OTHERS = ("tanh", "relu", "linear")  # asked where all is right with sigmoid


class Begun(NamedTuple):
    """A learner's exercise."""

    target: Target
    rung: str
    lines: dict[str, int]  # where the rung's functions are in it
    missing: dict[str, int]  # those still to be written, and their lines; 0 if not there
    judged: dict[str, Judged]  # those that are written, as far as they could be tried

    @property
    def fresh(self) -> bool:
        """Whether nothing is written yet."""
        return self.lines.keys() <= self.missing.keys()

    @property
    def written(self) -> list[str]:
        return [name for name in ordered(self.rung) if name in self.lines.keys() - self.missing]

    @property
    def mend(self) -> Judged | None:
        """The first function on the path that is wrong."""
        return next(self.faulty(), None)

    def faulty(self) -> Iterator[Judged]:
        for name in ordered(self.rung):
            if name in self.judged and self.judged[name].state != "right":
                yield self.judged[name]

    @property
    def to_fill(self) -> list[str]:
        """The functions that are not the learner's in what is observed: the one to be mended is
        theirs where it gives numbers, which tell what is wrong with it."""
        first, *others = [*self.faulty()] or [None]
        broken = [first] if first and first.state != "number" else []
        return [*self.missing, *(one.function for one in [*broken, *others] if one)]


def begun(target: Target, timeout: float) -> Begun | None:
    """The exercise that a file is, and how far it is; None where it is none, or only a name in it
    is to be checked."""
    mark = MARK.search(target.text)
    if target.file is None or target.only or mark is None or mark[1] not in EXERCISES:
        return None
    if target.source is None or target.source.error:
        return None  # the child process tells
    there = dict(functions(target.tree))
    lines = {name: there[name].lineno for name in functions_of(mark[1]) if name in there}
    empty = {name: line for name, line in lines.items() if unwritten(there[name])}
    gone = {name: 0 for name in NEEDED if name not in there}
    missing = {name: (empty | gone)[name] for name in ordered(mark[1]) if name in empty | gone}
    found = Begun(target, mark[1], lines, missing, {})
    judged = judgements(target, mark[1], found.written, timeout) if not found.fresh else {}
    return found._replace(judged=judged)


def observe(begun: Begun, declared: Declared, timeout: float) -> Observed:
    """What the exercise shows, its gaps filled; what is still to be written is a finding each."""
    if begun.fresh:
        observed = Observed()
    else:
        filled = {"rung": begun.rung, "filled": begun.to_fill}
        with File(SESSION, begun.target, timeout, **filled) as talk:
            observed = FileObserver(talk).run(declared)
    observed.style = f"the exercise {begun.rung}"
    if begun.to_fill and not begun.fresh:
        observed.style += ", with the rung's functions in place of those that do not work yet"
    observed.findings[:0] = [
        *([Finding("mend", begun.mend.message, begun.mend.detail)] if begun.mend else []),
        *(
            Finding("unwritten", f"{name} (line {line})" if line else f"{name} (not in the file)")
            for name, line in begun.missing.items()
        ),
    ]
    return observed


def settle(begun: Begun, report: Report) -> None:
    """Takes out of the report what is not the learner's, and says how far each function is."""
    report.steps = list(steps(begun))
    if begun.mend:  # which makes others fail: their tracebacks are no news
        report.findings = [one for one in report.findings if one.kind not in ("note", "raised")]
        if begun.mend.slug:
            report.mistakes.append(convolutions.named(begun.mend.slug))
        if begun.mend.places:
            file = str(begun.target.file)
            wrong, *right = (
                passages.passage(file, (one[0], one[1]), (one[2], one[3]))
                for one in begun.mend.places
            )
            report.wrong_values = [WrongValue(wrong, tuple(right))]
    if begun.to_fill or begun.mend:
        report.verdict, report.certain = "wrong", []  # which would tell of the rung's functions too
        report.quantities = [own(begun, q) for q in report.quantities if q.ok is not None]
        if not any(q.name == "dw" and q.ok is not None for q in report.quantities):
            report.conventions.pop("gradients", None)


def steps(begun: Begun) -> Iterator[Step]:
    """Every function on the path, and the helpers that are there."""
    purposes = ideas(begun.rung)
    for name in ordered(begun.rung):
        if name in begun.missing:
            state = None
        elif name in begun.lines:
            state = name in begun.judged and begun.judged[name].state == "right"
        else:
            continue
        yield Step(name, purposes.get(name, ""), state, begun.lines.get(name, 0))


def tells(report: Report) -> bool:
    """Whether it has wrong numbers, or more than what is missing or to be mended."""
    return report.first_wrong is not None or bool(report.mistakes)


def own(begun: Begun, quantity: Quantity) -> Quantity:
    by = GIVEN_BY.get(quantity.name, ())
    if begun.rung in BATCHED and "gradients" in by:
        by = ("gradients",)  # backprop only calls it
    filled = by and all(name in begun.to_fill for name in by)
    if filled or (quantity.ok and by and by[-1] in begun.to_fill):
        return replace(quantity, ok=None, error=None)
    return quantity
