"""A step for code that gives gradients and takes none: what it gives is subtracted here.

So a cost function for an optimiser that is somebody else's, of one long vector of parameters, is
watched like a program that trains; and so is a network whose method returns its gradients.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations, pairwise, permutations
from typing import Any

import numpy as np

from groundup.checking.names.arguments import MissingError, required
from groundup.checking.names.roles import gradient_of, kind, parameter_of, quantity, role, snake
from groundup.checking.reading.cuts import Cuts, cuts
from groundup.checking.reading.forms.results import returned_names
from groundup.checking.reading.watching.programs.calls import call, takes
from groundup.checking.reading.watching.programs.shapes import RATE, Shape
from groundup.checking.reading.watching.recording.state import Array, Place, leaves, numbers
from groundup.checking.reading.watching.recording.tensors import array_of, is_tensor

VECTOR = r"theta|param|weight|(^|_)(w|wts|vec|vector)(_|$)"
COST = "the cost"  # what the one that was returned is kept as
DECAY = 0.3  # so that a term of L2 shows
Function = Callable[..., Any]


def cuts_of(function: Function) -> Cuts | None:
    """The argument that may be all parameters in one vector, beside inputs and targets, of what is
    called a gradient or a cost: a step would return parameters."""
    samples = takes(function, "x") and takes(function, "y")
    if kind(function.__name__) not in ("gradient", "cost", "cost_prime") or not samples:
        return None
    if found := cuts(function):
        return found
    names = [one.name for one in required(function)]
    vectors = [name for name in names if re.search(VECTOR, snake(name))]
    return Cuts(vectors[0], {}) if len(vectors) == 1 else None


def widths(found: Cuts, sizes: tuple[int, ...]) -> Iterator[dict[str, Any]]:
    """What its arguments may be that say where the vector is cut: first as their names tell."""
    yield {}
    listed = {name: list(sizes) for name, is_list in found.lengths.items() if is_list}
    single = [name for name in found.lengths if name not in listed]
    for chosen in permutations(sizes, len(single)):
        yield listed | dict(zip(single, chosen, strict=True))


def lengths(sizes: tuple[int, ...]) -> Iterator[int]:
    """Of a vector of all parameters: with biases, and without."""
    for extra in (1, 0):
        yield sum((n_in + extra) * n_out for n_in, n_out in pairwise(sizes))


def descended(
    name: str, vector: str, shape: Shape, length: int, widths: Mapping[str, Any]
) -> Function:
    """The function's way to be called, with a step down its gradient after it."""

    def prepare(names: Mapping[str, Any]) -> tuple[dict[str, Any], Function]:
        start = np.random.default_rng(3).uniform(-1.0, 1.0, length)
        roots = {"theta": start, "x": shape.x(), "y": shape.y()}
        values = {**shape.values(), "l2": DECAY, "x": roots["x"], "y": roots["y"]}
        known = {vector: start, **widths}

        def go() -> None:
            result = call(names[name], values, shape.sizes, known)
            found = list(runs([one for one in arrays(result) if one.size > 1], length))
            if len(found) != 1 or (len(found[0]) > 1 and turns(names[name])):
                raise MissingError(name)
            start[...] -= np.concatenate([one.reshape(-1) for one in found[0]])
            costs = [one.item() for one in arrays(result) if one.size == 1]
            if len(costs) == 1:
                roots[COST] = costs[0]

        return roots, go

    return prepare


def runs(found: list[Array], length: int) -> Iterator[list[Array]]:
    """Those of arrays, one after the other, that have so many numbers together."""
    for first, last in combinations(range(len(found) + 1), 2):
        if sum(one.size for one in found[first:last]) == length:
            yield found[first:last]


def turns(function: Function) -> bool:
    """Whether it may read its vector column by column."""
    text = inspect.getsource(function)
    return "order" in text or re.search(r"\)\s*\.T\b|transpose", text) is not None


