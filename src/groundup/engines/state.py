"""What engines share: the optimisers, what they remember, and which units dropout keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

OPTIMISERS = ("sgd", "momentum", "nesterov", "adam")
ARRAYS_OF_STATE = {"sgd": 0, "momentum": 1, "nesterov": 1, "adam": 2}


@dataclass
class State:
    """What an optimiser remembers between steps.

    `w[s][l]` and `b[s][l]` are shaped like w[l] and b[l]: the velocity (s = 0) for momentum and
    nesterov, the two moments (s = 0, 1) for adam, nothing for sgd. `steps` holds one int64, the
    steps taken, which adam's bias correction needs.
    """

    w: list[list[Array]]
    b: list[list[Array]]
    steps: NDArray[np.int64]


def new_state(optimiser: str, w: Sequence[Array], b: Sequence[Array]) -> State:
    """The state of `optimiser` before its first step, for weights and biases like `w` and `b`.
    Raises ValueError for an optimiser that there is not."""
    if optimiser not in OPTIMISERS:
        raise ValueError(f"optimiser: expected one of {', '.join(OPTIMISERS)}, got {optimiser!r}")
    copies = range(ARRAYS_OF_STATE[optimiser])
    return State(
        w=[[np.zeros_like(wl) for wl in w] for _ in copies],
        b=[[np.zeros_like(bl) for bl in b] for _ in copies],
        steps=np.zeros(1, np.int64),
    )


def dropout_mask(p: float, stream: int, positions: Array, units: int) -> NDArray[np.bool_]:
    """Which units stay, (samples, units), where a layer's are dropped with probability `p`.

    The unit of the sample at `position` in the order (0 the first of the call) stays if the upper
    32 bits of splitmix64's finaliser of stream + 2^32·position + unit (mod 2^64) are p·2^32,
    rounded down, or more. One who starts in the middle of an epoch adds 2^32 times the samples
    before to the stream.
    """
    with np.errstate(over="ignore"):
        start = np.uint64(stream) + (np.asarray(positions).astype(np.uint64) << np.uint64(32))
        h = start[:, np.newaxis] + np.arange(units, dtype=np.uint64)
        h = (h ^ (h >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        h = (h ^ (h >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        h = h ^ (h >> np.uint64(31))
    return (h >> np.uint64(32)) >= np.uint64(int(p * 2**32))
