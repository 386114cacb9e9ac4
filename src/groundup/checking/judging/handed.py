"""What is seen of targets that are known: those that a program was called with from here."""

from __future__ import annotations

from typing import Any

import numpy as np

from groundup.checking.judging.agreement import near
from groundup.checking.judging.costs import Cost
from groundup.checking.judging.flow import Flow, Meeting, differences
from groundup.checking.tracing.tape import Operation

SHIFTS = {1: "labels-one-too-high", -1: "labels-one-too-low"}


def changed_in_place(flow: Flow) -> list[Operation]:
    """Where targets become what is computed from the parameters."""
    changed = (one for one in flow.handed.changed if flow.depends(one))
    found = (flow.tape.maker(one) for one in changed)
    return list({made.place: made for made in found if made}.values())[:1]


def mislabelled(flow: Flow, cost: Cost) -> str:
    """The mistake of the catalogue where each output meets the target of its neighbour."""
    known = flow.handed.classes
    several = [met.target_ids for met in cost.meetings]
    ids = [np.asarray(one) for one in several if one is not None and np.size(one) > 1]
    single = [int(np.ravel(one)[0]) for one in several if one is not None and np.size(one) == 1]
    width = max(known.values(), default=0) + 1
    if single and len(single) % width == 0:
        ids.append(np.reshape(single, (-1, width)))
    shifts = {shift(np.vectorize(known.get)(one, -1), width) for one in ids} if known else set()
    if flow.handed.inputs and shifts <= {0}:
        shifts = {own_shift(flow, met) for met in cost.meetings}
    return SHIFTS.get(shifts.pop(), "") if len(shifts) == 1 else ""


def shift(classes: Any, width: int) -> int:
    """By how much the place of a target is off its class; 0 if that is not the same for all."""
    for axis, side in enumerate(classes.shape):
        if side == width > 2 and (classes >= 0).all():
            off = (np.indices(classes.shape)[axis] - classes) % width
            if (off == off.flat[0]).all():
                return int(off.flat[0]) - width * (off.flat[0] == width - 1)
    return 0


def own_shift(flow: Flow, met: Meeting) -> int:
    """The same for targets that the program puts together itself: of the samples whose inputs went
    through the last product before them, in the same order."""
    known, targets = flow.handed.inputs, np.asarray(met.targets)
    is_one_hot = targets.ndim == 2 and np.isin(targets, (0.0, 1.0)).all()
    products = (
        one.ids
        for made in reversed(flow.tape.operations[: met.operation.index])
        for one in made.operands
        if made.kind == "matmul" and isinstance(one.ids, np.ndarray) and one.ids.ndim == 2
    )
    every = (np.vectorize(known.get)(ids, -1) for ids in products if is_one_hot)
    inputs = next((one for one in every if (one >= 0).all()), np.zeros((0, 0)))
    for axis in (0, 1) if inputs.size else ():
        rows, hot = np.moveaxis(inputs, axis, 0), np.moveaxis(targets, axis, 0)
        same = len(rows) == len(hot) and (rows == rows[:, :1]).all() and (hot.sum(1) == 1).all()
        width = hot.shape[1] if same and hot.shape[1] > 2 else 1
        off = {int(x) for x in (hot.argmax(1) - rows[:, 0]) % width} if same else set()
        if len(off) == 1 and off <= {1, width - 1}:
            return 1 if off == {1} else -1
    return 0


def improbable(flow: Flow) -> tuple[str, Operation] | None:
    """Where outputs that are declared to be probabilities do not add up to 1 in each sample: the
    mistake of the catalogue, and what makes them."""
    known, activations = flow.handed.classes, flow.declared.activations or ("",)
    width = max(known.values(), default=0) + 1
    for met in differences(flow) if activations[-1] == "softmax" and known else ():
        ids, a = np.asarray(met.outputs), flow.tape.values[met.outputs]
        if width == 1 and (made := flow.tape.maker(ids)) and turns(flow, made):
            return "softmax-over-the-batch", made  # no more outputs can be had
        classes = np.vectorize(known.get)(np.asarray(met.target_ids), -1)
        made = flow.tape.maker(ids)
        if made is not None and ids.ndim == 2 and ids.shape != classes.shape:
            return "softmax-over-the-batch", made  # by each output itself
        if ids.ndim != 2 or width not in ids.shape or (classes < 0).any() or made is None:
            continue
        axis = max(k for k, side in enumerate(ids.shape) if side == width)
        over = [np.allclose(a.sum(axis=k), 1.0) for k in (0, 1)]
        if over[1 - axis] and not over[axis]:
            return "softmax-over-the-batch", made
        if near(float(a.sum()), 1.0) and ids.shape[1 - axis] > 1:
            return "softmax-over-everything", made
    return None


def turns(flow: Flow, made: Operation) -> bool:
    """Whether rows are divided by their sums as if these were of columns."""
    total = flow.tape.maker(made.operands[1].ids) if made.kind == "divide" else None
    if total is None or total.kind != "sum":
        return False
    rows = total.operands[0].ids
    return isinstance(rows, np.ndarray) and (rows.ndim, total.options) == (2, (1, False))
