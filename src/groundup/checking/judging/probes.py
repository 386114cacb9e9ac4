"""The same steps from other numbers.

What a program starts with hides mistakes: biases of 0, an input of 0, neurons that are all on or
all off. So what the first steps begin with is changed a little, the tape is run again, and the
steps are judged anew.
"""

from __future__ import annotations

from enum import Enum

import numpy as np

from groundup.checking.judging import gradients
from groundup.checking.judging.costs import Cost, reseeded
from groundup.checking.judging.fits import go_down, steps
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.graph import before, flat
from groundup.checking.judging.standstill import inputs
from groundup.checking.tracing.differentiation import adjoints
from groundup.checking.tracing.replay import replay
from groundup.checking.tracing.tape import LEAF, Ids

TRIES = 3
SPREAD = 0.3  # relative to the size of what is changed
SMALLEST = 0.1


class Probe(Enum):
    AGREES, DISAGREES, IMPOSSIBLE = range(3)


def probe(flow: Flow, cost: Cost, optimiser: bool) -> Probe:
    """Whether steps from other numbers go down the cost. Where a program would have gone another
    way, only the steps before that are looked at; if there are none, it is impossible."""
    leaves = changeable(flow)
    answers = [probed(flow, cost, optimiser, leaves, seed) for seed in range(TRIES)]
    known = [one for one in answers if one is not None]
    if not known:
        return Probe.IMPOSSIBLE
    return Probe.AGREES if all(known) else Probe.DISAGREES


def probed(flow: Flow, cost: Cost, optimiser: bool, leaves: Ids, seed: int) -> bool | None:
    tape, rng = flow.tape, np.random.default_rng(seed)
    old = tape.values[leaves]
    size = SPREAD * max(float(np.abs(old).mean()) if old.size else 0.0, SMALLEST)
    again = replay(tape, leaves, old + rng.normal(0, size, old.shape))
    seeds = reseeded(flow, cost, again.values)
    slopes = adjoints(tape, seeds, flow.parameters.barriers, again.values)
    made = steps(flow.parameters, again.values, slopes, again.until)
    made = made[:1]  # later ones are far from where the program's steps make sense
    if not made:
        return None
    return go_down(made) or (optimiser and gradients.are_computed(tape, made, again.values))


def changeable(flow: Flow) -> Ids:
    """Leaves that the parameters begin as, and that come in as inputs; no targets, whose sums may
    have to be 1."""
    tape = flow.tape
    roots = [chain.version(0) for one in flow.parameters.each for chain in one.chains]
    targets = before(tape, flow.targets)
    found = before(tape, [np.concatenate(roots)]) | inputs(flow)
    for chain in flow.parameters.others:
        found[flat(chain.root)] = False
    found &= ~targets & (tape.makers[: tape.count] == LEAF)
    return np.flatnonzero(found)
