"""Gradients that a program computes on the way to steps that are no multiples of them: with
momentum, Adam, a rate for each parameter, decay."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.judging.agreement import FEW, NOISE, SAME, SAME_NUMBER, multiple, near
from groundup.checking.judging.fits import Fit, Step, changes, votes
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.graph import leads_to, taken
from groundup.checking.tracing.differentiation import Numbers
from groundup.checking.tracing.tape import Operation, Tape, behind

STEPS = 3  # in which they are looked for
SAMPLES = 100  # at most, in a step
MANY = 8  # that do not grow together by chance
DIVIDED, SCALED = frozenset(["divide"]), frozenset(["divide", "multiply"])
HOPS = 8  # from a single number's step to its gradient


def are_computed(flow: Flow, made: list[Step]) -> bool:
    """Whether the gradient of every parameter is a value on the way to its step, by one factor for
    all, in every step that moves more than single numbers; and the step may be an optimiser's."""
    tape, telling = flow.tape, [*filter(large, made)][:STEPS]
    return goes_down(made[:1]) and all(
        may_be_a_rule(flow, step) and is_computed(tape, step, tape.values)
        for step in telling or made[:1]
    )


def goes_down(made: list[Step]) -> bool:
    """Whether every parameter does, as with any optimiser in its first step."""
    rows = [row for step in made for row in step.rows if row.change.any()]
    large = (row for row in rows if row.change.size >= FEW and not decays(row))
    downhill = (row.change @ row.gradient for row in large)
    return bool(rows) and all(row.gradient.any() for row in rows) and all(x <= 0 for x in downhill)


def may_be_a_rule(flow: Flow, step: Step) -> bool:
    """An optimiser does to all parameters alike: it takes multiples of all gradients, by several
    rates, or of none. Decay and momentum may be for some. One number that moves alone, as beside
    dead neurons, is a multiple of any other."""
    rows = large(step)
    if any(row.multiple.ratio > 0 for row in rows):
        return False
    rows = [row for row in rows if np.count_nonzero(row.change) > 1] or rows
    others = [row for row in rows if not row.multiple.holds]
    return bool(rows) and (
        len(others) in (0, len(rows))
        or all(decays(row) for row in others)
        or (all(remembers(flow, x) for x in others) and are_averaged_alike(flow.tape, step))
    )


def remembers(flow: Flow, row: Fit) -> bool:
    """Whether a step comes from what was computed before the last one."""
    tape, barriers = flow.tape, flow.parameters.barriers
    each = [(x.moves[row.step].change.ids, x) for x in row.parameter.moved(row.step)]
    return row.step > 0 and all(
        ids is not None and leads_to(tape, ids, chain.version(row.step - 1), barriers)
        for ids, chain in each
    )


def are_averaged_alike(tape: Tape, step: Step) -> bool:
    """Whether all gradients, without rates, are by one factor: not means beside sums."""
    return any(
        all(near(one.factor, found[0].factor) for one in found)
        for found in ([*each_averaged(tape, step.rows, way)] for way in (DIVIDED, SCALED))
    )


def averaged_apart(flow: Flow, step: Step) -> list[Operation]:
    """Where gradients become so that are means where those of the largest parameter are sums, or
    the other way round: by a factor of samples, which a rate may be, too, where it is taken before
    a product."""
    rows = sorted(large(step), key=lambda row: -row.change.size)
    counts = {float(n) for made in flow.tape.operations for n in made.shape if n > 1}
    apart: list[Operation] = []
    for way in DIVIDED, SCALED:
        found = [*each_averaged(flow.tape, rows, way)]
        ratios = [(one.first, one.factor / found[0].factor) for one in found]
        apart = [made for made, x in ratios if any(near(max(x, 1 / x), n) for n in counts)]
        if not apart:
            break
    return apart


class Averaged(NamedTuple):
    """By what factor a gradient is computed on the way to a step, divided by the sizes of what is
    computed since the first operation that has it."""

    factor: float
    first: Operation


def each_averaged(tape: Tape, rows: list[Fit], way: frozenset[str]) -> Iterator[Averaged]:
    return (one for row in rows if (one := averaged(tape, row, way)))


