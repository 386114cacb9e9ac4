"""The learning rate, epoch by epoch."""

from __future__ import annotations

import math
from collections.abc import Callable

# epoch (from 1), epochs in all, how often validation has stalled → a factor on eta
SCHEDULES: dict[str, Callable[[int, int, int], float]] = {
    "constant": lambda epoch, count, stalls: 1.0,
    "cosine": lambda epoch, count, stalls: 0.5 + 0.5 * math.cos(math.pi * (epoch - 1) / count),
    "inverse": lambda epoch, count, stalls: 1.0 / math.sqrt(epoch),
    "plateau": lambda epoch, count, stalls: 0.5**stalls,
}
STALL = 2  # epochs without a better validation set until "plateau" halves eta
