"""How to train: every option of the trainer, in one place, checked before anything starts."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from groundup.data.augmentation import Augmentation
from groundup.engines import ENGINES, fastest
from groundup.engines.state import OPTIMISERS
from groundup.rungs import RUNGS
from groundup.training.schedules import SCHEDULES

NAMES = ("auto", *ENGINES, *(name for name in RUNGS if name not in ENGINES))

MAXIMUM_THREADS = 1024


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True)
class Options:
    """How to train a network. Raises ValueError where an option makes no sense.

    batch_size: samples a step.
    eta: the learning rate, of the first epoch where a schedule changes it.
    schedule: "constant"; "cosine", down to nearly 0 in the last epoch; "inverse", eta/√epoch;
        or "plateau", halved whenever the validation set has not got better for two epochs.
    optimiser: "sgd", "momentum", "nesterov" or "adam".
    momentum: of "momentum" and "nesterov", 0 to 1.
    beta1, beta2, epsilon: of "adam": how much its running means of g and of g² keep, 0 to 1, and
        what is added to the root that it divides by.
    l2: weight decay; l2/2·Σw² is added to the cost that is minimised (the book's λ is l2·n).
    dropout: the share of hidden units that sit out each step; one number for all hidden layers,
        or one a layer.
    augmentation: how training images are distorted, anew each epoch; None for not at all.
    patience: stop when the validation set has not got better for so many epochs, and go back to
        the best weights; None to go on to the end.
    target: stop as soon as this share of the validation set is right, 0 to 1.
    engine: "auto" (the fastest that is here), "kernel", "numpy" or the name of a rung.
    threads: at most so many, where a layer is large enough; all cores by default. They change
        no bit of the result.
    seed: of the order of samples, of dropout and of augmentation.
    """

    batch_size: int = 10
    eta: float = 3.0
    schedule: str = "constant"
    optimiser: str = "sgd"
    momentum: float = 0.9
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    l2: float = 0.0
    dropout: float | Sequence[float] = 0.0
    augmentation: Augmentation | None = None
    patience: int | None = None
    target: float | None = None
    engine: str = "auto"
    threads: int = field(default_factory=cores)
    seed: int = 0

    def __post_init__(self) -> None:
        positive("batch_size", self.batch_size)
        positive("threads", self.threads)
        if self.threads > MAXIMUM_THREADS:
            raise ValueError(f"threads are at most {MAXIMUM_THREADS}, not {self.threads}")
        if self.patience is not None:
            positive("patience", self.patience)
        if not (math.isfinite(self.eta) and self.eta > 0):
            raise ValueError(f"eta, the learning rate, is a finite number above 0, not {self.eta}")
        if not (math.isfinite(self.l2) and self.l2 >= 0):
            raise ValueError(f"l2 is a finite number, 0 or more, not {self.l2}")
        for name in ("momentum", "beta1", "beta2"):
            if not 0 <= getattr(self, name) < 1:
                raise ValueError(f"{name} is 0 or more and less than 1, not {getattr(self, name)}")
        if not (math.isfinite(self.epsilon) and self.epsilon > 0):
            raise ValueError(f"epsilon is a finite number above 0, not {self.epsilon}")
        if self.target is not None and not 0 < self.target <= 1:
            raise ValueError(f"target is a share of the validation set, 0 to 1, not {self.target}")
        for p in self.dropout if isinstance(self.dropout, Sequence) else [self.dropout]:
            if not 0 <= p < 1:
                raise ValueError(f"dropout is 0 or more and less than 1, not {p}")
        one_of("schedule", self.schedule, tuple(SCHEDULES))
        one_of("optimiser", self.optimiser, OPTIMISERS)
        one_of("engine", self.engine, NAMES)

    def dropout_of(self, layers: int) -> list[float]:
        """A probability a layer, the last 0. Raises ValueError where there are too few."""
        if not isinstance(self.dropout, Sequence):
            return [float(self.dropout)] * (layers - 1) + [0.0]
        if len(self.dropout) != layers - 1:
            raise ValueError(
                f"dropout wants one number, or one for each of {layers - 1} hidden layers, "
                f"not {list(self.dropout)}"
            )
        return [*map(float, self.dropout), 0.0]

    def resolved(self) -> Options:
        """The same, with the name of the engine that "auto" means here and now."""
        return replace(self, engine=fastest()) if self.engine == "auto" else self

    def as_dict(self) -> dict[str, Any]:
        """What `from_dict` makes these options from again: numbers, names, nothing else."""
        return asdict(self)

    @classmethod
    def from_dict(cls, said: dict[str, Any]) -> Options:
        """The options in a checkpoint. Raises ValueError where they are none."""
        try:
            said = dict(said)
            if said.get("augmentation") is not None:
                said["augmentation"] = Augmentation(**said["augmentation"])
            return cls(**said)
        except TypeError as error:
            raise ValueError(f"these are not options for training: {error}") from None


def positive(name: str, number: Any) -> None:
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise ValueError(f"{name} is a whole number above 0, not {number!r}")


def one_of(name: str, choice: str, choices: Sequence[str]) -> None:
    if choice not in choices:
        raise ValueError(f"{name} is one of {', '.join(choices)}, not {choice!r}")
