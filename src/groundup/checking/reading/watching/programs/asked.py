"""What a network's constructor may be asked for beside widths: activations and a cost, by words as
the code spells them, by objects of the program's classes, or by its functions."""

from __future__ import annotations

import ast
import contextlib
import inspect
import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any

from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.model.offered import Offered
from groundup.checking.names import arguments, vocabulary
from groundup.checking.reading.forms import components
from groundup.checking.reading.uses import is_listed
from groundup.checking.reading.watching.programs import stacks
from groundup.checking.reading.watching.programs.calls import call, methods
from groundup.checking.reading.watching.programs.neighbours import classes_and_functions
from groundup.checking.reading.watching.programs.program import Program
from groundup.checking.reading.watching.programs.shapes import SIZES, Shape
from groundup.checking.reading.watching.programs.trials import hasty
from groundup.checking.reading.watching.programs.wanted import BEYOND, is_activation

Asked = dict[str, Any]  # by role, as `Shape.of_networks` takes it
Things = dict[str, Any]  # by activation
WORDS = ("sigmoid", "Sigmoid", "SIGMOID", "logistic", "tanh")  # where no code spells any
BENDS = ("tanh", "relu", "sigmoid", "leaky-relu")  # of hidden layers in a list
ENDS = ("sigmoid", "linear", "tanh", "relu")
OPTIMISER = r"optimi[sz]er|^opt(im)?$"
COST = r"loss|cost|criterion"
MOST = 4  # costs
EMPTY = inspect.Parameter.empty


def activated(word: Any, last: Any = None, prime: Any = None, last_prime: Any = None) -> Asked:
    last, last_prime = last or word, last_prime or prime
    known = {"activation": word, "af_name": word, "output_activation": last}
    return known | ({"activation_prime": prime, "output_prime": last_prime} if prime else {})


def asks(program: Program, made: type) -> Iterator[list[Asked]]:
    """All that it makes sense to ask of a class, the likeliest first; what differs only in how many
    activations there are, together. An optimiser is the program's plain one."""
    names = [one.name for one in arguments.required(made) if re.search(OPTIMISER, one.name.lower())]
    beside: Asked = {}
    if names:
        with hasty(program):
            parts = Offered(classes_and_functions(program), program.target.file)
            plain = plain_optimiser(parts)
        beside = dict.fromkeys(names, plain) if plain else {}
    yield from ([asked | beside for asked in several] for several in costs_and_bends(program, made))


def plain_optimiser(parts: Offered) -> Any:
    """An object of the program's class of plain descent; None where it has none."""
    for kind in components.optimizers(parts):
        with contextlib.suppress(*RAISED):
            return call(kind, Shape(SIZES).values(), SIZES)
    return None


def costs_and_bends(program: Program, made: type) -> Iterator[list[Asked]]:
    needed = [one.name for one in arguments.required(made)]
    bends = [name for name in needed if is_activation(made, name)]
    plain = [[activated(word)] for word in WORDS]
    if not bends and not wants_cost(made):
        yield from plain
        return
    with hasty(program):
        parts = Offered(classes_and_functions(program), program.target.file)
        kinds = stacks.costs(parts)
        losses = [loss for kind in kinds for loss in stacks.losses(kind, parts)]
        things = [(spelled(program), {}), *of_code(parts)] if bends else [(spelled(program), {})]
    costs = [{"cost": one[False], "cost_prime": one[True]} for one in losses[:MOST]]
    costs = [dict.fromkeys(("cost", "cost_prime"), "mse"), *costs] if wants_cost(made) else [{}]
    ends = ("softmax", *ENDS) if kinds == ["cross-entropy"] or has_classes(made) else ENDS
    listed = any(is_listed(made, name) for name in bends)
    ways = [list(of_layers(found, primes, ends, listed)) for found, primes in things]
    for several, cost in itertools.product(ways, costs):
        yield [asked | cost for asked in several[: 3 if listed else 1]]
    yield from ([asked] for several in ways for asked in several)
    yield from plain


def of_layers(
    found: Things, primes: Things, ends: tuple[str, ...], listed: bool
) -> Iterator[Asked]:
    """Each activation that there is for the last layer. Where each layer is told its own, hidden
    ones get another one, and the list has one for all, for these alone, or for the inputs too."""
    for last in filter(found.__contains__, ends):
        hidden = next((one for one in BENDS if one in found), last) if listed else last
        several = found[hidden], found[last], primes.get(hidden), primes.get(last)
        for beyond in (0, -1, 1) if listed else (0,):
            yield activated(*several) | {BEYOND: beyond}


def has_classes(made: type) -> bool:
    """Whether its cost, unless another one is asked for, may be the cross-entropy of several
    classes, with the softmax's derivative in it."""
    costs = [one.default for one in arguments.parameters(made) if re.search(COST, one.name)]
    words = [one.lower() for one in costs if isinstance(one, str)]
    words += [
        one.__name__.lower() for one in costs if hasattr(one, "__name__") and one is not EMPTY
    ]
    return any(
        not re.search("bin|bce", one) and vocabulary.cost_named(one) != "quadratic" for one in words
    )


def wants_cost(made: type) -> bool:
    functions = [made, *(one for _, one in methods(made))]
    names = (one.name for function in functions for one in arguments.required(function))
    return any(re.search(COST, name.lower()) for name in names)


def spelled(program: Program) -> Things:
    """Activations as the code spells them in words of its own."""
    found: Things = {}
    for source in program.read.values():
        for node in ast.walk(source.tree):
            word = node.value if isinstance(node, ast.Constant) else None
            if isinstance(word, str) and re.fullmatch(r"\w{2,20}", word):
                found.setdefault(vocabulary.activation_named(word) or "", word)
    return {"sigmoid": "sigmoid"} | found


def of_code(parts: Offered) -> Iterator[tuple[Things, Things]]:
    """Activations as objects, as classes, and as functions with their derivatives."""
    kinds = [(name, kind) for name, kind in named(parts) if isinstance(kind, type)]
    objects = [(name, components.activation_object(kind, name)) for name, kind in kinds]
    yield dict(reversed([one for one in objects if one[1] is not None])), {}
    yield dict(reversed(kinds)), {}
    functions = [(name, one) for name, one in named(parts) if inspect.isfunction(one)]
    primes = [each for each in functions if vocabulary.is_derivative(each[1].__name__)]
    plain = [each for each in functions if each not in primes]
    yield dict(reversed(plain)), dict(reversed(primes))


def named(parts: Offered) -> Iterator[tuple[str, Callable[..., Any]]]:
    """What is called by an activation, and not by a cost too."""
    for name, thing in parts.names.items():
        activation = vocabulary.activation_named(name)
        if activation is not None and vocabulary.cost_named(name) is None:
            yield activation, thing
