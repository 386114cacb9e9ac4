"""What code draws by chance: its generators are set before each call, so that it draws the same.

Whether it has drawn anything, and whether that matters, shows in a call with another seed.
"""

from __future__ import annotations

import random
import sys
from collections import deque
from typing import Any

import numpy as np

_default_rng = np.random.default_rng
_generators: deque[tuple[np.random.Generator, Any]] = deque(maxlen=64)  # and how they began
_after: list[Any] = []  # the states that `seed` left
_number, _unseeded = [0], [0]  # of the last `seed`, and how many generators were made without one


def keep_generators() -> None:
    """From now on those that a learner's code makes with `default_rng` are set too."""
    np.random.default_rng = kept_rng


def kept_rng(seed: Any = None) -> np.random.Generator:
    """`numpy.random.default_rng`, the same every time where no seed is given."""
    _unseeded[0] += seed is None
    made = _default_rng(_number[0] if seed is None else seed)
    if not str(sys._getframe(1).f_globals.get("__name__")).startswith("groundup.checking"):
        _generators.append((made, made.bit_generator.state))
    return made


def seed(number: int = 0) -> None:
    """Sets all generators to where they were at the last call with this number."""
    _number[0] = number
    random.seed(number)
    np.random.seed(number)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(number)
    for made, state in _generators:
        made.bit_generator.state = state
        made.random(number)  # another start for another number
    _after[:] = states()


def drawn() -> bool:
    """Whether anything was drawn since."""
    return repr(states()) != repr(_after)


def states() -> list[Any]:
    """Of all generators; of long ones what changes at every draw."""
    name, keys, place, *rest = np.random.get_state()
    found = [random.getstate()[1][-1], random.getstate()[1][0], name, int(keys[0]), place, *rest]
    return [*found, _unseeded[0], *(made.bit_generator.state for made, _ in _generators)]
