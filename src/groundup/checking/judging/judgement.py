"""From a tape to a verdict."""

from __future__ import annotations

from collections.abc import Iterator

from groundup.checking.judging import gradients
from groundup.checking.judging.blocks import Block
from groundup.checking.judging.costs import Cost
from groundup.checking.judging.coverage import unreached
from groundup.checking.judging.fits import Fit, Step, go_up, pile_up
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.given import given, not_kept
from groundup.checking.judging.mistakes import Mistake, first_mistakes
from groundup.checking.judging.parameters import Parameters, parameters
from groundup.checking.judging.penalties import Penalised, has_penalty, penalised
from groundup.checking.judging.probes import Probe, are_no_rates, probe
from groundup.checking.judging.scales import are_rates, counted_twice, uneven_batches
from groundup.checking.judging.standstill import (
    from_elsewhere,
    is_a_bias,
    is_stale,
    lost_samples,
    moved_otherwise,
    moves_alike,
    staying,
    unused,
)
from groundup.checking.judging.trials import (
    Basis,
    Trial,
    another_rule,
    best_fitting,
    factor,
    trials,
)
from groundup.checking.judging.verdicts import Part, Verdict, Why, Word, Wrong
from groundup.checking.tracing.places import Position
from groundup.checking.tracing.tape import Cut, Operation, Tape

SURE = 3  # numbers that are no multiple of others by chance
WORST = (Word.WRONG, Word.UNCHECKED, Word.RIGHT)
FEW = 50  # operations, in which nothing can have been trained


def judge(tape: Tape, held: list[Block] | None = None) -> Verdict:
    """Holds the steps that a program took against the gradients of its cost; where it takes none,
    the gradients that are in what it gives, or holds when it has run."""
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
    if is_stale(flow):
        word = Word.WRONG if moves_alike(flow) else Word.UNCHECKED
        verdict.word, verdict.why = word, [Why.STALE, *verdict.why]
        verdict.wrong = [Wrong(one.place, "step", ()) for one in verdict.parts]
    elif idle := unused(flow):
        biases = [x for x in idle if is_a_bias(flow, trial.cost, x, trial.steps[0].factor)]
        verdict.word = Word.WRONG if biases else Word.UNCHECKED
        verdict.why = [Why.UNUSED, *verdict.why]
        verdict.places = [one.place.position for one in idle]
        verdict.wrong = [Wrong(one.place.position, one.kind, ()) for one in biases]
    elif lost := from_elsewhere(flow, moved_otherwise(flow, trial.cost)):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.CUT, *verdict.why]
        verdict.places = [one.place.position for one in lost]
    elif still := staying(flow, trial.cost):
        verdict.word, verdict.why = Word.WRONG, [Why.STAYS, *verdict.why]
        verdict.wrong = [Wrong(one.place.position, one.kind, ()) for one in still]
    elif Why.OPTIMISER not in why and (made := scaled(flow, trial)):
        verdict.word, verdict.why = Word.WRONG, [made[0], *verdict.why]
        verdict.wrong = [Wrong(one.place.position, one.kind, ()) for one in made[1]]
    elif Why.OPTIMISER in why and gradients.is_no_rule(trial.steps[0]):
        verdict.word, verdict.why = Word.WRONG, [Why.NO_RULE, *verdict.why]
        verdict.wrong = [Wrong(one.place, "step", ()) for one in verdict.parts]
    elif lost := lost_samples(flow, trial.cost):
        verdict.word, verdict.why = Word.WRONG, [Why.LOST, *verdict.why]
        verdict.wrong = [Wrong(one.place.position, one.kind, ()) for one in lost]
    elif doubt := unexplained(flow, trial) if Why.OPTIMISER in why else None:
        verdict.word, verdict.why = doubt[0], [doubt[1], *verdict.why]
        mistakes = off(flow.tape, trial, trial.steps[0].wrong)
        verdict.wrong = [*map(said, mistakes)] if doubt[0] is Word.WRONG else []
    elif (found := penalised_by(flow, trial)) in (Penalised.WRONG, Penalised.UNKNOWN):
        verdict.word = Word.WRONG if found is Penalised.WRONG else Word.UNCHECKED
        verdict.why = [Why.DECAY, *verdict.why]
        verdict.wrong = [Wrong(one.place, "step", ()) for one in verdict.parts]
    elif missing := unreached(flow):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.NOT_REACHED, *verdict.why]
        verdict.places = missing
    else:
        return probed(flow, trial, verdict)
    return verdict


