"""What a step moves that was not seen on the way forwards, and biases that no step moves.

A network is not right because the part of it that was read is: code that trains `b1` and forgets it
going forwards, or whose hidden layer is computed once and for all, gives right gradients of the
rest.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np

from groundup.checking.loading.cells import place
from groundup.checking.loading.tracebacks import innermost, last_line
from groundup.checking.names.roles import PARAMETERS, quantity, role
from groundup.checking.reading.watching.forwards.flight import Flight
from groundup.checking.reading.watching.forwards.layers import Layer
from groundup.checking.reading.watching.recording.recorder import Recorder
from groundup.checking.reading.watching.recording.state import Array, Place, spelled
from groundup.checking.reading.watching.recording.survey import touched
from groundup.checking.reading.watching.steps.penalties import is_coefficient
from groundup.checking.reading.watching.steps.stepping import disturbance, number_by_number
from groundup.checking.reading.watching.steps.turns import moves_of
from groundup.checking.reference.backprop import activate

Again = Callable[[Mapping[Place, Array]], Recorder | None]  # the same step, with these too
MOST_TRIED = 6  # biases
FAR = 1e3  # times as much, which turns errors around of which a step takes the sign alone
UNREAD = (
    "A step changes {names}, and no step depends on {them}: it may be that the way forwards leaves "
    "{them} out, or that what comes from {them} is computed once, before the loop"
)
NEVER = "{names} {are} added on the way forwards, and a step never updates {them}"
UNTOUCHED = (
    "A step does not train {names}, and computes nothing for {them}: if only the "
    "layers above are meant to be trained, all is right"
)
BROKEN = "{where} raised {what}"


def of_layers(layers: Sequence[Layer]) -> set[Place]:
    return {one for layer in layers for one in layer.places}


def unread(run: Recorder, used: set[Place], parameters: Sequence[Place], again: Again) -> str:
    """On weights and biases that a step changes and that have no effect; "" where all have. Those
    that were `used` in layers need not be tried."""
    found = list(without_effect(run, used, parameters, again))
    return UNREAD.format(names=listed(found), them=them(found)) if found else ""


def untouched(flight: Flight) -> str:
    """On first layers, under names of their own, that a step does not change, if it computes
    nothing for them either: no array of their shape, and no row of a hidden layer's but those of
    the way forwards."""
    reading = flight.reading
    idle = [layer for layer in reading.layers if layer.w in flight.idle] if reading else []
    named = all(layer.w[-1][0] in ("name", "attribute") for layer in idle)
    if reading is None or not idle or not named or any(mask is not None for mask in reading.masks):
        return ""
    seen = [one.array for one in flight.run.seen if one.line and one.order > flight.run.begun]
    own = [leaf.array for leaf in flight.numbers.values()]
    a = reading.x
    for layer, name in zip(reading.layers, reading.names, strict=True):
        w = layer.weights(flight.numbers)
        z = a @ w.T
        forwards = [*own, z, z + layer.biases(flight.numbers)]
        forwards.append(a := activate(name, forwards[-1]))
        shapes = {
            flight.numbers[layer.w].array.shape,
            a.shape,
            a.T.shape,
            *([a[0].shape] if len(a) == 1 else ()),
        }
        if layer in idle and any(
            array.shape in shapes and not any(is_same(array, one) for one in forwards)
            for array in seen
        ):
            return ""
    return UNTOUCHED.format(names=listed([layer.w for layer in idle]), them=them(idle))


def is_same(one: Array, other: Array) -> bool:
    turned = one.size == other.size and (other.reshape(-1), other.T.reshape(-1))
    return bool(turned) and any(np.allclose(one.reshape(-1), numbers) for numbers in turned)


def in_words(still: Sequence[Place], broken: BaseException | None) -> str:
    """On biases that the step that was watched does not move."""
    are = "is" if len(still) == 1 else "are"
    words = NEVER.format(names=listed(still), them=them(still), are=are)
    return f"{stopped(broken)}: {words}" if broken else words


def is_updated(places: Sequence[Place], trees: Iterable[ast.Module]) -> bool:
    """Whether any statement makes such numbers of what they were: then it is another step, or a
    condition, that moves them."""
    names = {key for one in places for _, key in one if isinstance(key, str)}
    return any(
        names & named(target) and (names & named(node.value) or isinstance(node, ast.AugAssign))
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AugAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    )


def named(node: ast.expr) -> set[str]:
    """The last names of what is stored, or read."""
    nodes = list(ast.walk(node))
    above = {id(one.value) for one in nodes if isinstance(one, ast.Attribute)}
    names = {one.attr for one in nodes if isinstance(one, ast.Attribute)}
    return names | {one.id for one in nodes if isinstance(one, ast.Name) and id(one) not in above}


def is_read(one: Place, used: Iterable[Place]) -> bool:
    """Whether it is a layer's, or a row of what is."""
    return any(
        one == place or (("every", None) in place and touched(place, {one})) for place in used
    )


