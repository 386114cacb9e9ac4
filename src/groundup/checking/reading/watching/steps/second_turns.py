"""The second turn of a loop whose first is right: its step has to go down the gradient at the
weights that the first has left, on samples of its own.

Some of the step before may be in it, as momentum has it, and its rate may be another. Where no way
forwards is seen in it, its activations may be those of the weights before.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np

from groundup.checking.model.answers import Batch, Finding, Observation
from groundup.checking.reading.watching.forwards.layers import Layer, as_rows
from groundup.checking.reading.watching.forwards.samples import beside
from groundup.checking.reading.watching.recording.recorder import Recorder
from groundup.checking.reading.watching.recording.state import Array, stacks
from groundup.checking.reading.watching.steps.repetition import (
    KEPT,
    is_kept,
    is_near,
    right,
    steps_of,
)
from groundup.checking.reading.watching.steps.turns import step_of
from groundup.checking.reference.backprop import Pass, Plant

MOST_TRIED = 8  # inputs, and targets
SLACK = 1e-6
STALE = (
    "From its second turn on, the training loop computes gradients from values that it computed "
    "before its first step: they are those of old weights"
)
TARGETS = (
    "In the second turn of the training loop, the gradient is that of its inputs with the targets "
    "of other samples"
)
OTHER = (
    "The first step of the training loop goes down the gradient, and its second goes another way, "
    "which is not understood"
)


def of_second_turn(
    first: Observation, second: Observation | None, run: Recorder | None, layers: Sequence[Layer]
) -> Iterator[Finding]:
    """What is wrong with it, or not understood; `run` is the turn, `second` what was read in it."""
    if run is None or not is_down(steps_of(first), right(first)):
        return
    if second and is_kept(first, second):
        yield Finding("loop keeps gradients", KEPT)
    elif second is None or not explained(first, second):
        if is_stale(first, run, layers):
            yield Finding("stale values", STALE)
        elif second:
            old, own = first.probe.batches[0], second.probe.batches[0]
            possible = (own._replace(y=y) for y in targets(run, old, len(own.x)))
            passes = (at(second, batch) for batch in possible)
            told = any(is_down(steps_of(second), halves(second, one)) for one in passes)
            yield Finding("left out", TARGETS if told else OTHER)


def is_down(steps: Sequence[Array], gradients: Sequence[Array]) -> bool:
    """Whether steps are gradients, times one positive number."""
    if [one.shape for one in steps] != [one.shape for one in gradients]:
        return False
    step, gradient = flat(steps), flat(gradients)
    size = float(gradient @ gradient)
    rate = float(step @ gradient) / size if size else 0.0
    return rate > 0.0 and is_near(step, rate * gradient)


def flat(arrays: Sequence[Array]) -> Array:
    return np.concatenate([np.ravel(one) for one in arrays])


def explained(first: Observation, second: Observation) -> bool:
    """Whether it is a step down its gradient, with some of the step before in it, of L2 and of L1;
    or of numbers that are cut off at one size."""
    step, probe, before = steps_of(second), second.probe, steps_of(first)
    if is_down(step, right(second)):
        return True
    parameters = [*probe.w, *(probe.b if second.calls[0].db else ())]
    w = [float(array.ndim > 1) for array in parameters]
    parts = [
        [kind * array for kind, array in zip(kinds, part, strict=True)]
        for kinds in (w, [1.0 - one for one in w])
        for part in (before, parameters, [*map(np.sign, parameters)])
    ]
    columns = np.stack([flat(part) for part in (right(second), *parts)], axis=1)
    found = np.linalg.lstsq(columns, whole := flat(step), rcond=None)[0]
    fits = is_near(columns @ found, whole) and found[0] > 0.0
    largest = np.abs(whole) >= (1.0 - SLACK) * np.abs(whole).max(initial=0.0)
    return largest.sum() > 1 or bool(fits and max(found[1], found[4]) <= 1.0 + SLACK)


def is_stale(first: Observation, run: Recorder, layers: Sequence[Layer]) -> bool:
    """Whether the turn sends errors back through the weights that it finds, and takes activations
    from before the step. With all from before, it would be of the gradient of both turns."""
    probe, batch, numbers = first.probe, first.probe.batches[0], {**run.start, **stacks(run.start)}
    dw, db = step_of(run, layers)
    steps = [*dw, *(db if first.calls[0].db else ())]
    if not all(one.any() for one in dw):
        return False
    w, b = ([one.weights(numbers) for one in layers], [one.biases(numbers) for one in layers])
    (m, n), settings, every = batch.x.shape, probe.settings, frozenset(range(len(w) + 1))
    xs = [rows for one in flying(run) for rows in as_rows(one, n) if len(rows) == m]
    for x, y in itertools.product(distinct([batch.x, *xs]), targets(run, batch, m)):
        old = at(first, Batch(x, y))
        kept = [
            Plant("kept_z", lambda p, l, old=old: old.z[l], every),
            Plant("kept_a", lambda p, l, old=old: old.a[l], every),
        ]
        mixed = Pass(settings, w, b, Batch(x, y), kept)
        others = old, Pass(settings, w, b, Batch(x, y))
        if is_down(steps, halves(first, mixed)):
            return not any(is_down(steps, halves(first, one)) for one in others)
    return False


def at(seen: Observation, batch: Batch) -> Pass:
    return Pass(seen.probe.settings, seen.probe.w, seen.probe.b, batch)


def halves(seen: Observation, passed: Pass) -> list[Array]:
    """The gradients that were seen too."""
    both = (passed.dw, *((passed.db,) if seen.calls[0].db else ()))
    return [half[l] for half in both for l in passed.layers]


def flying(run: Recorder) -> list[Array]:
    return [one.array for one in run.seen if one.order > run.begun]


def targets(run: Recorder, batch: Batch, m: int) -> list[Array]:
    """All that may be those of m samples."""
    known = [batch.y] if len(batch.y) == m else []
    found = (beside(one, m, batch.y.shape[1], whole=True) for one in flying(run))
    return distinct([*known, *(y for y in found if y is not None)])


def distinct(arrays: Sequence[Array]) -> list[Array]:
    return list({one.tobytes(): one for one in arrays}.values())[:MOST_TRIED]
