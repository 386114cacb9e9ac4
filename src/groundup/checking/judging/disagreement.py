"""What is said of steps that go down no cost: what is wrong, or why that is not sure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from groundup.checking.judging import gradients, paces
from groundup.checking.judging.agreement import FEW, SAME_NUMBER, near
from groundup.checking.judging.costs import (
    Cost,
    is_below_zero,
    is_of_errors,
    kind_said,
    samples_of_weights,
)
from groundup.checking.judging.fits import Fit, Step, first_off, go_up, is_sure, pile_up
from groundup.checking.judging.flow import NO_USE, Flow
from groundup.checking.judging.graph import first_uses, has, marked, taken
from groundup.checking.judging.handed import mislabelled
from groundup.checking.judging.mistakes import Mistake, WayBack, first_mistakes
from groundup.checking.judging.objections import Objection, cuts, objected
from groundup.checking.judging.other_rules import some_without_errors
from groundup.checking.judging.parameters import Parameters, is_slight
from groundup.checking.judging.probes import are_slips
from groundup.checking.judging.staleness import behind_time, kept
from groundup.checking.judging.targets_held import with_targets_held
from groundup.checking.judging.trials import Basis, Trial, votes_of
from groundup.checking.judging.verdicts import Part, Verdict, Why, Word, Wrong
from groundup.checking.tracing.places import Position
from groundup.checking.tracing.tape import Ids

FEW_VOTES = 2  # for a factor
FEW_UP = 2  # times as many numbers go down as up, where some go up by mistake


class Explained(NamedTuple):
    """Steps, by the cost that explains most of them, and where the way back goes wrong by it."""

    trial: Trial
    back: WayBack
    mistakes: list[Mistake]


def wrong(flow: Flow, tried: list[Trial]) -> Verdict:
    """By the cost that explains most: if something is right by it, and the tape is whole."""
    own = ((one, one.cost.own and is_of_errors(flow, one.cost)) for one in tried)
    meant = [one for one, of_errors in own if one.explained or not of_errors]
    tried = [from_the_outputs(flow, one) for one in meant or tried]
    known = [one for one in tried if go_up(one.steps) or pile_up(one.steps)]
    best, back, mistakes = explaining(flow, known or tried)
    step = first_off(best.steps)
    rows = step.wrong or step.rows
    mistakes = mistakes or [Mistake(one, ()) for one in gradients.where_off(flow.tape, step, rows)]
    if flow.parameters.given:
        mistakes = mistakes or [Mistake(row.parameter.place, ()) for row in rows]
    verdict = Verdict(Word.WRONG, [best.cost.why], best.cost.kind, place_of(best.cost))
    verdict.parts = parts(flow.parameters, best.steps)
    verdict.wrong = [said(one, back) for one in mistakes]
    verdict.basis = Basis(flow, best, back)
    verdict.wrong[:0] = of_all(flow, best)
    made = next(before_mistakes(flow, best, bool(known), rows), None)
    made = made or next(doubts(flow, tried, Explained(best, back, mistakes), step), None)
    return objected(verdict, made) if made else verdict


def from_the_outputs(flow: Flow, trial: Trial) -> Trial:
    """The same steps; where all parameters go by one of two factors, each layer by one, the factor
    is that of the layers at the outputs: what is off on the way back is so from there on. A single
    parameter there counts if it goes down, and all others up."""
    rows = [row for step in trial.steps for row in step.rows if row.moves]
    if not any(step.wrong for step in trial.steps) or not all(x.multiple.holds for x in rows):
        return trial
    uses = first_computed(flow)
    made: list[Step] = []
    for step in trial.steps:
        rows = [row for row in step.rows if row.gradient.any() and row.change.any()]
        rows.sort(key=lambda row: -uses[row.parameter.versions(row.step)[0]].max())
        each = [
            list(same) for _, same in groupby(rows, lambda row: float(f"{row.multiple.factor:.4g}"))
        ]
        if len(each) != 2:
            return trial
        last, others = (same[0].multiple.factor for same in each)
        if len(each[0]) == 1 and not last < 0 < others:
            return trial
        made.append(step._replace(factor=last))
    return trial._replace(steps=made)


def first_computed(flow: Flow) -> Ids:
    """By id, the first operation that takes it to compute something, not to print or compare it."""
    made = [x for x in flow.tape.operations if x.kind not in NO_USE]
    return first_uses(flow.tape, made)


def of_all(flow: Flow, best: Trial) -> Iterator[Wrong]:
    """What is wrong in all layers, whatever else is: labels, and how far all steps go that are
    right by themselves."""
    if slug := mislabelled(flow, best.cost):
        place = best.cost.operations[0]
        yield Wrong(place.place.position, place.kind, (), slug=slug, quantity="delta")
    rows = [(step, row) for step in best.steps for row in step.rows if row.change.size >= FEW]
    rows = [(x, row) for x, row in rows if row.multiple.holds and row.moves and row.gradient.any()]
    met = [one.outputs for one in best.cost.meetings]
    weights = {int(ids[0]) for ids, _ in samples_of_weights(flow, met)}
    kinds: dict[int, set[bool]] = defaultdict(set)  # of parameters, in each step
    for step, row in rows:
        kinds[id(step)].add(int(row.parameter.versions(row.step)[0][0]) in weights)
    both = sum(len(one) == 2 for one in kinds.values())  # and no slip of biases, or of weights
    alike = both > 1 and all(near(row.multiple.factor, step.factor) for step, row in rows)
    move = flow.parameters.each[0].place
    if alike and best.steps[0].factor > 0 and not best.cost.assumed:
        found = [("update-adds", "step"), ("sign-flipped", "delta")]
        (slug, quantity), (other, _) = found if move.kind == "add" else found[::-1]
        one = Wrong(move.place.position, move.kind, (), slug=slug, aliases=(other,))
        yield one._replace(quantity=quantity)
    slugs = paces.off(flow, best) if alike and best.steps[0].factor < 0 else []
    if slugs and slugs[0] != "rate-taken-twice":
        quantity = "delta" if slugs[0].endswith("-lost") else "dw"
        one = Wrong(move.place.position, move.kind, (), slug=slugs[0], aliases=(*slugs[1:],))
        yield one._replace(quantity=quantity)


def before_mistakes(
    flow: Flow, best: Trial, known: bool, rows: Sequence[Fit]
) -> Iterator[Objection]:
    """What is told in the place of single mistakes; `known`: whether all steps go up, or gradients
    pile up."""
    if stopped := cuts(flow):
        places = [cut.place.position for cut in stopped]
        yield Objection(Word.UNCHECKED, Why.CUT, (), places)
    if flow.parameters.given and not all(row.gradient.any() for row in rows):
        yield Objection(Word.UNCHECKED, Why.UNUSED)
    if flow.parameters.given and not all(row.change.any() for row in rows):
        yield Objection(Word.UNCHECKED, Why.STAYS)
    if late := behind_time(flow):
        yield Objection(Word.WRONG, Why.STALE, late)
    if known and is_below_zero(flow, best.cost):
        yield Objection(Word.UNCHECKED, Why.BELOW_ZERO, best.cost.operations[:1])
    if known:
        reason = Why.UPHILL if go_up(best.steps) else Why.PILES_UP
        yield Objection(Word.WRONG, reason, flow.parameters.moves)
    if not (best.cost.assumed or flow.parameters.given or any(map(moves, best.steps))):
        yield Objection(Word.WRONG, Why.DISCARDED, flow.parameters.moves)
    step = first_off(best.steps)
    opposite = going_up(step) or upwards(flow, step)
    if opposite and not comes_and_goes(best.steps):
        yield Objection(Word.WRONG, Why.UPHILL, [row.operations[0] for row in opposite])


def doubts(flow: Flow, tried: list[Trial], found: Explained, step: Step) -> Iterator[Objection]:
    """Why mistakes that were found are not sure, the first one first."""
    best, back, mistakes = found
    rows, cost, firsts = step.wrong or step.rows, best.cost, [one.wrong for one in mistakes]

    def sure() -> bool:
        """Whether something before a mistake is right, or the steps cannot be another rule's."""
        large = not cost.assumed and is_sure(rows)
        rates = flow.parameters.given and gradients.takes_rates([step])  # which no gradient has
        slips = best.explained and (large or rates or are_slips(flow, cost, step))
        partly = not cost.assumed and any(map(back.is_right_in_part, firsts))
        given = flow.parameters.given and most_are_right(step)
        return any(one.right for one in mistakes) or bool(slips) or partly or given

    if is_another_rule(best.steps) or is_one_slight_step(flow.parameters):
        yield Objection(Word.UNCHECKED, Why.SOMETIMES)
    if (cost.assumed and not sure()) or is_of_other_samples(flow, best) or is_by_chance(best):
        yield Objection(Word.UNCHECKED, Why.UNEXPLAINED)
    if not best.explained and some_without_errors(flow, rows):
        yield Objection(Word.UNCHECKED, Why.UNEXPLAINED)
    if cost.assumed and by_other_costs(cost, tried, rows):
        yield Objection(Word.UNCHECKED, Why.SEVERAL_COSTS)
    if met := with_targets_held(flow, best):
        yield Objection(Word.UNCHECKED, Why.HELD, met)
    if comes_and_goes(best.steps):
        late = kept(flow, firsts, step.rows[0].step)
        yield (
            Objection(Word.WRONG, Why.STALE, late)
            if late
            else Objection(Word.UNCHECKED, Why.SOMETIMES)
        )
    if not cost.assumed and not sure():
        yield Objection(Word.UNCHECKED, Why.UNEXPLAINED)


