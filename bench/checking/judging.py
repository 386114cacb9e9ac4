"""Whether what the checker said of a planted file is right."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bench.checking import truth
from bench.checking.checks import Called, Place, Result
from bench.checking.planting import Plant
from bench.checking.plants import PLANTS

FOUND = {59: "unstable"}  # by number: what is a finding, and no verdict
HIDDEN = range(14, 30)  # numbers of mistakes in hidden errors: all hidden layers, if not one


class Judged(NamedTuple):
    """A planted file, and how the checker did."""

    plant: Plant
    result: Result
    detected: bool
    called: str  # "named", "alias", "unnamed", "wrong name", "wrong layer", or "" where invisible


def judge(plant: Plant, result: Result) -> Judged:
    if plant.number in FOUND:
        found = FOUND[plant.number] in result.findings and not result.mistakes
        return Judged(plant, result, found, "named" if found else "unnamed")
    detected = result.verdict == "wrong"
    deserved = truth.aliases(plant, PLANTS)
    if not plant.shows and not result.mistakes:
        return Judged(plant, result, detected, "")
    return Judged(plant, result, detected, called(plant, deserved, result.mistakes))


def called(plant: Plant, deserved: set[int], mistakes: Sequence[Called]) -> str:
    if any(not deserved & mistake.numbers for mistake in mistakes):
        return "wrong name"
    if not mistakes:
        return "unnamed"
    if not any(right_layer(plant, mistake.layer) for mistake in mistakes):
        return "wrong layer"
    return "named" if plant.number in {mistake.number for mistake in mistakes} else "alias"


def right_layer(plant: Plant, layer: int | None) -> bool:
    """The one to which the mistake is confined. A hidden mistake in no particular layer is in all
    of them, but for the error that is sent back wrongly only once."""
    if plant.layer is not None:
        return layer == plant.layer
    if plant.number in HIDDEN and plant.what != "first":
        return layer is None
    return True


class Pair(NamedTuple):
    """Two mistakes in one file."""

    both: tuple[Plant, Plant]
    merged: Plant  # the replacements of both
    first_wrong: Place


class JudgedPair(NamedTuple):
    pair: Pair
    result: Result
    detected: bool  # and the first wrong quantity is right
    wrong_name: bool


def pairs(count: int, plants: Sequence[Plant], seed: int = 0) -> Iterator[Pair]:
    """A random choice of pairs that change different lines of the same variant, and whose numbers
    tell where the first wrong one is."""
    chance = random.Random(seed)
    for _ in range(100 * count):
        if count == 0:
            return
        one = chance.choice(plants)
        other = chance.choice(plants)
        found = pair(one, other)
        if found:
            count -= 1
            yield found


def pair(one: Plant, other: Plant) -> Pair | None:
    lines = [old for plant in (one, other) for old, _ in plant.replacements]
    same_file = (one.style, one.variant) == (other.style, other.variant)
    if not same_file or len(set(lines)) < len(lines) or one.number == other.number:
        return None
    if not all(
        plant.shows and plant.number not in FOUND and tells_where(plant) for plant in (one, other)
    ):
        return None
    merged = Plant(one.number, one.style, one.variant, one.replacements + other.replacements)
    first = truth.first_wrong(merged)
    if first is None or truth.fingerprint(merged) in map(truth.fingerprint, (one, other)):
        return None
    return Pair((one, other), merged, first)


def tells_where(plant: Plant) -> bool:
    """Whether its numbers say which quantity is wrong first. A changed target spoils whatever is
    asked next; a factor may be the cost's or the gradients'; z(1-z) is right for a given a."""
    return not (
        plant.number in (62, *FOUND)
        or (plant.number, plant.what) in ((11, "in the cost"), (5, "σ′"))
    )


def judge_pair(pair: Pair, result: Result) -> JudgedPair:
    deserved = truth.aliases(pair.merged, PLANTS)
    for plant in pair.both:
        deserved |= truth.aliases(plant, PLANTS)
    first_is_right = result.first_wrong is not None and truth.agrees(
        result.first_wrong, pair.first_wrong, deltas_given=pair.merged.style == "numpy-batch"
    )
    return JudgedPair(
        pair,
        result,
        result.verdict == "wrong" and first_is_right,
        any(not deserved & mistake.numbers for mistake in result.mistakes),
    )