def averaged(tape: Tape, row: Fit, way: frozenset[str]) -> Averaged | None:
    """`way`: by what one divides by a size; a product with 1/10 may be that with a rate, too."""
    (move, *more) = row.operations
    sizes = {float(n) for made in tape.operations[: move.index] for n in made.shape if n > 1}
    known: Averaged | None = None
    for made, ids in () if more else on_the_way(tape, move, row):
        found = multiple(tape.values[ids][row.own], row.gradient)
        if not found.ratio:
            continue
        scaled = scaled_by(tape, made) if known and isinstance(ids, slice) else [1.0]
        if not known or not scaled:  # slopes of sigmoids are all the same at 0
            known = Averaged(found.factor, made)
        scaled = scaled if made.kind in way else []
        shares = [x for x in scaled if any(near(1 / x, n) for n in sizes)]
        known = Averaged(known.factor * math.prod(shares), known.first)
    return known


def scaled_by(tape: Tape, made: Operation) -> list[float]:
    """The single number that a product or quotient has as a factor; none where it has several."""
    if made.kind not in ("multiply", "divide"):
        return [1.0]
    values = [x.constant if x.ids is None else tape.values[x.ids] for x in made.operands]
    first, second = (np.ravel(one) for one in values)
    if made.kind == "divide":
        return [1 / float(second[0])] if second.size == 1 and second[0] else []
    return [float(x[0]) for x in (first, second) if x.size == 1 and x[0]]


def single_factors(tape: Tape, step: Step) -> list[float]:
    """The sizes of the numbers by which something is multiplied on the way to each parameter's
    step, be it a side of a product, as in `rate * x.T @ delta / m`."""
    common: list[float] | None = None
    for row in step.rows if all(len(row.operations) == 1 for row in step.rows) else ():
        way = (made for made, _ in on_the_way(tape, row.operations[0], row))
        sides = [side for made in way for side in (made, *sides_of(tape, made))]
        found = [abs(x) for made in sides if made.kind == "multiply" for x in scaled_by(tape, made)]
        common = found if common is None else [x for x in common if any(near(x, y) for y in found)]
    return common or []


def sides_of(tape: Tape, made: Operation) -> list[Operation]:
    """What makes the operands of a matrix product."""
    makers = [tape.maker(one.ids) for one in made.operands] if made.kind == "matmul" else []
    return [one for one in makers if one is not None]


def goes_against(row: Fit) -> bool:
    """Whether a first step is against the gradient in each number, as any optimiser's is, but for a
    share by which all shrink. Gradients that are rounding have no sign."""
    if decays(row):
        return True
    gradient = np.where(
        np.abs(row.gradient) > NOISE * np.abs(row.gradient).max(initial=0), row.gradient, 0
    )
    off, share = row.change * gradient, row.old * gradient  # off - c share <= 0
    with np.errstate(all="ignore"):
        bounds = off / share
    low = bounds[share > 0].max(initial=0.0)
    high = bounds[share < 0].min(initial=np.inf)
    return bool(low <= high * (1 + SAME)) and not (off[share == 0] > 0).any()


def is_no_rule(step: Step) -> bool:
    """Whether a first step grows faster than the gradient, or shrinks where that grows, for every
    number: no optimiser's does, since it divides by a size that it adds to."""
    gradient = np.abs(np.concatenate([row.gradient for row in step.rows]))
    change = np.abs(np.concatenate([row.change for row in step.rows]))
    order = np.argsort(gradient[gradient > 0])
    gradient, change = gradient[gradient > 0][order], change[gradient > 0][order]
    if gradient.size < MANY or step.rows[0].step:
        return False
    return bool((np.diff(change / gradient) > 0).all() or (np.diff(change) < 0).all())


def large(step: Step) -> list[Fit]:
    return [row for row in step.rows if row.gradient.any() and row.change.size >= FEW]


def takes_rates(made: list[Step]) -> bool:
    """Whether all parameters are moved by multiples of their gradients, and not by one factor."""
    return all(row.multiple.holds for step in made for row in step.rows)


def go_down_by_rates(made: list[Step]) -> bool:
    """Whether all go down so, by rates that are as many times another in each step, or as samples
    are, where some gradients are sums and others means; and several are large enough to be none by
    chance: parameters, or single numbers that have one factor."""
    rows = [row for step in made for row in step.rows if row.moves]
    if not made or not all(row.multiple.holds and row.multiple.factor < 0 for row in rows):
        return False
    full = max(made, key=lambda one: sum(row.moves for row in one.rows))
    if not all(is_of_samples(change) for one in made for change in changes(one, full)):
        return False
    large = sum(row.change.size >= FEW for row in full.rows)
    return large > 1 or sum(size >= FEW for size in votes(full.rows).values()) > 1