def is_by_chance(trial: Trial) -> bool:
    """Whether no two numbers go by one factor: each alone is a multiple of any other."""
    steps = [one for one in trial.steps if any(row.moves for row in one.rows)]
    return all(
        row.change.size == 1 and votes_of(step) < FEW_VOTES for step in steps for row in step.rows
    )


def explaining(flow: Flow, tried: list[Trial]) -> Explained:
    """The cost that explains most, the program's own first, and where the way back goes wrong by
    it; of assumed ones, one that explains what is nearest to the outputs; of several that explain
    as much, one by which something before that is right, and exactly so first: an own cost may be
    worked out at another time than the steps. Where nothing is explained, that says nothing, but of
    squares that the program says it means."""
    last = [one for one in tried if one.cost.assumed and is_right_at_outputs(flow, one)]
    tried = last if all(one.cost.assumed or not one.explained for one in tried) and last else tried
    most = max(round(one.explained, 6) for one in tried)
    best = [one for one in tried if round(one.explained, 6) == most]
    best.sort(key=lambda one: (one.cost.assumed, one.cost.assumed and is_rough(one)))
    best = best if most or kind_said(flow) else best[:1]
    found: list[Explained] = []
    for one in best:
        step, back = first_off(one.steps), WayBack(flow, one.cost)
        found.append(Explained(one, back, first_mistakes(back, step.wrong or step.rows)))
        if any(mistake.right for mistake in found[-1].mistakes):
            return found[-1]
    return found[0]


