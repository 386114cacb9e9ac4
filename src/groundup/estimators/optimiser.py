"""What a stochastic solver carries from step to step, and from one fit to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from groundup.engines.state import State, new_state
from groundup.estimators.learning import Layers

SMALLEST = 1e-6  # an adaptive rate that is no larger is not divided any more
DIVISOR = 5.0


@dataclass
class Optimiser:
    """An engine's rule and what it remembers, and the rate of the next epoch."""

    rule: str  # the engine's name for it
    state: State
    learning_rate: float
    learning_rate_init: float  # where the rate began

    @classmethod
    def of(cls, estimator: Any, layers: Layers) -> Optimiser:
        """The one that goes on from the estimator's last fit, or a new one where there is none or
        the rule has changed."""
        rule, initial = rule_of(estimator), float(estimator.learning_rate_init)
        kept = getattr(estimator, "_optimizer", None)
        if kept is None or kept.rule != rule:
            return cls(rule, new_state(rule, layers.w, layers.b), initial, initial)
        if kept.learning_rate_init != initial:
            kept.learning_rate = kept.learning_rate_init = initial
        return kept

    def epoch_ends(self, estimator: Any) -> None:
        if estimator.solver == "sgd" and estimator.learning_rate == "invscaling":
            self.learning_rate = self.learning_rate_init / (estimator.t_ + 1) ** estimator.power_t

    def gives_up(self, estimator: Any) -> tuple[bool, str]:
        """Whether epochs without improvement are the end, and what to say; else the rate falls."""
        if estimator.solver != "sgd" or estimator.learning_rate != "adaptive":
            return True, "Stopping."
        if self.learning_rate <= SMALLEST:
            return True, "Learning rate too small. Stopping."
        self.learning_rate /= DIVISOR
        return False, f"Setting learning rate to {self.learning_rate:f}"


def rule_of(estimator: Any) -> str:
    """What an engine calls an estimator's solver."""
    if estimator.solver == "adam":
        return "adam"
    if estimator.momentum == 0:
        return "sgd"
    return "nesterov" if estimator.nesterovs_momentum else "momentum"
