"""Which cost a program that was watched has, and what it shows as its cost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from groundup.checking.model.answers import OF_SOFTMAX, Observation, Settings
from groundup.checking.model.convention import OF_COSTS, Factor
from groundup.checking.model.declared import Declared
from groundup.checking.reading.score import against, factor
from groundup.checking.reading.settings import cost_by_value, costs_of
from groundup.checking.reading.watching.watched import Watched
from groundup.checking.reference.backprop import Pass

CLOSE = 1e-4  # relative; a logarithm of p + 1e-8 is right, too


def cost_of(
    watched: Watched, settings: Settings, known: str, declared: Declared
) -> tuple[Settings, str]:
    """With the cost that is declared; whose values came; that names say; of which something that is
    called otherwise has the values, and the output layer the gradient; or that fits better."""
    possible = costs_of(settings.activations[-1])
    if watched.reading.softmax and declared.cost != "quadratic":
        possible = (OF_SOFTMAX, *possible)
        settings, known = settings._replace(cost=OF_SOFTMAX), "assumed"
    if declared.cost is None and (cost := by_values(watched, settings)):
        return settings._replace(cost=cost), "its values"
    if known != "assumed" and settings.cost in possible:
        return settings, known
    for cost in possible:
        if all(has_values_and_slope(one, watched, settings, cost) for one in watched.observations):
            return settings._replace(cost=cost), "its values"
    first = watched.observations[0]
    best = max(
        possible,
        key=lambda cost: against(first.calls[0], first.probe, settings._replace(cost=cost)),
    )
    return settings._replace(cost=best), "assumed"


def by_values(watched: Watched, settings: Settings) -> str | None:
    """The cost of which some number in flight is a value, each time."""
    found = [
        {
            cost_by_value(value, one.probe, one.probe.batches[0], outputs, settings)
            for value in values
            if (outputs := one.calls[0].outputs) is not None
        }
        - {None}
        for one, values in zip(watched.observations, watched.costs, strict=True)
    ]
    common = set.intersection(*found) if found else set()
    return common.pop() if len(common) == 1 else None


def has_values_and_slope(
    seen: Observation, watched: Watched, settings: Settings, cost: str
) -> bool:
    """Whether some number in flight is a value of this cost, and the gradient of the output layer,
    which alone is that of a cost, is this one's."""
    answers, moment = seen.calls[0], watched.moments.get(id(seen.calls[0]))
    if answers.outputs is None or not answers.dw or moment is None:
        return False
    probe, batch = seen.probe, seen.probe.batches[0]
    right = Pass(settings._replace(cost=cost), probe.w, probe.b, batch)
    return factor(answers.dw[-1], right.dw[len(probe.w) - 1]) is not None and any(
        cost_by_value(value, probe, batch, answers.outputs, settings) == cost
        for value in moment.numbers.values()
    )


def shown_cost(
    observations: Sequence[Observation], costs: Sequence[Sequence[float]]
) -> Factor | None:
    """What every number that is a multiple of the cost is of its mean; None where none is, where
    they differ, or where it may be either a sum or a mean."""
    rights = [
        Pass(one.probe.settings, one.probe.w, one.probe.b, one.probe.batches[0])
        for one in observations
    ]
    plain = [one.data_cost() for one in rights]
    size = rights[0].m, rights[0].classes
    found: set[Factor | None] = set()
    for column in zip(*costs, strict=True) if len(set(map(len, costs))) == 1 else ():
        ratios = np.divide(column, plain)
        fitting = [it for it in OF_COSTS if np.allclose(it.of(*size), ratios, rtol=CLOSE, atol=0.0)]
        if fitting:
            found.add(fitting[0] if len({it.samples for it in fitting}) == 1 else None)
    return found.pop() if len(found) == 1 else None
