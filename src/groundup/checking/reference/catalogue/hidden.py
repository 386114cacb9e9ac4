"""Mistakes on the way from one layer's error to that of the layer below."""

from __future__ import annotations

import itertools

import numpy as np

from groundup.checking.model.answers import Array, Settings
from groundup.checking.reference.backprop import Pass, Rule, derivative, derivative_of_a
from groundup.checking.reference.catalogue.entry import Mistake

BENT = ("sigmoid", "tanh", "relu", "leaky-relu")
SLOPE = "delta[l] = (w[l+1]ᵀ·delta[l+1]) ∘ ⟦σ′(z[l])⟧"
OF_Z = "delta[l] = (w[l+1]ᵀ·delta[l+1]) ∘ σ′(⟦z[l]⟧)"
SENT = "delta[l] = (w[l+1]ᵀ·⟦delta[l+1]⟧) ∘ σ′(z[l])"
KIND = "delta[l] = (w[l+1]ᵀ·delta[l+1]) ∘ ⟦σ′⟧(z[l])"
WEIGHTS = "delta[l] = (⟦w[l+1]ᵀ⟧·delta[l+1]) ∘ σ′(z[l])"


def hidden(settings: Settings, *names: str) -> bool:
    """Whether a hidden layer has one of these activations."""
    return any(activation.split(" ")[0] in names for activation in settings.activations[:-1])


def bent(settings: Settings) -> bool:
    return hidden(settings, *BENT)


def smooth(settings: Settings) -> bool:
    return hidden(settings, "sigmoid", "tanh")


def slopes(settings: Settings, *names: str) -> bool:
    """Whether one of these activations has its f′ used, in a hidden layer or at the output."""
    output = settings.cost != "cross-entropy" and settings.activations[-1].split(" ")[0] in names
    return output or hidden(settings, *names)


def with_activation(*names: str):
    return lambda settings: slopes(settings, *names)


def neighbour(p: Pass, l: int, step: int) -> Array:
    """f′ of the z of another layer. Raises IndexError where there is none."""
    if not 0 <= l + step <= p.last:
        raise IndexError("no such layer")
    return p.f_prime(l, p.z[l + step])


def kinds_differ(settings: Settings) -> bool:
    """Whether two neighbouring layers have different activations, of those whose derivative
    somebody takes."""
    pairs = itertools.pairwise(settings.activations)
    return any(one != other and "linear" not in (one, other) for one, other in pairs)


def of_kind(step: int, written_for_a: bool) -> Rule:
    """σ′ of the activation that the layer `step` above has; right where there is none."""

    def rule(p: Pass, l: int) -> Array:
        if not 0 <= l + step <= p.last:
            return p.right("slope", l)
        kind = p.settings.activations[l + step]
        return derivative_of_a(kind, p.f(l, p.z[l])) if written_for_a else derivative(kind, p.z[l])

    return rule


def sent(p: Pass, l: int, through: Array) -> Array:
    return p.delta[l + 1] @ through


def raw_all_the_way(p: Pass, l: int) -> Array:
    error = p.part("error", p.last)
    for above in range(p.last, l, -1):
        error = error @ p.part("sent_through", above - 1)
    return error


def without_weights(p: Pass, l: int) -> Array:
    """The errors above added up, the same for every unit."""
    return np.repeat(p.delta[l + 1].sum(axis=1, keepdims=True), p.w[l].shape[0], axis=1)


def updated(p: Pass, l: int) -> Array:
    """The weights of the layer above after their step."""
    return p.w[l + 1] - p.settings.eta * p.scale * p.dw[l + 1]


