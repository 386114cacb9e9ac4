"""Steps held against the gradient of a cost."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from groundup.checking.judging.agreement import Multiple, multiple, one_factor
from groundup.checking.judging.parameters import Parameter, Parameters
from groundup.checking.tracing.differentiation import Numbers

MOST = 8  # steps that are looked at


class Fit(NamedTuple):
    """Of one step of one parameter: its change as a multiple of the gradient, which is negative
    where it goes down."""

    parameter: Parameter
    step: int
    change: Numbers
    gradient: Numbers
    multiple: Multiple

    @property
    def right(self) -> bool:
        """Whether it goes down; where the gradient is 0, it stays."""
        return self.multiple.holds and (self.multiple.factor < 0 or not self.change.any())


def fits(found: Parameters, values: Numbers, gradients: Numbers, until: int) -> list[Fit]:
    """All steps whose cost is known: where a gradient of some parameter is not 0. `until` is the
    operation from which on nothing is known."""
    made: list[Fit] = []
    known = 0
    for step in range(found.steps()):
        rows = [row for each in found.each if (row := fit(each, step, values, gradients, until))]
        if any(row.gradient.any() for row in rows):
            made += rows
            known += 1
        if known == MOST:
            break
    return made


def fit(
    each: Parameter, step: int, values: Numbers, gradients: Numbers, until: int
) -> Fit | None:
    old, new = each.versions(step)
    moved = [chain.moves[step].operation for chain in each.chains if len(chain.moves) > step]
    if not old.size or any(made.index >= until for made in moved):
        return None
    change, gradient = values[new] - values[old], gradients[old]
    if not (np.isfinite(change).all() and np.isfinite(gradient).all()):
        return None
    return Fit(each, step, change, gradient, multiple(change, gradient))


def by_step(made: list[Fit]) -> list[list[Fit]]:
    steps = dict.fromkeys(row.step for row in made)
    return [[row for row in made if row.step == step] for step in steps]


def all_right(made: list[Fit]) -> bool:
    """Whether all go down, and by one factor in each step."""
    return bool(made) and all(row.right for row in made) and one_rate(made)


def one_rate(made: list[Fit]) -> bool:
    return all(
        one_factor(row.multiple.factor for row in rows if row.gradient.any())
        for rows in by_step(made)
    )
