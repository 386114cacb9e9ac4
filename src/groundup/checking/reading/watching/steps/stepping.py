"""Which turn of which loop is a step of training, and which numbers are its parameters.

A step is the smallest turn, or call, that changes all the matrices which training changes. A
parameter is what such a step changes and builds on: other numbers in it lead to other numbers in
it afterwards (a cache is overwritten), and elsewhere too (a velocity moves only its own weights).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import numpy as np

from groundup.checking.names.roles import means
from groundup.checking.reading.watching.recording.recorder import CALL, MINIMISER, Recorder
from groundup.checking.reading.watching.recording.state import Array, Place
from groundup.checking.reading.watching.recording.survey import Loop

NEURON = 3  # single numbers that may be all there is: two weights and a bias
MOST_TRIED = 40  # rows in objects of their own can be many
Run = Callable[[str, str, Mapping[Place, Array]], Recorder | None]


def outermost(loops: Mapping[str, Loop]) -> Iterator[Loop]:
    """Those that change matrices, and are in no other that does; who changes most comes first. Of a
    call that changes a long vector alone, it is the call: what its loops change may be sums; and of
    a program that has a minimiser, it is that."""
    matrices = [loop for loop in loops.values() if loop.matrices]
    vectors = [loop for loop in loops.values() if loop.vectors]
    calls = [loop for loop in vectors if loop.key == CALL and not loop.matrices]
    singles = [loop for loop in loops.values() if loop.singles >= NEURON]
    rows = [loop for loop in loops.values() if loop.rows >= NEURON]
    minimisers = [loop for loop in vectors if loop.key.startswith(MINIMISER)]
    sure = minimisers or calls
    found = sure or outer(matrices) or outer(vectors) or outer(singles) or outer(rows)
    return iter(sorted(found, key=lambda loop: (-len(loop.matrices), -loop.singles)))


def outer(loops: list[Loop]) -> list[Loop]:
    """Those that are in no other of them."""
    return [loop for loop in loops if not any(one.key in loop.inside for one in loops)]


def steps(loops: Mapping[str, Loop], outer: Loop) -> Iterator[str]:
    """The loops in which a turn may be a step, the innermost first."""
    inner = [loop for loop in loops.values() if loop is outer or outer.key in loop.inside]
    inner = [loop for loop in inner if loop.changed or loop is outer]
    yield from (loop.key for loop in sorted(inner, key=lambda loop: -len(loop.inside)))


def parameters(run: Run, outer: str) -> list[Place]:
    """What a turn of `outer` builds on, at its places before `outer`."""
    plain = run(outer, outer, {})
    if plain is None:
        return []
    single = all(plain.start[place].array.ndim == 0 for place in plain.moved)
    noisy: dict[Place, Array] = {}
    for place in plain.moved:
        leaf = plain.ready.get(place)
        if leaf is None or (leaf.array.ndim == 0 and not single and (leaf.whole or is_rate(place))):
            continue
        noisy[place] = leaf.array + among_changed(disturbance(leaf.array), plain, place)
    found = []
    for place in outlasting(run(outer, outer, noisy), plain, noisy):
        other = run(outer, outer, {place: noisy[place]})
        if other is not None and builds(plain, other, place):
            found.append(place)
    return found


def among_changed(noise: Array, plain: Recorder, place: Place) -> Array:
    """Noise where a turn changes the numbers: a unit that is always 1 may stand beside others."""
    changed = plain.start[place].array != plain.end[place].array
    return noise * changed if (noise * changed).any() else noise


def outlasting(
    other: Recorder | None, plain: Recorder, noisy: Mapping[Place, Array]
) -> list[Place]:
    """Those in which anything is left of a disturbance of all of them: in none of a loop that only
    measures."""
    if other is None:
        return list(noisy)
    left = moves(plain, other)
    return [
        place for place in noisy if (own := inside(plain, place)) not in left or left[own].any()
    ]


def is_rate(place: Place) -> bool:
    """Whether it is called a learning rate, which may decay."""
    kind, key = place[-1]
    return kind in ("name", "attribute") and means(str(key), "eta")


def without_gradients(run: Run, outer: str, inner: str, places: list[Place]) -> list[Place]:
    """Without those that in one step move only weights of their shape: over several steps,
    gradients that pile up look like parameters."""
    plain = run(outer, inner, {})
    if plain is None or len(places) > MOST_TRIED:
        return places
    shapes = Counter(plain.ready[place].array.shape for place in places)
    gradients: list[Place] = []
    for place in sorted(places, key=lambda place: plain.ready[place].array.size == 1):
        array = plain.ready[place].array
        alone = array.size == 1 and not gradients  # single numbers tell nothing by themselves
        if shapes[array.shape] > 1 and place in plain.start and not alone:
            other = run(outer, inner, {place: array + disturbance(array)})
            if other is not None and is_gradient(plain, other, place, places):
                gradients.append(place)
    return [place for place in places if place not in gradients]


def is_gradient(plain: Recorder, other: Recorder, place: Place, places: list[Place]) -> bool:
    moved = {one: change for one, change in moves(plain, other).items() if change.any()}
    noise = other.ready[place].array - plain.ready[place].array
    weights = [one for one in moved if one in places and one != place]
    return len(weights) == 1 and number_by_number(moved[weights[0]], noise)


def kept(
    run: Run, outer: str, inner: str, places: list[Place], data: dict[Place, Array]
) -> list[Place]:
    """Those of them on which a single step builds: of two of one shape, one may be a velocity."""
    plain = run(outer, inner, data)
    shapes = [plain.ready[place].array.shape for place in places] if plain else []
    if plain is None or len(set(shapes)) == len(shapes):
        return places
    moved = plain.moved
    found = []
    for place, shape in zip(places, shapes, strict=True):
        if shapes.count(shape) > 1 and inside(plain, place) in moved:
            array = plain.ready[place].array
            other = run(outer, inner, data | {place: array + disturbance(array)})
            if other is None or not builds(plain, other, place):
                continue
        found.append(place)
    return found


def disturbance(array: Array) -> Array:
    """Noise in most of an array's numbers: each fourth stays as it is."""
    rng = np.random.default_rng(5)
    noise = 1e-3 * rng.uniform(0.5, 1.0, array.shape) * (np.abs(array).max(initial=0.0) + 0.1)
    noise.reshape(-1)[1::4] = 0.0
    return noise


