"""The functions or methods of one reading, and what its trials have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from groundup.checking.names.arguments import Plan
from groundup.checking.names.roles import kind
from groundup.checking.reading.forms.outputs import Path

FORWARD_RESULTS = ("out", "z", "a", "cache")


class Calls(NamedTuple):
    """The learner's functions, and how they are called."""

    gradient: Plan
    forward: Plan | None = None
    cost: Plan | None = None
    step: Plan | None = None
    forward_first: bool = False  # the gradient needs what a forward pass left or returned
    extra: frozenset[str] = frozenset()  # optional arguments that are given

    @property
    def whole_pairs(self) -> bool:
        """Whether the gradient is what a step with a list of samples changes."""
        return takes_pairs(self.gradient)

    def places(self, prefix: str = "") -> dict[str, str]:
        gradient = prefix + self.gradient.name
        found = {"delta": gradient, "dw": gradient, "db": gradient}
        for what, plan in (("outputs", self.forward), ("cost", self.cost), ("step", self.step)):
            if plan:
                found[what] = prefix + plan.name
        return found


def takes_pairs(gradient: Plan) -> bool:
    """Whether a step takes pairs of inputs and targets, and nothing else of a batch."""
    return (
        kind(gradient.name) == "step" and gradient.wants("pairs") and not gradient.wants("x", "y")
    )


class NothingFoundError(ValueError):
    """The learner's code ran, and there is no gradient in what it gave."""


@dataclass
class Memory:
    """What a learner's earlier trials have shown."""

    moves: bool = False  # the gradient is what a call changed: where it changed nothing, it is 0
    steps: bool = False  # a step is taken where a gradient is asked for
    turned: tuple[str, ...] = ()  # what a step has other axes of than a gradient's function: "x"
    last_first: bool | None = None  # the order of gradients that are returned one by one
    outputs: Path | None = None  # where they are in what the forward pass returns
