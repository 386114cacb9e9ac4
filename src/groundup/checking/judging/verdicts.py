"""A verdict as facts. Words are made of it elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

from groundup.checking.tracing.places import Position


class Word(Enum):
    RIGHT, WRONG, UNCHECKED = "right", "wrong", "unchecked"


class Why(Enum):
    """What a verdict rests on, or what is in the way of one."""

    OWN_COST = "the program's own cost"
    DECLARED_COST = "the cost that was declared"
    ASSUMED_COST = "a cost that is assumed, where targets meet outputs"
    OPTIMISER = "the gradient is right; the step is another rule's"
    PROBED = "from other weights and inputs, by the same statements, the steps agree"
    NOT_CALLED = "nothing is computed: what it defines is never called"
    NO_STEPS = "nothing moves twice at one place"
    DECIDED = "what moves comes from comparisons alone, which have no slope"
    NO_COST = "no cost is known"
    ANOTHER_COST = "the step is along a cost, but not along the one that it computes"
    UNEXPLAINED = "nothing on the way back is right, so the cost may be another"
    UPHILL = "the steps go up the cost"
    BELOW_ZERO = "what it computes is below 0, as if it were meant to grow, and goes one way"
    NEGATED = "the gradients given have the opposite sign: they are right where one adds them"
    PILES_UP = "gradients pile up from step to step"
    UNUSED = "arrays are moved, and nothing is computed from them"
    STALE = "steps are taken again and again for what was computed once"
    DISCARDED = "steps are taken and thrown away, or all that is moved is moved by 0"
    NOT_REACHED = "a part of the way back did not run, as for layers that are not there"
    LOST = "gradients of some samples are computed, and no step comes from them"
    NO_RULE = "the gradient is right; the step grows with it as no optimiser's does"
    RATE_TWICE = "the rate counts twice"
    STEP_TWICE = "the same step is taken twice"
    CHANGED = "what the program was given has changed afterwards"
    LABELS = "outputs meet the targets of their neighbours"
    MIXED = "samples meet the targets of others"
    IMPROBABLE = "outputs that are declared to be probabilities do not add up to 1"
    PACE = "the gradient is right, and the step is not the rate times its mean"
    UNEVEN = "a batch of another size is divided by a number other than its size, or twice"
    HIDDEN = "from other weights and inputs, by the same statements, the steps do not agree"
    RATES = "the gradients are right, and moved by different factors"
    DECAY = "the steps shrink what they move, and the program's own cost does not ask for it"
    SEVERAL_COSTS = "parameters go down different costs"
    HELD = "targets come from the parameters, and the steps are right where these are held constant"
    SOMETIMES = "some steps are right, and others are not"
    CUT = "numbers left the tape on the way"
    STAYS = "numbers on the way forwards never move, though others do"
    ENDED = "a limit ended the program"
    RAISED = "a statement could not be run"


class Part(NamedTuple):
    """A parameter: where it is moved, and how many numbers it has. `calls` are the place, then the
    call that led there, and so on; `name` is that of a gradient that is only given."""

    place: Position
    size: int
    right: bool
    calls: tuple[Position, ...] = ()
    name: str = ""


class Row(NamedTuple):
    """What was judged of some parameters, the parts at these places of a verdict: `quantity` is
    delta, dw, db or step where layers are a plain chain; else "parameter", or "gradient" where the
    program only gives that. `off` is the largest difference, relative to the largest right number;
    None where the factor of the steps is not known."""

    quantity: str
    layer: int | None
    right: bool
    off: float | None = None
    parts: tuple[int, ...] = ()
    shape: tuple[int, ...] = ()  # () for single numbers, and for what is put together


class Wrong(NamedTuple):
    """The first wrong value, and the last right ones that it is computed from; and the mistake of
    the catalogue that it is, if one is known. Where something is missing, `place` is the first
    statement that uses a right value without it."""

    place: Position
    kind: str  # the operation
    right: tuple[Position, ...]
    missing: bool = False  # something is left out, and no operation is wrong
    slug: str = ""
    layers: tuple[int, ...] = ()  # all in which it is seen
    aliases: tuple[str, ...] = ()  # mistakes that give the same numbers
    expected: tuple[float, ...] = ()  # a few numbers of what the chain rule gives there
    got: tuple[float, ...] = ()  # and of what came
    quantity: str = ""  # whether that is a delta, or a dw or db; "" where it is not known


class End(NamedTuple):
    """Where a tape ends, or numbers leave it, and what did it: a limit, or a function's name."""

    what: str
    place: Position


@dataclass
class Verdict:
    word: Word
    why: list[Why]
    cost: str = ""  # one of `costs`
    cost_place: Position | None = None
    factor: float | None = None  # of the first gradient on the way to a step: 1, or with the rate
    parts: list[Part] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    places: list[Position] = field(default_factory=list)  # of what is in the way
    ends: list[End] = field(default_factory=list)  # of the tape
    rows: list[Row] = field(default_factory=list)  # the last layer's first
    given: bool = False  # whether the parts are gradients that it gives, and takes no step with
    basis: Any = field(default=None, repr=False)  # a `trials.Basis`, of which names are made
