"""What is known of a step of training before it is read, and what was seen of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from groundup.checking.model.answers import Observation
from groundup.checking.reading.lines import Lines
from groundup.checking.reading.watching.forwards.readings import Reading
from groundup.checking.reading.watching.recording.recorder import Recorder
from groundup.checking.reading.watching.recording.state import Array, Place
from groundup.checking.reading.watching.steps.optimisers import Optimiser
from groundup.checking.reading.watching.steps.own_costs import Moment
from groundup.checking.reading.watching.steps.substitutes import drawn

CUT = 5  # how far one came that saw a step end before its time


@dataclass
class Watched:
    """What was seen of a program that trains."""

    reading: Reading
    parameters: list[Place]
    observations: list[Observation] = field(default_factory=list)
    rate: float | None = None  # where a name says which number it is
    costs: list[list[float]] = field(default_factory=list)  # numbers called so, an observation
    moments: dict[int, Moment] = field(default_factory=dict)  # by the identity of what came in it
    optimiser: Optimiser | None = None  # where steps are adaptive
    remembers: bool = False  # whether a step changes the next one, as momentum does
    penalty: dict[str, str] = field(default_factory=dict)  # L2 or L1 that was in steps, in words
    unlike: bool = False  # whether layers have such terms of their own, or one is of no known form
    factors: list[float] = field(default_factory=list)  # the coefficients that did
    regular: list[Observation] = field(default_factory=list)  # the steps with it
    regular_costs: list[list[float]] = field(default_factory=list)
    bare: list[Observation] = field(default_factory=list)  # the same without it
    left_out: list[str] = field(default_factory=list)  # what is not judged
    omitted: list[str] = field(default_factory=list)  # what a step should do, and does not
    untouched: str = ""  # what is to be said of layers for which nothing is computed
    never: list[Place] = field(default_factory=list)  # biases that are 0 and that no step moves
    note: str = ""  # what else was not looked at
    resized: list[Observation] = field(default_factory=list)  # with another number of samples
    second: Observation | None = None  # the second turn after the first observation's
    turn: Recorder | None = None  # that turn, where all of it was read, or no way forwards in it
    broken: BaseException | None = None  # what ended the step before its end
    several: list[float] = field(default_factory=list)  # all that are called a rate
    squared: list[Place] = field(default_factory=list)  # rates that are in it twice
    minimised: bool = False  # whether a minimiser is handed the gradients, beside the cost
    steering: set[Place] | None = None  # the targets among several, where it was looked for
    lines: Lines = field(default_factory=Lines)  # that ran
    astray: Callable[[bool], str] = lambda adaptive: ""  # of an optimiser that is put back

    @property
    def memory(self) -> str:
        """What was not judged of steps that remember those before; "" where they do not."""
        if self.optimiser:
            return "adaptive: judged are the gradients that it keeps, not how far it goes"
        if self.remembers and len(self.observations[0].calls) == 1:
            return "with momentum, or another memory of steps before: only a first one was judged"
        return ""


@dataclass
class Failure:
    """How far the reading came: what stood in its way."""

    why: str = ""
    reached: int = 0

    def note(self, reached: int, why: str) -> None:
        if reached > self.reached:
            self.reached, self.why = reached, why


class Start(NamedTuple):
    """A step whose parameters are known."""

    plain: Recorder
    places: list[Place]  # of the parameters
    apart: dict[Place, Array]  # other numbers for all that may be data
    settings: dict[Place, Array]  # what is in the way of a plain step, at 0
    single: bool  # whether every parameter is a number of its own

    def fresh(self, number: int) -> dict[Place, Array]:
        """Other parameters, for the observation of that number."""
        return self.settings | {
            place: drawn(self.plain.ready[place].array, number, i)
            for i, place in enumerate(self.places)
        }
