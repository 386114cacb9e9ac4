"""How to train: every option of the trainer, in one place, checked before anything starts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from groundup.data.augmentation import Augmentation
from groundup.engines import ENGINES, cores, fastest
from groundup.engines.state import OPTIMISERS
from groundup.errors import UserError
from groundup.rungs import RUNGS
from groundup.training.checks import check_names, goal, one_of, rate, share, shares, whole
from groundup.training.schedules import SCHEDULES

if TYPE_CHECKING:
    import numpy as np

NAMES = ("auto", *ENGINES, *(name for name in RUNGS if name not in ENGINES))

ARGUMENTS = ("epochs", "validation", "sample_weights", "progress", "pace", "checkpoint")
"""What `epochs` and `fit` take beside the options."""

MAXIMUM_THREADS = 1024


def distortion(name: str, given: Any) -> Augmentation:
    if not isinstance(given, Augmentation):
        raise UserError(f"{name} must be an Augmentation, such as Augmentation(), not {given!r}")
    return given


CHECKS: dict[str, Callable[[str, Any], Any]] = {
    "batch_size": whole,
    "eta": rate,
    "schedule": partial(one_of, choices=tuple(SCHEDULES)),
    "optimiser": partial(one_of, choices=OPTIMISERS),
    "momentum": share,
    "beta1": share,
    "beta2": share,
    "epsilon": rate,
    "l2": partial(rate, zero=True),
    "dropout": shares,
    "class_weight": partial(one_of, choices=("balanced",)),
    "augmentation": distortion,
    "patience": whole,
    "target": goal,
    "engine": partial(one_of, choices=NAMES),
    "average_every": whole,
    "threads": partial(whole, most=MAXIMUM_THREADS),
    "seed": partial(whole, least=None),
}
"""An option's check: it raises ValueError, or returns what is kept, numbers as plain ones."""
OPTIONAL = ("class_weight", "augmentation", "patience", "target")  # which may be None


@dataclass(frozen=True)
class Options:
    """How to train a network. Raises ValueError where an option makes no sense, or there is none
    of that name.

    batch_size: samples a step.
    eta: the learning rate, of the first epoch where a schedule changes it.
    schedule: "constant"; "cosine", down to nearly 0 in the last epoch; "inverse", eta/√epoch;
        or "plateau", halved whenever the validation set has not got better for two epochs.
    optimiser: "sgd", "momentum", "nesterov" or "adam".
    momentum: of "momentum" and "nesterov", 0 to 1.
    beta1, beta2, epsilon: of "adam": how much its running means of g and of g² keep, 0 to 1, and
        what is added to the root that it divides by.
    l2: weight decay; l2/2·Σw² is added to the cost that is minimised (the book's λ is l2·n).
    dropout: the share of hidden units that sit out each step; one number for all hidden layers of
        neurons (convolutions, whose weights are few, keep theirs), or one for each hidden layer.
    class_weight: "balanced" to let each class count alike, however rare it is: a sample has the
        weight n / (classes · samples of its class), and the validation accuracy is the mean of the
        classes' own. None to let each sample count alike.
    augmentation: how training images are distorted, anew each epoch; None for not at all.
    patience: stop when the validation set has not got better for this many epochs, and go back to
        the best weights; None to go on to the end.
    target: stop as soon as this share of the validation set is right, 0 to 1.
    engine: "auto" (the fastest that is here), "kernel", "numpy" or the name of a rung.
    threads: the most to use, if a layer is large enough; all cores by default. They change
        no bit of the result.
    average_every: of the engine "devices": how many steps each device takes by itself, with its
        part of each batch, before they go on from the mean of their networks; 1 to share each.
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
    class_weight: str | None = None
    augmentation: Augmentation | None = None
    patience: int | None = None
    target: float | None = None
    engine: str = "auto"
    average_every: int = 1
    threads: int = field(default_factory=cores)
    seed: int = 0

    def __new__(cls, *_: Any, **options: Any) -> Options:
        check_names(options, [option.name for option in fields(cls)], ARGUMENTS)
        return super().__new__(cls)

    def __post_init__(self) -> None:
        for name, checked in CHECKS.items():
            if (value := getattr(self, name)) is not None or name not in OPTIONAL:
                object.__setattr__(self, name, checked(name, value))

    def dropout_of(self, w: Sequence[np.ndarray]) -> list[float]:
        """A probability for each layer of w, the last 0. Raises ValueError where there are too
        few."""
        hidden = w[: len(w) - 1]
        if not isinstance(self.dropout, Sequence):
            if self.dropout and hidden and all(wl.ndim == 4 for wl in hidden):
                raise UserError(
                    "dropout leaves convolutions alone, and all hidden layers are convolutions; "
                    "leave it out, or give one number for each of them"
                )
            return [0.0 if wl.ndim == 4 else float(self.dropout) for wl in hidden] + [0.0]
        if len(self.dropout) != len(hidden):
            raise UserError(
                f"dropout must be one number, or one for each of {len(hidden)} hidden layers, "
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
    def from_dict(cls, written: dict[str, Any]) -> Options:
        """The options in a checkpoint. Raises ValueError where they are none."""
        try:
            options = dict(written)
            if options.get("augmentation") is not None:
                options["augmentation"] = Augmentation(**options["augmentation"])
            return cls(**options)
        except (TypeError, ValueError) as error:
            raise UserError(f"these are not options for training: {error}") from None
