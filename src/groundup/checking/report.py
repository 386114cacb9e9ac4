"""What a check found: one report for the terminal, for programs, for notebooks and for tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from groundup.checking.answers import Finding


@dataclass(frozen=True)
class Quantity:
    """One line of the ladder: the learner's numbers for it against the right ones."""

    name: str  # sigma, sigma_prime, outputs, cost, delta, dw, db, step
    layer: int | None
    ok: bool | None  # None where the code does not give it, or nothing can be said
    error: float | None  # the largest difference, relative to the largest right number


@dataclass(frozen=True)
class Named:
    """A mistake of the catalogue that reproduces the learner's numbers."""

    number: int
    slug: str
    layer: int | None  # where it is confined to one
    aliases: tuple[int, ...] = ()  # numbers of mistakes that give the same numbers
    sentence: str = ""  # what is wrong
    formula: str = ""  # the rule that was broken, its broken part between ⟦ and ⟧


@dataclass
class Report:
    verdict: str  # "right", "wrong" or "unchecked"
    style: str = ""
    conventions: dict[str, str] = field(default_factory=dict)
    quantities: list[Quantity] = field(default_factory=list)
    first_wrong: Quantity | None = None
    mistakes: list[Named] = field(default_factory=list)
    certain: list[str] = field(default_factory=list)  # sentences that are known for sure
    findings: list[Finding] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    source_line: tuple[int, str] | None = None  # of the learner's file, the likely one
    adapter: str = ""  # the few lines that the learner could write, where something is missing

    def as_json(self) -> dict[str, Any]: ...
