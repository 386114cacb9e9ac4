"""From a tape to a verdict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from groundup.checking.judging import gradients
from groundup.checking.judging.agreement import near
from groundup.checking.judging.costs import Cost, Flow, assumed_costs, own_costs
from groundup.checking.judging.fits import Fit, Step, go_down, go_up, pile_up, steps
from groundup.checking.judging.mistakes import Mistake, first_mistakes
from groundup.checking.judging.parameters import Parameters, parameters
from groundup.checking.judging.probes import Probe, probe
from groundup.checking.judging.standstill import from_elsewhere, is_stale, moved_otherwise, staying
from groundup.checking.judging.verdicts import Part, Verdict, Why, Word, Wrong
from groundup.checking.tracing.differentiation import adjoints
from groundup.checking.tracing.tape import Tape

SURE = 3  # numbers that are no multiple of others by chance
FEW = 50  # operations, in which nothing can have been trained
ENOUGH, PLENTY = 3, 40  # steps after which a program may be left: if it is right, and anyway


PARTLY = 0.02  # of the numbers, which no cost explains by chance


class Trial(NamedTuple):
    """Steps held against one cost."""

    cost: Cost
    steps: list[Step]

    @property
    def explained(self) -> float:
        """The share of the numbers that go the right way."""
        right = sum(
            row.change.size
            for step in self.steps
            for row in step.rows
            if row.moves and step.right(row) and step.factor < 0
        )
        return right / max(sum(step.size for step in self.steps), 1)


def judge(tape: Tape) -> Verdict:
    """Holds the steps that a program took against the gradients of its cost."""
    found = parameters(tape)
    if not found.each:
        why = Why.NO_STEPS if len(tape.operations) > FEW else Why.NOT_CALLED
        return Verdict(Word.UNCHECKED, [why, *obstacles(tape)])
    flow = Flow(tape, found)
    tried = trials(flow)
    fitting, how = best_fitting(tape, tried)
    if fitting is not None:
        return right(flow, fitting, how)
    if not tried:
        return Verdict(Word.UNCHECKED, [Why.NO_COST, *obstacles(tape)], parts=parts(found, []))
    return wrong(flow, tried)


def trials(flow: Flow) -> list[Trial]:
    """The steps against every cost that they may be steps down of; the first that fits is the
    last."""
    tried: list[Trial] = []
    for cost in (*own_costs(flow), *assumed_costs(flow)):
        trial = held(flow, cost)
        if trial.steps:
            tried.append(trial)
        if go_down(trial.steps):
            break
    return tried


def best_fitting(tape: Tape, tried: list[Trial]) -> tuple[Trial | None, list[Why]]:
    """The cost that all steps go down; none where the program's own explains a part of them."""
    last = tried[-1] if tried else None
    own = any(one.explained > PARTLY for one in tried if not one.cost.assumed)
    if last and go_down(last.steps) and not (last.cost.assumed and own):
        return last, []
    for trial in tried:
        computed = gradients.are_computed(tape, trial.steps, tape.values)
        if computed and not pile_up(trial.steps) and not (trial.cost.assumed and own):
            return trial, [Why.OPTIMISER]
    return None, []


def held(flow: Flow, cost: Cost) -> Trial:
    slopes = adjoints(flow.tape, cost.seeds, flow.parameters.barriers)
    until = len(flow.tape.operations)
    return Trial(cost, steps(flow.parameters, flow.tape.values, slopes, until))


def right(flow: Flow, trial: Trial, why: list[Why]) -> Verdict:
    """Unless numbers that ought to be moved stay, or other numbers show what these hide."""
    kind = Why.ASSUMED_COST if trial.cost.assumed else Why.OWN_COST
    verdict = Verdict(Word.RIGHT, [kind, *why], trial.cost.kind, place_of(trial.cost))
    verdict.parts = parts(flow.parameters, trial.steps)
    verdict.factor = factor(flow.tape, trial)
    if is_stale(flow):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.STALE, *verdict.why]
    elif lost := from_elsewhere(flow, moved_otherwise(flow, trial.cost)):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.CUT, *verdict.why]
        verdict.places = [one.place.position for one in lost]
    elif still := staying(flow, trial.cost):
        verdict.word, verdict.why = Word.WRONG, [Why.STAYS, *verdict.why]
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


def another_rule(trial: Trial) -> Why | None:
    """What beside its cost's gradient the steps have, which may be meant or not."""
    if gradients.takes_rates(trial.steps):
        return Why.RATES
    if gradients.takes_decay(trial.steps) and not trial.cost.assumed:
        return Why.DECAY
    return None


def factor(tape: Tape, trial: Trial) -> float | None:
    """Of the gradients that the program computes, as a multiple of its cost's; None where a step
    does not show it."""
    found = gradients.common_factors(tape, trial.steps[0], tape.values)
    found = [abs(one) for one in found]
    return next((1.0 for one in found if near(one, 1.0)), found[0] if found else None)


def wrong(flow: Flow, tried: list[Trial]) -> Verdict:
    """By the cost that explains most: if something is right by it, and the tape is whole."""
    known = [one for one in tried if go_up(one.steps) or pile_up(one.steps)]
    best = max(known or tried, key=lambda one: (round(one.explained, 6), not one.cost.assumed))
    rows = first_wrong(best.steps)
    mistakes = first_mistakes(flow, best.cost, rows) or off(flow.tape, best, rows)
    why = [Why.ASSUMED_COST if best.cost.assumed else Why.OWN_COST]
    verdict = Verdict(Word.WRONG, why, best.cost.kind, place_of(best.cost))
    verdict.parts, verdict.wrong = parts(flow.parameters, best.steps), [*map(said, mistakes)]
    stopped = cuts(flow)
    if stopped:
        verdict.word, verdict.why = Word.UNCHECKED, [Why.CUT, *why]
        verdict.places = [cut.place.position for cut in stopped]
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
    elif not best.explained and not any(one.right for one in mistakes):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.UNEXPLAINED, *why]
    return verdict


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


def cuts(flow: Flow) -> list:
    """Where numbers that come from the parameters left the tape."""
    return [cut for cut in flow.tape.cuts if flow.depends(cut.ids)]


def said(mistake: Mistake) -> Wrong:
    before = tuple(made.place.position for made in mistake.right)
    return Wrong(mistake.wrong.place.position, mistake.wrong.kind, before)


def place_of(cost: Cost):
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


def enough(tape: Tape) -> bool:
    """Whether a program has taken as many steps as a verdict needs."""
    found = parameters(tape)
    if found.steps() < ENOUGH:
        return False
    if found.steps() >= PLENTY:
        return True
    tried = trials(Flow(tape, found))
    own = (one for one in tried if not one.cost.assumed and one.explained)
    return best_fitting(tape, tried)[0] is not None or any(len(x.steps) >= ENOUGH for x in own)
