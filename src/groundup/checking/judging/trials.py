"""The steps of a program, held against every cost that they may be steps down of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from groundup.checking.judging import gradients
from groundup.checking.judging.agreement import near
from groundup.checking.judging.costs import Cost, assumed_costs, own_costs
from groundup.checking.judging.fits import Step, go_down, pile_up, steps
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.parameters import parameters
from groundup.checking.judging.verdicts import Why
from groundup.checking.tracing.differentiation import adjoints
from groundup.checking.tracing.tape import Tape

ENOUGH, PLENTY = 3, 40  # steps after which a program may be left: if it is right, and anyway
PARTLY = 0.02  # of the numbers, which no cost explains by chance


class Trial(NamedTuple):
    """Steps held against one cost."""

    cost: Cost
    steps: list[Step]

    @property
    def explained(self) -> float:
        """The share of the numbers that go the right way."""
        right = sum(
            row.change.size
            for step in self.steps
            for row in step.rows
            if row.moves and step.right(row) and step.factor < 0
        )
        return right / max(sum(step.size for step in self.steps), 1)


def trials(flow: Flow, costs: Iterable[Cost] | None = None) -> list[Trial]:
    """The steps against every cost that they may be steps down of; the first that fits is the
    last."""
    tried: list[Trial] = []
    for cost in costs or (*own_costs(flow), *assumed_costs(flow)):
        trial = held(flow, cost)
        if trial.steps:
            tried.append(trial)
        if go_down(trial.steps):
            break
    return tried


def best_fitting(
    tape: Tape, tried: list[Trial], given: bool = False
) -> tuple[Trial | None, list[Why]]:
    """The cost that all steps go down; none where the program's own explains a part of them."""
    last = tried[-1] if tried else None
    own = any(one.explained > PARTLY for one in tried if not one.cost.assumed)
    if last and go_down(last.steps) and not (last.cost.assumed and own):
        return last, []
    for trial in tried if not given else ():
        computed = gradients.are_computed(tape, trial.steps, tape.values)
        if computed and not pile_up(trial.steps) and not (trial.cost.assumed and own):
            return trial, [Why.OPTIMISER]
    return None, []


def held(flow: Flow, cost: Cost) -> Trial:
    slopes = adjoints(flow.tape, cost.seeds, flow.parameters.barriers)
    until = len(flow.tape.operations)
    return Trial(cost, steps(flow.parameters, flow.tape.values, slopes, until))


def another_rule(trial: Trial) -> Why | None:
    """What beside its cost's gradient the steps have, which may be meant or not."""
    if gradients.takes_rates(trial.steps):
        return Why.RATES
    if gradients.takes_decay(trial.steps) and not trial.cost.assumed:
        return Why.DECAY
    return None


def factor(tape: Tape, trial: Trial) -> float | None:
    """Of the gradients that the program computes, as a multiple of its cost's; None where a step
    does not show it."""
    found = gradients.common_factors(tape, trial.steps[0], tape.values)
    found = [abs(one) for one in found]
    return next((1.0 for one in found if near(one, 1.0)), found[0] if found else None)


def enough(tape: Tape) -> bool:
    """Whether a program has taken as many steps as a verdict needs."""
    found = parameters(tape)
    if found.steps() < ENOUGH:
        return False
    if found.steps() >= PLENTY:
        return True
    tried = trials(Flow(tape, found))
    own = (one for one in tried if not one.cost.assumed and one.explained)
    return best_fitting(tape, tried)[0] is not None or any(len(x.steps) >= ENOUGH for x in own)
