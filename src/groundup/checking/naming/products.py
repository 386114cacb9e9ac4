"""Rules about what goes through weights: an error on its way down, and their own gradient."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from groundup.checking.judging.agreement import multiple
from groundup.checking.naming.blocks import Group
from groundup.checking.naming.pullback import pullback
from groundup.checking.naming.singles import are_single, cut, inputs_of, instead, matrix
from groundup.checking.naming.slips import Slip
from groundup.checking.naming.slopes import Candidate, bend_of
from groundup.checking.tracing.differentiation import Numbers, go_back


def errors_sent(slip: Slip) -> Iterator[Candidate]:
    """An error that came through other numbers than the weights above it."""
    for above in slip.turn.groups:
        if above.layer == slip.layer + 1 and above.weights:
            ids = matrix(slip.turn, above)
            for slug, weights in other_weights(slip, above):
                values = slip.turn.values.copy()
                values[ids] = weights
                yield slug, pullback(slip.turn, slip.own, values).expected[slip.of]
            yield from raw(slip, above)


def other_weights(slip: Slip, group: Group) -> Iterator[tuple[str, Numbers]]:
    """In the shape of the matrix of these."""
    turn = slip.turn
    ids = matrix(turn, group)
    w, updated = turn.values[ids], turn.values.copy()
    updated[group.old] = turn.values[group.new]
    yield "weights-updated-too-early", updated[ids]
    yield "weights-not-transposed", cut(w.T, w.shape)
    yield "weights-left-out-straight-down", np.eye(*w.shape)
    yield "absolute-weights", np.abs(w)
    yield "weights-left-out", np.ones(w.shape)
    yield "weights-scaled-to-length-one", w / np.linalg.norm(w)
    for side, by in (("below", -1), ("above", 1)):
        for other in turn.groups:
            if other.weights and other.layer == group.layer + by:
                yield f"weights-of-the-layer-{side}", cut(turn.values[matrix(turn, other)], w.shape)
    for axis in (0, 1):
        yield "normalised-weights", w / w.sum(axis=axis, keepdims=True)
        yield "absolute-weights-normalised", w / np.abs(w).sum(axis=axis, keepdims=True)


def raw(slip: Slip, group: Group) -> Iterator[Candidate]:
    """The raw error of the outputs, or of the layer above, without the f′ that it has passed."""
    last = group.layer == slip.turn.layers - 1
    slug = "raw-error-sent-back" if last else "raw-error-sent-all-the-way"
    for one in slip.at_outputs() if last else slip.above():
        bend = bend_of(one)
        if bend:
            own = slip.own.copy()
            own[one.of] = slip.pulled.used[bend.a_ids]
            yield slug, pullback(slip.turn, own).expected[slip.of]


def gradients(slip: Slip) -> Iterator[Candidate]:
    """The gradient of weights, made of other numbers than their inputs."""
    group, turn = slip.group, slip.turn
    if group is None or not group.weights:
        return
    yield from turned(slip, group)
    inputs = inputs_of(turn, group)
    for slug, others in other_inputs(slip, inputs):
        values = turn.values.copy()
        values[inputs] = others
        yield slug, to_parameters(slip, group, values)
    places = {made.place for made, _ in turn.products(group)}
    if len(places) == 1 or are_single(group):  # and no weights that two layers share
        last = to_parameters(slip, group, turn.values, only_last=True)
        yield "last-sample-only-in-weights", last
    yield from piled_up(slip, group)
    yield from in_reverse(slip, group, "weight-gradients-in-reverse")


def in_reverse(slip: Slip, group: Group, slug: str) -> Iterator[Candidate]:
    """The gradient of the layer that is as far from the other end, if that has this one's."""
    turn = slip.turn
    for other in turn.groups:
        mirrored = other.layer == turn.layers - 1 - group.layer != group.layer
        if mirrored and other.weights == group.weights and other.old.size == group.old.size:
            came = turn.values[other.new] - turn.values[other.old]
            if multiple(came, turn.true[group.old]).holds:
                yield slug, turn.true[other.old]


def piled_up(slip: Slip, group: Group) -> Iterator[Candidate]:
    """All gradients since the first, as each step takes them."""
    turn = slip.turn
    mine = [row.parameter for row, old, _ in turn.known if np.array_equal(old, group.old)]
    sums = [
        one.factor * row.gradient
        for one in turn.until
        for row in one.rows
        if mine and row.parameter is mine[0]
    ]
    if not turn.factor:
        return
    earlier = sum(sums) / turn.factor if sums else 0.0 * slip.expected
    if sums:
        yield "weight-gradients-not-zeroed", slip.expected + earlier
    each = list(of_each(slip, group))
    if len(each) > 1:  # from sample to sample, and all of these added up
        yield "weight-gradients-not-zeroed", np.sum(np.cumsum([earlier + each[0], *each[1:]], 0), 0)


def of_each(slip: Slip, group: Group) -> Iterator[Numbers]:
    """What comes to the weights from each sample, where these are computed one by one."""
    several = [made for made, _ in slip.turn.products(group) if made.size > 1]
    for made in several if len(several) == slip.turn.samples else ():
        used = slip.pulled.used.copy()
        used[group.old] = 0.0
        go_back(made, used, slip.turn.values, None)
        yield used[group.old]


def turned(slip: Slip, group: Group) -> Iterator[Candidate]:
    ids, found = matrix(slip.turn, group), slip.pulled.used.copy()
    found[ids] = cut(found[ids].T, ids.shape)
    yield "gradient-transposed", found[group.old]


def other_inputs(slip: Slip, inputs: Any) -> Iterator[tuple[str, Numbers]]:
    """In the shape of the right ones."""
    turn, layer = slip.turn, slip.layer
    depth = int(turn.depth[inputs].max(initial=0))
    for block in (*turn.forward_blocks, *turn.repeated):
        here = int(turn.depth[block.ids[0]])
        if np.array_equal(block.ends, inputs.ravel()) or here not in (depth, layer + 1):
            continue
        numbers = instead(turn, block.ends, inputs)
        if numbers is not None and here == depth and layer:
            yield "weighted-input-for-activation", numbers
        elif numbers is not None and here == layer + 1:
            yield "activation-of-this-layer", numbers
    for first in turn.groups if layer else ():
        if not first.layer and first.weights:
            numbers = instead(turn, inputs_of(turn, first), inputs)
            if numbers is not None:
                yield "network-inputs-everywhere", numbers
    if 1 < turn.samples < inputs.size and inputs.size % turn.samples == 0:
        rows = turn.values[inputs].reshape(turn.samples, -1)
        means = np.broadcast_to(rows.mean(axis=0), rows.shape)
        yield "product-of-means", means.reshape(inputs.shape)


def to_parameters(slip: Slip, group: Group, values: Numbers, only_last: bool = False) -> Numbers:
    """What comes to the weights through their products with inputs."""
    products = slip.turn.products(group)
    used = slip.pulled.used.copy()
    used[group.old] = 0.0
    if only_last and are_single(group):
        last = inputs_of(slip.turn, group)[-1:]
        products = [x for x in products if np.isin(slip.turn.again[x[1]], last).all()]
    elif only_last:
        if len(products) == 1 and len(products[0][0].shape) == 2:
            made = products[0][0]
            used[made.start : made.stop - made.shape[1]] = 0.0
        products = products[-1:]
    for made, _ in products:
        go_back(made, used, values, None)
    return used[group.old]
