"""The gradient that an optimiser was given, where its step does not show it: Adam's, AdaGrad's.

Such a step divides by what is kept of the gradient's squares, so that the first one is as long for
every number, however large its gradient. What is kept shows the gradient instead: after a first
step from 0 it is a multiple of the gradient, or of its squares. To which parameter it belongs is
seen by disturbing it: then only that parameter's own numbers move.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from groundup.checking.reading.watching.recording.changes import changed
from groundup.checking.reading.watching.recording.recorder import Recorder
from groundup.checking.reading.watching.recording.state import Array, Leaf, Place
from groundup.checking.reading.watching.steps.stepping import (
    MOST_TRIED,
    disturbance,
    moves,
    number_by_number,
)

NEAR = 1e-9
EVEN = 0.05  # by how much the lengths of an adaptive step differ, where gradients are not tiny
TINY = 1e-4  # of the largest square


class Kept(NamedTuple):
    """Where an optimiser keeps what it has seen of one parameter's gradient."""

    square: Place
    first: Place | None  # the gradient itself, times a number


Again = Callable[[Mapping[Place, Array]], Recorder | None]
Optimiser = Mapping[Place, Kept]  # by the parameter's place within a step


def optimiser(plain: Recorder, again: Again, places: list[Place]) -> Optimiser | None:
    """How the step at hand keeps the gradients of all its parameters; None where it is a plain
    one. `again` runs it with other numbers."""
    states, options = belonging(plain, again, places), dict[Place, list[tuple[Kept, float]]]()
    for place in places if states.keys() == set(places) else ():
        if place not in plain.end:
            return None
        step = plain.start[place].array - plain.end[place].array
        numbers = {state: plain.end[state].array for state in states[place]}
        options[place] = [
            (one, multiple(numbers[one.first] ** 2, numbers[one.square]) if one.first else 0.0)
            for one in pairs(numbers)
            if is_even(step, numbers[one.square])
        ]
    ratios = dict.fromkeys(ratio for each in options.values() for _, ratio in each)
    return next(filter(None, (alike(options, ratio) for ratio in ratios)), None)


def alike(options: Mapping[Place, list[tuple[Kept, float]]], ratio: float) -> Optimiser | None:
    """What is kept of each parameter, the same of all: of a single number, anything may be the
    square of anything."""
    found = {
        place: one
        for place, each in options.items()
        for one, own in reversed(each)
        if not own or abs(own - ratio) <= NEAR * ratio
    }
    return found if found.keys() == options.keys() else None


def belonging(plain: Recorder, again: Again, places: list[Place]) -> dict[Place, list[Place]]:
    """What begins as zeros, and moves one parameter number by number when it is disturbed. What
    is made in the step itself is believed by its key, which is the parameter's, or by its object
    and its shape, where these are one parameter's alone."""
    shapes = {plain.start[place].array.shape for place in places}
    found: dict[Place, list[Place]] = {}
    fresh = [place for place in changed(plain.start, plain.end) if is_fresh(plain, place, shapes)]
    for state in fresh[:MOST_TRIED] if len(fresh) >= len(places) else ():
        noise = disturbance(plain.start[state].array)
        other = again({state: noise})
        moved = moves(plain, other) if other else {}
        owners = [place for place in places if place in moved and moved[place].any()]
        if len(owners) == 1 and number_by_number(moved[owners[0]], noise):
            found.setdefault(owners[0], []).append(state)
    for state in (one for one in plain.end if one not in plain.start):
        shape = plain.end[state].array.shape
        alike = [one for one in places if plain.start[one].array.shape == shape]
        beside = [one for one in alike if state[:-1] == one[:-1]]
        for place in alike if len(state) > 1 else ():
            if state[-1:] == place[-1:] or beside == [place]:
                found.setdefault(place, []).append(state)
    return found


