"""What ought to be found in a planted file: the first wrong quantity, and mistakes like it.

All of it from running the file beside the correct one; the checker has no part in it.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from bench.checking.oracle import SIZES, Answers, Array, Place, answers, network
from bench.checking.planting import Plant, Replacement
from bench.checking.variants import VARIANTS, correct

ORDER = ("sigma", "sigma_prime", "outputs", "cost", "delta", "dw", "db", "step", "inputs")
GRADIENTS = {"delta", "dw", "db"}
ROUNDED = 1e-6  # what single precision makes of a number is no mistake


def names(style: str, variant: str) -> list[str]:
    """The networks on which it runs: those with one output, or all but the steep one last."""
    outputs = VARIANTS[style][variant].outputs
    return ["narrow"] if outputs == 1 else list(SIZES)


@cache
def run(
    style: str, variant: str, name: str, replacements: tuple[Replacement, ...] = ()
) -> Answers | str:
    """What the file says of the network called `name`, or what it raises."""
    source, chosen = correct(style, variant, replacements), VARIANTS[style][variant]
    try:
        return answers(source, style, chosen, network(name, chosen.masks))
    except Exception as raised:
        return f"{type(raised).__name__}: {raised}"


def differs(found: Array, wanted: Array) -> bool:
    if found.shape != wanted.shape or not np.all(np.isfinite(found) == np.isfinite(wanted)):
        return True
    finite = np.isfinite(wanted)
    scale = np.max(np.abs(wanted[finite]), initial=1e-300)
    return bool(np.max(np.abs((found - wanted)[finite]), initial=0.0) > ROUNDED * scale)


def wrong_places(plant: Plant, name: str) -> set[Place] | str:
    """Where the plant's numbers differ from the right ones; or what it raises."""
    found = run(plant.style, plant.variant, name, plant.replacements)
    wanted = run(plant.style, plant.variant, name)
    if isinstance(wanted, str):
        raise ValueError(f"the correct {plant.style} {plant.variant} raised {wanted}")
    if isinstance(found, str):
        return found
    return {
        (quantity.split()[0], layer)
        for (quantity, layer), array in wanted.items()
        if differs(found[quantity, layer], array)
    }


def visible(plant: Plant) -> bool:
    """Whether anything in the numbers, or an exception, tells it from correct code."""
    return any(wrong_places(plant, name) for name in names(plant.style, plant.variant))


def first_wrong(plant: Plant) -> Place | None:
    """In the order of the ladder; None where an exception hides it, or it is not in the numbers. A
    function σ′ is no place of its own: on a tape there is only what is computed with it, so it is
    wrong first where it is used first, in the delta of a layer."""
    places: set[Place] = set()
    for name in names(plant.style, plant.variant):
        wrong = wrong_places(plant, name)
        if isinstance(wrong, str):
            return None
        places |= wrong - {("sigma_prime", None)}
    return min(places, key=rank, default=None)


def rank(place: Place) -> tuple[int, int, int]:
    """sigma, outputs, cost; then delta, dw and db of a layer, from the last one down; step."""
    quantity, layer = place
    k = ORDER.index("delta" if quantity in GRADIENTS else quantity)
    return (k, -(layer or 0), ORDER.index(quantity))


def agrees(place: Place, wanted: Place, deltas_given: bool) -> bool:
    """Whether a report's first wrong quantity is the right one. Where the code gives no deltas,
    the checker may infer them from db, and gradients of the layer count as its delta."""
    if place == wanted:
        return True
    same_layer = place[1] == wanted[1]
    return not deltas_given and same_layer and {place[0], wanted[0]} <= GRADIENTS


@cache
def fingerprint(plant: Plant) -> bytes | None:
    """Equal for plants of one variant that give the same numbers on every network."""
    parts = []
    for name in names(plant.style, plant.variant):
        found = run(plant.style, plant.variant, name, plant.replacements)
        right = run(plant.style, plant.variant, name)
        if isinstance(found, str) or isinstance(right, str):
            parts.append(str(found).encode())
            continue
        for place in sorted(found, key=str):
            array = right[place]
            scale = np.max(np.abs(array[np.isfinite(array)]), initial=1e-6)
            rounded = np.round(found[place] / scale, 8) + 0.0  # no -0
            parts.append(rounded.tobytes())
    return b"".join(parts)


def aliases(plant: Plant, plants: list[Plant]) -> set[int]:
    """Numbers that the plant's lines deserve: its own, and those of plants that cannot be told
    from it."""
    same = (
        other.number
        for other in plants
        if (other.style, other.variant) == (plant.style, plant.variant)
        and fingerprint(other) == fingerprint(plant)
    )
    return {plant.number, *plant.also, *same}
