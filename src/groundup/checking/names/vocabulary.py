"""What people call things: which activation, cost, argument or gradient a name means."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from typing import Any

ACTIVATION_WORDS = {
    "softmax": ("softmax",),
    "sigmoid": ("sigmoid", "logistic", "sigma"),
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

# Argument names by what they stand for, as the name reads without case and underscores.
ROLES = {
    "x": "x xs inputs input data a0 features xtrain xbatch inputdata images sample xdata samples "
    "batch batchx xb inp xi",
    "y": "y ys labels label targets target ytrue true truth t expected actual ytrain ybatch "
    "desired groundtruth onehot yonehot batchy tbatch yb trueys ytarget yi wanted correct",
    "outputs": "yhat ypred yp ypredicted predictions prediction pred preds predicted output "
    "outputs out al probs p probabilities score scores logits estimate a activations o yest aout "
    "netoutput finaloutput guess",
    "grad": "grad gradient dout doutput doutputs dvalues outputgradient outputgrad gradoutput "
    "gradout outputerror error upstream upstreamgrad upstreamgradient da dy dl delta err dldy "
    "dlda dz losgrad lossgrad lossgradient dloss g errorgradient gradients outgrad dnext deltas "
    "accumgrad gradinput",
    "parameters": "parameters params param weights model theta net network wb p w paramsvalues "
    "paramvalues paramdict paramsdict parametersdict weightsdict",
    "cache": "cache caches memory forwardcache store stored intermediates history values fwd "
    "activations layeroutputs state forwardresult cached",
    "grads": "grads gradients grad gradient derivatives g gradsvalues "
    "gradvalues gradsdict gradientsdict",
    "eta": "learningrate lr alpha eta rate stepsize learnrate epsilon learning",
    "count": "m n batchsize nsamples numsamples nexamples numexamples size samples batch nbatch",
    "l2": "lambd lambda lam reg l2 weightdecay regularization lmbda regstrength regularizer l2reg",
    "epochs": "epochs nepochs numepochs iterations niter numiterations",
    "keep": "keepprob keep",
    "sizes": "sizes layersizes layerdims dims layersdims architecture topology layerssizes shape "
    "structure nnarchitecture neurons layerdimensions dimensions units nunits",
    "parts": "layers modules layerlist listoflayers",
    "training": "training train istraining istrain trainflg",
    "seed": "seed rng randomstate randomseed",
    "slope": "slope negativeslope leak alpha leakslope",
}
WORDS = {role: frozenset(names.split()) for role, names in ROLES.items()}

INITS = ("kernel", "theta", "weights", "weight", "w")
BIASES = ("biases", "bias", "b", "beta", "intercept")
GRADIENT = re.compile(
    r"^(?P<prefix>dldz|dld|dcd|djd|ded|dcost|dloss|nabla|deltas?|gradients?|grads?|d|g)?"
    r"(?P<core>weights|weight|kernel|theta|w|biases|bias|beta|b)"
    r"(?P<suffix>gradients?|grads?|prime|derivatives?|delta|d)?(?P<number>\d*)$"
)


def plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


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


def arguments(function: Callable) -> list[inspect.Parameter]:
    """What it must or may be given, without `self` and `*args`; none where it does not say."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return []
    loose = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return [p for p in signature.parameters.values() if p.kind not in loose and p.name != "self"]


def required(function: Callable) -> list[inspect.Parameter]:
    return [p for p in arguments(function) if p.default is inspect.Parameter.empty]


def means(name: str, role: str) -> bool:
    return plain(name) in WORDS[role]


class UnboundError(TypeError):
    """An argument of the learner's function of which nothing is known."""


def call(function: Callable, values: Mapping[str, Any], order: tuple[str, ...] = ()) -> Any:
    """`function` with its arguments told by their names.

    `values` are by role or by name; among the roles that a name may have, the first of `order`
    counts, then those in `values`' order. Raises UnboundError where a needed argument is not known.
    """
    positional, named = [], {}
    for argument in arguments(function):
        role = role_in(argument.name, values, order)
        optional = argument.default is not inspect.Parameter.empty
        if role is None:
            if not optional:
                raise UnboundError(f"{named_function(function)} wants {argument.name!r}")
            continue
        if argument.kind is inspect.Parameter.KEYWORD_ONLY or optional or named:
            if argument.kind is not inspect.Parameter.POSITIONAL_ONLY:
                named[argument.name] = values[role]
        else:
            positional.append(values[role])
    return function(*positional, **named)


def role_in(name: str, values: Mapping[str, Any], order: tuple[str, ...] = ()) -> str | None:
    for spelled in (name, plain(name)):
        if spelled in values:
            return spelled
    for role in (*order, *values):
        if role in values and role in WORDS and means(name, role):
            return role
    return None


def named_function(function: Callable) -> str:
    return getattr(function, "__qualname__", None) or type(function).__name__
