"""Rules about the output's error."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundup.checking.judging.agreement import multiple
from groundup.checking.naming.slips import Slip
from groundup.checking.naming.slopes import Candidate, bend_of


def candidates(slip: Slip) -> Iterator[Candidate]:
    if not slip.last or slip.group:
        return
    found = slip.turn.outputs(slip.of.size)
    if found is None:
        return
    order = np.argsort(np.argsort(slip.of))
    a, y = (one[order] for one in found)
    error, bend = a - y, bend_of(slip)
    with np.errstate(all="ignore"):
        if bend is None and multiple(slip.expected, error).holds:
            yield from below_softmax(slip, a, y)
        rest = slip.expected / error
    for slug, other in others(slip, a, y, order):
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


def others(slip: Slip, a: np.ndarray, y: np.ndarray, order: np.ndarray) -> Iterator[Candidate]:
    """Other errors than a - y."""
    yield "sign-flipped", y - a
    yield "sign-of-the-error", np.sign(a - y)
    rows = np.argsort(slip.of)
    for axis, shape in slip.turn.rows(slip.of):
        for slug, by in (("labels-one-too-high", 1), ("labels-one-too-low", -1)):
            moved = np.roll(y[rows].reshape(shape), by, axis=axis)
            yield slug, a - moved.ravel()[order]
        if shape[axis] == 1:
            yield "error-of-all-pairs-added-up", y.size * a - y.sum()
