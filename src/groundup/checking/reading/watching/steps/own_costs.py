"""The code's own cost with L2 or L1 in it, found by what it computes, whatever it is called.

A number that is seen in each step, and is each time the same form of the cost and the same multiple
of Σw², or of Σ|w|, is that cost: of the weights before the step, or of those that it leaves behind.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from groundup.checking.model.answers import Observation
from groundup.checking.model.convention import OF_COSTS, Factor
from groundup.checking.reading.watching.recording.recorder import Recorder
from groundup.checking.reading.watching.recording.state import Array
from groundup.checking.reading.watching.steps.penalties import (
    CLOSE,
    TELLING,
    constant,
    costs_of,
    decays_biases,
    gradients_in,
    near,
    of_step,
    right,
    shares,
    squares,
)

Key = tuple[str, str, int, int]  # scope, name, line, and which time
FEW = 8  # values of one binding that are looked at, from its last one back
NEAR = 1e-4  # of the term of L2
LEAST = 3  # observations, in which nothing is so by chance


class Moment(NamedTuple):
    """The single numbers that were seen in a step, and the parameters that it left."""

    numbers: Mapping[Key, float]
    w: list[Array]
    b: list[Array]


class OwnCost(NamedTuple):
    """`factor` times the mean cost, and `decay` times half of Σw², or times Σ|w|."""

    factor: Factor
    decay: float
    biases: bool
    of_signs: bool = False

    def of(self, seen: Observation) -> float:
        sums = sizes if self.of_signs else squares
        return self.data(seen) + self.decay * sums(seen, self.biases)

    def data(self, seen: Observation) -> float:
        size = seen.probe.batches[0].y.shape
        return self.factor.of(*size) * right(seen).data_cost()

    def rest(self, on: Observation, off: Observation) -> Observation | None:
        """A step without the L1 that this cost has, whatever its own; None where a step without
        any is no multiple of the gradient. `off` is one."""
        times, (came,) = gradients_in(off), on.calls
        if not came.dw or times is None:
            return None
        l1 = times * self.decay / self.factor.of(*on.probe.batches[0].y.shape)
        dw = [one - l1 * np.sign(w) for one, w in zip(came.dw, on.probe.w, strict=True)]
        db = came.db
        if db and self.biases:
            db = [one - l1 * np.sign(b) for one, b in zip(db, on.probe.b, strict=True)]
        return replace(on, calls=[replace(came, dw=dw, db=db, cost=self.data(on))])


def sizes(seen: Observation, biases: bool) -> float:
    """Σ|w|, of the biases too where these are in it."""
    numbers = [*seen.probe.w, *(seen.probe.b if biases else ())]
    return sum(float(np.abs(each).sum()) for each in numbers)


def single_numbers(run: Recorder) -> dict[Key, float]:
    """Those that were seen, of each binding the last few."""
    found: dict[tuple[str, str, int], list[float]] = {}
    for one in run.seen:
        if one.array.size == 1 and one.array.dtype.kind == "f":
            found.setdefault((one.scope, one.name, one.line), []).append(one.array.item())
    return {
        (*key, i): value
        for key, values in found.items()
        for i, value in enumerate(values[: -FEW - 1 : -1])
        if np.isfinite(value) and value
    }


def own_costs(
    seen: Sequence[Observation], moments: Mapping[int, Moment], of_signs: bool = False
) -> Iterator[OwnCost]:
    """Those that have L2 in them, or L1, each form once."""
    at = [moments.get(id(one.calls[0])) for one in seen]
    if len(seen) < LEAST or not all(at):
        return
    there = [one for one in at if one]
    after = [moved(*each) for each in zip(seen, there, strict=True)]
    keys = [key for key in there[0].numbers if all(key in one.numbers for one in there)]
    values = {tuple(one.numbers[key] for one in there): None for key in keys}
    found: dict[OwnCost, None] = {}
    for ones, came in itertools.product((seen, after), values):
        found |= dict.fromkeys(explaining(came, ones, of_signs))
    yield from found


def explaining(
    came: Sequence[float], seen: Sequence[Observation], of_signs: bool
) -> Iterator[OwnCost]:
    """The costs with L2 or L1 in them that give these numbers, one an observation."""
    plain = [right(one).data_cost() for one in seen]
    samples = np.array([float(len(one.probe.batches[0].x)) for one in seen])
    powers = (0, -1) if np.ptp(samples) else (0,)
    for biases, power, factor in itertools.product((False, True), powers, OF_COSTS):
        term = sizes if of_signs else squares
        sums = np.array([term(one, biases) for one in seen]) * samples**power
        data = np.array(costs_of(factor, seen, plain))
        if not np.ptp(sums):  # weights that never move: any number has a multiple of them
            continue
        decay = float(sums @ (came - data) / (sums @ sums))
        left = np.abs(came - data - decay * sums)
        if decay * sums.min() > TELLING * data.max() and max(left / sums) < NEAR * decay:
            yield OwnCost(factor, decay, biases, of_signs)


def moved(seen: Observation, moment: Moment) -> Observation:
    """The same with the parameters that the step left."""
    return replace(seen, probe=replace(seen.probe, w=moment.w, b=moment.b))


def fitting(found: Sequence[OwnCost], on: Observation, off: Observation) -> OwnCost | None:
    """Of costs the one of which L2 in a step is not; None where it is of one of them, or where that
    is not known. `off` is the same step without it."""
    wanted, biases = of_step(on, off), decays_biases(on, off)
    size = on.probe.batches[0].y.shape
    if found and is_l1(on, off):
        return found[0]
    if wanted is None or not found:
        return None
    own = [one.decay / one.factor.of(*size) for one in found if one.biases is biases]
    return None if any(near(one, wanted) for one in own) else found[0]


def is_l1(on: Observation, off: Observation) -> bool:
    """Whether all that is added to each layer's step is a multiple of the signs of its weights."""
    added = shares(on, off)
    return added is not None and all(one.of_signs and not one.of_w for one in added[0])


def is_slope_of(
    ons: Sequence[Observation],
    offs: Sequence[Observation],
    costs: Sequence[Sequence[float]],
    without: Sequence[Sequence[float]],
) -> bool:
    """Whether a cost grows by just that of which layers' own multiples of w and sign(w) are the
    slope."""
    times = [each for off in offs if (each := gradients_in(off))]
    same = len({len(ons), len(times), len(costs), len(without)}) == 1
    if not same or len({len(one) for one in (*costs, *without)}) != 1:
        return False
    wanted = [grown(*each) for each in zip(ons, offs, times, strict=True)]
    plain = [right(one).data_cost() for one in offs]
    for values, others in zip(zip(*costs, strict=True), zip(*without, strict=True), strict=True):
        scales, more = np.divide(others, plain), np.subtract(values, others)
        goes_along = np.allclose(more, scales * wanted, CLOSE, 0.0)
        if goes_along and min(scales) > 0.0 and constant(scales):
            return True
    return False


def grown(on: Observation, off: Observation, times: float) -> float:
    """By how much the mean cost does whose slopes are added to a step of so many gradients."""
    of_weights, of_biases = shares(on, off) or ((), ())
    numbers = *zip(of_weights, on.probe.w, strict=False), *zip(of_biases, on.probe.b, strict=False)
    added = (
        0.5 * own.of_w * float(np.sum(each * each)) + own.of_signs * float(np.abs(each).sum())
        for own, each in numbers
    )
    return sum(added) / times