def is_right_at_outputs(flow: Flow, trial: Trial) -> bool:
    """Whether the parameters that are used last before the outputs go down a cost: what is wrong
    there is wrong in all others, too, but by chance."""
    step, uses = first_off(trial.steps), first_computed(flow)
    rows = [row for row in step.rows if row.moves and row.change.size >= FEW]
    row = max(rows, key=lambda x: uses[x.parameter.versions(x.step)[0]].max(), default=None)
    return row is not None and step.right(row) and step.factor < 0


def is_rough(trial: Trial) -> bool:
    """Whether what is right is so nearly, as of a function that is almost straight in what small
    weights make of it: by another cost it may be so exactly."""
    rows = [(step, row) for step in trial.steps[:1] for row in step.rows if row.moves]
    return any(step.right(row) and row.multiple.off > SAME_NUMBER for step, row in rows)


def is_of_other_samples(flow: Flow, trial: Trial) -> bool:
    """Whether an own cost of which nothing is explained has the step's parameters meet inputs that
    the step never saw, as that of all samples beside steps that are taken with some."""
    if trial.explained or not trial.cost.own:
        return False
    step = first_off(trial.steps)
    old = [row.parameter.versions(row.step)[0] for row in step.rows]
    mine = flow.after(old)
    costs = [made.start for made in trial.cost.operations if has(mine, made)]
    between = mine & flow.before(costs)
    met = marked(flow.tape, taken(x for x in flow.tape.operations if has(between, x)))
    changes = [move.change.ids for row in step.rows for move in row.moved]
    used = flow.before([ids for ids in changes if ids is not None])
    given = flow.inputs & ~flow.from_parameters
    return bool((given & met & ~used).any())


