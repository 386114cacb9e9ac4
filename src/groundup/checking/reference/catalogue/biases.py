"""Mistakes in the gradient of the biases, db[l] = the mean of delta[l]."""

from __future__ import annotations

import numpy as np

from groundup.checking.model.answers import Array
from groundup.checking.reference.backprop import Pass
from groundup.checking.reference.catalogue.entry import Mistake

SUM = "db[l] = 1/N · ⟦Σ over samples⟧ delta[l]"
DELTA = "db[l] = 1/N · Σ ⟦delta[l]⟧"


def above(p: Pass, l: int) -> Array:
    return p.delta[l + 1].sum(axis=0)


def repeated(p: Pass, l: int, number: float) -> Array:
    return np.full(p.b[l].shape, number)


MISTAKES = (
    Mistake(
        40,
        "bias-gradient-missing",
        "The biases get no gradient.",
        "db[l] = ⟦1/N · Σ delta[l]⟧",
        "every",
        {"db": lambda p, l: np.zeros_like(p.b[l])},
    ),
    Mistake(
        41,
        "delta-of-the-layer-above",
        "The gradient of the biases uses the delta of the layer above.",
        DELTA,
        "hidden",
        {"sum_b": above},
    ),
    Mistake(
        42,
        "bias-sum-over-everything",
        "delta is summed over both samples and units: every bias gets the same number.",
        SUM,
        "every",
        {"sum_b": lambda p, l: repeated(p, l, p.delta[l].sum())},
    ),
    Mistake(
        43,
        "bias-sum-over-the-wrong-axis",
        "delta is summed over the units of each sample instead of over the samples.",
        SUM,
        "every",
        {"sum_b": lambda p, l: p.delta[l].sum(axis=1)},
    ),
    Mistake(
        44,
        "bias-mean-over-everything",
        "delta is averaged over both samples and units: every bias gets the same number.",
        SUM,
        "every",
        {"sum_b": lambda p, l: repeated(p, l, p.m * p.delta[l].mean())},
    ),
    Mistake(
        44,
        "bias-divided-by-units",
        "The gradient of the biases is also divided by the number of units.",
        SUM,
        "every",
        {"sum_b": lambda p, l: p.delta[l].sum(axis=0) / p.delta[l].shape[1]},
    ),
    Mistake(
        45,
        "bias-gradient-times-bias",
        "The gradient of the biases is multiplied by the biases.",
        "db[l] = 1/N · Σ delta[l] ⟦ ⟧",
        "every",
        {"sum_b": lambda p, l: p.right("sum_b", l) * p.b[l]},
    ),
    Mistake(
        46,
        "bias-of-the-last-sample",
        "Only the last sample counts in db: it is replaced (=) where it should add up (+=).",
        SUM,
        "every",
        {"sum_b": lambda p, l: p.delta[l][-1]},
    ),
    Mistake(
        46,
        "bias-of-the-last-sample-undivided",
        "Only the last sample counts in db: it is replaced (=) where it should add up (+=).",
        SUM,
        "every",
        {"sum_b": lambda p, l: p.m * p.delta[l][-1]},
    ),
    Mistake(
        46,
        "bias-of-the-first-sample",
        "Only the first sample counts in db: delta[0] stands where the sum over samples should.",
        SUM,
        "every",
        {"sum_b": lambda p, l: p.delta[l][0]},
    ),
    Mistake(
        46,
        "bias-of-the-first-sample-undivided",
        "Only the first sample counts in db: delta[0] stands where the sum over samples should.",
        SUM,
        "every",
        {"sum_b": lambda p, l: p.m * p.delta[l][0]},
    ),
)
