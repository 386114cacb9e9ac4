"""The parts of a learner's network that is made of layer objects, and how to build each of them."""

from __future__ import annotations

import ast
import contextlib
import inspect
import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.model.answers import Array, Settings
from groundup.checking.model.offered import Offered
from groundup.checking.names import arguments, roles, vocabulary
from groundup.checking.reading.forms import slots
from groundup.checking.reading.forms.layouts import BATCHED, SINGLE, Layout, W
from groundup.checking.reading.uses import other_names, plain_steps, tree
from groundup.checking.reference.backprop import activate, leak

FORWARD = ("forward", "forwardpropagation", "forwardpass", "forwardprop", "feedforward", "call",
           "propagate", "fprop", "activate", "forwardstep", "fwd")  # fmt: skip
BACKWARD = ("backward", "backwardpropagation", "backwardpass", "backwardprop", "backprop",
            "backpropagate", "backpropagation", "bprop", "backwardstep", "bwd")  # fmt: skip
UPDATE = ("update", "step", "updateparameters", "updateparams", "updateweights", "applygradients",
          "updateweightsandbiases", "optimize", "applygrads", "applygradient", "gradientstep",
          "sgdstep", "learn", "descend", "sgd", "updatewb", "optimizerstep")  # fmt: skip
LATER = ("build", "setup", "initialize", "init", "initweights", "initializeweights", "initparams",
         "setinputdim", "setinputsize")  # fmt: skip
GIVEN = ("output", "outputs", "out", "a", "A", "activation")
OPTIMISERS = ("optimizer", "optimiser", "optim", "opt")
SENT = ("dinputs", "dinput", "dx", "dX", "grad_input", "input_gradient", "din", "grad")
INPUTS = re.compile(r"^(n|num|number|dim|size|d)?(of)?(in(put|puts|s|_features)?|infeatures|prev)"
                    r"(size|dim|dims|features|units|nodes|neurons|shape|n|channels)?$|^nin$"
                    r"|^fanin$|^d$|^i$|^inputsize$|^rows$")  # fmt: skip
OUTPUTS = re.compile(r"^(n|num|number|dim|size|d)?(of)?(out(put|puts|s)?|neurons?|units?|nodes)"
                     r"(size|dim|dims|features|units|nodes|neurons|shape|n)?$|^nout$|^fanout$"
                     r"|^o$|^hidden(size|dim|units)?$|^cols$|^layersize$|^size$")  # fmt: skip


class Build(NamedTuple):
    """A layer with weights that can be built: `make(n_in, n_out, layout)` gives one."""

    name: str
    make: Callable[[int, int], Any]
    activation: str | None  # the one it has inside, as far as the asking goes


def method(thing: Any, names: tuple[str, ...]) -> Callable | None:
    """The first method of `thing` with one of these names, case and underscores aside."""
    by_name = {roles.plain(name): name for name in dir(thing) if not name.startswith("__")}
    for name in names:
        if name in by_name and callable(getattr(thing, by_name[name])):
            return getattr(thing, by_name[name])
    kind = thing if isinstance(thing, type) else type(thing)
    return thing.__call__ if "call" in names and "__call__" in dir(kind) else None


def kept(part: Any, names: tuple[str, ...]) -> Any:
    """What a method left in an attribute instead of returning it, as nnfs does."""
    return next((getattr(part, name) for name in names if hasattr(part, name)), None)


def given(part: Any, returned: Any) -> Any:
    """A part's outputs: what its method returned, or left."""
    return kept(part, GIVEN) if returned is None else returned


def sent(part: Any, returned: Any) -> Any:
    """What a part sends back, in the same way."""
    return kept(part, SENT) if returned is None else returned


def classes(offered: Offered) -> list[type]:
    return [thing for thing in offered.names.values() if isinstance(thing, type)]


def functions(offered: Offered) -> dict[str, Callable]:
    return {name: f for name, f in offered.names.items() if inspect.isfunction(f)}


def two_way(kind: type) -> bool:
    return method(kind, FORWARD) is not None and method(kind, BACKWARD) is not None


def widths(kind: Callable[..., Any], n_in: int, n_out: int) -> dict[str, Any]:
    """The arguments of a constructor, or a method, for the two widths: told by their names, else
    the first two."""
    names = [p.name for p in arguments.parameters(kind)]
    given = {n: n_in for n in names if INPUTS.match(roles.plain(n))}
    given |= {n: n_out for n in names if n not in given and OUTPUTS.match(roles.plain(n))}
    if set(given.values()) == {n_in, n_out}:
        return given
    needed = [p.name for p in arguments.required(kind) if not asks_activation(p.name)]
    if given and set(given.values()) == {n_out} and set(needed) <= given.keys():
        return given  # its inputs are told later
    return dict(zip([p.name for p in arguments.required(kind)][:2], (n_in, n_out), strict=False))


