"""Samples and their targets, from one pass over the data to the next."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundup.checking.judging.flow import Flow
from groundup.checking.judging.graph import flat
from groundup.checking.tracing.tape import Ids, Operation

LEAST = 4  # samples that come again
HALF = 0.5  # of these


def mixed_up(flow: Flow) -> list[Operation]:
    """Where samples meet the targets that others met before, as if the ones were shuffled without
    the others; nothing where a sample has several targets, or a target several samples."""
    targets, samples = dict[bytes, bytes](), dict[bytes, bytes]()
    again, others = 0, list[Operation]()
    for sample, target, made in met(flow):
        if (sample in targets) != (target in samples):
            return []
        again += sample in targets
        targets.setdefault(sample, target)
        samples.setdefault(target, sample)
        others += [made] if targets[sample] != target else []
    return others[:1] if again >= LEAST and len(others) > HALF * again else []


def met(flow: Flow) -> Iterator[tuple[bytes, bytes, Operation]]:
    """The numbers of each sample, by id, and of the target that it meets, and where."""
    meetings = {one.operation.index: one.target_ids for one in flow.meetings}
    inputs, axis = np.zeros((0, 0), int), 0
    for made in flow.tape.operations:
        if made.kind == "matmul":
            for k, (mine, other) in enumerate((made.operands, made.operands[::-1])):
                known = mine.ids is None or flow.depends(mine.ids)
                if not known and other.ids is not None and flow.moved[flat(other.ids)].all():
                    inputs, axis = np.asarray(mine.ids), k
        elif (targets := meetings.get(made.index)) is not None and inputs.size:
            x = rows(inputs, axis) if inputs.ndim > 1 else [inputs.tobytes()]
            y = np.atleast_1d(targets)
            y = rows(y, axis) if len(x) > 1 else [y.tobytes()]
            if len(x) == len(y):
                yield from ((*pair, made) for pair in zip(x, y, strict=True))


def rows(ids: Ids, axis: int) -> list[bytes]:
    return [one.tobytes() for one in (ids.T if axis == 1 else ids)]