def is_of_samples(ratio: float) -> bool:
    """Whether it is that of two numbers of samples."""
    whole = float(Fraction(ratio).limit_denominator(SAMPLES))
    return ratio > 0 and abs(whole - ratio) <= SAME_NUMBER * ratio


def takes_decay(made: list[Step]) -> bool:
    """Whether some shrink, beside going down."""
    rows = [row for step in made[:STEPS] for row in large(step) if not row.multiple.holds]
    return bool(rows) and all(decays(row) for row in rows)


def decays(row: Fit) -> bool:
    """Whether it is a multiple of the gradient, and shrinks: all by a share, by a number, or by
    both."""
    share, number = row.old, np.sign(row.old)
    for shrinking in ([share], [number], [share, number]):
        every = np.stack([row.gradient, *shrinking], 1)
        if len(every) <= every.shape[1]:
            continue  # which anything would be a sum of
        parts = np.linalg.lstsq(every, row.change, rcond=None)[0]
        if multiple(row.change, every @ parts).holds and parts.max() <= 0:
            return True
    return False


def is_computed(tape: Tape, step: Step, values: Numbers) -> bool:
    return bool(common_factors(tape, step, values))


def common_factors(tape: Tape, step: Step, values: Numbers) -> list[float]:
    """By what factors all gradients are computed on the way to a step, the first one first."""
    common: list[float] | None = None
    for row in step.rows:
        if not row.gradient.any():
            continue
        found = factors(tape, row, values)
        common = found if common is None else [x for x in found if any(near(x, y) for y in common)]
    return common or []


def factors(tape: Tape, row: Fit, values: Numbers) -> list[float]:
    """By what factors the gradient is a value on the way to a step. Single numbers that move at one
    place are looked at together."""
    made = row.operations
    if len(made) != 1:
        found = [values[np.array(ids)] for ids in levels(tape, made)]
    else:
        found = [values[ids] for _, ids in on_the_way(tape, made[0], row)]
    found = [one[row.own] for one in found if one.size == row.own.size]
    every = [multiple(one, row.gradient) for one in found]
    return [one.factor for one in every if one.ratio]


def on_the_way(tape: Tape, move: Operation, row: Fit) -> list[tuple[Operation, Any]]:
    """What has as many numbers as the parameter, and a step comes from: ids, and the operation that
    made or took them."""
    old, _ = row.parameter.versions(row.step)
    found: list[tuple[Operation, Any]] = []
    for index in sorted(behind(tape, list(taken([move])), (), int(old.min()))):
        made = tape.operations[index]
        if made.start > old.min():
            found += [(made, np.ravel(ids)) for ids in taken([made]) if np.size(ids) == move.size]
            found += [(made, made.results)] if made.size == move.size else []
    return found


def where_off(tape: Tape, step: Step, rows: list[Fit]) -> list[Operation]:
    """Where gradients that are right but for a factor become so."""
    others = Step([row for row in step.rows if step.right(row)], step.factor)
    common = common_factors(tape, others, tape.values)
    found = [first_off(tape, row, common) for row in rows if row.multiple.holds]
    return [one for one in found if one]


def first_off(tape: Tape, row: Fit, common: list[float]) -> Operation | None:
    """Where a gradient is first computed by another factor than those of the other parameters."""
    (move, *more) = row.operations
    if more:
        return None
    if row.change.size < FEW:
        return move
    for made, ids in on_the_way(tape, move, row):
        found = multiple(tape.values[ids][row.own], row.gradient)
        known = any(near(found.factor, one) for one in common)
        if found.holds and found.factor and not known:
            return made
    return move


def levels(tape: Tape, moves: list[Operation]) -> list[list[int]]:
    """Values that single steps come from, in the order of the steps, one place after the other."""
    found: list[list[int]] = []
    waiting, seen = [moves], set()
    for _ in range(HOPS):
        following: list[list[Operation]] = []
        for together in waiting:
            for ids in operands(together):
                if tuple(ids) not in seen:
                    seen.add(tuple(ids))
                    found.append(ids)
                    makers = [tape.maker(one) for one in ids]
                    following += [[x for x in makers if x]] if all(makers) else []
        waiting = following
    return found


def operands(together: list[Operation]) -> list[list[int]]:
    """The first operands of all, the second ones, where they are single numbers of the tape."""
    columns: list[list[Any]] = [
        [made.operands[k].ids if k < len(made.operands) else None for made in together]
        for k in range(len(together[0].operands))
    ]
    return [ids for ids in columns if all(isinstance(one, int) for one in ids)]
