"""Mistakes in what gradients are divided by, and in the term of L2 regularisation."""

from __future__ import annotations

from typing import Any

import numpy as np

from groundup.checking.model.answers import Array, Settings
from groundup.checking.reference.backprop import Pass, Rule
from groundup.checking.reference.catalogue.entry import Mistake

MEAN = "dw[l] = ⟦1/N⟧ · Σ delta[l]·a[l]ᵀ"
STEP = "w[l] ← w[l] - eta·⟦1/N⟧ · Σ delta[l]·a[l]ᵀ"
SIZES = (5, 7, 8, 10, 16, 20, 32, 50, 64, 100, 128, 256)  # of batches, that people write down
BESIDE_L2 = "dw[l] = ⟦1/N⟧ · Σ delta[l]·a[l]ᵀ + l2·w[l]"
DECAY = "dw[l] = 1/N · Σ delta[l]·a[l]ᵀ + ⟦l2·w[l]⟧"


def regularised(settings: Settings) -> bool:
    return settings.l2 > 0.0


def everything(factor: Any) -> dict[str, Rule]:
    """All gradients times `factor(p)`."""
    return {
        "dw": lambda p, l: p.right("dw", l) * factor(p),
        "db": lambda p, l: p.right("db", l) * factor(p),
    }


def divided_by(size: int) -> dict[str, Rule]:
    return {"share_w": lambda p, l: 1.0 / size, "share_b": lambda p, l: 1.0 / size}


def in_the_step(factor: Any) -> dict[str, Rule]:
    """Gradients as they should be, and a step by `factor(p)` times as much."""
    return {
        "step_w": lambda p, l: p.w[l] - p.settings.eta * factor(p) * p.dw[l],
        "step_b": lambda p, l: p.b[l] - p.settings.eta * factor(p) * p.db[l],
    }


def first_batch(p: Pass) -> float:
    """One over the size of the first batch that ever came."""
    while p.before:
        p = p.before
    return 1.0 / p.m


def l2(p: Pass, l: int) -> Array:
    return p.l2 * p.w[l]