def moves(step: Step) -> bool:
    return any(row.change.any() for row in step.rows)


def going_up(step: Step) -> list[Fit]:
    """The few parameters that go up by the factor by which all others go down."""
    up = [row for row in step.wrong if near(row.multiple.ratio, -step.factor)]
    down = [row.change.size for row in step.rows if step.right(row) and row.moves]
    few = FEW_UP * sum(row.change.size for row in up) < sum(down)
    several = sum(size >= FEW for size in down) > 1
    return up if step.factor < 0 and len(up) == len(step.wrong) and few and several else []


def upwards(flow: Flow, step: Step) -> list[Fit]:
    """The last layers' parameters, if they go up by the very factor by which all others go down,
    which none of one network do by any cost. (A network before another may be meant to go up.)"""
    rows = [row for row in step.rows if row.moves and row.change.size >= FEW]
    up = [row for row in rows if row.multiple.ratio > 0]
    down = [row for row in rows if row.multiple.ratio < 0]
    if not up or not down or len(up) + len(down) < len(rows):
        return []
    uses = first_computed(flow)
    last = max(uses[row.parameter.versions(row.step)[0]].max() for row in down)
    later = all(uses[row.parameter.versions(row.step)[0]].max() > last for row in up)
    alike = all(near(abs(row.multiple.ratio), up[0].multiple.ratio) for row in rows)
    return up if later and alike else []


def most_are_right(step: Step) -> bool:
    """Whether a step of most parameters, of several numbers each, goes down the cost."""
    right = [row for row in step.rows if step.right(row) and row.change.size >= FEW]
    return 2 * len(right) > len(step.rows)


def by_other_costs(cost: Cost, tried: list[Trial], rows: list[Fit]) -> bool:
    """Whether each parameter that is wrong goes down another cost, as those of two networks that
    play against each other: one of other outputs, since what the same come to is one cost."""
    right = {
        id(row.parameter)
        for trial in tried
        if not same_outputs(trial.cost, cost)
        for step in trial.steps
        for row in step.rows
        if row.moves and row.multiple.ratio < 0 and row.change.size >= FEW
    }
    large = [row for row in rows if row.change.size >= FEW]
    return bool(large) and all(id(row.parameter) in right for row in large)


def same_outputs(one: Cost, other: Cost) -> bool:
    """Whether these are assumed of the same outputs."""
    there = {np.ravel(met.outputs).tobytes() for met in other.meetings}
    return any(np.ravel(met.outputs).tobytes() in there for met in one.meetings)


def comes_and_goes(made: list[Step]) -> bool:
    """Whether some steps are right, and in others nothing is: a cost that is cut off at some
    numbers, say."""
    whole = any(not (step.wrong or step.hides) and step.factor < 0 for step in made)
    return (
        whole
        and any(step.wrong for step in made)
        and all(len(step.wrong) in (0, len(step.rows)) for step in made)
    )


def is_another_rule(made: list[Step]) -> bool:
    """Whether the first step of single numbers is right, and none by its factor is after it, as
    with momentum."""
    first = made[0]
    single = all(row.change.size < FEW for step in made for row in step.rows)
    later = any(near(step.factor, first.factor) for step in made[1:])
    return single and not first.wrong and first.factor < 0 and bool(made[1:]) and not later


def is_one_slight_step(found: Parameters) -> bool:
    """Whether a few numbers were changed once, as where a program ends in its first step."""
    return found.steps() == 1 and is_slight(found.each)


def said(mistake: Mistake, back: WayBack) -> Wrong:
    place = back.begins(mistake.wrong)
    before = tuple(made.place.seen_from(place) for made in mistake.right)
    return Wrong(place.position, mistake.wrong.kind, before, mistake.missing)


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
            one.name,
        )
        for one in found.each
    ]
