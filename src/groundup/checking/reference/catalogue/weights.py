"""Mistakes in the gradient of the weights, dw[l] = delta[l]·a[l]ᵀ."""

from __future__ import annotations

import numpy as np

from groundup.checking.model.answers import Array, Settings
from groundup.checking.reference.backprop import Pass
from groundup.checking.reference.catalogue.entry import Mistake

INPUT = "dw[l] = delta[l]·⟦a[l]⟧ᵀ"
OUTER = "dw[l] = ⟦delta[l]·a[l]ᵀ⟧"
REVERSE = "return ⟦dw[0], dw[1], …⟧"
SUM = "dw[l] = 1/N · ⟦Σ⟧ delta[l]·a[l]ᵀ"


def of_means(p: Pass, l: int) -> Array:
    """The outer product of the batch's means, where the mean of outer products should be."""
    return p.m * np.outer(p.delta[l].mean(axis=0), p.part("input", l).mean(axis=0))


def of_last(p: Pass, l: int) -> Array:
    return np.outer(p.delta[l][-1], p.part("input", l)[-1])


def remembered(p: Pass, l: int, kind: str) -> Array:
    """The gradient with those of the calls before still in it."""
    own = p.right(kind, l)
    return own + (getattr(p.before, kind)[l] if p.before else 0.0)


def several(settings: Settings) -> bool:
    return len(settings.activations) > 1


def undivided(p: Pass, l: int) -> Array:
    return p.m * p.right("share_w", l)


MISTAKES = (
    Mistake(
        30,
        "weighted-input-for-activation",
        "The gradient of the weights uses z of the layer below instead of its output a = σ(z).",
        INPUT,
        "above the first",
        {"input": lambda p, l: p.z[l - 1]},
        lambda s: any(name != "linear" for name in s.activations[:-1]),
    ),
    Mistake(
        31,
        "activation-of-this-layer",
        "The gradient of the weights uses the layer's own outputs instead of its inputs.",
        INPUT,
        "every",
        {"input": lambda p, l: p.a[l + 1]},
    ),
    Mistake(
        32,
        "network-inputs-everywhere",
        "The gradient of every layer's weights uses the network's inputs x.",
        INPUT,
        "above the first",
        {"input": lambda p, l: p.a[0]},
    ),
    Mistake(
        33,
        "gradient-transposed",
        "The gradient of the weights is transposed.",
        OUTER,
        "every",
        {"dw": lambda p, l: p.right("dw", l).T},
    ),
    Mistake(
        34,
        "product-of-means",
        "The gradient is the product of the mean delta and the mean activation; it should be the "
        "mean of the samples' products.",
        "dw[l] = ⟦mean(delta[l]·a[l]ᵀ)⟧",
        "every",
        {"sum_w": of_means},
    ),
    Mistake(
        35,
        "last-sample-only",
        "Only the last sample counts: gradients are replaced (=) where they should add up (+=).",
        SUM,
        "whole",
        {"sum_w": of_last, "sum_b": lambda p, l: p.delta[l][-1]},
    ),
    Mistake(
        35,
        "last-sample-only-undivided",
        "Only the last sample counts: gradients are replaced (=) where they should add up (+=).",
        SUM,
        "whole",
        {
            "sum_w": lambda p, l: p.m * of_last(p, l),
            "sum_b": lambda p, l: p.m * p.delta[l][-1],
        },
    ),
    Mistake(
        35,
        "last-sample-only-in-weights",
        "Only the last sample counts in dw: it is replaced (=) where it should add up (+=).",
        SUM,
        "every",
        {"sum_w": of_last},
    ),
    Mistake(
        35,
        "last-sample-only-in-weights-undivided",
        "Only the last sample counts in dw: it is replaced (=) where it should add up (+=).",
        SUM,
        "every",
        {"sum_w": lambda p, l: p.m * of_last(p, l)},
    ),
    Mistake(
        36,
        "gradients-not-zeroed",
        "Gradients are not reset to 0 between calls, so they pile up.",
        "dw[l] = ⟦0⟧ + Σ delta[l]·a[l]ᵀ",
        "whole",
        {
            "dw": lambda p, l: remembered(p, l, "dw"),
            "db": lambda p, l: remembered(p, l, "db"),
        },
        remembers=True,
    ),
    Mistake(
        36,
        "weight-gradients-not-zeroed",
        "dw is not reset to 0 between calls, so it piles up.",
        "dw[l] = ⟦0⟧ + Σ delta[l]·a[l]ᵀ",
        "whole",
        {"dw": lambda p, l: remembered(p, l, "dw")},
        remembers=True,
    ),
    Mistake(
        37,
        "gradients-in-reverse",
        "The list of gradients is in reverse order: the last layer's comes first.",
        REVERSE,
        "whole",
        {"order_w": lambda p, l: 0.0, "order_b": lambda p, l: 0.0},
        several,
    ),
    Mistake(
        37,
        "gradients-returned-in-reverse",
        "The list of gradients that is returned is in reverse order: the last layer's comes first.",
        REVERSE,
        "whole",
        {"returned": lambda p, l: 0.0},
        several,
    ),
    Mistake(
        37,
        "deltas-in-reverse",
        "The list of deltas is in reverse order: the last layer's comes first.",
        "dw[l] = ⟦delta[l]⟧·a[l]ᵀ",
        "whole",
        {"order_delta": lambda p, l: 0.0},
        several,
    ),
    Mistake(
        37,
        "weight-gradients-in-reverse",
        "The list dw is in reverse order: the last layer's comes first.",
        REVERSE,
        "whole",
        {"order_w": lambda p, l: 0.0},
        several,
    ),
    Mistake(
        37,
        "bias-gradients-in-reverse",
        "The list db is in reverse order: the last layer's comes first.",
        REVERSE,
        "whole",
        {"order_b": lambda p, l: 0.0},
        several,
    ),
    Mistake(
        38,
        "first-layer-skipped",
        "The first layer gets no gradient.",
        OUTER,
        "first",
        {"dw": lambda p, l: np.zeros_like(p.w[l]), "db": lambda p, l: np.zeros_like(p.b[l])},
        several,
    ),
    Mistake(
        38,
        "first-weights-skipped",
        "The first layer's weights get no gradient.",
        OUTER,
        "first",
        {"dw": lambda p, l: np.zeros_like(p.w[l])},
    ),
    Mistake(
        38,
        "only-the-last-layer-trained",
        "Only the last layer gets a gradient.",
        OUTER,
        "all but the last",
        {"dw": lambda p, l: np.zeros_like(p.w[l]), "db": lambda p, l: np.zeros_like(p.b[l])},
        several,
    ),
    Mistake(
        38,
        "weights-of-a-layer-skipped",
        "A layer's weights get no gradient.",
        OUTER,
        "every",
        {"dw": lambda p, l: np.zeros_like(p.w[l])},
    ),
)
