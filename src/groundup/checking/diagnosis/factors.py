"""One factor on every gradient: a convention, unless the code itself contradicts it.

Mean or sum over the samples, with or without the ½ of the quadratic cost, averaged over the outputs
too or not: all gradients are then the same multiple of those here, and the network learns as well
with another learning rate.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from groundup.checking.diagnosis.comparison import OF_COSTS as NEAR
from groundup.checking.diagnosis.comparison import difference
from groundup.checking.model.answers import Observed, Probe
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
        squares = squares_of(one.w)
        return data + self.decay.of(one.m, one.classes) * 0.5 * one.settings.l2 * squares


FREE = tuple(Factor(number, samples) for samples in (0, 1) for number in (1.0, 2.0, 0.5))
OF_MEANS = tuple(Factor(number, outputs=-1) for number in (2.0, 1.0))  # np.mean of all squares


def of_cost(observed: Observed, strict: bool = False) -> OwnCost | None:
    """The learner's own cost against the one here; None where there is none, or where no factor
    explains it. Its term of L2 may have any form, but with `strict` only the declared one."""
    costs = costs_of(observed)
    for factor, decay in itertools.product(OF_COSTS, decays(observed, strict)):
        own = OwnCost(factor, decay)
        if costs and all(difference(own.of(one), cost) < NEAR for cost, one in costs):
            return own
    return None


def decays(observed: Observed, strict: bool) -> tuple[Factor | None, ...]:
    """The forms in which the term of L2 may be in a cost; None for a cost without it."""
    settings = observed.settings
    if settings is None or not settings.l2:
        return (None,)
    forms = () if strict else L2_FORMS.values()
    return (*dict.fromkeys((settings.decay, *forms)), None)


def costs_of(observed: Observed) -> list[tuple[float, Pass]]:
    """Every cost that came, and the pass that it should be of."""
    return [
        (answers.cost, Pass(seen.probe.settings, seen.probe.w, seen.probe.b, batch))
        for seen in observed.observations
        if seen.probe.name != "steep"
        for answers, batch in zip(seen.calls, seen.probe.batches, strict=False)
        if answers.cost is not None
    ]


def conventions(observed: Observed, own_cost: OwnCost | None, strict: bool) -> Iterator[Convention]:
    """The conventions in which the learner's gradients may be right, the plainest first. With
    `strict` the mean is asked for; a cost of the learner's own decides about the gradient, but for
    a mean over the outputs: that is often only printed."""
    has_step = any(seen.stepped_w is not None for seen in observed.observations)
    has_gradient = any(
        answers.dw is not None for seen in observed.observations for answers in seen.calls
    )
    for factor in gradient_factors(observed, own_cost, strict):
        for step in step_factors(factor, strict):
            yield Convention(factor, step)
            if has_step and has_gradient and observed.settings and observed.settings.l2:
                yield Convention(factor, step, decay_in_step=True)
    if has_step and not strict:  # minus the gradient, where the step makes up for it
        for factor in gradient_factors(observed, own_cost, strict):
            yield Convention(factor._replace(number=-factor.number), factor)


def gradient_factors(
    observed: Observed, own_cost: OwnCost | None, strict: bool
) -> tuple[Factor, ...]:
    if strict:
        return (MEAN,)
    means = OF_MEANS if observed.settings and observed.settings.cost == "quadratic" else ()
    free = (*FREE, *means)
    if own_cost is None:
        return free
    factor = own_cost.factor
    whole = [factor._replace(outputs=0, number=number) for number in (factor.number, 1.0)]
    return tuple(dict.fromkeys((factor, *(whole if factor.outputs else ()))))


def step_factors(gradient: Factor, strict: bool) -> tuple[Factor, ...]:
    """A step by the gradient itself, or by the mean where the gradient is the sum."""
    mean = gradient._replace(samples=0)
    return (mean,) if strict or gradient == mean else (gradient, mean)


def scale(probe: Probe, factor: Factor, call: int) -> float:
    return factor.of(len(probe.batches[call].x), probe.sizes[-1])
