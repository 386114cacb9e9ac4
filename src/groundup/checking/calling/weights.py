"""Parameters that a function is given, and nothing in its file makes."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from typing import Any

import numpy as np

from groundup.checking.calling.arguments import Arguments
from groundup.checking.calling.roles import PARAMETER, snake
from groundup.checking.calling.samples import Samples, idents
from groundup.checking.tracing.conversions import owned


def of_layer(
    arguments: Arguments, kind: Callable[..., Any], n_in: int, n_out: int, samples: Samples
) -> dict[str, Any]:
    """What a class of layers wants of them as it is made: `Affine(W, b)`."""
    wanted = [one.name for one in arguments.required(kind)]
    samples = samples._replace(sizes=(n_in, n_out))
    found = {name: array(f"{snake(name).rstrip('0123456789')}1", samples, False) for name in wanted}
    made = {name: one for name, one in found.items() if one is not None}
    arguments.made += idents([*made.values()])
    return made


def made_up(
    arguments: Arguments, function: Callable[..., Any], known: Container[str], samples: Samples
) -> dict[str, Any]:
    """What a function wants of them, but for what is `known`: an array, all in one, a list or a
    dictionary of them."""
    wanted = [one.name for one in arguments.required(function) if one.name not in known]
    roles = arguments.roles(function)
    kept = arguments.definitions.keeps_axes(function)
    found: dict[str, Any] = {}
    for name in wanted:
        uses = arguments.uses(function, name)
        if roles[name] == "unrolled":
            found[name] = owned(numbers_of(samples.all_weights, 0))
        elif uses.keys:
            found[name] = whole({key: array(key, samples, kept, [*uses.keys]) for key in uses.keys})
        elif "listed" in uses.tags:
            names = [f"{name}{layer}" for layer in range(1, len(samples.deep))]
            several = whole({one: array(one, samples, kept, names) for one in names})
            found[name] = several and [*several.values()]
        else:
            found[name] = array(name, samples, kept, wanted)
    made = {name: one for name, one in found.items() if one is not None}
    arguments.made += idents([*made.values()])
    return made


def whole(found: dict[Any, Any]) -> dict[Any, Any] | None:
    return None if any(one is None for one in found.values()) else found


def array(name: str, samples: Samples, kept: bool, beside: Sequence[str] = ()) -> Any:
    """The weights or biases of a layer, by the number in their name, or by their place among the
    names `beside`; None where it is no name of such. The only ones are those from the inputs to one
    output. Biases are a matrix where sums keep their axes."""
    found = PARAMETER.fullmatch(snake(name))
    if not found:
        return None
    weights = found[1][0] != "b"
    layer = number(name) or place(name, beside)
    most = max([number(one) for one in beside if PARAMETER.fullmatch(snake(one))], default=0)
    sizes = samples.sizes if most < len(samples.sizes) else samples.deep
    if layer >= len(sizes):
        return None
    n_in, n_out = sizes[layer - 1 :][:2] if layer else (sizes[0], 1)
    shape = (n_in, n_out) if weights else (1, n_out)
    if (samples.columns or samples.single or samples.lists) != samples.turned:
        shape = shape[::-1]
    kept = samples.columns or (kept and not samples.single)
    flat = not layer or not (weights or kept)
    numbers = numbers_of(shape, layer, weights)
    numbers = numbers.ravel() if flat else numbers
    return owned(numbers.tolist() if samples.lists else numbers)


def number(name: str) -> int:
    digits = re.search(r"\d$", name)
    return int(digits[0]) if digits else 0


def place(name: str, beside: Sequence[str]) -> int:
    """The how manyeth weights or biases it names, if there are others."""
    kind = snake(name)[0]
    alike = [one for one in beside if PARAMETER.fullmatch(snake(one)) and snake(one)[0] == kind]
    return alike.index(name) + 1 if len(alike) > 1 else 0


def numbers_of(shape: int | tuple[int, ...], *seed: int) -> Any:
    return np.random.default_rng(seed).uniform(-1.0, 1.0, shape)
