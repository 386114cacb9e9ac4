"""Mistakes on the way forward, and in what it leaves for the way back."""

from __future__ import annotations

import numpy as np

from groundup.checking.model.answers import Array, Settings
from groundup.checking.reference.backprop import Pass
from groundup.checking.reference.catalogue.entry import Mistake

OVER_BATCH = "The softmax is taken over the samples; the outputs of each sample should add up to 1."
OVER_ALL = "The softmax is taken over all samples at once; the outputs of each should add up to 1."


def softmax(settings: Settings) -> bool:
    return settings.activations[-1] == "softmax"


def over(axis: int | None, p: Pass, l: int, shifted: bool = False) -> Array:
    """`shifted` where the largest z of each sample was taken out before."""
    e = np.exp(p.z[l] - (p.z[l].max(axis=1, keepdims=True) if shifted else p.z[l].max()))
    return e / e.sum(axis=axis, keepdims=axis is not None)


def first_pass(p: Pass) -> Pass:
    while p.before:
        p = p.before
    return p


def rounded(p: Pass, l: int, kind: str) -> Array:
    return np.trunc(p.right(kind, l))


MISTAKES = (
    *(
        Mistake(
            58,
            f"softmax-over-{what}{'-shifted' * shifted}",
            sentence,
            "a[l+1] = e^z / ⟦Σ over units⟧ e^z",
            "output",
            {"activation": lambda p, l, axis=axis, by=shifted: over(axis, p, l, by)},
            softmax,
        )
        for what, axis, sentence in (("the-batch", 0, OVER_BATCH), ("everything", None, OVER_ALL))
        for shifted in (False, True)
    ),
    Mistake(
        60,
        "kept-z-without-bias",
        "The z that is kept for the backward pass lacks the bias.",
        "z[l] = w[l]·a[l] ⟦+ b[l]⟧",
        "slope",
        {"kept_z": lambda p, l: p.z[l] - p.b[l]},
        beside_biases=True,
    ),
    Mistake(
        61,
        "stale-cache",
        "The z and a of an earlier call are used: right the first time, wrong afterwards.",
        "z[l] = w[l]·a[l] + b[l], ⟦of this call⟧",
        "whole",
        {
            "kept_z": lambda p, l: first_pass(p).z[l],
            "kept_a": lambda p, l: first_pass(p).a[l],
        },
        remembers=True,
    ),
    Mistake(
        61,
        "stale-z",
        "The z of an earlier call is used: right the first time, wrong afterwards.",
        "z[l] = w[l]·a[l] + b[l], ⟦of this call⟧",
        "whole",
        {"kept_z": lambda p, l: first_pass(p).z[l]},
        remembers=True,
    ),
    Mistake(
        61,
        "stale-a",
        "The activations of an earlier call are used: right the first time, wrong afterwards.",
        "a[l+1] = σ(z[l]), ⟦of this call⟧",
        "whole",
        {"kept_a": lambda p, l: first_pass(p).a[l] if l else p.a[l]},
        remembers=True,
    ),
    Mistake(
        63,
        "integer-buffers",
        "Gradients are stored as integers: their decimals are cut off.",
        "dw[l], db[l]: ⟦float64⟧",
        "whole",
        {"dw": lambda p, l: rounded(p, l, "dw"), "db": lambda p, l: rounded(p, l, "db")},
    ),
    Mistake(
        63,
        "integer-buffers-for-weights",
        "Gradients of weights are stored as integers: their decimals are cut off.",
        "dw[l]: ⟦float64⟧",
        "whole",
        {"dw": lambda p, l: rounded(p, l, "dw")},
    ),
)
