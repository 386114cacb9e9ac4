"""From a tape to a verdict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from groundup.checking.judging import gradients
from groundup.checking.judging.costs import Cost, Flow, assumed_costs, own_costs
from groundup.checking.judging.fits import Fit, all_right, fits
from groundup.checking.judging.mistakes import Mistake, first_mistakes
from groundup.checking.judging.parameters import Parameters, parameters
from groundup.checking.judging.verdicts import Part, Verdict, Why, Word, Wrong
from groundup.checking.tracing.differentiation import adjoints
from groundup.checking.tracing.tape import Tape

ENOUGH, PLENTY = 3, 40  # steps after which a program may be left: if it is right, and anyway


class Trial(NamedTuple):
    """Steps held against one cost."""

    cost: Cost
    rows: list[Fit]

    @property
    def explained(self) -> int:
        """How many are right, beside what does not move."""
        return sum(row.right and bool(row.change.any()) for row in self.rows)


def judge(tape: Tape) -> Verdict:
    """Holds the steps that a program took against the gradients of its cost."""
    found = parameters(tape)
    if not found.each:
        return Verdict(Word.UNCHECKED, [Why.NO_STEPS, *obstacles(tape)])
    flow = Flow(tape, found)
    tried: list[Trial] = []
    for cost in (*own_costs(flow), *assumed_costs(flow)):
        trial = held(flow, cost)
        if not trial.rows:
            continue
        tried.append(trial)
        if all_right(trial.rows):
            return right(flow, trial, tried, [])
    for trial in tried:
        if gradients.are_computed(tape, trial.rows, tape.values):
            return right(flow, trial, tried, [Why.OPTIMISER])
    if not tried:
        return Verdict(Word.UNCHECKED, [Why.NO_COST, *obstacles(tape)], parts=parts(found, []))
    return wrong(flow, tried)


def held(flow: Flow, cost: Cost) -> Trial:
    slopes = adjoints(flow.tape, cost.seeds, flow.parameters.barriers)
    return Trial(
        cost, fits(flow.parameters, flow.tape.values, slopes, len(flow.tape.operations))
    )


def right(flow: Flow, trial: Trial, tried: list[Trial], why: list[Why]) -> Verdict:
    """Unless the program computes another cost."""
    kind = Why.ASSUMED_COST if trial.cost.assumed else Why.OWN_COST
    verdict = Verdict(Word.RIGHT, [kind, *why], trial.cost.kind, place_of(trial.cost))
    verdict.parts = parts(flow.parameters, trial.rows)
    return verdict


def wrong(flow: Flow, tried: list[Trial]) -> Verdict:
    """By the cost that explains most: if something is right by it, and the tape is whole."""
    best = max(tried, key=lambda one: (one.explained / len(one.rows), not one.cost.assumed))
    bad = [row for row in best.rows if not row.right]
    mistakes = first_mistakes(flow, best.cost, first_of(bad))
    why = [Why.ASSUMED_COST if best.cost.assumed else Why.OWN_COST]
    verdict = Verdict(Word.WRONG, why, best.cost.kind, place_of(best.cost))
    verdict.parts, verdict.wrong = parts(flow.parameters, best.rows), [*map(said, mistakes)]
    stopped = cuts(flow)
    if stopped:
        verdict.word, verdict.why = Word.UNCHECKED, [Why.CUT, *why]
        verdict.places = [cut.place.position for cut in stopped]
    elif not best.explained and not any(one.right for one in mistakes):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.UNEXPLAINED, *why]
    return verdict


def first_of(rows: list[Fit]) -> list[Fit]:
    """Those of the first step of which a parameter is wrong."""
    return [row for row in rows if row.step == rows[0].step] if rows else []


def cuts(flow: Flow) -> list:
    """Where numbers that come from the parameters left the tape."""
    return [cut for cut in flow.tape.cuts if flow.depends(cut.ids)]


def said(mistake: Mistake) -> Wrong:
    before = tuple(made.place.position for made in mistake.right)
    return Wrong(mistake.wrong.place.position, mistake.wrong.kind, before)


def place_of(cost: Cost):
    return cost.operations[0].place.position if cost.operations else None


def parts(found: Parameters, rows: list[Fit]) -> list[Part]:
    bad = {id(row.parameter) for row in rows if not row.right}
    return [
        Part(one.place.place.position, one.versions(0)[0].size, id(one) not in bad)
        for one in found.each
    ]


def obstacles(tape: Tape) -> Iterator[Why]:
    if tape.cuts:
        yield Why.CUT
    if tape.ended not in ("", "enough"):
        yield Why.ENDED


def enough(tape: Tape) -> bool:
    """Whether a program has taken as many steps as a verdict needs."""
    steps = parameters(tape).steps()
    if steps < ENOUGH:
        return False
    return steps >= PLENTY or judge(tape).word is Word.RIGHT


