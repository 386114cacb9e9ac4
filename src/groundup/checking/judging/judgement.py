"""From a tape to a verdict."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence

import numpy as np

from groundup.checking.judging import gradients
from groundup.checking.judging.agreement import near
from groundup.checking.judging.blocks import Block
from groundup.checking.judging.costs import Cost, all_are_squares, assumed_costs
from groundup.checking.judging.fits import Fit, Step, go_down, go_up, pile_up
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.given import given, not_kept
from groundup.checking.judging.mistakes import Mistake, WayBack, first_mistakes
from groundup.checking.judging.objections import cuts, objections
from groundup.checking.judging.parameters import Parameters, parameters
from groundup.checking.judging.probes import Probe, are_slips, probe
from groundup.checking.judging.standstill import staying
from groundup.checking.judging.trials import (
    Basis,
    Trial,
    another_rule,
    best_fitting,
    factor,
    held,
    trials,
)
from groundup.checking.judging.verdicts import Part, Verdict, Why, Word, Wrong
from groundup.checking.loading.execution import Skipped
from groundup.checking.tracing.places import Position
from groundup.checking.tracing.tape import Tape

FEW_UP = 2  # times as many numbers go down as up, where some go up by mistake
SURE = 3  # numbers that are no multiple of others by chance
WORST = (Word.WRONG, Word.UNCHECKED, Word.RIGHT)
ABSENT = (OSError, ImportError, EOFError)  # what a program lacks, and not what it does
FEW = 50  # operations, in which nothing can have been trained


def judge(tape: Tape, held: list[Block] | None = None, skipped: Sequence[Skipped] = ()) -> Verdict:
    """Holds the steps that a program took against the gradients of its cost; where it takes none,
    the gradients that are in what it gives, or holds when it has run. What it could not do before,
    or on the way, is no part of it then, so that what is left is not right for all."""
    verdict = judge_all(tape, held)
    lost = before_training(skipped, verdict.parts, tape.left > 0)
    if verdict.word is Word.RIGHT and lost:
        verdict.word, verdict.why = Word.UNCHECKED, [Why.RAISED, *verdict.why]
        verdict.places = lost
    return verdict


def judge_all(tape: Tape, held: list[Block] | None) -> Verdict:
    gifts = given(tape, held) if held else None
    if gifts and gifts.size:
        return judge_given(Flow(gifts.tape, gifts.parameters), gifts.costs)
    found = parameters(tape)
    if not found.each and gifts and gifts.parameters.each:
        return judge_given(Flow(gifts.tape, gifts.parameters), gifts.costs)
    if not found.each:
        why = Why.NO_STEPS if len(tape.operations) > FEW else Why.NOT_CALLED
        return Verdict(Word.UNCHECKED, [why, *obstacles(tape)])
    return joined([judge_group(tape, one) for one in found.groups()])


def joined(verdicts: list[Verdict]) -> Verdict:
    """Of several trainings in one program: what is said of the worst, with the parts of all."""
    made = min(verdicts, key=lambda one: WORST.index(one.word))
    made.parts = [part for one in verdicts for part in one.parts]
    made.wrong = [wrong for one in verdicts if one.word is made.word for wrong in one.wrong]
    return made


def judge_group(tape: Tape, found: Parameters) -> Verdict:
    """Of parameters that are moved at the same time."""
    flow = Flow(tape, found)
    tried = trials(flow)
    fitting, how = best_fitting(tape, tried)
    if fitting is not None:
        return right(flow, fitting, how)
    if not tried:
        return Verdict(Word.UNCHECKED, [Why.NO_COST, *obstacles(tape)], parts=parts(found, []))
    return wrong(flow, tried)


def judge_given(flow: Flow, costs: list[Cost]) -> Verdict:
    """Of gradients that no step is taken with: these are right, or all else is as with steps."""
    tried = trials(flow, costs)
    trial, _ = best_fitting(flow.tape, tried, given=True)
    if trial is None:
        return wrong(flow, tried)
    kind = Why.ASSUMED_COST if trial.cost.assumed else Why.OWN_COST
    verdict = Verdict(Word.RIGHT, [kind], trial.cost.kind, place_of(trial.cost))
    verdict.parts, verdict.factor = parts(flow.parameters, []), abs(trial.steps[0].factor)
    verdict.basis = Basis(flow, trial)
    doubts = {
        Why.NEGATED: [x.place for x in flow.parameters.each if flow.parameters.negated],
        Why.NOT_KEPT: not_kept(flow),
        Why.STAYS: staying(flow, trial.cost),
    }
    for why, found in doubts.items():
        if found:
            verdict.word, verdict.why = Word.UNCHECKED, [why, kind]
            verdict.places = [one.place.position for one in found]
            return verdict
    return probed(flow, trial, verdict)


def right(flow: Flow, trial: Trial, why: list[Why]) -> Verdict:
    """Unless numbers that ought to be moved stay, or other numbers show what these hide."""
    kind = Why.ASSUMED_COST if trial.cost.assumed else Why.OWN_COST
    verdict = Verdict(Word.RIGHT, [kind, *why], trial.cost.kind, place_of(trial.cost))
    verdict.parts = parts(flow.parameters, [] if why else trial.steps)
    verdict.basis = Basis(flow, trial)
    verdict.factor = factor(flow.tape, trial)
    made = next(objections(flow, trial, bool(why)), None)
    if made is None:
        verdict.why += [Why.RATES] if why and another_rule(trial) is Why.RATES else []
        return probed(flow, trial, verdict)
    verdict.word, verdict.why = made.word, [made.why, *verdict.why]
    verdict.places = [*made.places, *(one.place.position for one in made.operations)]
    if made.word is Word.WRONG:
        verdict.wrong = [Wrong(one.place.position, one.kind, ()) for one in made.operations]
    return verdict


def probed(flow: Flow, trial: Trial, verdict: Verdict) -> Verdict:
    """What other numbers make of a verdict of right: where they disagree, and show something
    wrong, that is wrong."""
    optimiser = Why.OPTIMISER in verdict.why
    answer, tape = probe(flow, trial.cost, trial.steps[0], optimiser)
    if answer is Probe.DISAGREES and trial.cost.assumed and not optimiser:
        for other in other_costs(flow, trial.cost):  # of one output, all fit at first
            again, _ = probe(flow, other.cost, other.steps[0], optimiser)
            if again is Probe.AGREES:
                answer, verdict.cost = again, other.cost.kind
    if answer is Probe.AGREES:
        verdict.why.append(Why.PROBED)
    elif answer is Probe.DISAGREES:
        other = Flow(tape, flow.parameters)
        tried = [one for one in trials(other) if same_cost(one.cost, trial.cost)]
        shown = wrong(other, tried) if tried and not optimiser else verdict
        verdict.word, verdict.wrong = Word.UNCHECKED, []
        verdict = shown if shown.word is Word.WRONG else verdict
        verdict.why = [Why.HIDDEN, *verdict.why]
    return verdict


def other_costs(flow: Flow, cost: Cost) -> Iterator[Trial]:
    """Trials of other costs that may be assumed, where all steps go down them."""
    for other in assumed_costs(flow):
        if other.kind != cost.kind and go_down((trial := held(flow, other)).steps):
            yield trial


def same_cost(one: Cost, other: Cost) -> bool:
    places = {made.place.innermost for made in other.operations}
    return one.kind == other.kind and one.operations[0].place.innermost in places


def same_outputs(one: Cost, other: Cost) -> bool:
    """Whether these are assumed of the same outputs."""
    there = {np.ravel(met.outputs).tobytes() for met in other.meetings}
    return any(np.ravel(met.outputs).tobytes() in there for met in one.meetings)


def wrong(flow: Flow, tried: list[Trial]) -> Verdict:
    """By the cost that explains most: if something is right by it, and the tape is whole."""
    known = [one for one in tried if go_up(one.steps) or pile_up(one.steps)]
    best, back, mistakes = explaining(flow, known or tried)
    step = first_off(best.steps)
    rows = step.wrong or step.rows
    mistakes = mistakes or [Mistake(one, ()) for one in gradients.where_off(flow.tape, step, rows)]
    if flow.parameters.given:
        mistakes = mistakes or [Mistake(row.parameter.place, ()) for row in rows]
    why = [Why.ASSUMED_COST if best.cost.assumed else Why.OWN_COST]
    verdict = Verdict(Word.WRONG, why, best.cost.kind, place_of(best.cost))
    verdict.parts, verdict.wrong = parts(flow.parameters, best.steps), [*map(said, mistakes)]
    verdict.basis = Basis(flow, best, back)
    stopped = cuts(flow)
    if stopped:
        verdict.word, verdict.why = Word.UNCHECKED, [Why.CUT, *why]
        verdict.places = [cut.place.position for cut in stopped]
    elif flow.parameters.given and not all(row.gradient.any() for row in rows):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.UNUSED, *why]
    elif flow.parameters.given and not all(row.change.any() for row in rows):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.STAYS, *why]
    elif known:
        reason = Why.UPHILL if go_up(best.steps) else Why.PILES_UP
        verdict.why = [reason, *why]
        moves = [one.place for one in flow.parameters.each]
        verdict.wrong = [Wrong(made.place.position, made.kind, ()) for made in moves]
    elif not comes_and_goes(best.steps) and (opposite := going_up(step)):
        verdict.why = [Why.UPHILL, *why]
        verdict.wrong = [
            Wrong(made.place.position, made.kind, ()) for x in opposite for made in x.operations[:1]
        ]
    elif is_another_rule(best.steps):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.SOMETIMES, *why]
    elif best.cost.assumed and not (
        any(one.right for one in mistakes) or (best.explained and are_slips(flow, best.cost, step))
    ):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.UNEXPLAINED, *why]
    elif best.cost.assumed and by_other_costs(best.cost, tried, rows):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.SEVERAL_COSTS, *why]
    elif comes_and_goes(best.steps):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.SOMETIMES, *why]
    elif have_another_rule(best.steps):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.RATES, *why]
    elif not any(one.right for one in mistakes) and not (
        best.explained and (is_sure(rows) or are_slips(flow, best.cost, step))
    ):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.UNEXPLAINED, *why]
    return verdict


def explaining(flow: Flow, tried: list[Trial]) -> tuple[Trial, WayBack, list[Mistake]]:
    """The cost that explains most, the program's own first, and where the way back goes wrong by
    it; of several that explain as much, one by which something before that is right: an own cost
    may be worked out at another time than the steps. Where nothing is explained, that says nothing,
    but of squares that the program says it means."""
    most = max(round(one.explained, 6) for one in tried)
    best = [one for one in tried if round(one.explained, 6) == most]
    best.sort(key=lambda one: one.cost.assumed)
    best = best if most or all_are_squares(flow) else best[:1]
    found: list[tuple[Trial, WayBack, list[Mistake]]] = []
    for one in best:
        step, back = first_off(one.steps), WayBack(flow, one.cost)
        found.append((one, back, first_mistakes(back, step.wrong or step.rows)))
        if any(mistake.right for mistake in found[-1][2]):
            return found[-1]
    return found[0]


def going_up(step: Step) -> list[Fit]:
    """The few parameters that go up by the factor by which all others go down."""
    up = [
        row for row in step.wrong if row.multiple.holds and near(row.multiple.factor, -step.factor)
    ]
    down = [row.change.size for row in step.rows if step.right(row) and row.moves]
    few = FEW_UP * sum(row.change.size for row in up) < sum(down)
    several = sum(size >= SURE for size in down) > 1
    return up if step.factor < 0 and len(up) == len(step.wrong) and few and several else []


def is_sure(rows: list[Fit]) -> bool:
    """Whether there is more than single numbers, which move by any factor."""
    return any(row.change.size >= SURE for row in rows)


def by_other_costs(cost: Cost, tried: list[Trial], rows: list[Fit]) -> bool:
    """Whether each parameter that is wrong goes down another cost, as those of two networks that
    play against each other: one of other outputs, since what the same come to is one cost."""
    right = {
        id(row.parameter)
        for trial in tried
        if not same_outputs(trial.cost, cost)
        for step in trial.steps
        for row in step.rows
        if row.moves and row.multiple.holds and row.multiple.factor < 0 and row.change.size >= SURE
    }
    large = [row for row in rows if row.change.size >= SURE]
    return bool(large) and all(id(row.parameter) in right for row in large)


def comes_and_goes(made: list[Step]) -> bool:
    """Whether some steps are right, and in others nothing is: a cost that is cut off at some
    numbers, say."""
    whole = any(not step.wrong and step.factor < 0 for step in made)
    return (
        whole
        and any(step.wrong for step in made)
        and all(len(step.wrong) in (0, len(step.rows)) for step in made)
    )


def is_another_rule(made: list[Step]) -> bool:
    """Whether the first step of single numbers is right, and none by its factor is after it, as
    with momentum."""
    first, single = made[0], not any(is_sure(step.rows) for step in made)
    later = any(near(step.factor, first.factor) for step in made[1:])
    return single and not first.wrong and first.factor < 0 and bool(made[1:]) and not later


def have_another_rule(made: list[Step]) -> bool:
    """Whether all moves by multiples of its gradient at first, and some of it not afterwards, as by
    an average: these, or the others, are what seems off."""
    first, later = made[0], [row for step in made[1:] for row in step.rows if row.moves]
    every, off = ({id(row.parameter) for row in rows} for rows in (first.rows, first.wrong))
    drift = {id(row.parameter) for row in later if not row.multiple.holds}
    return (
        bool(drift) and off in (drift, every - drift) and all(x.multiple.holds for x in first.rows)
    )


def first_off(made: list[Step]) -> Step:
    """The first step that is wrong; the first of all where none is."""
    return next((step for step in made if step.wrong), made[0])


def said(mistake: Mistake) -> Wrong:
    before = tuple(made.place.position for made in mistake.right)
    return Wrong(mistake.wrong.place.position, mistake.wrong.kind, before)


def place_of(cost: Cost) -> Position | None:
    return cost.operations[0].place.position if cost.operations else None


def parts(found: Parameters, made: list[Step]) -> list[Part]:
    bad = {id(row.parameter) for step in made for row in step.wrong}
    return [
        Part(
            one.place.place.position,
            one.versions(0)[0].size,
            id(one) not in bad,
            tuple(one.place.place.positions),
        )
        for one in found.each
    ]


def before_training(
    skipped: Sequence[Skipped], found: Sequence[Part], whole: bool
) -> list[Position]:
    """Where the learner's own code raised something, before the training or in it; data and
    libraries that are not there are made up, and what stands behind a training is no part of it."""
    trained = [part.calls[-1].line for part in found]
    lost: list[Position] = []
    for one in skipped:
        every = traceback.extract_tb(one.error.__traceback__)
        lines = [x.lineno for x in every if x.filename == str(one.file)]
        mine = (len(lines) > 1 or one.loops) and not isinstance(one.error, ABSENT)
        earlier = any(one.line < line for line in trained)
        if mine and (earlier or (lines[0] in trained and not whole)):
            lost.append(Position(str(one.file), one.line, 0, one.line, 0))
    return lost


def obstacles(tape: Tape) -> Iterator[Why]:
    if tape.cuts:
        yield Why.CUT
    if tape.ended not in ("", "enough"):
        yield Why.ENDED
