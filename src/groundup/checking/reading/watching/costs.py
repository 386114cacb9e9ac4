"""Which cost a program that was watched has, and what it shows as its cost."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from groundup.checking.model.answers import OF_SOFTMAX, Array, Finding, Observation, Settings
from groundup.checking.model.convention import OF_COSTS, Factor
from groundup.checking.model.declared import Declared
from groundup.checking.reading.score import against, factor
from groundup.checking.reading.settings import cost_by_value, costs_of
from groundup.checking.reading.watching.programs.calls import is_held_out
from groundup.checking.reading.watching.steps.own_costs import moved
from groundup.checking.reading.watching.watched import Watched
from groundup.checking.reference.backprop import Pass
from groundup.checking.reference.figures import FIGURES, proportional

CLOSE = 1e-4  # relative; a logarithm of p + 1e-8 is right, too
UNRECOGNISED = (
    "What the code calls its cost was not recognised; its gradients were held against those of the "
    "{cost} cost"
)
FIGURE = "What the code calls its cost is {figure}; its gradients are judged as the {cost} cost's"
FEW = 3  # observations, in which nothing is proportional by chance


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
    fits = {
        cost: (
            against(first.calls[0], first.probe, settings._replace(cost=cost)),
            is_steady(watched.observations, settings._replace(cost=cost)),
        )
        for cost in possible
    }
    return settings._replace(cost=max(possible, key=fits.__getitem__)), "assumed"


def is_steady(seen: Sequence[Observation], settings: Settings) -> bool:
    """Whether the output layer's gradients are the same multiple of this cost's each time: of one
    output and one sample, they are some multiple of any cost's."""
    factors: list[float] = []
    for one in seen:
        dw, probe = one.calls[0].dw, one.probe
        right = Pass(settings, probe.w, probe.b, probe.batches[0])
        found = factor(dw[-1], right.dw[len(probe.w) - 1]) if dw else None
        factors.append(found or np.nan)
    return bool(np.allclose(factors, factors[0], rtol=CLOSE, atol=0.0))


def by_values(watched: Watched, settings: Settings) -> str | None:
    """The cost of which some number in flight is a value, each time, and each time another."""
    fixed = set.intersection(*map(set, watched.costs)) if len(watched.costs) > 1 else set[float]()
    found = [
        {
            cost_by_value(value, one.probe, one.probe.batches[0], outputs, settings)
            for value in set(values) - fixed
            if (outputs := one.calls[0].outputs) is not None
        }
        - {None}
        for one, values in zip(watched.observations, watched.costs, strict=True)
    ]
    common = set.intersection(*found) if found else set()
    return common.pop() if len(common) == 1 else None


def unrecognised(watched: Watched, settings: Settings, tree: ast.Module) -> Iterator[Finding]:
    """What can be said of what the code calls its cost, each step's, where it is none that is known
    of the weights before the step or after it, times any factor: that it was not recognised, or
    what figure it is, as people print one beside another cost. Code that has samples held out may
    show their cost: there it is no more than a note."""
    if len(watched.observations) < FEW or len({*map(len, watched.costs)}) != 1:
        return
    columns = [np.array(one) for one in zip(*watched.costs, strict=True)]
    told = [one for one in columns if np.all(np.isfinite(one)) and np.ptp(one)]
    after = [
        moved(one, moment)
        for one in watched.observations
        if (moment := watched.moments.get(id(one.calls[0])))
    ]
    both = watched.observations, after
    known = [one for seen in both for one in values(seen, settings)]
    if not told or any(proportional(*pair) for pair in itertools.product(told, known)):
        return
    for name, figure in FIGURES.items():
        shown = [figure_of(seen, settings, figure) for seen in both]
        if any(proportional(*pair) for pair in itertools.product(told, shown)):
            yield Finding("note", FIGURE.format(figure=name, cost=settings.cost))
            return
    kind = "note" if any(map(is_held_out, names_in(tree))) else "left out"
    yield Finding(kind, UNRECOGNISED.format(cost=settings.cost))


def names_in(tree: ast.Module) -> set[str]:
    return {
        node.id if isinstance(node, ast.Name) else node.arg
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.arg)
    }


def figure_of(
    seen: Sequence[Observation], settings: Settings, figure: Callable[[Array], float]
) -> Array:
    """Of the errors of each."""
    passes = [Pass(settings, one.probe.w, one.probe.b, one.probe.batches[0]) for one in seen]
    return np.array([figure(one.outputs - one.y) for one in passes])


def values(seen: Sequence[Observation], settings: Settings) -> Iterator[Array]:
    """Those of each cost that is known, means and sums."""
    sizes = np.array([float(len(one.probe.batches[0].x)) for one in seen])
    for cost in costs_of(settings.activations[-1]):
        asked = settings._replace(cost=cost)
        passes = [Pass(asked, one.probe.w, one.probe.b, one.probe.batches[0]) for one in seen]
        means = np.array([one.data_cost() for one in passes])
        yield from (means, means * sizes)
        if cost == "cross-entropy":  # of the right class alone
            on = [-(one.y * np.log(np.clip(one.outputs, 1e-300, 1.0))).sum() for one in passes]
            yield from (np.array(on), np.array(on) / sizes)


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
