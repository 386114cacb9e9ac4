"""Targets that a network makes itself, as where it learns from what it says of the next state: its
steps go down a cost in which these are held constant."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import numpy as np

from groundup.checking.judging.fits import go_down
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.trials import Trial, held
from groundup.checking.tracing.tape import Operation


def with_targets_held(flow: Flow, best: Trial) -> list[Operation]:
    """Where outputs meet such targets, if the steps go down the program's own cost so."""
    if not best.cost.own:
        return []
    slopes = flow.slopes(best.cost.seeds)
    made = (x for x in flow.tape.operations if x.index not in flow.parameters.barriers)
    every = [x for x in made if x.kind == "subtract" and slopes[x.results].any()]
    places = {x.place for x in every if all(flow.depends(one.ids) for one in x.operands)}
    for place, side in product(places, (0, 1)):
        met = [made for made in every if made.place == place]
        seeds: dict[int, float] = defaultdict(float)
        for made in met:
            there = slopes[made.results].reshape(made.shape) * (1.0 - 2.0 * side)
            both = np.broadcast_arrays(np.asarray(made.operands[side].ids), there)
            for number, slope in zip(*(one.ravel().tolist() for one in both), strict=True):
                seeds[number] += slope
        if None not in seeds and go_down(held(flow, best.cost._replace(seeds=dict(seeds))).steps):
            return met[:1]
    return []