MISTAKES = (
    Mistake(
        47,
        "sum-for-mean",
        "Gradients are summed over the samples where they should be averaged: N times too large.",
        MEAN,
        "whole",
        everything(lambda p: p.m),
    ),
    Mistake(
        47,
        "data-summed",
        "The data's gradients are summed over the samples, not averaged, beside L2 that is "
        "right: N times too large against it.",
        BESIDE_L2,
        "whole",
        {"share_w": lambda p, l: 1.0, "share_b": lambda p, l: 1.0},
        regularised,
    ),
    Mistake(
        48,
        "averaged-twice",
        "Gradients are divided by the number of samples twice.",
        MEAN,
        "whole",
        everything(lambda p: 1.0 / p.m),
    ),
    Mistake(
        48,
        "data-averaged-twice",
        "The data's gradients are divided by the number of samples twice, beside a term of L2 that "
        "is right.",
        BESIDE_L2,
        "whole",
        {"share_w": lambda p, l: 1.0 / p.m**2, "share_b": lambda p, l: 1.0 / p.m**2},
        regularised,
    ),
    Mistake(
        48,
        "averaged-on-the-way-back",
        "The error is divided by the number of samples on its way back, and the gradient again.",
        "delta[l] = ⟦w[l+1]ᵀ·delta[l+1]⟧ ∘ σ′(z[l])",
        "hidden",
        {"sent_back": lambda p, l: p.right("sent_back", l) / p.m},
    ),
    Mistake(
        49,
        "averaged-over-outputs-too",
        "Gradients are averaged over the outputs as well as over the samples.",
        MEAN,
        "whole",
        everything(lambda p: 1.0 / p.classes),
    ),
    Mistake(
        50,
        "weights-summed-biases-averaged",
        "Gradients of weights are summed over the samples, those of biases averaged.",
        MEAN,
        "whole",
        {"dw": lambda p, l: p.right("dw", l) * p.m},
        beside_biases=True,
    ),
    Mistake(
        50,
        "biases-summed-weights-averaged",
        "Gradients of biases are summed over the samples, those of weights averaged.",
        "db[l] = ⟦1/N⟧ · Σ delta[l]",
        "whole",
        {"db": lambda p, l: p.right("db", l) * p.m},
    ),
    Mistake(
        50,
        "biases-averaged-once-more",
        "Gradients of biases are divided by the number of samples once more than those of weights.",
        "db[l] = ⟦1/N⟧ · Σ delta[l]",
        "every",
        {"db": lambda p, l: p.right("db", l) / p.m},
    ),
    Mistake(
        50,
        "weights-averaged-once-more",
        "Gradients of weights are divided by the number of samples once more than those of biases.",
        MEAN,
        "every",
        {"dw": lambda p, l: p.right("dw", l) / p.m},
        beside_biases=True,
    ),
    *(
        Mistake(
            51,
            f"divided-by-{size}",
            f"The sum over a batch is divided by {size}, however many samples the batch has.",
            MEAN,
            "whole",
            divided_by(size),
        )
        for size in SIZES
    ),
    Mistake(
        51,
        "divided-by-the-first-batch",
        "The sum over a batch is divided by the size of the first batch, not by its own.",
        MEAN,
        "whole",
        {"share_w": lambda p, l: first_batch(p), "share_b": lambda p, l: first_batch(p)},
        remembers=True,
    ),
    Mistake(
        47,
        "step-by-the-sum",
        "The step takes the sum over the samples, not the mean: N times too far.",
        STEP,
        "whole",
        in_the_step(lambda p: p.m),
    ),
    Mistake(
        48,
        "step-averaged-twice",
        "The step divides by the number of samples once more: the gradient is the mean already.",
        STEP,
        "whole",
        in_the_step(lambda p: 1.0 / p.m),
    ),
    Mistake(
        49,
        "step-averaged-over-outputs-too",
        "The step divides by the number of outputs as well.",
        STEP,
        "whole",
        in_the_step(lambda p: 1.0 / p.classes),
    ),
    *(
        Mistake(
            51,
            f"step-divided-by-{size}",
            f"The step divides the sum over a batch by {size}, however many samples it has.",
            STEP,
            "whole",
            in_the_step(lambda p, size=size: p.m / size),
        )
        for size in SIZES
    ),
    Mistake(
        52,
        "l2-missing",
        "The L2 regularisation term is missing.",
        DECAY,
        "every",
        {"decay": lambda p, l: np.zeros_like(p.w[l])},
        regularised,
    ),
    Mistake(
        53,
        "l2-doubled",
        "The L2 regularisation term is twice as large: the derivative of l2/2·w² is l2·w.",
        DECAY,
        "every",
        {"decay": lambda p, l: 2.0 * l2(p, l)},
        regularised,
    ),
    Mistake(
        53,
        "l2-divided-by-samples",
        "The L2 regularisation term is divided by the number of samples.",
        DECAY,
        "every",
        {"decay": lambda p, l: l2(p, l) / p.m},
        regularised,
    ),
    Mistake(
        53,
        "l2-halved",
        "The L2 regularisation term is half as large: the derivative of l2·w² is 2·l2·w.",
        DECAY,
        "every",
        {"decay": lambda p, l: 0.5 * l2(p, l)},
        regularised,
    ),
    Mistake(
        53,
        "l2-times-samples",
        "The L2 regularisation term is not divided by the number of samples, as in the cost.",
        DECAY,
        "every",
        {"decay": lambda p, l: l2(p, l) * p.m},
        regularised,
    ),
    Mistake(
        53,
        "l2-sign-flipped",
        "The L2 regularisation term has the wrong sign: weights grow.",
        DECAY,
        "every",
        {"decay": lambda p, l: -l2(p, l)},
        regularised,
    ),
    Mistake(
        54,
        "l2-on-biases",
        "The biases are regularised too; L2 is for weights.",
        "db[l] = 1/N · Σ delta[l]⟦ ⟧",
        "every",
        {"bias_decay": lambda p, l: p.l2 * p.b[l]},
        regularised,
    ),
    Mistake(
        55,
        "l1-for-l2",
        "The regularisation term is l2·sign(w), which is L1's.",
        DECAY,
        "every",
        {"decay": lambda p, l: p.l2 * np.sign(p.w[l])},
        regularised,
    ),
    Mistake(
        56,
        "l2-not-in-the-cost",
        "L2 regularisation is in the gradient, but not in the cost.",
        "cost = mean cost ⟦+ l2/2·Σw²⟧",
        "whole",
        {"cost": lambda p, l: p.data_cost()},
        regularised,
    ),
)
