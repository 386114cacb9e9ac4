"""What a check found, as data: the same for the terminal, for programs, notebooks and tests."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, is_dataclass
from typing import Any, NamedTuple

from groundup.checking.model.answers import Finding


class Passage(NamedTuple):
    """A part of the learner's code, as editors count: lines and columns from 1, and `end_column` is
    the one after the last character. In a notebook, lines are the cell's own."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str = ""  # the statement that it is in, in one line
    cell: str = ""  # "In[3]" or "cell 3", in a notebook
    part: tuple[int, int] = (0, 0)  # from where to where in `text` it is
    function: str = ""  # that it is in

    @property
    def marked(self) -> str:
        """The statement, with this part between ⟦ and ⟧."""
        start, end = self.part
        return f"{self.text[:start]}⟦{self.text[start:end]}⟧{self.text[end:]}"


@dataclass(frozen=True)
class Quantity:
    """One line of the ladder: the learner's numbers for it against the right ones. Of a traced
    program that is no plain chain of layers it is the gradient of a parameter, or one that is
    given; where several are put together, they have no name of their own."""

    name: str  # outputs, cost, delta, dw, db, step, parameter, gradient
    layer: int | None
    ok: bool | None  # None where the code does not give it, or nothing can be said
    error: float | None  # the largest difference, relative to the largest right number
    parameter: str = ""  # its name in the program, where that is traced
    shape: tuple[int, ...] = ()
    place: Passage | None = None  # where it is moved


@dataclass(frozen=True)
class Named:
    """A mistake of the catalogue that reproduces the learner's numbers."""

    number: int
    slug: str
    layer: int | None  # where it is seen in one alone
    aliases: tuple[int, ...] = ()  # numbers of mistakes that give the same numbers
    sentence: str = ""  # what is wrong
    formula: str = ""  # the rule that was broken, its broken part between ⟦ and ⟧
    alias_slugs: tuple[str, ...] = ()  # one for each of the aliases
    layers: tuple[int, ...] = ()  # all in which it is seen; none where it is of no layer
    alone: bool = False  # in one, and would be seen in others


class Step(NamedTuple):
    """A function of an exercise."""

    function: str
    purpose: str  # what it is for; "" for a helper
    right: bool | None  # None where it is still to be written
    line: int  # of the file; 0 where it is not there


class SourceLine(NamedTuple):
    """A line of the learner's code."""

    line: int
    text: str
    cell: str = ""  # "In[3]" or "cell 3", in a notebook


class Parameter(NamedTuple):
    """What a program moves to learn: so many numbers, by one statement."""

    name: str  # as the statement has it; "" where it assigns to nothing
    place: Passage
    size: int
    right: bool | None  # None where the tape gives no verdict


class Obstacle(NamedTuple):
    """What ended a program's tape, or cut it, and where: `kind` is one of `Why`, in small letters,
    and `what` the function, or the limit, that did it."""

    kind: str
    place: Passage | None
    what: str = ""


class WrongValue(NamedTuple):
    """Where a number is wrong that was computed from right ones: `place` is the operation, `right`
    are the last right values before it, and `slug` is the rule that was broken, if it is known.
    `expected` and `got` are a few of its numbers: what the chain rule gives, and what came."""

    place: Passage
    right: tuple[Passage, ...] = ()
    slug: str = ""
    expected: tuple[float, ...] = ()
    got: tuple[float, ...] = ()
    missing: bool = False  # whether something is left out there, and no operation is wrong


@dataclass(repr=False)
class Report:
    """What a check found. It counts as true if the code is right: `assert report, str(report)`."""

    verdict: str  # "right", "wrong" or "unchecked"
    style: str = ""
    conventions: dict[str, str] = field(default_factory=dict)
    assumed: dict[str, str] = field(default_factory=dict)  # of these, what is a guess: its value
    output: str = ""  # the activation of the outputs
    quantities: list[Quantity] = field(default_factory=list)
    first_wrong: Quantity | None = None
    mistakes: list[Named] = field(default_factory=list)
    certain: list[str] = field(default_factory=list)  # sentences that are known for sure
    doubts: list[str] = field(default_factory=list)  # why other numbers are not called wrong
    findings: list[Finding] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    wrong_values: list[WrongValue] = field(default_factory=list)  # in the order of the program
    parameters: list[Parameter] = field(default_factory=list)  # of a program that was traced
    factor: float | None = None  # of its gradients, as a multiple of its own cost's; None: unknown
    why: list[str] = field(default_factory=list)  # what the verdict of its tape rests on, by `Why`
    obstacles: list[Obstacle] = field(default_factory=list)  # where that gives none
    steps: list[Step] = field(default_factory=list)  # of an exercise, in the order of its path
    target: str = ""  # what was checked, as it was given
    again: str = ""  # how to check it again, with all options, where that is known
    hint: int = 3  # how much its words tell: 1 which quantity, 2 which part of its rule, 3 all

    def __bool__(self) -> bool:
        return self.verdict == "right"

    @property
    def source_line(self) -> SourceLine | None:
        """That of the first wrong value."""
        place = self.wrong_values[0].place if self.wrong_values else None
        return place and SourceLine(place.line, place.text, place.cell)

    @property
    def hidden_layers(self) -> list[int]:
        """How many the networks had, where layers have numbers."""
        layers = [one.layer for one in self.quantities if one.layer is not None]
        return [max(layers)] if layers else []

    def __repr__(self) -> str:
        """One line, which gives no more away than the hint allows."""
        first = self.first_wrong and (self.first_wrong.name, self.first_wrong.layer)
        slugs = [mistake.slug for mistake in self.mistakes] if self.hint > 2 else ["…"]
        return f"Report(verdict={self.verdict!r}, first_wrong={first}, mistakes={slugs})"

    def as_json(self) -> dict[str, Any]:
        """What `groundup check --json` prints: everything, whatever the hint."""
        first = self.first_wrong
        return {
            **{name: plain(getattr(self, name)) for name in AS_THEY_ARE},
            "quantities": [without(one, "place") for one in self.quantities],
            "first_wrong": {"quantity": first.name, "layer": first.layer} if first else None,
            "mistakes": [without(one, "alias_slugs", "alone") for one in self.mistakes],
            "points": [
                {"function": step.function, "points": int(bool(step.right)), "out_of": 1}
                for step in self.steps
            ],
            "any_depth": False,  # this and what follows are for readers of older reports
            "not_run": [],
            "adapter": "",
        }


AS_THEY_ARE = (  # of a report, in its JSON
    "verdict",
    "style",
    "conventions",
    "certain",
    "doubts",
    "findings",
    "missing",
    "hidden_layers",
    "source_line",
    "wrong_values",
    "parameters",
    "factor",
    "why",
    "obstacles",
)


def plain(value: Any) -> Any:
    """As what JSON has: null for nan and infinity."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if is_dataclass(value) or hasattr(value, "_asdict"):
        fields = vars(value) if is_dataclass(value) else value._asdict()
        return {name: plain(part) for name, part in fields.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return {**value} if isinstance(value, dict) else value


def without(value: Any, *names: str) -> dict[str, Any]:
    return {name: part for name, part in plain(value).items() if name not in names}
