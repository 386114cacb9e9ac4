"""Whether a step that is right for one number of samples is so for another.

One that is seen with two numbers of samples is the mean's, or the sum's, at the rate that the code
says; or else the sum over something that is always the same, as a batch of 32 that may be smaller.
"""

from __future__ import annotations

import itertools
from typing import NamedTuple

from groundup.checking.diagnosis.factors import factors_of
from groundup.checking.model.answers import Observation, Observed

TWICE = "The step is the mean over the samples, divided by their number once more."
NUMBERS = (1.0, 2.0, 0.5)  # of a cost with or without its half


class Sizes(NamedTuple):
    """Why a step may be wrong for other numbers of samples."""

    doubt: str
    averages: bool  # whether it is the mean's at the first number, so that another is a mistake


def of_sizes(observed: Observed) -> Sizes | None:
    """None where nothing shows that it may be wrong."""
    if not observed.resized or observed.known_from.get("rate") != "its name":
        return None
    (m, of_mean), (n, of_other) = map(factor, (observed.observations[0], observed.resized[0]))
    outputs = observed.observations[0].probe.sizes[-1]
    numbers = [number / k for number in NUMBERS for k in (1, outputs)]
    usual = [rate * number for rate in observed.rates for number in numbers]
    of_sum, twice = of_mean / m, of_mean * m
    again = near(twice, of_other * n) and any(near(twice, it) for it in usual)
    if of_mean and again and not observed.assembled:
        return Sizes(TWICE, True)
    if not of_mean or not near(of_sum, of_other / n) or any(near(of_sum, it) for it in usual):
        return None
    doubt = (
        f"The step is the sum over the samples times {of_sum:.6g}, be they {m} or {n}: where the "
        "mean is meant, it divides by another number than there are."
    )
    return Sizes(doubt, any(near(of_mean, it) for it in usual))


def power(observed: Observed) -> int | None:
    """0 where a step is the mean's at some rate, with any number of samples, 1 where it is the
    sum's, and -1 where it is averaged twice; None where it is none of them, or where one number
    and its rate do not tell."""
    if not observed.resized:
        return at_its_rate(observed)
    (m, one), (n, other) = map(factor, (observed.observations[0], observed.resized[0]))
    powers = (0, 1) if observed.assembled else (0, 1, -1)  # its cost may be another one's
    fitting = (power for power in powers if one and near(one / m**power, other / n**power))
    return next(fitting, None)


def at_its_rate(observed: Observed) -> int | None:
    """The same by the one number that all steps are multiplied by."""
    m, found = factor(observed.observations[0])
    rates = observed.rates[:1] if observed.known_from.get("rate") == "its step" else []
    fitting = {
        power
        for rate, number, power in itertools.product(rates, NUMBERS, (0, 1))
        if near(rate * number * m**power, found)
    }
    return fitting.pop() if len(fitting) == 1 else None


def factor(seen: Observation) -> tuple[int, float]:
    """How many samples there are, and how many times the mean's gradient the step is; 0 where it
    is no multiple of it."""
    found = list(factors_of(seen))
    alike = len(found) > 0 and all(near(one, found[0]) for one in found)
    arrays = [*(seen.calls[0].dw or ()), *(seen.calls[0].db or ())]
    return len(seen.probe.batches[0].x), found[0] if alike and len(found) == len(arrays) else 0.0


def near(one: float, other: float) -> bool:
    return abs(one - other) < 1e-6 * abs(other)
