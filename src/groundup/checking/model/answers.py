"""What is asked of a learner's code, and what it answered, in one form whatever its style.

A probe is a small network with a few mini-batches. Its answers are arrays in groundup's own
vocabulary and shapes (`w[l]` (n_out, n_in), a row a sample), whatever the learner's code has; an
array that came in a wrong shape keeps it, so that it can be recognised.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

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
    decays_biases: bool = False  # where L2 is on biases too, by the code's own cost
    shared_biases: tuple[int, ...] = ()  # layers whose units have one number between them
    lent: float = 0.0  # a factor of L2 for code that takes one, and is judged as if it were its own

    @property
    def given_l2(self) -> float:
        """What code that takes a factor of L2 is given."""
        return self.l2 or self.lent

    def of_layers(self, layers: int) -> Settings:
        """For another number of layers: hidden activations are repeated or dropped."""
        *hidden, last = self.activations
        hidden = hidden or [last if last != "softmax" else "sigmoid"]
        names = (*hidden[:1] * max(0, layers - 1 - len(hidden)), *hidden)
        return self._replace(activations=(*names[len(names) - (layers - 1) :], last))


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
    dw: list[Array] | None = None  # the mean over the samples, where they came one at a time
    db: list[Array] | None = None
    single: tuple[str, ...] = ()  # "dw", "db": those whose every number was one of float32
    raised: str | None = None  # the exception's last line, where there was one instead


@dataclass
class Observation:
    """Of one probe: a call a batch on one network, and, on a fresh one, a step on the first."""

    probe: Probe
    calls: list[Answers] = field(default_factory=list)
    stepped_w: list[Array] | None = None
    stepped_b: list[Array] | None = None
    step_raised: str | None = None

    @property
    def went(self) -> bool:
        """Whether a step left other weights or biases."""
        pairs = ((self.probe.w, self.stepped_w), (self.probe.b, self.stepped_b))
        return any(not all(map(np.array_equal, old, new)) for old, new in pairs if new)


class Unrun(NamedTuple):
    """Lines of the learner's that compute something, and did not run on any probe."""

    file: str
    first: int
    last: int
    where: str = ""  # the condition that was not met, or the function's name


@dataclass(frozen=True)
class Finding:
    """Something that is not a number: `kind` is one of KINDS."""

    kind: str
    message: str  # one sentence, what and where
    detail: str = ""  # the learner's own traceback, shortened to their frames; what was printed


OF_CALLS = ("MissingError", "TypeError", "AttributeError", " to unpack")  # of what was handed over
OPERATORS = {"wrong operator", "gradient overwritten"}  # of a class of values
TRAINING = {"gradients kept", "mask missing", "mask not scaled"}  # of parts asked by themselves
LOOP = {"loop keeps gradients", "stale values", "uphill", "update lost"}  # of a loop that was run
STOPS = "stops"  # the program itself, when it is run as it is
# A finding of these kinds makes a check "wrong"; of the others, it is worth a line.
FAULTS = {
    "not imported",
    "raised",
    "hung",
    "crashed",
    "inputs changed",
    "not repeatable",
    "wrong shape",
    "not finite",
    "unwritten",
    "undefined name",
    "mend",
    *OPERATORS,
}
DOUBTFUL = {"left out", "omitted"}  # by the check, or by the code's own training
KINDS = FAULTS | {
    "printed",
    "overflow",
    "unstable",
    *DOUBTFUL,
    "untouched",
    "dead",
    "note",
    STOPS,
    *LOOP,
}


@dataclass
class Observed:
    """All that one run of a learner's code showed."""

    style: str = ""  # what was found: "the class Network, as in Nielsen's book"
    settings: Settings | None = None
    known_from: dict[str, str] = field(default_factory=dict)  # "cost": "its name", "activation": …
    conventions: dict[str, str] = field(default_factory=dict)  # "w": "(n_in, n_out)", …
    one_by_one: bool = False  # gradients came a sample at a time, and were averaged here
    moved: bool = False  # gradients are by how much a step changed w and b, whatever its rate
    by_steps: bool = False  # the same of a call at the rate that it was given, by its name or not
    minimised: bool = False  # they were handed to a minimiser, beside the cost whose they are
    trains: bool = False  # the file, run as it is, trains by these gradients, at a rate of its own
    assembled: bool = False  # the network is of parts that the check chose, its cost among them
    could_train: bool = False  # by a loop of a function's, whether it runs or not
    rates: list[float] = field(default_factory=list)  # of such a step, as the code says them
    own_rate: bool = False  # gradients are what a step changed, at a rate that was not the check's
    uneven: list[float] = field(default_factory=list)  # ratios of rates, where there are several
    own_pace: bool = False  # a step beside the gradients goes at a rate that was not the check's
    bare_cost: bool = False  # the code's cost has no place for L2, as far as its text tells
    shown_cost: Factor | None = None  # what is only shown as the cost of steps that were watched
    functions: dict[str, dict[str, Any]] = field(default_factory=dict)  # "sigma": {name, z, value}
    observations: list[Observation] = field(default_factory=list)
    resized: list[Observation] = field(default_factory=list)  # with more or fewer samples
    findings: list[Finding] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)  # what was looked for and not found
    places: dict[str, str] = field(
        default_factory=dict
    )  # quantity: name of the function it is from
    not_run: list[Unrun] = field(default_factory=list)
    any_depth: bool = False  # whether the code takes any number of layers, as far as can be seen

    @property
    def changes(self) -> bool:
        """Whether gradients are what calls changed, who may keep something from one to the next."""
        return self.by_steps or "gradient" in self.conventions

    def without_steps(self) -> Observed:
        """The same where no step was seen."""
        bare = [replace(one, stepped_w=None, stepped_b=None) for one in self.observations]
        return replace(self, observations=bare)

    @property
    def step_errors(self) -> list[str]:
        """What steps raised, where none went anywhere on any network."""
        seen = [one for one in self.observations if one.probe.name != "steep"]
        if any(one.went for one in seen):
            return []
        return [one.step_raised for one in seen if one.step_raised]

    @property
    def steps_raise(self) -> bool:
        """Whether all steps raised something that says nothing of how they were called."""
        errors = self.step_errors
        return bool(errors) and not any(name in one for one in errors for name in OF_CALLS)
