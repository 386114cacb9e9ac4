"""From a tape to a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from groundup.checking.judging.agreement import FEW, ONE_FACTOR, multiple
from groundup.checking.judging.beginnings import awake, woken
from groundup.checking.judging.blocks import Block
from groundup.checking.judging.clipping import unclipped
from groundup.checking.judging.corners import fitting_but_at_corners
from groundup.checking.judging.costs import (
    Cost,
    assumed_costs,
    before_a_root,
    is_of_errors,
    own_costs,
)
from groundup.checking.judging.disagreement import parts, place_of, wrong
from groundup.checking.judging.discards import discarded, idle
from groundup.checking.judging.factors import factor
from groundup.checking.judging.fits import apart, go_down
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.given import given
from groundup.checking.judging.handed import improbable
from groundup.checking.judging.interruptions import lost, stops
from groundup.checking.judging.objections import Objection, objected, objections, of_calls
from groundup.checking.judging.opponents import opponents
from groundup.checking.judging.other_rules import decided
from groundup.checking.judging.parameters import TWICE, Parameters, parameters
from groundup.checking.judging.piles import piling
from groundup.checking.judging.probes import Probe, are_slips, probe
from groundup.checking.judging.standstill import staying
from groundup.checking.judging.trials import (
    Basis,
    Trial,
    another_rule,
    best_fitting,
    held,
    trials,
)
from groundup.checking.judging.verdicts import Verdict, Why, Word, Wrong
from groundup.checking.loading.execution import Skipped
from groundup.checking.model.declared import NOTHING, Declared
from groundup.checking.tracing.runs import UNKNOWN, Handed
from groundup.checking.tracing.tape import Tape, behind

WORST = (Word.WRONG, Word.UNCHECKED, Word.RIGHT)
SHORT = 50  # operations, in which nothing can have been trained


def judge(
    tape: Tape,
    held: list[Block] | None = None,
    skipped: Sequence[Skipped] = (),
    declared: Declared = NOTHING,
    handed: Handed = UNKNOWN,
) -> Verdict:
    """Holds the steps that a program took against the gradients of its cost; where it takes none,
    the gradients that are in what it gives, or holds when it has run. What it could not do before,
    or on the way, is no part of it then, so that what is left is not right for all. `declared`
    and `handed` are what is known beforehand."""
    verdict = judge_all(tape, held, declared, handed)
    if stopping := stops(skipped, verdict.parts):
        verdict.wrong = [Wrong(one, "raise", ()) for one in stopping]
        verdict.word, verdict.why, verdict.places = Word.WRONG, [Why.RAISED], stopping
    elif verdict.word is Word.RIGHT and (places := lost(skipped, verdict.parts, tape.left > 0)):
        verdict.word, verdict.why = Word.UNCHECKED, [Why.RAISED, *verdict.why]
        verdict.places = places
    return verdict


def judge_all(tape: Tape, held: list[Block] | None, declared: Declared, handed: Handed) -> Verdict:
    other, same = awake(tape, [one.ids for one in held or []])
    gifts = given(other, held) if held else None
    if gifts and gifts.size:
        made = judge_given(Flow(gifts.tape, gifts.parameters, declared, handed), gifts.costs)
        if not same and made.word is Word.RIGHT:
            made.word, made.why = Word.UNCHECKED, [Why.HIDDEN, *made.why]
        if made.word is Word.WRONG and gifts.size < FEW:  # which are right by chance
            made.word, made.why = Word.UNCHECKED, [Why.UNEXPLAINED, *made.why]
        return made
    found = parameters(tape)
    if not found.each and gifts and gifts.parameters.each:
        return judge_given(Flow(gifts.tape, gifts.parameters, declared, handed), gifts.costs)
    if not found.each and (places := decided(tape, found)):
        return Verdict(Word.UNCHECKED, [Why.DECIDED], places=places)
    if not found.each and (vain := judge_discards(tape)):
        return vain
    if not found.each:
        why = Why.NO_STEPS if len(tape.operations) > SHORT else Why.NOT_CALLED
        return Verdict(Word.UNCHECKED, [why, *obstacles(tape)])
    groups = found.groups()
    groups = [one for one in groups if one.steps() > 1 or moves(tape, one)] or groups
    tapes = [unclipped(woken(tape, one), one) for one in groups]
    made = joined(
        [
            judge_group(Flow(each, one, declared, handed))
            for each, one in zip(tapes, groups, strict=True)
        ]
    )
    return (judge_discards(tape) or made) if made.why[0] is Why.NO_COST else made


def moves(tape: Tape, found: Parameters) -> bool:
    """Whether a first step makes other numbers of some parameter."""
    both = (one.versions(0) for one in found.each)
    return any((tape.values[old] != tape.values[new]).any() for old, new in both)


def judge_discards(tape: Tape) -> Verdict | None:
    """Of a training that changes nothing, whose steps are thrown away, or nothing; else None."""
    if not tape.cuts and (still := idle(tape)):
        return objected(Verdict(Word.WRONG, []), Objection(Word.WRONG, Why.DISCARDED, still))
    found = discarded(tape)
    if found is None:
        return None
    verdict = fitted(*found)
    return objected(verdict, Objection(Word.WRONG, Why.DISCARDED, found[0].parameters.moves))


def joined(verdicts: list[Verdict]) -> Verdict:
    """Of several trainings in one program: what is said of the worst, with the parts of all, the
    worst's first. A smaller network that the same statements train, right by the program's own
    cost, is not judged by an assumed one, which single numbers do not tell from decay."""
    right = {part.place for one in verdicts if one.word is Word.RIGHT for part in one.parts}

    def is_again(one: Verdict) -> bool:
        few = all(part.size < FEW and part.place in right for part in one.parts)
        return one.word is Word.WRONG and Why.ASSUMED_COST in one.why and few

    verdicts = [one for one in verdicts if not is_again(one)] or verdicts
    made = min(verdicts, key=lambda one: WORST.index(one.word))
    made.parts += [part for one in verdicts if one is not made for part in one.parts]
    made.wrong = [wrong for one in verdicts if one.word is made.word for wrong in one.wrong]
    return made


def judge_group(flow: Flow) -> Verdict:
    """Of parameters that are moved at the same time."""
    if found := improbable(flow):
        slug, made = found
        verdict = Verdict(Word.WRONG, [Why.IMPROBABLE, Why.DECLARED_COST])
        verdict.parts = parts(flow.parameters, [])
        verdict.wrong = [Wrong(made.place.position, made.kind, (), slug=slug)]
        return verdict
    tried = trials(flow)
    fitting, how = best_fitting(flow, tried)
    if fitting is not None and how and are_slips(flow, fitting.cost, fitting.steps[0]):
        return wrong(flow, tried)
    if fitting is not None:
        if later := later_costs(flow, fitting):
            fitting, how = best_fitting(flow, later)
        return right(flow, fitting, how) if fitting else wrong(flow, later)
    if not tried:
        places = decided(flow.tape, flow.parameters)
        why = [Why.DECIDED] if places else [Why.NO_COST, *obstacles(flow.tape)]
        return Verdict(Word.UNCHECKED, why, parts=parts(flow.parameters, []), places=places)
    if found := fitting_but_at_corners(flow, tried):
        return right(*found)
    if both := opponents(flow, tried):
        return joined([judge_group(replace(flow, parameters=one)) for one in both])
    return by_rates(flow, tried) or wrong(flow, tried)


def by_rates(flow: Flow, tried: list[Trial]) -> Verdict | None:
    """Right, if single numbers that one statement moves have rates that the program gives them."""
    for one in tried:
        each = apart(one.steps)
        if len(each) > len(flow.parameters.each):
            other = replace(flow, parameters=replace(flow.parameters, each=each))
            fitting, how = best_fitting(other, [held(other, one.cost)])
            verdict = right(other, fitting, how) if fitting else None
            if verdict and verdict.word is Word.RIGHT:
                return verdict
    return None


def judge_given(flow: Flow, costs: list[Cost]) -> Verdict:
    """Of gradients that no step is taken with: these are right, or all else is as with steps.
    `costs` are those that they may be of, of which a declared one is chosen."""
    tried = trials(flow, costs if flow.declared.cost is None else None)
    trial, _ = best_fitting(flow, tried, given=True)
    if trial is None:
        return wrong(flow, tried)
    verdict = fitted(flow, trial)
    verdict.parts, verdict.factor = parts(flow.parameters, []), abs(trial.steps[0].factor)
    if grave := next(of_calls(flow), None):
        return objected(verdict, grave)
    kind = verdict.why[0]
    doubts = {
        Why.NEGATED: flow.parameters.moves if flow.parameters.negated else (),
        Why.STAYS: staying(flow, trial.cost),
        Why.UNEVEN: flow.parameters.moves if flow.tape.kept.get("uneven") else (),
        Why.PILES_UP: piling(flow),
    }
    for why, found in doubts.items():
        if found:
            verdict.word, verdict.why = Word.UNCHECKED, [why, kind]
            verdict.places = [one.place.position for one in found]
            return verdict
    return probed(flow, trial, verdict)


def right(flow: Flow, trial: Trial, why: list[Why]) -> Verdict:
    """Unless numbers that ought to be moved stay, or other numbers show what these hide."""
    verdict = fitted(flow, trial, why)
    verdict.factor = factor(flow, trial)
    made = next(objections(flow, trial, bool(why)), None)
    if made is None:
        verdict.why += [Why.RATES] if why and another_rule(trial) is Why.RATES else []
        return probed(flow, trial, verdict)
    return objected(verdict, made)


def fitted(flow: Flow, trial: Trial, why: Sequence[Why] = ()) -> Verdict:
    """Right by a cost; `why`: what is not by its plain steps."""
    verdict = Verdict(Word.RIGHT, [trial.cost.why, *why], trial.cost.kind, place_of(trial.cost))
    verdict.parts = parts(flow.parameters, [] if why else trial.steps)
    verdict.basis = Basis(flow, trial)
    return verdict


def probed(flow: Flow, trial: Trial, verdict: Verdict) -> Verdict:
    """What other numbers make of a verdict of right: where they disagree, and show something
    wrong, that is wrong."""
    optimiser = Why.OPTIMISER in verdict.why
    answer, tape = probe(flow, trial.cost, trial.steps[0], optimiser)
    if answer is Probe.DISAGREES and not optimiser:
        for other in other_costs(flow, trial.cost):  # of one output, all fit at first
            again, _ = probe(flow, other.cost, other.steps[0], optimiser)
            if again is Probe.AGREES:
                answer, verdict = again, fitted(flow, other, verdict.why[1:])
                verdict.factor = factor(flow, other)
                break
    if answer is Probe.AGREES:
        verdict.why.append(Why.PROBED)
    elif answer is Probe.DISAGREES:
        other = replace(flow, tape=tape)
        tried = [one for one in trials(other) if same_cost(one.cost, trial.cost)]
        if are_rounded(tried):
            return verdict
        by_chance = trial.cost.assumed and all(
            np.size(one.outputs) == 1 for one in trial.cost.meetings
        )
        known = tried and not (optimiser or by_chance)
        shown = wrong(other, tried) if known else verdict
        verdict.word, verdict.wrong = Word.UNCHECKED, []
        verdict = shown if shown.word is Word.WRONG else verdict
        verdict.why = [Why.HIDDEN, *verdict.why]
    return verdict


def are_rounded(tried: list[Trial]) -> bool:
    """Whether steps are off by what rounding makes of them, as where a program has changed its
    parameters to and fro."""
    off = [row.multiple.off for one in tried for step in one.steps for row in step.wrong]
    return bool(off) and max(off) < ONE_FACTOR


def later_costs(flow: Flow, first: Trial) -> list[Trial]:
    """The same cost of more steps, where it is worked out before the training, and then somewhere
    else; none where the steps go down it."""
    if not first.cost.own or len(first.steps) > 1 or flow.parameters.steps() <= TWICE:
        return []
    cone = behind(flow.tape, [first.cost.operations[0].start], flow.parameters.barriers)
    inner = {flow.tape.operations[index].place.innermost: index for index in sorted(cone)}
    slopes = flow.slopes(first.cost.seeds)[flow.moved]

    def is_same(other: Cost) -> bool:
        """Whether it is made by what makes the first one, but for a factor."""
        index = inner.get(other.operations[0].place.innermost)
        seeds = {} if index is None else {flow.tape.operations[index].start: 1.0}
        return bool(seeds) and multiple(flow.slopes(seeds)[flow.moved], slopes).holds

    others = (one for one in own_costs(flow) if one.seeds != first.cost.seeds and is_same(one))
    later = [one for one in (held(flow, x) for x in others) if len(one.steps) > 1]
    return [] if any(go_down(one.steps) for one in later) else later


def other_costs(flow: Flow, cost: Cost) -> Iterator[Trial]:
    """Trials of other costs that may be in its place, where all steps go down them: others of the
    program's own, or others that may be assumed."""
    inner = before_a_root(flow, cost) if cost.own else None
    own = (x for x in own_costs(flow) if cost.own and x.seeds != cost.seeds)
    shown = cost.assumed or is_of_errors(flow, cost)
    assumed = (x for x in assumed_costs(flow) if shown and x.kind != cost.kind)
    for other in (*filter(None, [inner]), *own, *assumed):
        if go_down((trial := held(flow, other)).steps):
            yield trial


def same_cost(one: Cost, other: Cost) -> bool:
    places = {made.place.home for made in other.operations}
    return one.kind == other.kind and one.operations[0].place.home in places


def obstacles(tape: Tape) -> Iterator[Why]:
    if tape.cuts:
        yield Why.CUT
    if tape.ended not in ("", "enough"):
        yield Why.ENDED