def build(kind: type, given: dict[str, Any], settings: Settings) -> Any:
    """An object of a class; what `given` does not have is told by the argument's name."""
    given = {**plain_steps(kind), **given}
    values = {**given, "eta": settings.eta, "seed": 0, "l2": settings.given_l2}
    values |= {"rng": np.random.default_rng(0), "name": kind.__name__}
    lent = {"l2"} if settings.given_l2 else set()
    return arguments.call(kind, values, optional={"eta", *lent, *given})


def layers_with_weights(
    offered: Offered,
    settings: Settings,
    is_layer: Callable[[type], bool] = two_way,
    told: Callable[[Any, Any, int], Any] | None = None,
) -> Iterator[Build]:
    """Every way to build a layer that has weights, with each activation it can be asked for; `told`
    has it make its weights where it did not."""
    for kind in classes(offered):
        if not is_layer(kind):
            continue
        for name, extra in asking(kind, offered, settings):
            make = making(kind, extra, settings, told or told_later)
            try:
                found = slots.parameters(make(5, 3), 5, 3)
            except Exception:  # whatever a learner's constructor raises: then not this way
                continue
            if found:
                yield Build(kind.__name__, make, name)


def making(
    kind: type,
    extra: dict[str, Any],
    settings: Settings,
    told: Callable[[Any, Any, int], Any],
) -> Callable[[int, int], Any]:
    def make(n_in: int, n_out: int) -> Any:
        names = [roles.plain(p.name) for p in arguments.required(kind)]
        if [roles.parameter_of(name) for name in names[:2]] == ["w", "b"]:  # Affine(W, b)
            w, b = (p.name for p in arguments.required(kind)[:2])
            arrays = {w: np.zeros((n_in, n_out)), b: np.zeros(n_out)}
            return build(kind, {**arrays, **extra}, settings)
        *shapes, number = inputs_of(kind, n_in)
        for shape in shapes:
            with contextlib.suppress(Exception):  # whatever a learner's code raises
                made = one(shape, n_in, n_out)
                if slots.parameters(made, n_in, n_out):
                    return made
        return one(number, n_in, n_out)

    def one(inputs: Any, n_in: int, n_out: int) -> Any:
        made = build(kind, {**widths(kind, inputs, n_out), **extra}, settings)
        return made if slots.parameters(made, n_in, n_out) else told(made, inputs, n_out)

    return make


def inputs_of(kind: type, n_in: int) -> list[Any]:
    """How a layer may be told how many inputs it has: where it asks for their shape, as one, that
    of a sample or of a batch; else as a number."""
    later = method(kind, LATER)
    asked = [*arguments.parameters(kind), *(arguments.parameters(later) if later else ())]
    shaped = any("shape" in one.name.lower() for one in asked)
    return [*([(n_in,), (1, n_in)] if shaped else []), n_in]


def told_later(layer: Any, inputs: Any, _: int, optimizer: Any = None) -> Any:
    """A layer that makes its weights once it is told its inputs, or what takes its steps."""
    later = method(layer, LATER)
    if later is not None and len(asked := arguments.required(later)) == 1:
        told = optimizer if roles.plain(asked[0].name) in OPTIMISERS else inputs
        if told is not None:
            with contextlib.suppress(Exception):  # whatever a learner's method raises
                later(told)
    return layer


def asking(
    kind: type, offered: Offered, settings: Settings
) -> Iterator[tuple[str | None, dict[str, Any]]]:
    """The arguments that ask a class for an activation: none first, then every way to say it."""
    yield None, {}
    asked = [p.name for p in arguments.parameters(kind) if asks_activation(p.name)]
    if not asked:
        return
    primes = slopes_of(kind)
    for name in dict.fromkeys((*settings.activations, "linear")):
        for spelled in spellings(name, offered):
            bare = primes and inspect.isfunction(spelled)  # which may then have no slope
            if not bare or name in ("softmax", "linear"):
                yield name, {asked[0]: spelled}
        for f, f_prime in function_pairs(name, offered):
            if primes:
                yield name, {asked[0]: f, primes[0]: f_prime}
            yield name, {asked[0]: (f, f_prime)}


def slopes_of(kind: type) -> list[str]:
    """The arguments for an activation's derivative: so called, or None by default, and a function
    on the way back."""
    every = arguments.parameters(kind)
    named = [p.name for p in every if vocabulary.is_derivative(p.name)]
    nodes = ast.walk(tree(method(kind, BACKWARD) or kind))
    called = {getattr(one.func, "attr", "") for one in nodes if isinstance(one, ast.Call)}
    return named or [
        p.name for p in every if p.default is None and called & {*other_names(kind, p.name)}
    ]


