"""The second epoch of a function that trains for several: it has to go on from the weights that the
first one left, and to compute what it needs from them anew."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.model.answers import Array, Finding
from groundup.checking.reading import chance
from groundup.checking.reading.adaptation import probe_for
from groundup.checking.reading.choice import Choice
from groundup.checking.reading.learner import Step

NEAR = 1e-8  # of the largest number of a step
STALE = (
    "{name} takes the same step in its second epoch as in the first, though the weights are "
    "others: what it computes forwards is that of old weights"
)
OTHER = (
    "{name} with two epochs ends elsewhere than two calls of it with one: its later epochs are not "
    "those that were checked"
)


def later_epochs(choice: Choice) -> Iterator[Finding]:
    """A finding where a second epoch is not like the first; momentum and a rate that decays are."""
    probe = probe_for(choice.learner, choice.probe, choice.settings)
    try:
        trial = choice.learner.start(probe)
        ends: list[Array] = []
        for epochs in ((), (1,), (2,), (1, 1)):
            chance.seed()
            end = trial.after_epochs(probe.batches[0], epochs)
            if end is None:
                return
            ends.append(flat(end))
    except RAISED:
        return
    start, first, second, again = ends
    if not all(np.isfinite(one).all() for one in ends):
        return
    places = choice.learner.places
    name = places.get("dw" if trial.moves else "step", "its training").rpartition(".")[2]
    step, last = second - first, probe.b[-1].size  # the last numbers are the output layer's biases
    outputs = slice(-last, None)
    if not step.any() or np.array_equal(again, first):
        return
    if choice.learner.biases and repeats(step[outputs], (first - start)[outputs], again - first):
        yield Finding("stale values", STALE.format(name=name))
    elif trial.moves and not explained(step, again - first, first - start):
        yield Finding("left out", OTHER.format(name=name))


def flat(step: Step) -> Array:
    w, b = step
    return np.concatenate([np.ravel(one) for one in (*w, *b)])


def repeats(step: Array, before: Array, fresh: Array) -> bool:
    """Whether a step is the one before again, where a fresh one is another."""
    fresh = fresh[-len(step) :]
    return bool(before.any()) and near(step, before) and not near(fresh, before)


def explained(step: Array, fresh: Array, before: Array) -> bool:
    """Whether it is a fresh one, at another rate, with some of the step before in it."""
    parts = np.stack([fresh, before], axis=1)
    (rate, momentum), *_ = np.linalg.lstsq(parts, step, rcond=None)
    return rate > 0.0 and -NEAR <= momentum < 1.0 - NEAR and near(parts @ [rate, momentum], step)


def near(one: Array, other: Array) -> bool:
    return bool(np.abs(one - other).max(initial=0.0) <= NEAR * np.abs(other).max(initial=0.0))
