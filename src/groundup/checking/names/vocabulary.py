"""What people call activations, costs and optimisers."""

from __future__ import annotations

import re

from groundup.checking.names.roles import plain

ACTIVATION_WORDS = {
    "softmax": ("softmax",),
    "sigmoid": ("sigmoid", "logistic", "sigma", "expit"),
    "tanh": ("tanh", "hyperbolictangent"),
    "leaky-relu": ("leaky", "lrelu"),
    "relu": ("relu", "rectif"),
    "linear": ("linear", "identity"),
}
QUADRATIC_WORDS = (
    "mse",
    "quadratic",
    "squared",
    "squareloss",
    "squareerror",
    "l2loss",
    "euclid",
    "meansq",
    "half",
)
ENTROPY_WORDS = (
    "entropy",
    "bce",
    "logloss",
    "nll",
    "likelihood",
    "xent",
    "softmaxloss",
    "withloss",
)
PLAIN_STEP = r"^(sgd|gd|vanilla\w*|plain\w*|((stochastic|batch|mini_?batch)_?)?gradient_?descent)$"
OTHER_STEP = r"^(ada|nadam|rms_?prop|\w*momentum|nesterov|nag$|amsgrad)\w*$"
SUM_OF_SQUARES = re.compile(r"(?i:^sse)|SSE|(?<![a-zA-Z])sse(?![a-z])")  # and no `losses`
COST_WORDS = ("loss", "cost", "error", "criterion", "objective")


def activation_named(name: str) -> str | None:
    """The activation that a class's, function's or string's name tells."""
    words = plain(name)
    for activation, spellings in ACTIVATION_WORDS.items():
        if any(spelling in words for spelling in spellings):
            return activation
    return None


def cost_named(name: str) -> str | None:
    """ "quadratic" or "cross-entropy"; "" for a cost that does not say which; None for no cost."""
    words = plain(name)
    if words == "ce" or any(word in words for word in ENTROPY_WORDS):
        return "cross-entropy"
    if any(word in words for word in QUADRATIC_WORDS) or SUM_OF_SQUARES.search(name):
        return "quadratic"
    return "" if any(word in words for word in COST_WORDS) else None


def is_derivative(name: str) -> bool:
    words = plain(name)
    ends = ("prime", "deriv", "derivative", "grad", "gradient", "backward", "delta", "dash", "der")
    return (
        words.endswith(ends)
        or any(word in words for word in ("prime", "deriv", "gradient"))
        or re.match(r"^(d|grad|der)_", name) is not None
        or re.match(r"^d[A-Z]", name) is not None
    )


def plainest(words: list[str]) -> str:
    """Of several words, that for plain gradient descent; else the first for no other optimiser."""
    plain = [word for word in words if re.search(PLAIN_STEP, word.lower())]
    others = [word for word in words if not re.search(OTHER_STEP, word.lower())]
    return (plain or others or words)[0]
