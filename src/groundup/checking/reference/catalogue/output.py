"""Mistakes in the error of the output layer, delta[last] = d cost / d z[last]."""

from __future__ import annotations

import numpy as np

from groundup.checking.model.answers import OF_SOFTMAX, Array, Settings
from groundup.checking.reference.backprop import Pass
from groundup.checking.reference.catalogue.entry import Mistake

QUADRATIC = "delta[l] = (a[l+1] - y) ∘ ⟦σ′(z[l])⟧"
CROSS_ENTROPY = "delta[l] = ⟦a[l+1] - y⟧"
ERROR = "delta[l] = ⟦(a[l+1] - y)⟧ ∘ σ′(z[l])"


def bent(settings: Settings) -> bool:
    """Whether the output's f′ is anything but 1."""
    return settings.activations[-1] not in ("linear", "softmax")


def quadratic(settings: Settings) -> bool:
    return settings.cost == "quadratic" and bent(settings)


def cross_entropy(settings: Settings) -> bool:
    return settings.cost == "cross-entropy"


def softmax(settings: Settings) -> bool:
    return settings.activations[-1] == "softmax"


def probabilities(settings: Settings) -> bool:
    return softmax(settings) and cross_entropy(settings)


def error(p: Pass) -> Array:
    return p.part("error", p.last)


def through_softmax(p: Pass, v: Array) -> Array:
    """vᵀJ of each sample, J = diag(a) - a aᵀ."""
    a = p.a[-1]
    return a * (v - (a * v).sum(axis=1, keepdims=True))


def pairs(p: Pass, l: int) -> Array:
    """An (m, m) error: (m,) minus (m, 1), every output against every target."""
    return p.a[-1] - p.y.T