def builds(plain: Recorder, other: Recorder, place: Place) -> bool:
    """Whether what was disturbed is still other numbers afterwards, and so is something else that
    is not just its own weights."""
    moved = moves(plain, other)
    noise = other.ready[place].array - plain.ready[place].array
    own = inside(plain, place)
    if own not in moved or np.mean(moved[own][noise != 0.0] != 0.0) < 0.9:
        return False
    others = [change for one, change in moved.items() if one != own]
    if others and all(
        change.ndim == 0 for change in moved.values()
    ):  # a velocity moves only its own weight
        return sum(bool(change) for change in others) >= NEURON - 1
    return not others or any(
        change.any() and not number_by_number(change, noise) for change in others
    )


def inside(run: Recorder, place: Place) -> Place | None:
    """Where a step finds what stands at `place` before training; of copies, the one it moves."""
    if place in run.start and run.number > 1:  # training has begun
        return place
    array = run.ready[place].array
    if place in run.start and np.array_equal(run.start[place].array, array):
        return place
    same = [
        inner
        for inner, leaf in run.start.items()
        if (leaf.array.ndim or is_below(inner, place)) and np.array_equal(leaf.array, array)
    ]
    return next((inner for inner in same if inner in run.moved), next(iter(same), None))


def is_below(inner: Place, place: Place) -> bool:
    """Whether both are one part of an object: `net.layers[0].bias` is `self.layers[0].bias`."""
    common = min(len(inner), len(place)) - 1
    return common > 0 and inner[-common:] == place[-common:]


def moves(plain: Recorder, other: Recorder) -> dict[Place, Array]:
    """By how much numbers that a step changes ended up elsewhere."""
    return {
        path: other.end[path].array - plain.end[path].array
        for path in plain.moved
        if path in other.end and other.end[path].array.shape == plain.end[path].array.shape
    }


def number_by_number(change: Array, noise: Array) -> bool:
    """Whether only those numbers changed whose own counterparts were disturbed."""
    return change.shape == noise.shape and not change[noise == 0.0].any()
