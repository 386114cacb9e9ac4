"""How far steps go for their samples, where a declared cost says what the gradient is, and the rate
is known: the mean over the samples, unless the program's own cost is another multiple."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.judging.agreement import near
from groundup.checking.judging.costs import Cost, samples_of_weights
from groundup.checking.judging.flow import Flow, tree
from groundup.checking.judging.totals import last_total, scale_of
from groundup.checking.judging.trials import Trial
from groundup.checking.tracing.differentiation import adjoints
from groundup.checking.tracing.tape import Operation

FIXED = (5, 7, 8, 10, 16, 20, 32, 50, 64, 100, 128, 256)  # sizes of batches that people write down


class Pace(NamedTuple):
    """By what a step is the rate times the mean of its samples' gradients; of so many samples, with
    so many outputs each."""

    times: float
    samples: int
    outputs: int


def off(flow: Flow, trial: Trial) -> list[str]:
    """The mistakes of the catalogue by any of which all steps are too large, or too small; none
    where that is none, or not known. A sum over the samples that were given in one array is the
    mean of a program for one at a time, unless a cost of its own says that it wants the mean."""
    if not (trial.cost.declared and flow.handed.rate):
        return []
    found = list(paces(flow, trial, flow.handed.rate))
    own = own_scale(flow, trial.cost)
    if all(near(one.times, 1.0) for one in found):
        slug = {2.0: "half-lost", 0.5: "two-lost"}.get(round(own or 1.0, 6))
        return [slug] if slug else []
    if own and all(near(one.times, own) for one in found):
        return []
    every = [slug for slug, fits in names(found, flow.handed.rate) if fits]
    every.sort(key=lambda slug: not is_written(flow, slug))
    alone = not own and len(trial.cost.meetings) <= len(trial.steps)
    return [] if alone and "sum-for-mean" in every else every


def is_written(flow: Flow, slug: str) -> bool:
    """Whether a mistake is that of a size that stands in the program."""
    size = slug.rpartition("-")[2]
    file = flow.parameters.each[0].place.place.position.file
    numbers = (one.value for one in ast.walk(tree(file)) if isinstance(one, ast.Constant))
    return size.isdigit() and any(type(x) is int and x == int(size) for x in numbers)


def is_fixed(flow: Flow, trial: Trial) -> bool:
    """Whether steps are divided by a size that people write down, and that the batch has not which
    the program was called with: batches of its own, all or all but the last, may have it."""
    rate = flow.handed.rate
    found = list(paces(flow, trial, rate)) if rate and trial.cost.assumed else []
    if not (rate and found) or all(near(one.times, 1.0) for one in found):
        return False
    every = [slug for slug, fits in names(found, rate) if fits]
    return bool(every) and all(slug.startswith("divided-by-") for slug in every)


def names(found: list[Pace], rate: float) -> Iterator[tuple[str, bool]]:
    def every(expected: Any) -> bool:
        return all(near(one.times, expected(one)) for one in found)

    several = any(one.samples > 1 for one in found)
    yield "sum-for-mean", several and every(lambda one: one.samples)
    yield "averaged-twice", several and every(lambda one: 1 / one.samples)
    yield "averaged-over-outputs-too", every(lambda one: 1 / one.outputs)
    yield "half-lost", every(lambda _: 2.0)
    yield "two-lost", every(lambda _: 0.5)
    yield "rate-taken-twice", every(lambda _: rate)
    for size in FIXED if several else ():
        yield f"divided-by-{size}", every(lambda one, size=size: one.samples / size)
    first = found[0].samples
    yield "divided-by-the-first-batch", every(lambda one: one.samples / first)


def paces(flow: Flow, trial: Trial, rate: float) -> Iterator[Pace]:
    met = [one.outputs for one in trial.cost.meetings]
    samples = {int(ids[0]): count for ids, count in samples_of_weights(flow, met)}
    outputs = sum(np.size(one.outputs) for one in trial.cost.meetings)
    width = outputs / max(sum(samples[k] for k in first_layer(flow, samples)), 1)
    for step in trial.steps:
        first = [int(row.parameter.versions(row.step)[0][0]) for row in step.rows]
        counts = {samples[one] for one in first if one in samples}
        if len(counts) == 1:
            (count,) = counts
            yield Pace(-step.factor * count / rate, count, round(width))


def first_layer(flow: Flow, samples: dict[int, int]) -> list[int]:
    """The versions of one parameter, by their first ids."""
    for one in flow.parameters.each:
        found = [int(one.versions(k)[0][0]) for k in range(one.steps())]
        if found[0] in samples:
            return [x for x in found if x in samples]
    return []


def own_scale(flow: Flow, cost: Cost) -> float:
    """By how many times the program's own cost, the last time that it is worked out, is the mean of
    the declared one over its samples; 0.0 if that is not known."""
    total = last_total(flow, cost)
    if total is None:
        return 0.0
    counts = [count for _, count in samples_of_weights(flow, [total.outputs])]
    return scale_of(flow, cost.kind, total) * max(counts, default=0)


def without_decay(flow: Flow, cost: Cost) -> Operation | None:
    """The program's own cost, if it comes from the parameters by way of the outputs alone."""
    total = last_total(flow, cost)
    if total is None:
        return None
    ends = flow.parameters.barriers | {int(one) for one in flow.tape.makers[total.outputs]}
    slopes = adjoints(flow.tape, {total.made.start: 1.0}, ends)
    return None if slopes[: flow.tape.count][flow.moved].any() else total.made
