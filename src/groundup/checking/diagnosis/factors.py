"""One factor on every gradient: a convention, unless the code itself contradicts it.

Mean or sum over the samples, with or without the ½ of the quadratic cost, averaged over the outputs
too or not: all gradients are then the same multiple of those here, and the network learns as well
with another learning rate.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from groundup.checking.diagnosis.comparison import EXACT, difference, tolerance
from groundup.checking.diagnosis.comparison import OF_COSTS as NEAR
from groundup.checking.diagnosis.paces import own_steps
from groundup.checking.model.answers import Batch, Observation, Observed, Probe
from groundup.checking.model.convention import L2_FORMS, OF_COSTS, Convention, Factor
from groundup.checking.reference.backprop import Pass, squares_of

MEAN = Factor()


class OwnCost(NamedTuple):
    """A cost against the one here: `factor` times that without L2, and l2/2·Σw² times `decay`."""

    factor: Factor
    decay: Factor | None = None  # None where it has no term of L2

    def of(self, one: Pass) -> float:
        data = self.factor.of(one.m, one.classes) * one.data_cost()
        if self.decay is None:
            return data
        squares = squares_of(one.settings, one.w, one.b)
        return data + self.decay.of(one.m, one.classes) * 0.5 * one.settings.l2 * squares


FREE = tuple(Factor(number, samples) for samples in (0, 1) for number in (1.0, 2.0, 0.5))
OF_MEANS = tuple(Factor(number, outputs=-1) for number in (2.0, 1.0))  # np.mean of all squares


def of_cost(observed: Observed, strict: bool = False) -> OwnCost | None:
    """The learner's own cost against the one here; None where there is none, or where no factor
    explains it. Its term of L2 may have any form, but with `strict` only the declared one."""
    costs = costs_of(observed)
    for factor, decay in itertools.product(OF_COSTS, decays(observed, strict)):
        own = OwnCost(factor, decay)
        if costs and all(
            any(difference(own.of(one), cost) < NEAR for one in ones) for cost, ones in costs
        ):
            return own
    return None


def decays(observed: Observed, strict: bool) -> tuple[Factor | None, ...]:
    """The forms in which the term of L2 may be in a cost; None for a cost without it."""
    settings = observed.settings
    if settings is None or not settings.l2:
        return (None,)
    forms = () if strict else L2_FORMS.values()
    return (*dict.fromkeys((settings.decay, *forms)), None)


def costs_of(observed: Observed) -> list[tuple[float, list[Pass]]]:
    """Every cost that came, and the passes that it may be of."""
    return [
        (answers.cost, passes(seen.probe, batch))
        for seen in observed.observations
        if seen.probe.name != "steep"
        for answers, batch in zip(seen.calls, seen.probe.batches, strict=False)
        if answers.cost is not None
    ]


def passes(probe: Probe, batch: Batch) -> list[Pass]:
    """As the batch is, and, where it has masks, without them: a cost may be without dropout."""
    batches = [batch, batch._replace(masks=None)][: 1 + (batch.masks is not None)]
    return [Pass(probe.settings, probe.w, probe.b, one) for one in batches]


def conventions(observed: Observed, own_cost: OwnCost | None, strict: bool) -> Iterator[Convention]:
    """The conventions in which the learner's gradients may be right, the plainest first. With
    `strict` the mean is asked for; a cost of the learner's own decides about the gradient, but for
    a mean over the outputs: that is often only printed."""
    if (observed.moved or observed.own_rate) and not (observed.minimised and own_cost):
        for one in of_moves(observed):  # a step beside them, which calls what moves, moves as far
            yield one._replace(step=one.gradient)
        return
    has_step = any(seen.stepped_w is not None for seen in observed.observations)
    has_gradient = any(
        answers.dw is not None for seen in observed.observations for answers in seen.calls
    )
    for factor in gradient_factors(observed, own_cost, strict):
        own = () if strict else own_steps(observed, factor)
        for step in own or step_factors(factor, observed.one_by_one, strict):
            yield Convention(factor, step)
            if has_step and has_gradient and observed.settings and observed.settings.l2:
                yield Convention(factor, step, decay_in_step=True)
    if has_step and not strict:  # minus the gradient, where the step makes up for it
        for factor in gradient_factors(observed, own_cost, strict):
            for step in own_steps(observed, factor) or [factor]:
                yield Convention(factor._replace(number=-factor.number), step)


def of_moves(observed: Observed) -> Iterator[Convention]:
    """Where gradients are what a step changed: times a rate that the code says, or times any other
    that all that is right has in common."""
    plain = (*FREE, *OF_MEANS)
    for rate in observed.rates or [1.0]:
        for factor in plain:
            yield Convention(factor._replace(number=rate * factor.number))
    if observed.moved and observed.settings and observed.settings.eta != 1.0:
        return  # the rate is in the step twice, and is no factor that nobody knows of
    first = observed.observations[0].probe
    m, outputs = len(first.batches[0].x), first.sizes[-1]
    for number in dict.fromkeys(factors_of(observed.observations[0], tolerance(observed))):
        yield Convention(Factor(number))
        if observed.settings and observed.settings.l2:  # which the sum is told from the mean by
            yield Convention(Factor(number / m))
        if observed.own_rate:
            yield Convention(Factor(number / m, samples=1))
            yield Convention(Factor(number * outputs, outputs=-1))


def factors_of(seen: Observation, near: float = EXACT) -> Iterator[float]:
    """By how much each quantity is what is right, where it is."""
    right, came = (
        Pass(seen.probe.settings, seen.probe.w, seen.probe.b, seen.probe.batches[0]),
        seen.calls[0],
    )
    for wanted, arrays in ((right.dw, came.dw), (right.db, came.db)):
        for l, array in reversed(list(enumerate(arrays or []))):
            size = float((wanted[l] ** 2).sum())
            if array is None or array.shape != wanted[l].shape or not size:
                continue
            factor = float((array * wanted[l]).sum()) / size
            if factor > 0.0 and difference(factor * wanted[l], array) < near:
                yield factor


def gradient_factors(
    observed: Observed, own_cost: OwnCost | None, strict: bool
) -> tuple[Factor, ...]:
    """A file that trains by itself has chosen its rate for its gradients: there the cost, which is
    printed, decides nothing."""
    if strict:
        return (MEAN,)
    means = OF_MEANS if observed.settings and observed.settings.cost == "quadratic" else ()
    free = (*(FREE[:3] if observed.one_by_one else FREE), *means)
    if own_cost is None:
        return free
    factor = own_cost.factor
    if observed.one_by_one:
        factor = factor._replace(samples=0)
    whole = [factor._replace(outputs=0, number=number) for number in (factor.number, 1.0)]
    own = (factor, *(whole if factor.outputs else ()))
    return tuple(dict.fromkeys((*own, *(free if observed.trains else ()))))


def step_factors(gradient: Factor, one_by_one: bool, strict: bool) -> tuple[Factor, ...]:
    """A step by the gradient itself, or by the mean where the gradient is the sum."""
    mean = gradient._replace(samples=0)
    return (mean,) if one_by_one or strict or gradient == mean else (gradient, mean)


def scale(probe: Probe, factor: Factor, call: int) -> float:
    return factor.of(len(probe.batches[call].x), probe.sizes[-1])
