"""What a reading of a learner's code is: forms in which people write, behind one interface.

A form looks through what a learner's code offers (`Offered`) and yields `Learner`s: readings of
that code, the likeliest first, each with one layout fixed. `choice` keeps the reading whose
answers have the right shapes and come closest to the right ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from groundup.checking.model.answers import Answers, Array, Batch, Probe, Settings
from groundup.checking.model.offered import Offered


class Trial(Protocol):
    """A fresh network of the learner's, with a probe's numbers in it."""

    def answers(self, batch: Batch) -> Answers:
        """Raises whatever the learner's code raises."""
        ...

    def step(self, batch: Batch) -> tuple[list[Array], list[Array]] | None:
        """`(w, b)` after one step with the settings' eta; None where the code has no step."""
        ...


class Learner(Protocol):
    """One reading of a learner's code."""

    style: str  # "the class Network, as in Nielsen's book"
    conventions: dict[str, str]  # what to tell the learner: "w": "(n_in, n_out)"
    one_by_one: bool  # gradients come a sample at a time; `answers` averages them
    places: dict[str, str]  # "dw": "Network.backprop", the learner's function a quantity is from
    sizes: tuple[int, ...] | None  # where the code has its own
    layers: int | None  # where the code has a fixed number

    def start(self, probe: Probe) -> Trial: ...


class Style(Protocol):
    """A module of the folder `forms`."""

    def find(self, offered: Offered, settings: Settings) -> Iterator[Learner]: ...