def never_moved(
    run: Recorder, used: set[Place], parameters: Sequence[Place], again: Again
) -> Iterator[Place]:
    """What is called biases, is all 0 before and after a step, and would make it another one; a sum
    of the biases' own gradients, too, is called so, and only moves them."""
    found = [
        one
        for one, leaf in run.start.items()
        if leaf.array.size and not leaf.array.any() and is_bias(one) and not is_read(one, used)
        if not is_coefficient(one[-1])  # of a term for biases
        if one in run.ready and one in run.end and not run.end[one].array.any()
    ]
    for one in found[:MOST_TRIED]:
        noise = disturbance(run.start[one].array)
        other = again({one: noise})
        moved = [one for one in moves_of(run, other, parameters) if one.any()] if other else []
        if len(moved) > 1 or (moved and not number_by_number(moved[0], noise)):
            yield one


def without_effect(
    run: Recorder, used: set[Place], parameters: Sequence[Place], again: Again
) -> Iterator[Place]:
    """What is called weights or biases and is trained, though nothing depends on it: other numbers
    in it are as far apart after the step, and all else that it moves is the same."""
    found = [
        one
        for one in run.moved
        if one in run.ready and one not in parameters and not is_read(one, used)
        if means(one) in PARAMETERS and run.start[one].array.ndim
    ]
    for one in found[:MOST_TRIED]:
        noise = disturbance(run.start[one].array)
        if all(is_idle(run, one, times * noise, parameters, again) for times in (1.0, FAR)):
            yield one


def is_idle(
    run: Recorder, one: Place, noise: Array, parameters: Sequence[Place], again: Again
) -> bool:
    """Whether nothing but itself is another with this added to it."""
    other = again({one: run.start[one].array + noise})
    if other is None or one not in other.end:
        return False
    apart = other.end[one].array - run.end[one].array
    return np.allclose(apart, noise, rtol=1e-6, atol=1e-12) and not any(
        np.any(change) for change in moves_of(run, other, parameters)
    )


def means(one: Place) -> str | None:
    """ "w" or "b", by the last name on the way to it."""
    names = [key for _, key in one if isinstance(key, str)]
    return quantity(names[-1])[0] if names else None


def is_bias(one: Place) -> bool:
    """By its last name, where none before says that it is a gradient: `grads["b"]`."""
    above = (role(key) for _, key in one[:-1] if isinstance(key, str))
    return means(one) == "b" and not any(it and it.name == "grads" for it in above)


def stopped(error: BaseException) -> str:
    """The line of the learner's that raised it, as a sentence begins."""
    words = raised(error)
    return words[:1].upper() + words[1:]


def raised(error: BaseException) -> str:
    where = place(*innermost(error))
    return BROKEN.format(where=where, what=last_line(error).rstrip("."))


def listed(places: Sequence[Place]) -> str:
    names = list(dict.fromkeys(map(spelled, places)))[:4]
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def them(places: Sequence[object]) -> str:
    return "it" if len(places) == 1 else "them"
