"""Answers and steps that came a sample at a time, as one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from groundup.checking.model.answers import Answers, Array


def averaged(answers: Sequence[Answers]) -> Answers:
    """Answers to samples that came one at a time, as one to their batch."""
    together = Answers(outputs=np.array([one.outputs for one in answers]))
    costs = [one.cost for one in answers if one.cost is not None]
    together.cost = float(np.mean(costs)) if len(costs) == len(answers) else None
    deltas = [one.delta for one in answers if one.delta is not None]
    if len(deltas) == len(answers):
        together.delta = [stacked(layer) for layer in zip(*deltas, strict=True)]
    together.dw = mean_by_layer([one.dw for one in answers])
    together.db = mean_by_layer([one.db for one in answers])
    together.single = tuple(
        name
        for name in ("dw", "db")
        if all(of_float32(array) for one in answers for array in getattr(one, name) or [])
    )
    return together


def of_float32(array: Array) -> bool:
    """Whether a float32 holds each of its numbers, none lost."""
    with np.errstate(over="ignore"):
        return np.array_equal(array, array.astype(np.float32))


def mean_by_layer(every: Sequence[list[Array] | None]) -> list[Array] | None:
    given = [layers for layers in every if layers is not None]
    if len(given) < len(every):
        return None
    return [np.asarray(sum_of(layer) / len(given)) for layer in zip(*given, strict=True)]


def stacked(rows: Sequence[Array | None]) -> Array | None:
    given = [row for row in rows if row is not None]
    return np.array(given) if len(given) == len(rows) else None


def sum_of(arrays: Sequence[Array]) -> Array:
    return np.sum(np.array(arrays), axis=0)


def mean_of(steps: list[tuple[list[Array], list[Array]]]) -> tuple[list[Array], list[Array]] | None:
    if not steps:
        return None
    ws, bs = zip(*steps, strict=True)
    w = [sum_of(layer) / len(steps) for layer in zip(*ws, strict=True)]
    return w, [sum_of(layer) / len(steps) for layer in zip(*bs, strict=True)]
