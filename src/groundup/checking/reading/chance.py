"""What code draws by chance: its generators are set before each call, so that it draws the same.

Whether it has drawn anything, and whether that matters, shows in a call with another seed.
"""

from __future__ import annotations

import random
import sys
from collections import deque
from typing import Any

import numpy as np

Made = np.random.Generator | np.random.RandomState

_default_rng, _seed, _set = np.random.default_rng, np.random.seed, random.seed
_generators: deque[tuple[Made, Any]] = deque(maxlen=64)  # and how they began
_after: list[Any] = []  # the states that `seed` left
_number, _unseeded = [0], [0]  # of the last `seed`, and how often a seed was left out


def keep_generators() -> None:
    """From now on those that a learner's code makes are set too, and are the same every time where
    it gives no seed."""
    np.random.default_rng = kept_rng
    np.random.RandomState = KeptState
    np.random.seed = lambda seed=None: _seed(given(seed))
    random.seed = lambda a=None, version=2: _set(given(a), version)


def given(seed: Any) -> Any:
    _unseeded[0] += seed is None
    return _number[0] if seed is None else seed


def kept_rng(seed: Any = None) -> np.random.Generator:
    """`numpy.random.default_rng`."""
    made = _default_rng(given(seed))
    if not str(sys._getframe(1).f_globals.get("__name__")).startswith("groundup.checking"):
        _generators.append((made, state_of(made)))
    return made


class KeptState(np.random.RandomState):
    """`numpy.random.RandomState`."""

    def __init__(self, seed: Any = None):
        super().__init__(given(seed))
        _generators.append((self, state_of(self)))


def state_of(made: Made) -> Any:
    return made.get_state() if isinstance(made, np.random.RandomState) else made.bit_generator.state


def seed(number: int = 0) -> None:
    """Sets all generators to where they were at the last call with this number."""
    _number[0] = number
    _set(number)
    _seed(number)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(number)
    for made, state in _generators:
        if isinstance(made, np.random.RandomState):
            made.set_state(state)
        else:
            made.bit_generator.state = state
        made.random(number)  # another start for another number
    _after[:] = states()


def drawn() -> bool:
    """Whether anything was drawn since."""
    return repr(states()) != repr(_after)


def states() -> list[Any]:
    """What changes at every draw, of all generators."""
    own = [random.getstate()[1][-1], random.getstate()[1][0], _unseeded[0]]
    return [
        *own,
        shortened(np.random.get_state()),
        *(shortened(state_of(it)) for it, _ in _generators),
    ]


def shortened(state: Any) -> Any:
    """Of the hundreds of keys of a Mersenne Twister, the first."""
    if not isinstance(state, tuple):
        return state
    name, keys, *rest = state
    return [name, int(keys[0]), *rest]
