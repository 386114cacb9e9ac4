"""What is asked of a learner's code, and what it answered, in one form whatever its style.

A probe is a small network with a few mini-batches. Its answers are arrays in groundup's own
vocabulary and shapes (`w[l]` (n_out, n_in), a row a sample), whatever the learner's code has; an
array that came in a wrong shape keeps it, so that it can be recognised.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from groundup.checking.model.convention import Factor

Array = np.ndarray
OF_SOFTMAX = "cross-entropy of their softmax"  # a cost of outputs that have an activation as well


class Batch(NamedTuple):
    x: Array  # (m, n_0)
    y: Array  # (m, n_L), one-hot where there are several outputs
    masks: list[Array] | None = None  # (m, n_out) a hidden layer: what dropout multiplies by


class Settings(NamedTuple):
    """What a network is, apart from its numbers."""

    activations: tuple[str, ...]  # a name a layer; "leaky-relu 0.01" has its slope in it
    cost: str  # "quadratic", "cross-entropy" or OF_SOFTMAX
    l2: float = 0.0
    eta: float = 0.7
    decay: Factor = Factor()  # of l2·w in the gradient of the mean: one of L2_FORMS, or another


@dataclass(frozen=True)
class Probe:
    """A network, and the mini-batches it is called on, one after the other."""

    name: str
    sizes: tuple[int, ...]
    settings: Settings
    w: list[Array]
    b: list[Array]
    batches: list[Batch]


@dataclass
class Answers:
    """Of one call on one batch; None where the code does not give it."""

    outputs: Array | None = None  # (m, n_L)
    cost: float | None = None
    delta: list[Array | None] | None = None  # delta[l] (m, n_out)
    dw: list[Array] | None = None
    db: list[Array] | None = None
    raised: str | None = None  # the exception's last line, where there was one instead


@dataclass
class Observation:
    """Of one probe: a call a batch on one network, and, on a fresh one, a step on the first."""

    probe: Probe
    calls: list[Answers] = field(default_factory=list)
    stepped_w: list[Array] | None = None
    stepped_b: list[Array] | None = None


@dataclass(frozen=True)
class Finding:
    """Something that is not a number: `kind` is one of KINDS."""

    kind: str
    message: str  # one sentence, what and where
    detail: str = ""  # the learner's own traceback, shortened to their frames; what was printed


STOPS = "stops"  # the program itself, when it is run as it is
SURE = {"inputs changed", "unwritten"}  # are wrong by themselves
# A finding of these kinds makes a check "wrong"; of the others, it is worth a line.
FAULTS = {
    "not imported",
    "raised",
    "hung",
    "crashed",
    "not repeatable",
    "wrong shape",
    "not finite",
    "mend",
    *SURE,
}
DOUBTFUL = {"left out"}  # by the check
KINDS = FAULTS | {"printed", "unstable", "note", STOPS, *DOUBTFUL}
REMEDIES = {
    "softmax": "subtract the largest z of each sample before the exponential, softmax(z) = "
    "e^(z - max z) / Σ e^(z - max z)",
    "logarithm": "an output that is exactly 0 or 1 has no logarithm, and nothing can be divided by "
    "it; keep outputs 1e-12 away from both",
    "exponential": "an exponential is too large for a float; for z < 0, σ(z) is e^z / (1 + e^z)",
}


@dataclass
class Observed:
    """All that code with a fixed interface showed."""

    style: str = ""  # what was asked: "the program node mynet.js"
    settings: Settings | None = None
    known_from: dict[str, str] = field(default_factory=dict)  # "cost": "declared", "activation": …
    conventions: dict[str, str] = field(default_factory=dict)  # "w": "(n_out, n_in)", …
    observations: list[Observation] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)  # what was looked for and not found
