"""What a program makes smaller: its own cost, if it computes one; else what its errors are those
of, where targets meet outputs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.judging.agreement import FEW, multiple
from groundup.checking.judging.flow import NO_USE, Flow, Meeting, differences
from groundup.checking.judging.graph import PRODUCTS, flat, has
from groundup.checking.judging.verdicts import Why
from groundup.checking.model.convention import L2_FORMS, Factor
from groundup.checking.tracing.differentiation import Numbers
from groundup.checking.tracing.tape import Ids, Operation, behind

MOST = 24  # places of own costs that are tried
NONE: Mapping[int, float] = {}
CURVED = frozenset(("sqrt", "power", "exp", "log", "log2", "log10", "cbrt"))
LINEAR = frozenset(("add", "subtract", "absolute", "negative", "sum", "divide"))
OWN, SQUARES, BINARY, CLASSES = "own", "squares", "binary cross-entropy", "cross-entropy"
SENT = "sent back"  # whatever cost has slopes that a program makes up


class Cost(NamedTuple):
    """`seeds` has d cost / d number of what the cost is made of; `operations` are where the program
    computes it, or its errors. One that is no own one is the sum over all samples."""

    kind: str
    seeds: dict[int, float]
    operations: list[Operation]
    meetings: tuple[Meeting, ...] = ()  # of one that is not the program's own
    declared: bool = False
    decay: Mapping[int, float] = NONE  # by how much of itself a parameter shrinks, by id
    until: int | None = None  # the operation where outputs are none of such a cost's any more

    @property
    def own(self) -> bool:
        return self.kind in (OWN, SENT)

    @property
    def assumed(self) -> bool:
        return not (self.own or self.declared)

    @property
    def why(self) -> Why:
        """What a verdict by it rests on."""
        known = Why.OWN_COST if self.own else Why.DECLARED_COST
        return Why.ASSUMED_COST if self.assumed else known


def is_below_zero(flow: Flow, cost: Cost) -> bool:
    """Whether it may be what a program makes larger, as a log-likelihood."""
    return cost.own and all((flow.tape.values[made.results] < 0).all() for made in cost.operations)


def own_costs(flow: Flow) -> Iterator[Cost]:
    """Single numbers that come from the parameters, and of which nothing is computed, by their
    places with all callers: in an engine all sums stand in one line."""
    tape, places = flow.tape, defaultdict(list)
    finite = np.isfinite(tape.values[: tape.count])
    single = flow.from_parameters & finite & ~flow.used
    for index in np.unique(tape.makers[: tape.count][single]).tolist():
        if not 0 <= index < len(tape.operations) or index in flow.parameters.barriers:
            continue
        made = tape.operations[index]
        output = is_an_output(flow, made) or is_weighted_sum(flow, made)
        if made.size == 1 and made.kind not in NO_USE and not output:
            places[made.place, made.kind].append(made)
    for found in list(places.values())[:MOST]:
        yield Cost(OWN, {made.start: 1.0 for made in found}, found)


def is_an_output(flow: Flow, made: Operation) -> bool:
    """Whether it is made as hidden activations are, or as what meets targets on the way to a step,
    and without any: that of a network with one output, which somebody looks at."""
    met = (made.place.innermost, made.kind) in flow.outputs
    if not met and (made.place, made.kind) not in flow.hidden:
        return False
    cone = sorted(behind(flow.tape, [made.start], flow.parameters.barriers))
    return not any(differences(flow, (flow.tape.operations[index] for index in cone)))


def is_weighted_sum(flow: Flow, last: Operation) -> bool:
    """Whether it is a sum of parameters and of what they are multiplied with: a neuron's z, which
    is no cost, whatever is done where it is too small."""
    waiting, products = [last], 0
    for made in waiting:
        sides = [flow.parameters_of(one.ids) for one in made.operands]
        if made.kind in ("add", "sum"):
            free = [x.ids for x, mine in zip(made.operands, sides, strict=True) if not mine]
            waiting += filter(None, map(flow.tape.maker, free))
            if len(waiting) > MOST:
                return False
        elif made.kind not in PRODUCTS or sum(sides) != 1:
            return False
        else:
            products += 1
    return products > 0


def is_of_errors(flow: Flow, cost: Cost) -> bool:
    """Whether its own cost is made of errors as they are, or without their sign, or is the mean of
    such, as many a program shows them that goes down their squares."""
    met = {one.operation.index for one in flow.meetings}
    ends = flow.after([np.arange(x.operation.start, x.operation.stop) for x in flow.meetings])
    if not all(ends[made.start] or made.index in met for made in cost.operations):
        return False
    cone = behind(flow.tape, [made.start for made in cost.operations], flow.parameters.barriers)
    later = [flow.tape.operations[k] for k in cone if has(ends, flow.tape.operations[k])]
    return all(made.kind in LINEAR for made in later)


def before_a_root(flow: Flow, cost: Cost) -> Cost | None:
    """Its own cost before the last function of one number, as the mean of squares of which the root
    is taken: what goes down the one goes down the other, by another rate."""
    found = [inner(flow, made) for made in cost.operations]
    known = [made for made in found if made is not None]
    if len(known) < len(found):
        return None
    return Cost(OWN, {made.start: 1.0 for made in known}, known)


def inner(flow: Flow, made: Operation) -> Operation | None:
    found = None
    while True:
        mine = [x.ids for x in made.operands if x.ids is not None and flow.depends(x.ids)]
        by = flow.tape.maker(mine[0]) if len(mine) == 1 and np.size(mine[0]) == 1 else None
        if by is None or by.size > 1 or by.index in flow.parameters.barriers:
            return found
        found, made = by if made.kind in CURVED else found, by


def assumed_costs(flow: Flow) -> Iterator[Cost]:
    """The costs of which a program's errors may be those, of every place where outputs meet
    targets: the declared one; else squares, and two cross-entropies."""
    kinds, declared = kinds_of(flow), flow.declared
    for found in meetings(flow):
        for kind in kinds:
            known = declared.cost is not None
            cost = Cost(kind, {}, [one.operation for one in found], tuple(found), known)
            if declared.l2 and known:
                form = L2_FORMS[declared.l2_form]
                cost = cost._replace(decay=decays(flow, found, declared.l2, form))
            cost = within(cost, flow.tape.values) if known else cost
            seeds = reseeded(cost, flow.tape.values)
            if seeds:
                yield cost._replace(seeds=seeds)


def meetings(flow: Flow) -> Iterator[list[Meeting]]:
    """Where outputs meet targets, by statement: a way back may be called for a first sample, and
    elsewhere for all others. Where several call it, by the statement and these, too, since what
    only computes may be any difference."""
    places: dict[Any, dict[Any, list[Meeting]]] = defaultdict(lambda: defaultdict(list))
    for one in flow.meetings:
        place, kind = one.operation.place, one.operation.kind
        places[place.innermost, kind][place.home].append(one)
    for homes in places.values():
        if len(homes) > 1:
            together = [one for found in homes.values() for one in found]
            yield sorted(together, key=lambda one: one.operation.index)
        yield from homes.values()


def within(cost: Cost, values: Numbers) -> Cost:
    """Up to where a training has blown up, so that outputs are 0, or NaN."""
    for k, one in enumerate(cost.meetings):
        if not seeded(values, [one], GRADIENTS[cost.kind]):
            return cost._replace(meetings=cost.meetings[:k], until=one.operation.index)
    return cost


def kinds_of(flow: Flow) -> list[str]:
    """The declared cost; else the one that the program says itself that it means, or any."""
    cost, activations = flow.declared.cost, flow.declared.activations
    if cost is None:
        return [said] if (said := kind_said(flow)) else [*GRADIENTS]
    if cost == "quadratic":
        return [SQUARES]
    if activations is None:
        return [BINARY, CLASSES]
    return [CLASSES if activations[-1] == "softmax" else BINARY]


def decays(flow: Flow, found: Sequence[Meeting], l2: float, form: Factor) -> dict[int, float]:
    """What a declared L2 asks of each weight, beside the sum over the samples that were computed
    with it."""
    made: dict[int, float] = {}
    for ids, samples in samples_of_weights(flow, [one.outputs for one in found]):
        asked = samples * l2 * form.of(samples, 1)
        made |= dict.fromkeys(ids.tolist(), asked)
    return made


def samples_of_weights(flow: Flow, outputs: Sequence[Ids | int]) -> Iterator[tuple[Ids, int]]:
    """Every version of every weight that outputs come from, and of how many samples: what is
    multiplied with other numbers, and no bias."""
    tape = flow.tape
    cone = flow.before(outputs)
    count = np.zeros(tape.count)
    for made in (x for x in tape.operations if x.kind in PRODUCTS and has(cone, x)):
        for one, other in (made.operands[:2], made.operands[1::-1]):
            if one.ids is None or other.ids is None or flow.parameters_of(other.ids):
                continue
            if flow.parameters_of(one.ids):
                several = made.size * np.size(other.ids) / np.size(one.ids)
                count[flat(one.ids)] += several**0.5 if made.kind == "matmul" else 1
    for one in flow.parameters.each:
        steps = [one.versions(k) for k in range(one.steps())]
        for ids in (*[old for old, _ in steps], steps[-1][1]):
            if count[ids].any():
                yield ids, round(float(count[ids].max()))


def kind_said(flow: Flow) -> str:
    """Which kind of cost all are that the program computes itself, though maybe at another time
    than its steps; "" where they are several, or none of these. What it computes of outputs after
    its last step may be no cost, and what has no slope, as an accuracy, is none."""
    last, found = flow.parameters.last, set[str]()
    for cost in own_costs(flow):
        kind = kind_of(flow, cost)
        early = cost.operations[0].start < last and flow.slopes(cost.seeds)[flow.moved].any()
        found |= {kind} if kind or early else set()
    return found.pop() if len(found) == 1 else ""


def kind_of(flow: Flow, own: Cost) -> str:
    if is_squares(flow, own.operations[0]):
        return SQUARES
    slopes, values = flow.slopes(own.seeds), flow.tape.values
    met = [one for one in flow.meetings if slopes[one.outputs].any()]
    ids = [one for each in met for one in np.ravel(each.outputs).tolist()]
    for kind in (BINARY, CLASSES) if len(ids) >= FEW else ():
        seeds = seeded(values, met, GRADIENTS[kind])
        if seeds and multiple([slopes[one] for one in seeds], [*seeds.values()]).holds:
            return kind
    return ""


def is_squares(flow: Flow, last: Operation) -> bool:
    tape, barriers = flow.tape, flow.parameters.barriers
    cone = sorted(behind(tape, [last.start], barriers))[:-1]
    met = list(differences(flow, (tape.operations[index] for index in cone)))
    if not met:
        return False
    slopes = flow.slopes({last.start: 1.0})
    errors = [np.ravel(tape.values[one.outputs] - one.targets) for one in met]
    found = [np.broadcast_to(slopes[one.outputs], np.shape(one.outputs)).ravel() for one in met]
    if [one.size for one in errors] != [one.size for one in found]:
        return False
    both = np.concatenate(found), np.concatenate(errors)
    return both[0].size >= FEW and bool(both[0].any()) and multiple(*both).holds


def squares(a: Any, y: Any) -> Any:
    return a - y


def binary(a: Any, y: Any) -> Any:
    inside = np.all((a > 0) & (a < 1))
    return (a - y) / (a * (1 - a)) if inside else None


def classes(a: Any, y: Any) -> Any:
    return -y / a if np.all((a > 0) & (a <= 1)) and np.all(y >= 0) else None


GRADIENTS = {SQUARES: squares, BINARY: binary, CLASSES: classes}


def reseeded(cost: Cost, values: Numbers) -> dict[int, float]:
    """The seeds of a cost where the tape has other values."""
    if cost.own:
        return cost.seeds
    seeds = seeded(values, cost.meetings, GRADIENTS[cost.kind])
    asked = cost.decay.items() if seeds else ()
    return seeds | {one: seeds.get(one, 0.0) + share * values[one] for one, share in asked}


def first_seeds(flow: Flow, cost: Cost) -> dict[int, float]:
    """Those of the first time that the cost is computed."""
    if not cost.own:
        return seeded(flow.tape.values, cost.meetings[:1], GRADIENTS[cost.kind])
    return {cost.operations[0].start: 1.0}


def alone(flow: Flow, cost: Cost, k: int) -> Cost:
    """One time that it is computed."""
    one = cost._replace(operations=[cost.operations[k]], meetings=cost.meetings[k:][:1])
    return one._replace(seeds=first_seeds(flow, one))


def seeds_of(flow: Flow, cost: Cost, met: Meeting) -> dict[int, float]:
    """Those of an assumed cost, of other outputs."""
    return seeded(flow.tape.values, [met], GRADIENTS[cost.kind])


def seeded(values: Numbers, found: Sequence[Meeting], gradient: Any) -> dict[int, float]:
    """d cost / d output, by id; empty where these cannot be such a cost's."""
    seeds: dict[int, float] = {}
    for outputs, targets, _, target_ids in found:
        there = targets if target_ids is None else values[target_ids]
        with np.errstate(all="ignore"):
            slopes = gradient(values[outputs], np.asarray(there))
        if slopes is None:
            return {}
        ids, slopes = np.broadcast_arrays(outputs, slopes)
        for number, slope in zip(ids.ravel().tolist(), slopes.ravel().tolist(), strict=True):
            seeds[number] = seeds.get(number, 0.0) + slope
    return seeds
