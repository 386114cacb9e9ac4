"""What a turn that was recorded shows: what moved, its cost and its learning rate."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from groundup.checking.names.roles import kind, parameter_of, quantity, role, snake
from groundup.checking.reading.watching.forwards.layers import Layer
from groundup.checking.reading.watching.programs.descents import COST
from groundup.checking.reading.watching.recording.recorder import Recorder, Seen
from groundup.checking.reading.watching.recording.state import Array, Leaf, Place, stacks
from groundup.checking.reading.watching.steps.stepping import inside

NEAR = 1e-6  # of the largest number of an array
NO_POWER = 9
NEARLY_ALL, MANY = 0.8, 0.4  # of the parameters, which a step changes; with gradients among them
SLOPE = re.compile(r"^(d|der|deriv|derivative|grad|gradient)_|_(prime|der|deriv|derivative|grad)$")

Numbers = Mapping[Place, Leaf]
Moves = tuple[list[Array], list[Array]]  # of the weights, and of the biases


def moves_of(one: Recorder, other: Recorder, places: Sequence[Place]) -> list[Array]:
    """By how much two steps that began with the same numbers ended up with others."""
    inner = [inside(one, place) for place in places]
    return [
        other.end[place].array - one.end[place].array
        for place in inner
        if place in one.end and place in other.end
    ]


def moves(before: Numbers, after: Numbers, layers: Sequence[Layer]) -> Moves:
    """By how much a step moved each layer's weights, and biases."""
    return (
        [layer.weights(before) - layer.weights(after) for layer in layers],
        [layer.biases(before) - layer.biases(after) for layer in layers],
    )


def step_of(run: Recorder, layers: Sequence[Layer]) -> Moves:
    before, after = ({**one, **stacks(one)} for one in (run.start, run.end))
    return moves(before, after, layers)


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
    if SLOPE.search(snake(seen.name.rpartition(".")[2])):
        return False
    means = quantity(seen.name)[0]
    given = kind(seen.scope) == "cost" and (seen.name == "return" or means == "delta")
    return seen.array.size == 1 and (means == "cost" or given)


def rate_of(run: Recorder) -> float | None:
    found = set(rates_of(run).values())
    return found.pop() if len(found) == 1 else None


def rates_of(run: Recorder) -> dict[Place, float]:
    """All single numbers that are called a learning rate."""
    return {
        place: float(leaf.array)
        for place, leaf in run.ready.items()
        if leaf.array.ndim == 0 and meaning(place) == "eta"
    }


def meaning(place: Place) -> str | None:
    step, key = place[-1]
    meant = role(key) if step in ("name", "attribute") else None
    return meant.name if meant else None


def powers(fast: Moves, slow: Moves) -> list[int]:
    """With which power of its rate each array moves, from how it does at half of it; NO_POWER
    where with none of 0, 1 and 2. Those that never move tell nothing."""
    pairs = [pair for one in zip(fast, slow, strict=True) for pair in zip(*one, strict=True)]
    return [
        next((n for n in (0, 1, 2) if near(2.0**n * half, whole)), NO_POWER)
        for whole, half in pairs
        if whole.any()
    ]


def near(one: Array, other: Array) -> bool:
    return bool(np.abs(one - other).max(initial=0.0) <= NEAR * np.abs(other).max(initial=0.0))
