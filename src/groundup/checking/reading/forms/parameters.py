"""Code that keeps its parameters in a dict, W1, b1, W2, b2 …, and passes a cache from its forward
function to its backward function. Also functions that take W1, b1, W2, b2 one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from groundup.checking.model.answers import Settings
from groundup.checking.model.offered import Offered
from groundup.checking.names import arguments, roles, vocabulary
from groundup.checking.reading.forms import components, function_text, plausibility
from groundup.checking.reading.forms.function_text import Names, undefined
from groundup.checking.reading.forms.initializers import Started, agrees, initializer
from groundup.checking.reading.forms.layouts import BATCHED, SINGLE, B, Layout, W
from groundup.checking.reading.forms.parameter_learner import Code, ParametersLearner
from groundup.checking.reading.learner import Learner

# Roles that are there before a forward pass, and, beyond them, before a backward pass.
BEFORE = ("x", "y", "network", "m", "l2", "keep", "sizes", "training", "eta")
BETWEEN = ("cache", "out")


def find(offered: Offered, settings: Settings) -> Iterator[Learner]:
    with plausibility.quiet():
        readings = [
            ParametersLearner(code, layout)
            for code in codes(offered, settings)
            for layout in layouts(code, settings)
        ]
        likely = plausibility.sift(plausibility.by_samples(readings), settings) or readings
    yield from likely


def codes(offered: Offered, settings: Settings) -> Iterator[Code]:
    """The functions of a network with parameters that have names."""
    functions = components.functions(offered)
    forwards = named(functions, ("forward", "feedforward", "fprop", "propagate", "predict"))
    backwards = named(functions, ("backward", "backprop", "gradient", "bprop", "grads", "back"))
    if offered.only in functions and functions[offered.only] not in forwards:
        backwards = [functions[offered.only]]
    start = initializer(functions)
    for backward in sorted(backwards, key=lambda f: order(f, settings)):
        for forward in sorted(forwards, key=lambda f: order(f, settings)):
            names = names_of(start, forward, backward)
            if names and takes(forward, names, BEFORE) and wants_targets(forward, backward, names):
                cost, update = helpers(functions, names, settings)
                missing = undefined([f for f in (forward, backward, cost) if f])
                spare = tuple(unnamed(functions, names))
                yield Code(forward, backward, names, start, cost, update, spare, missing)
                return


def named(functions: Mapping[str, Callable], words: tuple[str, ...]) -> list[Callable]:
    return [f for name, f in functions.items() if any(w in roles.plain(name) for w in words)]


def order(function: Callable, settings: Settings) -> tuple[bool, int]:
    """Functions for what is asked first, with regularisation or without; then short names."""
    name = roles.plain(function.__name__)
    regular = any(word in name for word in ("regul", "dropout", "l2"))
    return regular is not bool(settings.given_l2), len(name)


def names_of(start: Started | None, forward: Callable, backward: Callable) -> Names | None:
    """What the parameters are called: as the initializer calls them, else as they are written."""
    written = function_text.names_in((forward, backward))
    if start is None or not start.pairs:
        return written
    return Names(start.pairs, start.general and (written is None or written.general))


def takes(function: Callable, names: Names, told: tuple[str, ...]) -> bool:
    """Whether all that a function needs is known: by role, or a numbered parameter, z or a."""
    needed = [p.name for p in arguments.required(function)]
    known = [known_argument(name, told) for name in needed]
    has_x = any(roles.means(name, "x") for name in needed)
    return all(known) and (has_x or "cache" in told)


def known_argument(name: str, told: tuple[str, ...]) -> bool:
    plain = roles.plain(name)
    if plain[-1:].isdigit() and plain.rstrip("0123456789") in {"z", "a", "h", "o"}:
        return "cache" in told or plain == "a0"
    if plain[-1:].isdigit() and roles.parameter_of(name):
        return True
    return components.asks_activation(name) or any(roles.means(name, role) for role in told)


def wants_targets(forward: Callable, backward: Callable, names: Names) -> bool:
    needed = [p.name for p in arguments.parameters(backward)]
    return takes(backward, names, (*BEFORE, *BETWEEN)) and any(
        roles.means(name, "y") for name in needed
    )


def helpers(
    functions: Mapping[str, Callable], names: Names, settings: Settings
) -> tuple[Callable | None, Callable | None]:
    """The functions of the cost and of the step, where there are any that can be called: that of a
    cost with L2 where there is some."""
    costs = [f for name, f in functions.items() if is_cost(name, f, names)]
    costs.sort(key=lambda f: takes_l2(f) is not bool(settings.given_l2))
    update = [f for f in named(functions, ("update", "step", "descent")) if is_update(f)]
    return next(iter(costs), None), next(iter(update), None)


def takes_l2(function: Callable) -> bool:
    return any(roles.means(one.name, "l2") for one in arguments.parameters(function))


def is_cost(name: str, function: Callable, names: Names) -> bool:
    told = vocabulary.cost_named(name) is not None and not vocabulary.is_derivative(name)
    return told and takes_targets(function, names)


def takes_targets(function: Callable, names: Names) -> bool:
    """Whether it is given targets, and all that it needs is known."""
    has_y = any(roles.means(one.name, "y") for one in arguments.required(function))
    return has_y and takes(function, names, (*BEFORE, *BETWEEN))


def unnamed(functions: Mapping[str, Callable], names: Names) -> Iterator[Callable]:
    """Functions of targets whose names say nothing."""
    for name, function in functions.items():
        if roles.kind(name) is None and takes_targets(function, names):
            yield function


def is_update(function: Callable) -> bool:
    needed = [p.name for p in arguments.required(function)]
    told = ("network", "grads", "eta", "m", "sizes", "l2")
    return bool(needed) and all(
        any(roles.means(name, role) for role in told)
        or roles.parameter_of(name)
        or roles.gradient_of(name)
        for name in needed
    )


def layouts(code: Code, settings: Settings) -> Iterator[Layout]:
    """The layouts that the initializer leaves open, or all that make sense."""
    columns = [Layout(W[0], B[1], BATCHED[1])]
    rows = [Layout(W[1], b, BATCHED[0]) for b in (B[2], B[0])]
    others = [
        Layout(W[0], B[0], BATCHED[0]),
        Layout(W[0], B[2], BATCHED[0]),
        Layout(W[1], B[1], BATCHED[1]),
    ]
    single = [Layout(W[0], B[1], SINGLE[1]), Layout(W[0], B[0], SINGLE[0]),
              Layout(W[1], B[2], SINGLE[2]), Layout(W[1], B[0], SINGLE[0])]  # fmt: skip
    every = [*columns, *rows, *others, *single]
    start = code.start
    if start is not None:
        every = [layout for layout in every if agrees(layout, start)] or every
    for labels in (False, True) if len(settings.activations) else ():
        yield from (layout._replace(labels=labels) for layout in every)