MISTAKES = (
    Mistake(
        14,
        "hidden-derivative-missing",
        "The error of a hidden layer lacks the factor σ′(z).",
        SLOPE,
        "hidden",
        {"slope": lambda p, l: 1.0},
        bent,
    ),
    Mistake(
        14,
        "hidden-derivative-missing-in-weights",
        "dw of a hidden layer lacks the factor σ′(z), which db, the biases' gradient, has.",
        SLOPE,
        "hidden",
        {"sum_w": lambda p, l: p.part("sent_back", l).T @ p.part("input", l)},
        bent,
        beside_biases=True,
    ),
    Mistake(
        15,
        "hidden-derivative-of-activation",
        "In the hidden layers σ′ is evaluated at a = σ(z), which is squashed already, not at z.",
        OF_Z,
        "hidden",
        {"slope": lambda p, l: p.f_prime(l, p.f(l, p.z[l]))},
        smooth,
    ),
    Mistake(
        15,
        "hidden-derivative-form-for-a-given-z",
        "In the hidden layers the derivative x·(1 - x), which expects a, was given z.",
        "σ′(z[l]) = ⟦a[l+1]·(1 - a[l+1])⟧",
        "hidden",
        {"slope": lambda p, l: p.z[l] * (1.0 - p.z[l])},
        lambda s: hidden(s, "sigmoid"),
        of=("sigmoid",),
    ),
    Mistake(
        16,
        "function-for-its-derivative",
        "The activation σ(z) is used in place of its derivative σ′(z).",
        SLOPE,
        "slope",
        {"slope": lambda p, l: p.f(l, p.z[l])},
        with_activation(*BENT),
    ),
    Mistake(
        17,
        "half-of-the-derivative",
        "Only the factor (1 - a) of the derivative a·(1 - a) is there.",
        "σ′(z[l]) = ⟦a[l+1]⟧·(1 - a[l+1])",
        "slope",
        {"slope": lambda p, l: 1.0 - p.f(l, p.z[l])},
        with_activation("sigmoid"),
        of=("sigmoid",),
    ),
    Mistake(
        18,
        "hidden-derivative-twice",
        "The factor σ′(z) is applied twice.",
        SLOPE,
        "slope",
        {"slope": lambda p, l: p.f_prime(l, p.z[l]) ** 2},
        with_activation("sigmoid", "tanh", "leaky-relu"),
    ),
    Mistake(
        19,
        "z-of-the-layer-above",
        "σ′ is evaluated at the z of the layer above.",
        OF_Z,
        "hidden",
        {"slope": lambda p, l: neighbour(p, l, 1)},
        bent,
    ),
    Mistake(
        19,
        "z-of-the-layer-below",
        "σ′ is evaluated at the z of the layer below.",
        OF_Z,
        "above the first",
        {"slope": lambda p, l: neighbour(p, l, -1)},
        with_activation(*BENT),
    ),
    Mistake(
        19,
        "z-of-the-layer-below-or-the-last",
        "σ′ is evaluated at the z of the layer below, z[l-1]: for l = 0 Python takes the last one.",
        OF_Z,
        "hidden",
        {"slope": lambda p, l: p.f_prime(l, p.z[l - 1])},
        bent,
    ),
    Mistake(
        20,
        "raw-error-sent-back",
        "The raw error a - y is sent back through the weights instead of delta.",
        SENT,
        "last hidden",
        {"sent_back": lambda p, l: p.part("error", p.last) @ p.part("sent_through", l)},
        lambda s: s.cost == "quadratic" and s.activations[-1] != "linear",
    ),
    Mistake(
        20,
        "raw-error-sent-all-the-way",
        "The raw error a - y is sent back through the weights of all layers, without the σ′ of "
        "those it passes.",
        SENT,
        "all but the last",
        {"sent_back": raw_all_the_way},
        lambda s: len(s.activations) > 2,
    ),
    Mistake(
        21,
        "weights-not-transposed",
        "The error is sent back through w instead of its transpose.",
        WEIGHTS,
        "hidden",
        {"sent_back": lambda p, l: sent(p, l, p.part("sent_through", l).T)},
    ),
    Mistake(
        22,
        "weights-of-the-layer-below",
        "The error is sent back through the weights of the wrong layer, w[l].",
        WEIGHTS,
        "hidden",
        {"sent_back": lambda p, l: sent(p, l, p.w[l])},
    ),
    Mistake(
        22,
        "weights-of-the-layer-above",
        "The error is sent back through the weights of the wrong layer, w[l+2].",
        WEIGHTS,
        "below the last hidden",
        {"sent_back": lambda p, l: sent(p, l, p.w[l + 2])},
    ),
    Mistake(
        23,
        "absolute-weights",
        "The error is sent back through |w|: the signs of the weights are lost.",
        WEIGHTS,
        "hidden",
        {"sent_through": lambda p, l: np.abs(p.w[l + 1])},
    ),
    Mistake(
        23,
        "normalised-weights",
        "The error is shared out in proportion to the weights, w / Σw of each neuron; "
        "the chain rule has w itself.",
        WEIGHTS,
        "hidden",
        {"sent_through": lambda p, l: p.w[l + 1] / p.w[l + 1].sum(axis=1, keepdims=True)},
    ),
    Mistake(
        23,
        "absolute-weights-normalised",
        "The error is shared out in proportion to |w|; the chain rule has w itself.",
        WEIGHTS,
        "hidden",
        {"sent_through": lambda p, l: p.w[l + 1] / np.abs(p.w[l + 1]).sum(axis=1, keepdims=True)},
    ),
    Mistake(
        23,
        "weights-scaled-to-length-one",
        "The error is sent back through w divided by its norm; the chain rule has w itself.",
        WEIGHTS,
        "hidden",
        {"sent_through": lambda p, l: p.w[l + 1] / np.linalg.norm(p.w[l + 1])},
    ),
    Mistake(
        23,
        "weights-left-out",
        "The errors above are added up without their weights.",
        WEIGHTS,
        "hidden",
        {"sent_back": without_weights},
    ),
    Mistake(
        23,
        "weights-left-out-straight-down",
        "Each unit takes the error of the unit above it, without the weights.",
        WEIGHTS,
        "hidden",
        {"sent_back": lambda p, l: p.delta[l + 1]},
    ),
    Mistake(
        24,
        "weights-updated-too-early",
        "The weights are updated before the error is sent back through them: the layer below sees "
        "the new ones.",
        WEIGHTS,
        "hidden",
        {"sent_through": lambda p, l: updated(p, l) if p.stepping else p.w[l + 1]},
        steps=True,
    ),
    Mistake(
        24,
        "weights-updated-within-backprop",
        "The weights are updated before the error is sent back through them: the layer below sees "
        "the new ones.",
        WEIGHTS,
        "hidden",
        {"sent_through": updated},
        steps=True,
    ),
    Mistake(
        25,
        "relu-masked-by-the-error",
        "The ReLU passes the error back where the error is positive, instead of where z is.",
        OF_Z,
        "hidden",
        {"slope": lambda p, l: p.part("sent_back", l) > 0.0},
        lambda s: hidden(s, "relu"),
        of=("relu",),
    ),
    Mistake(
        25,
        "relu-masked-by-the-error-too",
        "The ReLU passes the error back only where z and the error are both positive.",
        SLOPE,
        "hidden",
        {"slope": lambda p, l: (p.part("sent_back", l) > 0.0) * p.f_prime(l, p.z[l])},
        lambda s: hidden(s, "relu"),
        of=("relu",),
    ),
    Mistake(
        26,
        "relu-derivative-one",
        "The derivative of the ReLU is taken to be 1 everywhere; it is 0 where z ≤ 0.",
        SLOPE,
        "slope",
        {"slope": lambda p, l: 1.0},
        with_activation("relu"),
        of=("relu",),
    ),
    Mistake(
        27,
        "leaky-slope-dropped",
        "Where z < 0 the derivative of the leaky ReLU is taken to be 0; it is the small slope.",
        SLOPE,
        "slope",
        {"slope": lambda p, l: p.z[l] > 0.0},
        with_activation("leaky-relu"),
        of=("leaky-relu",),
    ),
    Mistake(
        28,
        "tanh-derivative-without-square",
        "The derivative of tanh is taken to be 1 - a; it is 1 - a².",
        "tanh′(z[l]) = 1 - ⟦a[l+1]²⟧",
        "slope",
        {"slope": lambda p, l: 1.0 - p.f(l, p.z[l])},
        with_activation("tanh"),
        of=("tanh",),
    ),
    Mistake(
        28,
        "tanh-derivative-of-z",
        "The derivative of tanh is taken to be 1 - z²; it is 1 - a².",
        "tanh′(z[l]) = 1 - ⟦a[l+1]⟧²",
        "slope",
        {"slope": lambda p, l: 1.0 - p.z[l] ** 2},
        with_activation("tanh"),
        of=("tanh",),
    ),
    Mistake(
        29,
        "derivative-averaged-over-the-batch",
        "σ′(z) is averaged over the batch before it is used; every sample has its own.",
        SLOPE,
        "slope",
        {"slope": lambda p, l: p.f_prime(l, p.z[l]).mean(axis=0)},
        with_activation(*BENT),
    ),
    *(
        Mistake(
            65,
            f"derivative-of-the-activation-{side}{of}",
            f"σ′ is that of the activation of the layer {side}, which is another function.",
            KIND,
            where,
            {"slope": of_kind(step, written_for_a)},
            kinds_differ,
        )
        for side, step, where in (("above", 1, "hidden"), ("below", -1, "slope"))
        for of, written_for_a in (("", False), ("-of-a", True))
    ),
    Mistake(
        57,
        "dropout-mask-missing-backwards",
        "The dropout mask of the forward pass is missing in the backward pass.",
        "delta[l] = (w[l+1]ᵀ·delta[l+1]) ∘ ⟦mask[l]⟧ ∘ σ′(z[l])",
        "hidden",
        {"mask": lambda p, l: 1.0},
    ),
    Mistake(
        57,
        "dropout-mask-not-scaled-backwards",
        "In the backward pass the dropout mask is not scaled by 1/(1-p) as in the forward pass.",
        "delta[l] = (w[l+1]ᵀ·delta[l+1]) ∘ ⟦mask[l]⟧ ∘ σ′(z[l])",
        "hidden",
        {"mask": lambda p, l: p.right("mask", l) > 0.0},
    ),
)