MISTAKES = (
    Mistake(
        1,
        "output-derivative-missing",
        "The output error lacks the factor σ′(z) that comes with the quadratic cost.",
        QUADRATIC,
        "output",
        {"delta": lambda p, l: error(p)},
        quadratic,
    ),
    Mistake(
        1,
        "output-derivative-missing-below-softmax",
        "The output error lacks the factor σ′(z) of the activation whose outputs the softmax gets.",
        "delta[l] = (softmax(a[l+1]) - y) ∘ ⟦σ′(z[l])⟧",
        "output",
        {"delta": lambda p, l: error(p)},
        lambda s: s.cost == OF_SOFTMAX and bent(s),
    ),
    Mistake(
        2,
        "output-derivative-kept",
        "The output error keeps the factor σ′(z), which cross-entropy cancels.",
        CROSS_ENTROPY,
        "output",
        {"delta": lambda p, l: error(p) * p.f_prime(l, p.z[l])},
        cross_entropy,
    ),
    Mistake(
        3,
        "output-derivative-twice",
        "The output error is multiplied by σ′(z) twice.",
        QUADRATIC,
        "output",
        {"delta": lambda p, l: error(p) * p.f_prime(l, p.z[l]) ** 2},
        lambda s: bent(s) and s.activations[-1] != "relu",
    ),
    Mistake(
        4,
        "derivative-of-activation",
        "σ′ is evaluated at a = σ(z), which is squashed already, not at z.",
        "delta[l] = … ∘ σ′(⟦z[l]⟧)",
        "whole",
        {"slope": lambda p, l: p.f_prime(l, p.f(l, p.z[l]))},
        lambda s: smooth(s) and output_slope(s),
    ),
    Mistake(
        4,
        "output-derivative-of-activation",
        "In the output layer σ′ is evaluated at a = σ(z), which is squashed already, not at z.",
        "delta[l] = (a[l+1] - y) ∘ σ′(⟦z[l]⟧)",
        "output",
        {"slope": lambda p, l: p.f_prime(l, p.f(l, p.z[l]))},
        lambda s: quadratic(s) and s.activations[-1] in ("sigmoid", "tanh"),
    ),
    Mistake(
        5,
        "derivative-form-for-a-given-z",
        "The derivative x·(1 - x) expects a = σ(z), but was given z.",
        "σ′(z[l]) = ⟦a[l+1]·(1 - a[l+1])⟧",
        "whole",
        {"slope": lambda p, l: p.z[l] * (1.0 - p.z[l])},
        lambda s: "sigmoid" in s.activations and output_slope(s),
    ),
    Mistake(
        5,
        "output-derivative-form-for-a-given-z",
        "In the output layer the derivative x·(1 - x), which expects a, was given z.",
        "σ′(z[l]) = ⟦a[l+1]·(1 - a[l+1])⟧",
        "output",
        {"slope": lambda p, l: p.z[l] * (1.0 - p.z[l])},
        lambda s: quadratic(s) and s.activations[-1] == "sigmoid",
    ),
    Mistake(
        6,
        "softmax-jacobian-of-the-error",
        "The error a - y is sent through the softmax's Jacobian, as for quadratic cost; "
        "with cross-entropy it is the output error already.",
        CROSS_ENTROPY,
        "output",
        {"delta": lambda p, l: through_softmax(p, error(p))},
        probabilities,
    ),
    Mistake(
        7,
        "softmax-jacobian-missing",
        "The output error is only -y/a, the slope by a; the softmax's Jacobian is missing.",
        "delta[l] = ⟦Jᵀ⟧·(-y/a[l+1]) = a[l+1] - y",
        "output",
        {"delta": lambda p, l: -p.y / p.a[-1]},
        probabilities,
    ),
    Mistake(
        8,
        "softmax-jacobian-diagonal",
        "Only the diagonal a·(1 - a) of the softmax's Jacobian is used.",
        "delta[l] = ⟦Jᵀ⟧·(-y/a[l+1]) = a[l+1] - y",
        "output",
        {"delta": lambda p, l: -p.y * (1.0 - p.a[-1])},
        probabilities,
    ),
    Mistake(
        9,
        "sign-flipped",
        "The sign of the error is flipped: it is a - y, not y - a.",
        ERROR,
        "output",
        {"error": lambda p, l: p.y - p.a[-1]},
    ),
    Mistake(
        10,
        "labels-one-too-high",
        "The targets are off by one: the 1 stands in the column after the right one.",
        "delta[l] = (a[l+1] - ⟦y⟧) ∘ σ′(z[l])",
        "output",
        {"error": lambda p, l: p.a[-1] - np.roll(p.y, 1, axis=1)},
    ),
    Mistake(
        10,
        "labels-one-too-low",
        "The targets are off by one: the 1 stands in the column before the right one.",
        "delta[l] = (a[l+1] - ⟦y⟧) ∘ σ′(z[l])",
        "output",
        {"error": lambda p, l: p.a[-1] - np.roll(p.y, -1, axis=1)},
    ),
    Mistake(
        11,
        "half-lost",
        "Everything is twice what it should be: the ½ of the cost was lost on the way.",
        "delta[l] = ⟦1⟧·(a[l+1] - y) ∘ σ′(z[l])",
        "output",
        {"error": lambda p, l: 2.0 * (p.a[-1] - p.y)},
    ),
    Mistake(
        11,
        "two-lost",
        "Everything is half of what it should be: the square's factor 2 was lost on the way.",
        "delta[l] = ⟦2⟧·½·(a[l+1] - y) ∘ σ′(z[l])",
        "output",
        {"error": lambda p, l: 0.5 * (p.a[-1] - p.y)},
    ),
    Mistake(
        12,
        "sign-of-the-error",
        "The sign of the error is used in place of the error itself.",
        ERROR,
        "output",
        {"error": lambda p, l: np.sign(p.a[-1] - p.y)},
    ),
    Mistake(
        13,
        "error-of-all-pairs",
        "Outputs of shape (m,) minus targets of shape (m, 1) are m·m errors: every output is "
        "compared with every target.",
        ERROR,
        "output",
        {
            "delta": lambda p, l: (
                pairs(p, l) * p.right("slope", l)
                if p.settings.cost == "quadratic" and p.classes == 1
                else p.right("delta", l)
            )
        },
    ),
    Mistake(
        13,
        "error-of-all-pairs-added-up",
        "Outputs of shape (m, 1) minus targets of shape (m,) are m·m errors: every output is "
        "compared with every target, and all of a row are added up.",
        ERROR,
        "output",
        {
            "error": lambda p, l: (
                pairs(p, l).sum(axis=1, keepdims=True) if p.classes == 1 else p.right("error", l)
            )
        },
    ),
)


def smooth(settings: Settings) -> bool:
    return bool({"sigmoid", "tanh"} & set(settings.activations))


def output_slope(settings: Settings) -> bool:
    """Whether f′ is used in the output layer too."""
    return settings.cost != "cross-entropy" and bent(settings)