def unexplained(flow: Flow, trial: Trial) -> tuple[Word, Why] | None:
    """What beside its cost's gradient the steps have: no rate that is given, and no optimiser."""
    rule, own = another_rule(trial), trial.steps[0]
    if rule is Why.DECAY and has_penalty(flow, trial.cost):
        return Word.WRONG, rule
    if rule is Why.RATES and not are_rates(flow, trial.cost, own):
        changing = are_no_rates(flow, trial.cost, own)
        return Word.UNCHECKED if changing else Word.WRONG, rule
    return (Word.UNCHECKED, rule) if rule is Why.DECAY else None


def penalised_by(flow: Flow, trial: Trial) -> Penalised:
    if not trial.cost.assumed:
        return Penalised.NOTHING
    return penalised(flow, trial.cost, trial.steps)


def scaled(flow: Flow, trial: Trial) -> tuple[Why, list[Operation]] | None:
    """What scales steps that are right but for that."""
    if twice := counted_twice(flow, trial.cost, trial.steps[0]):
        return Why.RATE_TWICE, twice
    if uneven := uneven_batches(flow, trial.cost):
        return Why.UNEVEN, uneven
    return None


def probed(flow: Flow, trial: Trial, verdict: Verdict) -> Verdict:
    """What other numbers make of a verdict of right: where they disagree, and show something
    wrong, that is wrong."""
    optimiser = Why.OPTIMISER in verdict.why
    answer, tape = probe(flow, trial.cost, trial.steps[0], optimiser)
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


def same_cost(one: Cost, other: Cost) -> bool:
    places = {made.place.innermost for made in other.operations}
    return one.kind == other.kind and one.operations[0].place.innermost in places


def wrong(flow: Flow, tried: list[Trial]) -> Verdict:
    """By the cost that explains most: if something is right by it, and the tape is whole."""
    known = [one for one in tried if go_up(one.steps) or pile_up(one.steps)]
    best = max(known or tried, key=lambda one: (round(one.explained, 6), not one.cost.assumed))
    step = first_off(best.steps)
    rows = step.wrong or step.rows
    mistakes = first_mistakes(flow, best.cost, rows) or off(flow.tape, best, rows)
    if flow.parameters.given:
        mistakes = mistakes or [Mistake(row.parameter.place, ()) for row in rows]
    why = [Why.ASSUMED_COST if best.cost.assumed else Why.OWN_COST]
    verdict = Verdict(Word.WRONG, why, best.cost.kind, place_of(best.cost))
    verdict.parts, verdict.wrong = parts(flow.parameters, best.steps), [*map(said, mistakes)]
    verdict.basis = Basis(flow, best)
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
    elif best.cost.assumed and not any(one.right for one in mistakes):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.UNEXPLAINED, *why]
    elif best.cost.assumed and by_other_costs(tried, rows):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.SEVERAL_COSTS, *why]
    elif comes_and_goes(best.steps):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.SOMETIMES, *why]
    elif not any(one.right for one in mistakes) and not (
        best.explained and (is_sure(rows) or are_no_rates(flow, best.cost, step))
    ):
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
    return (
        whole
        and any(step.wrong for step in made)
        and all(len(step.wrong) in (0, len(step.rows)) for step in made)
    )


def off(tape: Tape, trial: Trial, rows: list[Fit]) -> list[Mistake]:
    """Where gradients that are right but for a factor become so."""
    step = first_off(trial.steps)
    others = Step([row for row in step.rows if step.right(row)], step.factor)
    common = gradients.common_factors(tape, others, tape.values)
    found = [gradients.first_off(tape, row, common) for row in rows if row.multiple.holds]
    return [Mistake(one, ()) for one in found if one]


def first_off(made: list[Step]) -> Step:
    """The first step that is wrong; the first of all where none is."""
    return next((step for step in made if step.wrong), made[0])


def cuts(flow: Flow) -> list[Cut]:
    """Where numbers that come from the parameters left the tape, before the last step."""
    last = max(one.versions(one.steps() - 1)[1].max() for one in flow.parameters.each)
    return [cut for cut in flow.tape.cuts if flow.depends(cut.ids) and cut.ids.max() < last]


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