def is_fresh(plain: Recorder, place: Place, shapes: set[tuple[int, ...]]) -> bool:
    """Whether it was there before training, shaped like a parameter, and all 0."""
    array = plain.start[place].array
    return place in plain.ready and array.shape in shapes and not array.any()


def pairs(numbers: Mapping[Place, Array]) -> Iterator[Kept]:
    """The squares with what they are the squares of, then squares alone."""
    for first, square in itertools.permutations(numbers, 2):
        if multiple(numbers[first] ** 2, numbers[square]):
            yield Kept(square, first)
    if len(numbers) == 1:
        yield from (Kept(square, None) for square, array in numbers.items() if (array >= 0.0).all())


def multiple(one: Array, other: Array) -> float:
    """The number by which `other` is to be multiplied to give `one`; 0 where there is none."""
    size = float((other * other).sum())
    factor = float((one * other).sum()) / size if size else 0.0
    error = float(np.abs(one - factor * other).max(initial=0.0))
    return factor if error <= NEAR * float(np.abs(one).max(initial=0.0)) else 0.0


def is_even(step: Array, squares: Array) -> bool:
    """Whether a step is as long for every number whose gradient is not tiny."""
    telling = np.abs(step[squares > TINY * squares.max(initial=0.0)])
    return telling.size > 0 and float(np.ptp(telling)) <= EVEN * float(telling.max())


def gradients(run: Recorder, known: Optimiser) -> dict[Place, Leaf] | None:
    """What each parameter's gradient was, times a number that all have in common; None where the
    step did not go that way, or where nothing in flight shows of what the squares are."""
    found: dict[Place, Leaf] = {}
    ways = {1.0, -1.0}  # a step may go down what is kept, or up it
    alone = any(kept.first is None for kept in known.values())
    for place, (square, first) in known.items():
        if not {place, square, first or place} <= run.end.keys():
            return None
        step = run.start[place].array - run.end[place].array
        squares = run.end[square].array
        signed = [run.end[first].array] if first and not alone else [*roots(run, squares)]
        ways &= {way for one in signed if (way := direction(step, one))}
        if not is_even(step, squares) or not ways:
            return None
        size = np.sqrt(squares) if alone else np.abs(signed[0])
        found[place] = replace(run.start[place], array=np.sign(step) * size)
    return found


def direction(step: Array, gradient: Array) -> float:
    """1 where a step goes down a gradient in every number, -1 where up it, else 0."""
    signs = np.sign(step * gradient)
    signs = signs[signs != 0.0]
    return float(signs[0]) if signs.size and not np.ptp(signs) else 0.0


def astray(plain: Recorder, other: Recorder | None, places: Sequence[Place], adaptive: bool) -> str:
    """What is odd in an optimiser's first step, beside a plain one from the same numbers: it goes
    up, or one that is adaptive is longer where the gradient is. "" where nothing is."""
    for place in places:
        if other is None or place not in other.end:
            continue
        step, own = (run.start[place].array - run.end[place].array for run in (plain, other))
        telling = np.abs(step) > TINY * np.abs(step).max(initial=0.0)  # and no rounding
        if (own * step < 0.0)[telling].any():
            return "it goes up where that one goes down"
        if adaptive and own.any() and not is_even(own, step * step):
            return odd(own[telling], step[telling])
    return ""


def odd(own: Array, step: Array) -> str:
    """How an optimiser's first step grows with the gradient, which it should not."""
    alone, squared = np.abs(own / step), np.abs(own / step**2)
    if np.ptp(alone) <= EVEN * alone.max():
        return "it is the plain one times a number, as if no root of squares divided it"
    if np.ptp(squared) <= EVEN * squared.max():
        return "it grows with the square of the gradient, as if the root of squares multiplied it"
    return "it is not as long for small gradients as for large ones"


def roots(run: Recorder, squares: Array) -> Iterator[Array]:
    """What was in flight and has these squares, times a number."""
    same = (one.array for one in run.seen if one.array.shape == squares.shape)
    yield from (array for array in same if multiple(array**2, squares))
