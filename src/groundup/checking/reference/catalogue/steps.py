"""Mistakes in the step of gradient descent, the gradient being right."""

from __future__ import annotations

from groundup.checking.reference.backprop import Rule
from groundup.checking.reference.catalogue.entry import Mistake, nowhere

STEP = "w[l] ← w[l] ⟦-⟧ eta·dw[l]"
RATE = "w[l] ← w[l] - ⟦eta⟧·dw[l]"
BIAS_RATE = "b[l] ← b[l] - ⟦eta⟧·db[l]"
ARRAY = "⟦w[l]⟧ ← w[l] - eta·dw[l]"

# The rate twice in the step, or once in the gradient already.
SQUARED: dict[str, Rule] = {
    "step_w": lambda p, l: p.w[l] - p.settings.eta**2 * p.dw[l],
    "step_b": lambda p, l: p.b[l] - p.settings.eta**2 * p.db[l],
}
WITHIN: dict[str, Rule] = {
    "dw": lambda p, l: p.settings.eta * p.right("dw", l),
    "db": lambda p, l: p.settings.eta * p.right("db", l),
}

MISTAKES = (
    Mistake(
        64,
        "update-adds",
        "The update adds the gradient; gradient descent subtracts it.",
        STEP,
        "whole",
        {
            "step_w": lambda p, l: p.w[l] + p.settings.eta * p.dw[l],
            "step_b": lambda p, l: p.b[l] + p.settings.eta * p.db[l],
        },
    ),
    Mistake(
        64,
        "bias-update-adds",
        "The update of the biases adds the gradient; gradient descent subtracts it.",
        "b[l] ← b[l] ⟦-⟧ eta·db[l]",
        "whole",
        {"step_b": lambda p, l: p.b[l] + p.settings.eta * p.db[l]},
    ),
    Mistake(
        64,
        "bias-gradient-negated",
        "The gradient of the biases has the wrong sign: biases go up theirs, weights go down.",
        "b[l] ← b[l] ⟦-⟧ eta·db[l]",
        "every",
        {"db": lambda p, l: -p.right("db", l)},
    ),
    Mistake(
        64,
        "weight-gradient-negated",
        "The gradient of the weights has the wrong sign: weights go up theirs, biases go down.",
        STEP,
        "every",
        {"dw": lambda p, l: -p.right("dw", l)},
        beside_biases=True,
    ),
    Mistake(
        64,
        "rate-taken-twice",
        "The gradient is multiplied by the learning rate twice.",
        RATE,
        "whole",
        SQUARED,
    ),
    Mistake(
        64,
        "rate-taken-twice-in-a-layer",
        "The gradient of this layer is multiplied by the learning rate twice.",
        RATE,
        "alone",
        SQUARED,
    ),
    Mistake(
        64,
        "weight-rate-taken-twice",
        "The gradient of the weights is multiplied by the learning rate twice.",
        RATE,
        "every",
        {"step_w": SQUARED["step_w"]},
    ),
    Mistake(
        64,
        "bias-rate-taken-twice",
        "The gradient of the biases is multiplied by the learning rate twice.",
        BIAS_RATE,
        "every",
        {"step_b": SQUARED["step_b"]},
    ),
    Mistake(
        64,
        "rate-in-the-gradient",
        "The learning rate is in the gradient already, and is multiplied in once more by the step.",
        RATE,
        "every",
        WITHIN,
    ),
    Mistake(
        64,
        "rate-in-the-weight-gradient",
        "The learning rate is in the gradient of the weights already, and is multiplied in once "
        "more by the step.",
        RATE,
        "every",
        {"dw": WITHIN["dw"]},
    ),
    Mistake(
        64,
        "rate-in-the-bias-gradient",
        "The learning rate is in the gradient of the biases already, and is multiplied in once "
        "more by the step.",
        BIAS_RATE,
        "every",
        {"db": WITHIN["db"]},
    ),
    Mistake(
        64,
        "step-taken-twice",
        "The step is taken twice.",
        "w[l] ← w[l] - ⟦eta·dw[l]⟧",
        "whole",
        {
            "step_w": lambda p, l: p.w[l] - 2.0 * p.settings.eta * p.dw[l],
            "step_b": lambda p, l: p.b[l] - 2.0 * p.settings.eta * p.db[l],
        },
    ),
    Mistake(
        64,
        "update-lost",
        "The update is lost: the network's own arrays do not change.",
        ARRAY,
        "whole",
        {"step_w": lambda p, l: p.w[l], "step_b": lambda p, l: p.b[l]},
    ),
    Mistake(
        64,
        "weight-update-lost",
        "The update of the weights is lost: the network's own arrays do not change.",
        ARRAY,
        "every",
        {"step_w": lambda p, l: p.w[l]},
    ),
    Mistake(
        64,
        "bias-update-lost",
        "The update of the biases is lost: the network's own arrays do not change.",
        "⟦b[l]⟧ ← b[l] - eta·db[l]",
        "every",
        {"step_b": lambda p, l: p.b[l]},
    ),
    Mistake(
        64,
        "weights-replaced-by-the-step",
        "The weights are replaced by the step: the old w is missing from the update.",
        "w[l] ← ⟦w[l]⟧ - eta·dw[l]",
        "whole",
        {
            "step_w": lambda p, l: -p.settings.eta * p.dw[l],
            "step_b": lambda p, l: -p.settings.eta * p.db[l],
        },
    ),
    Mistake(
        62,
        "changed-in-place",
        "The call changes arrays that it was given: weights or targets are not the same after.",
        "⟦w, b, x, y⟧ stay as they are",
        "whole",
        {},
        shows=nowhere,
    ),
)
