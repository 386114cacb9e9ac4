"""What people call things: which activation, cost, parameter or gradient a name means."""

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
QUADRATIC_WORDS = ("mse", "quadratic", "squared", "l2loss", "euclid", "sse", "meansq", "half")
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
COST_WORDS = ("loss", "cost", "error", "criterion", "objective")

INITS = ("kernel", "theta", "weights", "weight", "w")
BIASES = ("biases", "bias", "b", "beta", "intercept")
GRADIENT = re.compile(
    r"^(?P<prefix>dldz|dld|dcd|djd|ded|dcost|dloss|nabla|deltas?|gradients?|grads?|d|g)?"
    r"(?P<core>weights|weight|kernel|theta|w|biases|bias|beta|b)"
    r"(?P<suffix>gradients?|grads?|prime|derivatives?|delta|d)?(?P<number>\d*)$"
)


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
    if any(word in words for word in ENTROPY_WORDS):
        return "cross-entropy"
    if any(word in words for word in QUADRATIC_WORDS):
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


def gradient_of(name: str, inside: str = "") -> str | None:
    """ "w" or "b" where `name` is that of a gradient, in a dict or object called `inside`."""
    match = GRADIENT.match(plain(name))
    if not match:
        return None
    told = match["prefix"] or match["suffix"] or plain(inside).startswith(("grad", "nabla"))
    return which(match["core"]) if told else None


def parameter_of(name: str) -> str | None:
    """ "w" or "b" where `name` is that of weights or biases."""
    match = GRADIENT.match(plain(name))
    if not match or match["prefix"] or match["suffix"]:
        return None
    return which(match["core"])


def which(core: str) -> str:
    return "w" if core in INITS else "b"
