"""Rules about the gradient of biases, and about factors and decay of all gradients."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundup.checking.judging.agreement import SAME, multiple, near
from groundup.checking.naming.products import to_parameters
from groundup.checking.naming.slips import Slip
from groundup.checking.naming.slopes import Candidate
from groundup.checking.naming.turns import Group


def biases(slip: Slip) -> Iterator[Candidate]:
    """Sums over the wrong numbers; `errors` has a row a sample."""
    group, turn = slip.group, slip.turn
    if group is None or group.weights:
        return
    errors = turn.errors_of(group, slip.pulled.used)
    if errors is None:
        return
    ones = np.ones(group.old.size)
    if group.old.size > 1:
        yield "bias-sum-over-everything", ones * errors.sum()
        if len(errors) == group.old.size:
            yield "bias-sum-over-the-wrong-axis", errors.sum(axis=1)
    yield "bias-gradient-times-bias", slip.expected * turn.values[group.old]
    if len(errors) > 1:
        yield "bias-of-the-last-sample", errors[-1]
        yield "bias-of-the-first-sample", errors[0]
    for above in turn.groups:
        if above.layer == group.layer + 1 and not above.weights:
            others = turn.errors_of(above, slip.pulled.used)
            if others is not None and others.shape[1] == group.old.size:
                yield "delta-of-the-layer-above", others.sum(axis=0)


def factors(slip: Slip) -> Iterator[Candidate]:
    """The right numbers, by another factor than the others have."""
    group, turn = slip.group, slip.turn
    count = turn.samples
    if group is None:
        if count > 1:
            yield "averaged-on-the-way-back", slip.expected / count
        return
    mine = "weight" if group.weights else "bias"
    yield f"{mine}-gradient-negated", -slip.expected
    if not group.weights:
        yield "bias-update-adds", -slip.expected
        if group.old.size > 1:
            yield "bias-divided-by-units", slip.expected / group.old.size
    if count > 1:
        summed = "weights-summed-biases-averaged", "biases-summed-weights-averaged"
        yield summed[not group.weights], slip.expected * count
        plural = "weights" if group.weights else "biases"
        yield f"{plural}-averaged-once-more", slip.expected / count
    for rate in turn.rates:
        yield f"{mine}-rate-taken-twice", slip.expected * rate


def decay(slip: Slip) -> Iterator[Candidate]:
    """What the cost's own decay becomes."""
    group, turn = slip.group, slip.turn
    if group is None:
        return
    mine = turn.values[group.old]
    if not group.weights:
        shrinks = (decay_of(slip, one) for one in turn.groups if one.weights)
        shrink = next((one for one in shrinks if one), 0.0)
        yield "l2-on-biases", slip.expected + shrink * mine
        return
    data, shrink = to_parameters(slip, group, turn.values), decay_of(slip, group)
    if not shrink:
        return
    size, count = turn.step_size, turn.samples
    for slug, times in {"l2-missing": 0.0, "l2-doubled": 2.0, "l2-halved": 0.5}.items():
        yield slug, data + times * shrink * mine
    yield "l2-sign-flipped", data - shrink * mine
    yield "l1-for-l2", data + shrink * np.sign(mine)
    # Which of two is by the number of samples too large shows in the rate alone.
    summed, averaged = near(size, count), near(size * count, 1.0)
    yield "data-summed" if summed else "l2-divided-by-samples", data + shrink / count * mine
    averaged_twice = "data-averaged-twice" if averaged else "l2-times-samples"
    yield averaged_twice, data + shrink * count * mine


def decay_of(slip: Slip, group: Group) -> float:
    """By how much of themselves the cost shrinks parameters."""
    expected = slip.pulled.expected[group.old]
    rest = expected - to_parameters(slip, group, slip.turn.values)
    if np.abs(rest).max(initial=0.0) <= SAME * np.abs(expected).max(initial=0.0):
        return 0.0
    found = multiple(rest, slip.turn.values[group.old])
    return found.factor if found.holds else 0.0
