"""What a sweep chooses from: a space of options, and the one that trial number n draws.

    epochs are those of --halving; every other option of `groundup train` may stand here:

    sizes = { choices = ["784-30-10", "784-100-10"] }
    eta = { log_range = [0.1, 10.0] }
    dropout = { range = [0.0, 0.3] }
    cost = "cross-entropy"

A draw depends on the sweep's seed, the trial's number and the option's name only, so another option
or another trial changes none of those that were there.
"""

from __future__ import annotations

import math
import os
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from groundup.errors import UserError
from groundup.randomness import keys
from groundup.sweeping.parameters import NAMES
from groundup.vocabulary import meant

__all__ = ["Space", "read_space"]

MAXIMUM_BYTES = 2**20
DIGITS = 4
"""Significant digits of a number drawn from a range: enough, and a person can read them out."""

Space = dict[str, Any]
"""An option's name to its one value, or to a table with `choices`, `range` or `log_range`."""


def read_space(source: str | os.PathLike[str] | Mapping[str, Any]) -> Space:
    """The space in a TOML file, or given as a mapping, checked.

    Raises UserError where the file cannot be read, or something in it means nothing.
    """
    if isinstance(source, Mapping):
        return checked(dict(source), "the space")
    path = Path(source)
    try:
        with path.open("rb") as file:
            content = file.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        raise UserError(
            f"{path}: expected a file that says what to choose from, but the system says: "
            f"{error.strerror or error}; check the path"
        ) from None
    if len(content) > MAXIMUM_BYTES:
        raise UserError(
            f"{path}: expected a file that says what to choose from, but it is larger than 1 MiB; "
            "check the path"
        )
    try:
        space = tomllib.loads(content.decode())
    except (ValueError, RecursionError) as error:
        raise UserError(f"{path}: expected TOML, but: {error}; fix that place") from None
    return checked(space, str(path))


def checked(space: Space, where: str) -> Space:
    for name, given in space.items():
        if name not in NAMES:
            near = meant(name, NAMES)
            hint = f"did you mean {near}?" if near else f"there are {', '.join(NAMES)}"
            raise UserError(f"{where}: {name} is not an option of a sweep; {hint}")
        if isinstance(given, Mapping):
            _check_table(name, given, where)
    return space


def draw(space: Space, seed: int, number: int) -> dict[str, Any]:
    """The options of a trial, in the order of the space."""
    return {name: _draw(given, name, seed, number) for name, given in space.items()}


def varied(space: Space) -> list[str]:
    """The names of those options in which trials differ."""
    return [name for name, given in space.items() if isinstance(given, Mapping)]


def is_log(space: Space, name: str) -> bool:
    return isinstance(space[name], Mapping) and "log_range" in space[name]


def _draw(given: Any, name: str, seed: int, number: int) -> Any:
    if not isinstance(given, Mapping):
        return given
    [(kind, values)] = given.items()
    chance = keys(1, seed, "sweep", number, name)[0] / 2**64  # 0 to 1, 1 not included
    return WAYS[kind](values, chance)


def _choice(values: list[Any], chance: float) -> Any:
    return values[int(chance * len(values))]


def _between(values: list[Any], chance: float) -> float | int:
    low, high = values
    if isinstance(low, int) and isinstance(high, int):
        return low + int(chance * (high - low + 1))
    return _short(low + (high - low) * chance)


def _log_between(values: list[Any], chance: float) -> float:
    low, high = map(math.log, values)
    return _short(math.exp(low + (high - low) * chance))


def _short(number: float) -> float:
    return float(f"{number:.{DIGITS}g}")


WAYS: dict[str, Callable[[list[Any], float], Any]] = {
    "choices": _choice,
    "range": _between,
    "log_range": _log_between,
}


def _check_table(name: str, given: Mapping[str, Any], where: str) -> None:
    if len(given) != 1 or (kind := next(iter(given))) not in WAYS:
        raise UserError(
            f"{where}: {name} must be one value, or one of choices, range and log_range, not "
            f"{dict(given)!r}; write it as {name} = {{ choices = [1, 2] }}"
        )
    values = given[kind]
    if not isinstance(values, list) or not values:
        raise UserError(f"{where}: {name}: {kind} must be a list, not {values!r}")
    if kind == "choices":
        return
    numbers = [v for v in values if type(v) in (int, float) and math.isfinite(v)]
    if len(numbers) != 2 or len(values) != 2 or numbers[0] >= numbers[1]:
        raise UserError(
            f"{where}: {name}: {kind} must be two numbers, the smaller one first, not {values!r}"
        )
    if kind == "log_range" and numbers[0] <= 0:
        raise UserError(f"{where}: {name}: log_range must be numbers above 0, not {values!r}")
