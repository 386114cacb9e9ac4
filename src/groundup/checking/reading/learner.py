"""What a reading of a learner's code is: forms in which people write, behind one interface.

A form looks through what a learner's code offers (`Offered`) and yields `Learner`s: readings of
that code, the likeliest first, each with one layout fixed. `choice` keeps the reading whose
answers have the right shapes and come closest to the right ones.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from groundup.checking.model.answers import Answers, Array, Batch, Finding, Probe
from groundup.checking.reading.copies import Handed

Step = tuple[list[Array], list[Array]]  # (w, b) after it


class Trial(ABC):
    """A fresh network of the learner's, with a probe's numbers in it."""

    handed: Handed  # what the learner's code was given

    @abstractmethod
    def answers(self, batch: Batch) -> Answers:
        """Raises whatever the learner's code raises."""

    @abstractmethod
    def step(self, batch: Batch) -> Step | None:
        """After one step with the settings' eta; None where the code has no step."""

    def after_epochs(self, batch: Batch, runs: Sequence[int]) -> Step | None:
        """Weights and biases after training for so many epochs each; None where the number of
        epochs is not the code's to be told."""
        return None

    def changed(self) -> list[str]:
        """Names of what was handed over since the last time and has been changed."""
        return self.handed.changed()

    @property
    def moves(self) -> bool:
        """Whether its gradients are what a step of training changed."""
        return False


@dataclass(kw_only=True, eq=False)
class Learner(ABC):
    """One reading of a learner's code."""

    style: str  # "the class Network, as in Nielsen's book"
    conventions: dict[str, str]  # what to tell the learner: "w": "(n_in, n_out)"
    places: dict[str, str]  # "dw": "Network.backprop", the learner's function a quantity is from
    one_by_one: bool = False  # gradients come a sample at a time; `answers` averages them
    sizes: tuple[int, ...] | None = None  # where the code has its own
    layers: int | None = None  # where the code has a fixed number
    biases: bool = True
    outputs: int | None = None  # where their number was declared, or the code asserts it
    masks: bool = False  # it takes those of dropout
    takes_activations: bool = False  # it is told them
    trains: bool = False  # its gradient is what a step of training changed
    fallback: bool = False  # tried where nothing likelier has the right shapes
    guessed: bool = False  # some arguments are tried, so what it raises may be the check's fault

    @abstractmethod
    def start(self, probe: Probe) -> Trial: ...

    @property
    def steps(self) -> bool:
        """Whether a step was seen to be taken where a gradient was asked for."""
        return False

    def costs(self) -> Iterator[tuple[str, Learner]]:
        """By the names of functions that names do not call so, the same reading with each of them
        as its cost."""
        yield from ()

    def faults(self) -> list[Finding]:
        """What is wrong with parts of the code, each on its own."""
        return []


def moved(before: Sequence[Array], after: Sequence[Array | None], eta: float) -> list[Array]:
    """The gradient whose step made `after` of `before`: 0 where nothing is there; what is there,
    where it has another size."""
    return [
        np.zeros_like(old)
        if new is None
        else ((old - new.reshape(old.shape)) / eta if new.size == old.size else new)
        for old, new in zip(before, after, strict=True)
    ]
