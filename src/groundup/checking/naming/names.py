"""From what a verdict rests on to the rules that were broken."""

from __future__ import annotations

import numpy as np

from groundup.checking.judging.agreement import SAME, multiple, near
from groundup.checking.naming import outputs, products, slopes, sums
from groundup.checking.naming.slips import Slip

LEAST = 4  # numbers that are a multiple of others by chance if they are fewer
UP_TO_A_FACTOR = (
    slopes.candidates,
    outputs.candidates,
    products.errors_sent,
    products.gradients,
    sums.biases,
)
EXACT = (sums.everything, sums.factors, sums.decay)


def names(slip: Slip) -> list[str]:
    """The entries of the catalogue that would give what came; by another factor only where none
    gives the very numbers."""
    exact: list[str] = []
    others: list[str] = []
    with np.errstate(all="ignore"):
        for rules in (*UP_TO_A_FACTOR, *EXACT):
            for slug, numbers in rules(slip):
                found = fits(slip, numbers)
                if found == 1.0:
                    exact.append(slug)
                elif found and rules in UP_TO_A_FACTOR:
                    others.append(slug)
    return list(dict.fromkeys(exact or others))


def fits(slip: Slip, numbers: np.ndarray) -> float:
    """0 where what came is no multiple of these numbers."""
    numbers = np.ravel(numbers)
    if numbers.shape != slip.got.shape or not np.isfinite(numbers).all():
        return 0.0
    tiny = SAME * np.abs(slip.expected).max(initial=0.0)
    if np.abs(slip.got).max() <= tiny or np.abs(numbers).max() <= tiny:
        return float(np.abs(slip.got - numbers).max() <= tiny)
    found = multiple(slip.got, numbers)
    if not found.holds or found.factor <= 0:
        return 0.0
    if near(found.factor, 1.0):
        return 1.0
    told = slip.got.size >= LEAST and not multiple(numbers, slip.expected).holds
    return found.factor if told else 0.0
