"""What training refuses before anything starts. NumPy's numbers come out as Python's, so that
whoever writes them down needs no NumPy to read them."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from numbers import Integral, Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from groundup.data.samples import as_numbers
from groundup.errors import UserError
from groundup.network import Network
from groundup.vocabulary import hint, meant

OF_A_NETWORK = {
    "sizes": "sizes",
    "activation": "activations",
    "cost": "cost",
    "init": "init",
    "dtype": "dtype",
}
"""Options of `groundup train` that are no options of training here."""


def check_names(given: Collection[str], known: Sequence[str], others: Sequence[str] = ()) -> None:
    """Raises ValueError where a name is not among the known ones, which says which one is meant:
    one of them, or of `others`, which are arguments of their own."""
    for name in given:
        if name not in known:
            names = [*known, *others]
            near = meant(name, [*names, *OF_A_NETWORK])
            hint = f"did you mean {near}?" if near else f"there are {', '.join(names)}"
            if near in OF_A_NETWORK:
                hint = f"the Network has it, as {OF_A_NETWORK[near]}"
            raise UserError(f"there is no option {name}; {hint}")


def whole(name: str, number: Any, least: int | None = 1, most: int | None = None) -> int:
    """The number as an int. Raises ValueError where it is none, or out of bounds."""
    count = int(number) if isinstance(number, Integral) and not isinstance(number, bool) else None
    if count is None or (least is not None and count < least):
        bound = {None: "", 1: " above 0"}.get(least, f", {least} or more")
        raise UserError(f"{name} must be a whole number{bound}, not {number!r}")
    if most is not None and count > most:
        raise UserError(f"{name} must be at most {most}, not {number!r}")
    return count


def rate(name: str, number: Any, zero: bool = False) -> float:
    """The number as a float. Raises ValueError where it is not finite and above 0, or 0."""
    if not (is_real(number) and math.isfinite(number) and (number > 0 or (zero and number == 0))):
        bound = ", 0 or more" if zero else " above 0"
        raise UserError(f"{name} must be a finite number{bound}, not {number!r}")
    return float(number)


def share(name: str, number: Any) -> float:
    """The number as a float. Raises ValueError where it is not 0 or more and less than 1."""
    if not (is_real(number) and 0 <= number < 1):
        raise UserError(f"{name} must be 0 or more and less than 1, not {number!r}")
    return float(number)


def shares(name: str, given: Any) -> float | list[float]:
    """One such number, or a list of them."""
    if isinstance(given, list | tuple | np.ndarray):
        return [share(name, number) for number in given]
    return share(name, given)


def goal(name: str, number: Any) -> float:
    """The number as a float. Raises ValueError where it is not above 0 and at most 1."""
    if not (is_real(number) and 0 < number <= 1):
        raise UserError(f"{name} must be a share of the validation set, 0 to 1, not {number!r}")
    return float(number)


def is_real(number: Any) -> bool:
    return isinstance(number, Real) and not isinstance(number, bool)


def one_of(name: str, choice: Any, choices: Sequence[str]) -> str:
    if choice not in choices:
        near = hint(name, choice, choices)
        raise UserError(f"{name} must be one of {', '.join(choices)}, not {choice!r}{near}")
    return choice


def check_sample_weights(
    given: ArrayLike | None, count: int, network: Network
) -> np.ndarray | None:
    """The weights (n,) in the network's dtype. Raises ValueError where they make no sense."""
    if given is None:
        return None
    with np.errstate(over="ignore"):  # what is too large is infinite, and refused
        weights = as_numbers(given, "sample_weights").astype(network.dtype)
    if weights.shape != (count,):
        raise UserError(
            f"sample_weights must be {count} numbers, one for each sample, not {weights.shape}"
        )
    if not (np.isfinite(weights).all() and (weights >= 0).all() and weights.sum() > 0):
        raise UserError("sample_weights must be finite numbers, 0 or more, and not all 0")
    return weights
