"""Rules about the gradient of biases, and about factors and decay of all gradients."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import numpy as np

from groundup.checking.judging.agreement import SAME, multiple, near
from groundup.checking.naming.biases import errors_of, with_unmoved
from groundup.checking.naming.blocks import Group
from groundup.checking.naming.masks import scales
from groundup.checking.naming.products import in_reverse, to_parameters
from groundup.checking.naming.slips import Slip
from groundup.checking.naming.slopes import Candidate


def biases(slip: Slip) -> Iterator[Candidate]:
    """Sums over the wrong numbers; `errors` has a row a sample."""
    group, turn = slip.group, slip.turn
    if group is None or group.weights:
        return
    errors = errors_of(turn, group, slip.pulled.used)
    if errors is None:
        return
    size, every = group.old.size, errors
    errors = errors[:, np.isin(with_unmoved(turn, group), group.old)]
    if 1 < size == len(errors) or (1 < size < len(errors) and not group.shape):  # which zip cuts
        yield "bias-sum-over-the-wrong-axis", every.sum(axis=1)[:size]
    if np.abs(turn.values[group.old]).max() > SAME:
        yield "bias-gradient-times-bias", slip.expected * turn.values[group.old]
    if len(errors) > 1:
        yield "bias-of-the-last-sample", errors[-1]
        yield "bias-of-the-first-sample", errors[0]
    yield from in_reverse(slip, group, "bias-gradients-in-reverse")
    for above in turn.groups:
        if above.layer == group.layer + 1 and not above.weights:
            others = errors_of(turn, above, slip.pulled.used)
            if others is not None and others.shape[1] == group.old.size:
                yield "delta-of-the-layer-above", others.sum(axis=0)


def everything(slip: Slip) -> Iterator[Candidate]:
    """One number for all."""
    group, turn = slip.group, slip.turn
    errors = errors_of(turn, group, slip.pulled.used) if group and not group.weights else None
    if group is None or errors is None or group.old.size == 1:
        return
    total = np.full(group.old.size, errors.sum())
    yield "bias-sum-over-everything", total
    if len(errors) == 1:  # of which the other axis is all there is
        yield "bias-sum-over-the-wrong-axis", total
    yield "bias-mean-over-everything", total / errors.shape[1]
    yield "bias-mean-over-everything", total / errors.size


def factors(slip: Slip) -> Iterator[Candidate]:
    """The right numbers, by another factor than the others have."""
    group, turn = slip.group, slip.turn
    if group is None:
        return
    count, off = turn.samples, turn.off
    both = slip.of_both
    own = () if turn.flow.handed.rate else permutations(turn.rates, 2)
    if any(near(slip.ratio, one / other) for one, other in own):
        return
    if slip.ratio and any(len(x.places) > 1 for x in turn.chains(group)):
        yield "changed-in-place", slip.got
    mine = "weight" if group.weights else "bias"
    if group.weights and not slip.layer:
        yield "first-weights-skipped", np.zeros(slip.got.size)
    yield (
        f"{'weights-of-a-layer-skipped' if group.weights else 'bias-gradient-missing'}",
        0 * slip.got,
    )
    several = sum(x.layer == slip.layer for x in turn.groups) > 1
    sent = both and several and not slip.last  # and no update of what is alone in its layer
    if sent:
        yield "error-sent-back-negated", -slip.expected
    elif any(x.weights is not group.weights for x in turn.groups):  # which go the other way
        yield f"{mine}-gradient-negated", -slip.expected
    for scale in scales(turn, group):
        yield "dropout-mask-not-scaled-backwards", slip.expected / scale
    above = [turn.values[x.old] for x in turn.groups if x.weights and x.layer > slip.layer]
    if both and above:
        lengths = [float(np.linalg.norm(w)) for w in above]
        for length in (lengths[-1], np.prod(lengths)):  # of one layer, or of all
            yield "weights-scaled-to-length-one", slip.expected / length
    if not group.weights:
        if not sent:
            yield "bias-update-adds", -slip.expected
        units = {int(one.old[0]): one.old.size for one in turn.groups if not one.weights}
        if all(near(off[key] * size, 1.0) for key, size in units.items() if key in off):
            yield "bias-divided-by-units", slip.expected / group.old.size
    if count > 1:
        if both:
            yield "averaged-on-the-way-back", slip.expected / count
        else:
            yield (
                f"{'weights' if group.weights else 'biases'}-averaged-once-more",
                slip.expected / count,
            )
        summed = "weights-summed-biases-averaged", "biases-summed-weights-averaged"
        yield summed[not group.weights], slip.expected * count
    for rate in turn.rates if turn.factor else ():  # else nobody knows what is twice
        twice = "rate-taken-twice-in-a-layer" if both else f"{mine}-rate-taken-twice"
        yield twice, slip.expected * rate


def decay(slip: Slip) -> Iterator[Candidate]:
    """What the cost's own decay becomes."""
    group, turn = slip.group, slip.turn
    if group is None:
        return
    mine = turn.values[group.old]
    if not group.weights:
        shrinks = (decay_of(slip, one) for one in turn.groups if one.weights)
        shrink = next((one for one in shrinks if one), turn.decay)
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
    return multiple(rest, slip.turn.values[group.old]).ratio