def asks_activation(name: str) -> bool:
    words = roles.plain(name)
    told = words.startswith(("act", "nonlin", "transfer", "squash", "func")) or words in {"f", "fn"}
    return (told or "activation" in words) and not vocabulary.is_derivative(name)


def spellings(name: str, offered: Offered) -> Iterator[Any]:
    """An activation as it could be asked for: an object, a class, a string, a function."""
    word = name.partition(" ")[0]
    named = {k: v for k, v in offered.names.items() if vocabulary.activation_named(k) == word}
    for thing in named.values():
        if isinstance(thing, type):
            made = activation_object(thing, name)
            yield from [made] if made is not None else []
            yield thing
    yield from {"leaky-relu": ("leaky_relu", "leakyrelu", "lrelu")}.get(word, (word,))
    yield from {"relu": ("ReLU",), "linear": (None, "identity", "none")}.get(word, (word.title(),))
    for key, thing in named.items():
        if inspect.isfunction(thing) and not vocabulary.is_derivative(key):
            yield thing


def activation_object(kind: type, name: str) -> Any:
    """An activation layer of a class of its own; None where it needs more than a slope."""
    values = {"slope": leak(name)} if " " in name else {}
    try:
        return arguments.call(kind, values)
    except Exception:  # whatever a learner's constructor raises: it is not one
        return None


def function_pairs(name: str, offered: Offered) -> Iterator[tuple[Callable, Callable]]:
    """An activation's function and its derivative's, where the learner wrote both."""
    word = name.partition(" ")[0]
    named = {k: f for k, f in functions(offered).items() if vocabulary.activation_named(k) == word}
    plain = [f for k, f in named.items() if not vocabulary.is_derivative(k)]
    primes = [f for k, f in named.items() if vocabulary.is_derivative(k)]
    yield from itertools.product(plain[:2], primes[:2])


def activation_layers(name: str, offered: Offered) -> Iterator[Callable[[], Any]]:
    """Ways to build an activation layer: of a class of its own, or of one for all activations."""
    word = name.partition(" ")[0]
    for kind in classes(offered):
        if not two_way(kind) or vocabulary.cost_named(kind.__name__) is not None:
            continue
        if vocabulary.activation_named(kind.__name__) == word:
            yield lambda kind=kind: activation_object(kind, name)
        elif "activ" in roles.plain(kind.__name__):
            yield from general_layers(kind, name, offered)


def general_layers(kind: type, name: str, offered: Offered) -> Iterator[Callable[[], Any]]:
    needed = arguments.parameters(kind)
    for f, f_prime in function_pairs(name, offered):
        if len(needed) >= 2:
            yield lambda f=f, f_prime=f_prime: kind(f, f_prime)
    if len(needed) == 1 and vocabulary.activation_named(kind.__name__) is None:
        for spelled in spellings(name, offered):
            yield lambda spelled=spelled: kind(spelled)


def layouts_of(w: slots.Slot, b: slots.Slot | None, n_in: int, n_out: int) -> Iterator[Layout]:
    """The layouts that a layer's own arrays leave open, the likeliest first."""
    array = slots.array_in(w)
    kind = "lists" if isinstance(w.get(), list) else "numpy"
    held_w = W[0] if array is not None and array.shape == (n_out, n_in) else W[1]
    shape = slots.shape(b) if b else (n_out,)
    held_b = {(n_out,): "(n_out,)", (n_out, 1): "(n_out, 1)", (1, n_out): "(1, n_out)"}[shape]
    rows, columns = [BATCHED[0], SINGLE[0], SINGLE[2]], [BATCHED[1], SINGLE[1]]
    order = columns + rows if held_b == "(n_out, 1)" else rows + columns
    for x in order:
        yield Layout(w=held_w, b=held_b, x=x, kind=kind)


def expected(name: str, w: Array, b: Array, x: Array) -> Array:
    return activate(name, x @ w.T + b)


def optimizers(offered: Offered) -> list[type]:
    """Classes of plain gradient descent that step one layer at a time."""
    plain = [k for k in classes(offered) if re.search("sgd|descent|optim", roles.plain(k.__name__))]
    with_step = [k for k in plain if method(k, UPDATE) and not two_way(k)]
    return sorted(with_step, key=lambda kind: "sgd" not in roles.plain(kind.__name__))


def name_of(kind: type, names: tuple[str, ...]) -> str:
    found = method(kind, names)
    return f"{kind.__name__}.{found.__name__}" if inspect.isroutine(found) else kind.__name__
