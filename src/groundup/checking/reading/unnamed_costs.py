"""The code's own cost where its name does not say so: a function that it calls, and whose numbers
are the cost of the outputs and a multiple of Σw²."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.loading.training import calls, functions_of, reached
from groundup.checking.model.answers import Observation
from groundup.checking.reading import chance
from groundup.checking.reading.adaptation import probe_for
from groundup.checking.reading.choice import Choice
from groundup.checking.reading.coverage import PENALTY
from groundup.checking.reading.forms.plausibility import quiet
from groundup.checking.reading.learner import Learner
from groundup.checking.reading.settings import costs_of
from groundup.checking.reading.watching.steps.own_costs import LEAST, explaining
from groundup.checking.reading.watching.steps.penalties import is_coefficient

GUESSES = ("assumed", "names")
PROBES = ("lopsided", "square", "even")


def with_own_cost(choice: Choice, tree: ast.Module) -> Choice:
    """The same reading with such a cost, where it has none; what that is of is then known."""
    if "cost" in choice.learner.places:
        return choice
    functions, called = functions_of(tree), set(calls(tree))
    gradient = choice.learner.places["dw"].rpartition(".")[2]
    for name, learner in choice.learner.costs():
        inner = (one.name for one in reached(functions.get(name, []), functions))
        if name not in called or gradient in (name, *inner):
            continue
        cost = cost_in(learner, choice)
        if cost is not None:
            known = choice.known_from
            if known.get("cost") in GUESSES:
                known = known | {"cost": "its values"}
            settings = choice.settings._replace(cost=cost)
            return Choice(learner, settings, known, choice.score, choice.probe)
    return choice


def is_bare(choice: Choice, tree: ast.Module) -> bool:
    """Whether nothing in the code's function of the cost is called as what is of L2."""
    functions = functions_of(tree)
    own = functions.get(choice.learner.places.get("cost", "").rpartition(".")[2], [])
    every = [*own, *reached(own, functions)]
    return bool(own) and not any(map(is_of_l2, [name for one in every for name in names_in(one)]))


def names_in(function: ast.AST) -> Iterator[str]:
    for node in ast.walk(function):
        parts = (getattr(node, part, None) for part in ("id", "attr", "arg", "name"))
        yield from (part for part in parts if isinstance(part, str))


def is_of_l2(name: str) -> bool:
    return is_coefficient(("name", name)) or PENALTY.search(name.lower()) is not None


def cost_in(learner: Learner, choice: Choice) -> str | None:
    """Which cost the learner's function gives, with L2; None where it is none."""
    settings, seen = choice.settings, list[Observation]()
    try:
        with quiet():
            for name in dict.fromkeys((choice.probe, *PROBES)):
                probe = probe_for(learner, name, settings)
                trial = learner.start(probe)
                chance.seed()
                seen.append(Observation(probe, [trial.answers(probe.batches[0])]))
    except RAISED:
        return None
    values = [cost for one in seen if (cost := one.calls[0].cost) is not None]
    if len(values) < max(LEAST, len(seen)):
        return None
    sure = choice.known_from.get("cost") not in GUESSES
    for cost in (settings.cost,) if sure else costs_of(settings.activations[-1]):
        if any(explaining(values, [of_cost(one, cost) for one in seen], of_signs=False)):
            return cost
    return None


def of_cost(seen: Observation, cost: str) -> Observation:
    settings = seen.probe.settings._replace(cost=cost)
    return replace(seen, probe=replace(seen.probe, settings=settings))
