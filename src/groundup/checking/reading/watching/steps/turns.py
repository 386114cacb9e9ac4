"""What a turn that was recorded shows: what moved, its cost and its learning rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from groundup.checking.names.roles import kind, parameter_of, quantity, role
from groundup.checking.reading.watching.forwards.layers import Layer
from groundup.checking.reading.watching.programs.descents import COST
from groundup.checking.reading.watching.recording.recorder import Recorder, Seen
from groundup.checking.reading.watching.recording.state import Array, Leaf, Place, stacks
from groundup.checking.reading.watching.steps.stepping import inside

NEARLY_ALL, MANY = 0.8, 0.4  # of the parameters, which a step changes; with gradients among them

Numbers = Mapping[Place, Leaf]


def moves_of(one: Recorder, other: Recorder, places: Sequence[Place]) -> list[Array]:
    """By how much two steps that began with the same numbers ended up with others."""
    inner = [inside(one, place) for place in places]
    return [
        other.end[place].array - one.end[place].array
        for place in inner
        if place in one.end and place in other.end
    ]


def moves(
    before: Numbers, after: Numbers, layers: Sequence[Layer]
) -> tuple[list[Array], list[Array]]:
    """By how much a step moved each layer's weights, and biases."""
    return (
        [layer.weights(before) - layer.weights(after) for layer in layers],
        [layer.biases(before) - layer.biases(after) for layer in layers],
    )


def same(one: Recorder, other: Recorder, layer: Layer) -> bool:
    """Whether two steps began with the same numbers in a layer."""
    numbers = [{**run.start, **stacks(run.start)} for run in (one, other)]
    if not {place for place in (layer.w, layer.b) if place} <= numbers[1].keys():
        return False
    return all(
        np.array_equal(part(numbers[0]), part(numbers[1])) for part in (layer.weights, layer.biases)
    )


def whole_step(run: Recorder, places: Sequence[Place], share: float = NEARLY_ALL) -> bool:
    """Whether a turn changes nearly all that training does."""
    return sum(inside(run, place) in run.moved for place in places) >= share * len(places)


def reshaped(run: Recorder) -> bool:
    """Whether weights have another shape when the turn is over: they were broadcast, since samples
    were not given as the code wants them."""
    there = ((place, leaf) for place, leaf in run.start.items() if place in run.end)
    return any(
        leaf.array.ndim == 2
        and parameter_of(str(place[-1][1])) == "w"
        and run.end[place].array.shape != leaf.array.shape
        for place, leaf in there
    )


def cost_of(run: Recorder) -> float | None:
    """What a function returned beside its gradient."""
    leaf = run.end.get((("name", COST),))
    return float(leaf.array) if leaf is not None else None


def is_cost(seen: Seen) -> bool:
    """Whether it is one number that is called a cost, or what a function called so gives: an error,
    there."""
    means = quantity(seen.name)[0]
    given = kind(seen.scope) == "cost" and (seen.name == "return" or means == "delta")
    return seen.array.size == 1 and (means == "cost" or given)


def rate_of(run: Recorder) -> float | None:
    found = {
        float(leaf.array)
        for place, leaf in run.ready.items()
        if leaf.array.ndim == 0 and meaning(place) == "eta"
    }
    return found.pop() if len(found) == 1 else None


def meaning(place: Place) -> str | None:
    step, key = place[-1]
    meant = role(key) if step in ("name", "attribute") else None
    return meant.name if meant else None
