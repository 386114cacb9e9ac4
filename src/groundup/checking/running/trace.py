"""A learner's program on a tape, in a process of its own: the verdict on the steps that it took."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace

from groundup.checking.calling.attempts import traced
from groundup.checking.calling.samples import DECAY
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.judgement import judge
from groundup.checking.judging.objections import is_asked
from groundup.checking.judging.steep import steep
from groundup.checking.judging.trials import Trial, enough
from groundup.checking.judging.unmoved import resting
from groundup.checking.judging.verdicts import End, Verdict, Why, Word
from groundup.checking.loading.cells import place
from groundup.checking.loading.modules import Loaded
from groundup.checking.loading.obstacles import STOPS, THEIRS
from groundup.checking.loading.targets import Target
from groundup.checking.loading.tracebacks import last_line, shortened
from groundup.checking.model.answers import Finding
from groundup.checking.model.declared import Declared
from groundup.checking.naming.naming import named
from groundup.checking.naming.rows import rows
from groundup.checking.running.session import Session, target_of
from groundup.checking.tracing.runs import Run
from groundup.checking.tracing.tape import Operation, Tape

FOREIGN = {"torch", "jax"}  # whose numbers are on no tape: what they raise says nothing
RAISED_HERE = (
    "Called from here with what its names suggest, the code raised {line}; it may want something "
    "else"
)
RESTING = (
    "Some numbers that are multiplied in {line}, as parameters are, never move: if that is not on "
    "purpose, a layer gets no steps"
)
PLAIN = (
    "Checked without its decay, as it is by default: with one, the steps also shrink the "
    "parameters, for which its cost has no term"
)
MOST = 3  # ends that are told
MOST_PRINTED = 5000  # letters of what it printed


class Trace(Session):
    def first(self) -> None:
        target = target_of(self.request["target"])
        declared = Declared(**self.request.get("declared", {}))
        run, verdict = judged(target, declared, declared.l2 or DECAY)
        if run.called and shrinks_unasked(verdict):
            plain = judged(target, declared, None)
            if plain[1].word is Word.RIGHT:
                run, verdict = plain
                self.emit("finding", Finding("note", PLAIN))
        for one in (run.loaded.stopped, run.loaded.note) if run.loaded else ():
            if one and not (one.kind == STOPS and run.tape.left):  # which may lack what was left
                self.emit("finding", one)
        self.emit("called", run.called)
        self.emit("printed", run.printed[:MOST_PRINTED])
        self.emit("ran", sorted(set(ran(run.tape))))
        self.emit("raised", [*raised(run.loaded)])
        verdict.ends = [*dict.fromkeys(ends(run.tape))][:MOST]
        self.emit("verdict", replace(verdict, basis=None))
        if run.raised and verdict.word is Word.UNCHECKED and not FOREIGN & sys.modules.keys():
            message = RAISED_HERE.format(line=last_line(run.raised))
            self.emit("finding", Finding("raised", message, shortened(run.raised)))
        if verdict.word is not Word.UNCHECKED:
            self.tell(verdict)
        if verdict.word is Word.RIGHT and verdict.basis:
            self.remark(*verdict.basis[:2])
        if verdict.word is Word.WRONG:  # names take their time, and memory
            self.tell(named(verdict))

    def remark(self, flow: Flow, trial: Trial) -> None:
        """On what is right, and may fail, or do less than was meant."""
        if found := steep(flow):
            where = line_of(found.operation)
            message = f"With large weights {where} gives NaN: {found.remedy}"
            self.emit("finding", Finding("unstable", message))
        for made in resting(flow, trial.cost):
            self.emit("finding", Finding("note", RESTING.format(line=line_of(made))))

    def tell(self, verdict: Verdict) -> None:
        verdict.rows = rows(verdict)
        verdict.given = bool(verdict.basis and verdict.basis.flow.parameters.given)
        self.emit("verdict", replace(verdict, basis=None))


def judged(target: Target, declared: Declared, l2: float | None) -> tuple[Run, Verdict]:
    run = traced(target, enough=enough, l2=l2)
    skipped = run.loaded.skipped if run.loaded else ()
    return run, judge(run.tape, run.held, skipped, declared, run.handed)


def shrinks_unasked(verdict: Verdict) -> bool:
    """Whether it is not known since steps shrink the parameters, and no cost has a term for it."""
    if verdict.word is not Word.UNCHECKED or verdict.why[0] is not Why.DECAY:
        return False
    return not (verdict.basis and is_asked(verdict.basis.flow, verdict.basis.trial.cost))


def line_of(made: Operation) -> str:
    return place(made.place.position.file, made.place.position.line)


def raised(loaded: Loaded | None) -> Iterator[tuple[str, int, str]]:
    """File and line of statements that were left out, and what they raised, if that says that lines
    do not fit together."""
    for one in loaded.skipped if loaded else ():
        if isinstance(one.error, THEIRS):
            yield str(one.file), one.line, type(one.error).__name__


def ran(tape: Tape) -> Iterator[str]:
    """The functions that computed something, as "Network.backprop"."""
    for one in tape.places.known.values():
        yield from (code.co_qualname for code, _ in one.frames)


def ends(tape: Tape) -> Iterator[End]:
    """The limit that ended a program, and the functions that took numbers off its tape, many of
    them first."""
    if tape.ended not in ("", "enough") and tape.ended_in:
        yield End(tape.ended, tape.ended_in.position)
    for cut in sorted(tape.cuts, key=lambda cut: -cut.ids.size):
        yield End(cut.what, cut.place.position)
