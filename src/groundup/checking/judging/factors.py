"""Of which multiple of a cost's gradient a program computes, and takes its steps with."""

from __future__ import annotations

import numpy as np

from groundup.checking.judging import gradients
from groundup.checking.judging.agreement import near
from groundup.checking.judging.fits import Step
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.graph import has, taken
from groundup.checking.judging.parameters import TWICE
from groundup.checking.judging.trials import Trial, at_all_times
from groundup.checking.tracing.tape import Ids, Operation, Tape

STEPS = 3  # that a factor is seen in


def factor(flow: Flow, trial: Trial) -> float | None:
    """Of the gradients that the program computes, as a multiple of its cost's; None where only the
    whole step shows one, in which the learning rate is, or steps have different ones."""
    trial = at_all_times(flow, trial.cost)
    shares = shares_of_a_step(flow, trial)
    plain = [factors(flow.tape, one) for one in trial.steps[:STEPS]]
    if any(near(one * share, 1.0) for one in plain[0] for share in shares):
        return 1.0
    rates = gradients.single_factors(flow.tape, trial.steps[0])
    if any(near(abs(trial.steps[0].factor) * share, x) for x in rates for share in shares):
        return 1.0  # the rate is taken before the gradient is whole
    found = [[x * shares[0] for x in each] for each in plain]
    whole = abs(trial.steps[0].factor) * shares[0]
    steady = (one for one in found[0] if all(any(near(one, x) for x in there) for there in found))
    return next((one for one in steady if not near(one, whole)), None)


def shares_of_a_step(flow: Flow, trial: Trial) -> list[float]:
    """By how much a cost grows with what the first step makes of it, as a mean of the costs of all
    batches does by a part of each, and with what that is a multiple of; 1 where it is not one
    number."""
    if not trial.cost.own or len(trial.steps) < TWICE:
        return [1.0]
    first, later = (
        flow.after([row.parameter.versions(row.step)[0] for row in step.rows])
        for step in trial.steps[:TWICE]
    )
    cone, barriers = flow.before(trial.cost.seeds), flow.parameters.barriers
    slopes, found = flow.slopes(trial.cost.seeds), list[float]()
    for made in (x for x in flow.tape.operations if has(cone, x) and x.index not in barriers):
        ids = ids_of(made)
        if later[ids].any() and first[ids].any():
            mine = ids[first[ids]]
            while mine.size == 1:
                found.append(float(slopes[mine[0]]))
                by = flow.tape.maker(mine)
                mine = ids_of(by) if by and by.kind in ("multiply", "divide", "add") else mine[:0]
            break
    return found or [1.0]


def ids_of(made: Operation) -> Ids:
    """All that an operation takes, each once."""
    none = np.zeros(0, np.int64)
    return np.unique(np.concatenate([none, *(np.ravel(one) for one in taken([made]))]))


def factors(tape: Tape, step: Step) -> list[float]:
    return [abs(one) for one in gradients.common_factors(tape, step, tape.values)]
