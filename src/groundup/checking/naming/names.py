"""From what a verdict rests on to the rules that were broken."""

from __future__ import annotations

import numpy as np

from groundup.checking.judging.agreement import SAME, multiple, near
from groundup.checking.naming import outputs, products, slopes, sums
from groundup.checking.naming.slips import Slip

CHANCE = 0.5  # less than 1: nothing came, and these numbers are nothing, too, but not alike
LEAST = 4  # numbers that are a multiple of others by chance if they are fewer
UP_TO_A_FACTOR = (
    slopes.candidates,
    outputs.candidates,
    products.errors_sent,
    products.gradients,
    sums.biases,
)
OF_NOTHING = (products.gradients, sums.biases)  # which can be lost; errors are 0 by themselves
EXACT = (sums.everything, sums.factors, sums.decay)


def names(slip: Slip) -> list[str]:
    """The entries of the catalogue that would give what came; by another factor, or if nothing came
    by chance, only where none gives the very numbers, or after those that do."""
    exact: list[str] = []
    others: list[str] = []
    nothing = slip.group is not None and is_nothing(slip.got, slip)
    if not nothing and slip.got.size < LEAST and is_nothing(slip.got, slip):
        return []  # which much gives by chance
    if slip.got.size == 1 and slip.of[0] == slip.turn.sized:
        return []  # it is right in its size because that is not known
    with np.errstate(all="ignore"):
        lost = OF_NOTHING if slip.by_errors else ()
        for rules in (*(lost if nothing else UP_TO_A_FACTOR), *EXACT):
            for slug, numbers in rules(slip):
                found = fits(slip, numbers)
                if found == 1.0:
                    exact.append(slug)
                elif found and (nothing or rules in UP_TO_A_FACTOR):
                    others.append(slug)
    return list(dict.fromkeys([*exact, *others] if nothing else exact or others))


def fits(slip: Slip, numbers: np.ndarray) -> float:
    """0 where what came is no multiple of these numbers."""
    numbers = np.ravel(numbers)
    if numbers.shape != slip.got.shape or not np.isfinite(numbers).all():
        return 0.0
    if is_nothing(slip.got, slip) or is_nothing(numbers, slip):
        same = slip.got.any() == numbers.any()  # a sum that cancels out is seldom 0
        return float(is_nothing(slip.got - numbers, slip)) * (1.0 if same else CHANCE)
    found = multiple(slip.got, numbers)
    if not found.holds or found.factor <= 0:
        return 0.0
    if near(found.factor, 1.0):
        return 1.0
    told = slip.got.size >= LEAST and not multiple(numbers, slip.expected).holds
    return found.factor if told else 0.0


def is_nothing(numbers: np.ndarray, slip: Slip) -> bool:
    """Beside what should have come."""
    tiny = SAME * np.abs(slip.expected).max(initial=0.0)
    return bool(np.abs(numbers).max(initial=0.0) <= tiny)