def descend(before: Mapping[Place, Array], result: Any) -> None:
    """A step down what a method returned, for the matrices that have its shapes, one of each."""
    for gradient in arrays(result):
        wide = without_ones(gradient)
        fitting = [array for array in before.values() if without_ones(array) == wide]
        if len(fitting) == 1 and wide:
            fitting[0][...] -= RATE * gradient.reshape(fitting[0].shape)


def without_ones(array: Array) -> tuple[int, ...]:
    """Its shape as that of a vector, where it is a column or a row."""
    return tuple(n for n in array.shape if n > 1)


def gives_gradients(function: Function) -> bool:
    """Whether it says so of what it returns: what is to be subtracted, then."""
    return any(snake(name).startswith("grad") for name in returned_names(function))


def gradients_beside(found: Mapping[Place, Array]) -> list[tuple[Array, Array]]:
    """Parameters with the gradients that are kept beside them, of the same shape, where a column
    or a row may be a vector: in the same object under a name that says so, or in a list or
    dictionary that is called so."""
    pairs = []
    for place, array in found.items():
        homes = [home for home in found if belongs(home, place)]
        homes = [one for one in homes if without_ones(found[one]) == without_ones(array)]
        own = str(place[-1][1]).lower()  # of `grad_w_in` and `grad_w_out`, that with `w_out` in it
        fitting = sorted(homes, key=lambda home: own not in str(home[-1][1]).lower())
        pairs += [(array, found[home].reshape(array.shape)) for home in fitting[:1]]
    return pairs


def belongs(home: Place, place: Place) -> bool:
    """Whether the gradient of what is at `place` is kept at `home`."""
    (kind, name), above = place[-1], place[:-1]
    if kind == "attribute":
        means, other = parameter_of(str(name)), str(home[-1][1])
        fits = is_gradient(other, means) if means else gradients_in(other) == "grads"
        return fits and home[:-1] == above and not gradients_in(str(name))
    if len(place) < 2 or len(home) != len(place) or home[-1] != place[-1]:
        return False
    within, beside = str(place[-2][1]), str(home[-2][1])
    inside = gradients_in(beside)
    fits = inside in ("grads", parameter_of(within))
    other = gradients_in(within) or quantity(within)[0] == "skip"  # as a velocity
    return inside is not None and fits and home[:-2] == place[:-2] and not other


def gradients_in(name: str) -> str | None:
    """What a list or dictionary is of, that is called as one of gradients is."""
    told = role(name)
    return gradient_of(name) or (told.name if told and told.name == "grads" else None)


def is_gradient(name: str, means: str) -> bool:
    """Whether it is called the gradient of weights, or of biases; a delta may be added."""
    return gradient_of(name) == means and "delta" not in snake(name)


def kept_arrays(network: Any, own: Callable[[Any], bool]) -> dict[Place, Array]:
    """The arrays themselves that a network keeps, as far as they are of decimal numbers."""
    found: dict[Place, Array] = {}
    for place in leaves({"network": network}, own):
        thing = at(network, place[1:])
        thing = array_of(thing) if is_tensor(thing) else thing
        if isinstance(thing, np.ndarray) and thing.dtype.kind == "f" and thing.ndim:
            found[place] = thing
    return found


def at(thing: Any, path: Place) -> Any:
    for step, key in path:
        if step == "every":
            return None
        thing = vars(thing)[key] if step == "attribute" else thing[key]
    return thing


def arrays(result: Any) -> list[Array]:
    """Those among what a function returned."""
    if isinstance(result, dict):
        return arrays(list(result.values()))
    parts = list(flat(result))
    found = [np.asarray(one) if np.isscalar(one) else numbers(one) for one in parts]
    found = [one for one in found if one is None or one.dtype.kind in "iuf"]
    return [np.asarray(one, dtype=float) for one in found if one is not None]


def flat(result: Any) -> Iterator[Any]:
    """What is in lists of lists of arrays; a list of numbers stays together."""
    if isinstance(result, (list, tuple)) and numbers(result) is None:
        for part in result:
            yield from flat(part)
    else:
        yield result
