"""From a tape to a verdict."""

from __future__ import annotations

from collections.abc import Iterator

from groundup.checking.judging import gradients
from groundup.checking.judging.blocks import Block
from groundup.checking.judging.costs import Cost
from groundup.checking.judging.fits import Fit, Step, go_up, pile_up
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.given import given, not_kept
from groundup.checking.judging.mistakes import Mistake, first_mistakes
from groundup.checking.judging.parameters import Parameters, parameters
from groundup.checking.judging.probes import Probe, probe
from groundup.checking.judging.standstill import (
    from_elsewhere,
    is_stale,
    moved_otherwise,
    staying,
    unused,
)
from groundup.checking.judging.trials import Trial, another_rule, best_fitting, factor, trials
from groundup.checking.judging.verdicts import Part, Verdict, Why, Word, Wrong
from groundup.checking.tracing.places import Position
from groundup.checking.tracing.tape import Cut, Tape

SURE = 3  # numbers that are no multiple of others by chance
FEW = 50  # operations, in which nothing can have been trained


def judge(tape: Tape, held: list[Block] | None = None) -> Verdict:
    """Holds the steps that a program took against the gradients of its cost; where it takes none,
    the gradients that are in what it gives, or holds when it has run."""
    found, costs = parameters(tape), None
    if not found.each and held:
        tape, found, costs, _ = given(tape, held)
    if not found.each:
        why = Why.NO_STEPS if len(tape.operations) > FEW else Why.NOT_CALLED
        return Verdict(Word.UNCHECKED, [why, *obstacles(tape)])
    flow = Flow(tape, found)
    tried = trials(flow, costs)
    fitting, how = best_fitting(tape, tried, found.given)
    if fitting is not None:
        return right(flow, fitting, how)
    if not tried:
        return Verdict(Word.UNCHECKED, [Why.NO_COST, *obstacles(tape)], parts=parts(found, []))
    return wrong(flow, tried)


def right(flow: Flow, trial: Trial, why: list[Why]) -> Verdict:
    """Unless numbers that ought to be moved stay, or other numbers show what these hide."""
    kind = Why.ASSUMED_COST if trial.cost.assumed else Why.OWN_COST
    verdict = Verdict(Word.RIGHT, [kind, *why], trial.cost.kind, place_of(trial.cost))
    verdict.parts = parts(flow.parameters, trial.steps)
    by = trial.steps[0].factor
    verdict.factor = abs(by) if flow.parameters.given else factor(flow.tape, trial)
    if flow.parameters.negated:
        verdict.word, verdict.why = Word.UNCHECKED, [Why.NEGATED, *verdict.why]
    elif flow.parameters.given and (moved := not_kept(flow)):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.LOST, *verdict.why]
        verdict.places = [one.place.position for one in moved]
    elif is_stale(flow):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.STALE, *verdict.why]
    elif idle := unused(flow):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.UNUSED, *verdict.why]
        verdict.places = [one.place.position for one in idle]
    elif lost := from_elsewhere(flow, moved_otherwise(flow, trial.cost)):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.CUT, *verdict.why]
        verdict.places = [one.place.position for one in lost]
    elif still := staying(flow, trial.cost):
        word = Word.UNCHECKED if flow.parameters.given else Word.WRONG
        verdict.word, verdict.why = word, [Why.STAYS, *verdict.why]
        verdict.wrong = [Wrong(one.place.position, one.kind, ()) for one in still]
    elif Why.OPTIMISER in why and (doubt := another_rule(trial)):
        verdict.word, verdict.why = Word.UNCHECKED, [doubt, *verdict.why]
    else:
        answer = probe(flow, trial.cost, Why.OPTIMISER in why)
        if answer is Probe.AGREES:
            verdict.why.append(Why.PROBED)
        elif answer is Probe.DISAGREES:
            verdict.word, verdict.why = Word.UNCHECKED, [Why.HIDDEN, *verdict.why]
    return verdict


def wrong(flow: Flow, tried: list[Trial]) -> Verdict:
    """By the cost that explains most: if something is right by it, and the tape is whole."""
    known = [one for one in tried if go_up(one.steps) or pile_up(one.steps)]
    best = max(known or tried, key=lambda one: (round(one.explained, 6), not one.cost.assumed))
    rows = first_wrong(best.steps)
    mistakes = first_mistakes(flow, best.cost, rows) or off(flow.tape, best, rows)
    if flow.parameters.given:
        mistakes = mistakes or [Mistake(row.parameter.place, ()) for row in rows]
    why = [Why.ASSUMED_COST if best.cost.assumed else Why.OWN_COST]
    verdict = Verdict(Word.WRONG, why, best.cost.kind, place_of(best.cost))
    verdict.parts, verdict.wrong = parts(flow.parameters, best.steps), [*map(said, mistakes)]
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
        verdict.wrong = [Wrong(one.place, "step", ()) for one in verdict.parts]
    elif best.cost.assumed and not any(one.right for one in mistakes):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.UNEXPLAINED, *why]
    elif best.cost.assumed and by_other_costs(tried, rows):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.SEVERAL_COSTS, *why]
    elif comes_and_goes(best.steps):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.SOMETIMES, *why]
    elif not (best.explained and is_sure(rows)) and not any(one.right for one in mistakes):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.UNEXPLAINED, *why]
    return verdict


def is_sure(rows: list[Fit]) -> bool:
    """Whether there is more than single numbers, which move by any factor."""
    return any(row.change.size >= SURE for row in rows)


def by_other_costs(tried: list[Trial], rows: list[Fit]) -> bool:
    """Whether each parameter that is wrong goes down another cost, as those of two networks that
    play against each other."""
    right = {
        id(row.parameter)
        for trial in tried
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
    return whole and all(len(step.wrong) in (0, len(step.rows)) for step in made)


def off(tape: Tape, trial: Trial, rows: list[Fit]) -> list[Mistake]:
    """Where gradients that are right but for a factor become so."""
    step = next((one for one in trial.steps if one.wrong), trial.steps[0])
    others = Step([row for row in step.rows if step.right(row)], step.factor)
    common = gradients.common_factors(tape, others, tape.values)
    found = [gradients.first_off(tape, row, common) for row in rows if row.multiple.holds]
    return [Mistake(one, ()) for one in found if one]


def first_wrong(made: list[Step]) -> list[Fit]:
    """The parameters that are wrong in the first step that is."""
    return next((step.wrong for step in made if step.wrong), [])


def cuts(flow: Flow) -> list[Cut]:
    """Where numbers that come from the parameters left the tape."""
    return [cut for cut in flow.tape.cuts if flow.depends(cut.ids)]


def said(mistake: Mistake) -> Wrong:
    before = tuple(made.place.position for made in mistake.right)
    return Wrong(mistake.wrong.place.position, mistake.wrong.kind, before)


def place_of(cost: Cost) -> Position | None:
    return cost.operations[0].place.position if cost.operations else None


def parts(found: Parameters, made: list[Step]) -> list[Part]:
    bad = {id(row.parameter) for step in made for row in step.wrong}
    return [
        Part(one.place.place.position, one.versions(0)[0].size, id(one) not in bad)
        for one in found.each
    ]


def obstacles(tape: Tape) -> Iterator[Why]:
    if tape.cuts:
        yield Why.CUT
    if tape.ended not in ("", "enough"):
        yield Why.ENDED
