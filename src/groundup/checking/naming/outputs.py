"""Rules about the output's error."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundup.checking.judging.agreement import multiple, near
from groundup.checking.judging.costs import CLASSES
from groundup.checking.naming.slips import Slip
from groundup.checking.naming.slopes import Candidate, bend_of, is_error


def candidates(slip: Slip) -> Iterator[Candidate]:
    if not slip.last or slip.group:
        return
    found = slip.turn.outputs(slip.of)
    if found is None:
        return
    order = np.argsort(np.argsort(slip.of))
    a, y = (one[order] for one in found)
    error, bend = a - y, bend_of(slip)
    if slip.turn.cost.kind == CLASSES and slip.turn.targets.keys() >= {*slip.of.tolist()}:
        yield "softmax-jacobian-of-the-error", error
    with np.errstate(all="ignore"):
        below = not slip.turn.targets.keys() & set(slip.of.tolist())
        if below and bend is None and is_error(slip.expected, error):
            yield from below_softmax(slip, a, y)
        rest = slip.expected / error
    yield from labels(slip, a, y, order)
    yield from softmax(slip, a)
    for slug, other in others(slip, a, y):
        yield slug, np.where(error == 0.0, 0.0, rest) * other


def below_softmax(slip: Slip, a: np.ndarray, y: np.ndarray) -> Iterator[Candidate]:
    error = a - y
    yield "output-derivative-kept", error * a * (1.0 - a)
    yield "softmax-jacobian-missing", -y / a
    yield "softmax-jacobian-diagonal", -y * (1.0 - a)
    for axis, shape in slip.turn.rows(slip.of):
        order = np.argsort(np.argsort(slip.of))
        rows = np.argsort(slip.of)
        p, e = a[rows].reshape(shape), error[rows].reshape(shape)
        sent = p * (e - (p * e).sum(axis=axis, keepdims=True))
        yield "softmax-jacobian-of-the-error", sent.ravel()[order]


def others(slip: Slip, a: np.ndarray, y: np.ndarray) -> Iterator[Candidate]:
    """Other errors than a - y."""
    yield "sign-flipped", y - a
    yield "sign-of-the-error", np.sign(a - y)
    if any(shape[axis] == 1 for axis, shape in slip.turn.rows(slip.of)):
        yield "error-of-all-pairs-added-up", y.size * a - y.sum()


def softmax(slip: Slip, a: np.ndarray) -> Iterator[Candidate]:
    """Probabilities that add up to 1, and not in each sample, where it is known what that is."""
    rows = list(slip.turn.rows(slip.of))
    for axis, shape in rows if len(rows) == 1 else ():
        if len(shape) != 2 or shape[1 - axis] == 1:
            continue
        array = a[np.argsort(slip.of)].reshape(shape)
        if near(a.sum(), 1.0):
            yield "softmax-over-everything", slip.got
        if np.allclose(array.sum(axis=1 - axis), 1.0) and not np.allclose(array.sum(axis), 1.0):
            yield "softmax-over-the-batch", slip.got


def labels(slip: Slip, a: np.ndarray, y: np.ndarray, order: np.ndarray) -> Iterator[Candidate]:
    """`y` as the learner took it, one class beside the right one."""
    rows = np.argsort(slip.of)
    for axis, shape in slip.turn.rows(slip.of) if slip.expected.any() else ():
        for slug, by in (("labels-one-too-high", -1), ("labels-one-too-low", 1)):
            right = np.roll(y[rows].reshape(shape), by, axis=axis).ravel()[order]
            with np.errstate(all="ignore"):
                back = slip.got / (a - y) * (a - right)
            if shape[axis] > 1 and multiple(slip.expected, back).holds:
                yield slug, slip.got
