"""The confusion matrix in figures, and the floors that they have to pass."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bench.checking.checks import Result
from bench.checking.conventions import Convention
from bench.checking.judging import Judged, JudgedPair

CALLED = ("named", "alias", "unnamed", "wrong name", "wrong layer")
NAMED = 0.95  # the floors: of what can show all is detected, so much of it named, nothing wrongly
PAIRS = 0.90  # of pairs, detected with the first wrong quantity right


class Row(NamedTuple):
    """One number of the catalogue."""

    number: int
    planted: int  # files in which it shows
    detected: int
    called: dict[str, int]  # a count for each of CALLED
    styles: tuple[str, ...]


class Figures(NamedTuple):
    rows: list[Row]
    invisible: int  # files that correct code cannot be told from
    alarms: list[str]  # names of correct or invisible ones that were called wrong, or unchecked
    correct: int  # files in all conventions
    pairs: int
    pairs_right: int
    pairs_wrongly_named: int
    slowest: float  # seconds, with as many checks side by side as there are processors
    median: float

    @property
    def planted(self) -> int:
        return sum(row.planted for row in self.rows)

    @property
    def detected(self) -> int:
        return sum(row.detected for row in self.rows)

    def called(self, *names: str) -> int:
        return sum(row.called[name] for row in self.rows for name in names)

    @property
    def floors(self) -> dict[str, bool]:
        """Whether each floor is passed."""
        named = self.called("named", "alias")
        return {
            "every mistake that can show is detected": self.detected == self.planted,
            f"{NAMED:.0%} of them are named": named >= NAMED * self.planted,
            "no wrong name, no wrong layer": self.called("wrong name", "wrong layer") == 0,
            "no false alarm": not self.alarms,
            f"{PAIRS:.0%} of pairs have the right first wrong quantity": (
                self.pairs_right >= PAIRS * self.pairs
            ),
            "no wrong name in pairs": self.pairs_wrongly_named == 0,
        }


def figures(
    judged: Sequence[Judged],
    correct: Sequence[tuple[Convention, Result]],
    judged_pairs: Sequence[JudgedPair],
) -> Figures:
    visible = [each for each in judged if each.plant.shows]
    invisible = [each for each in judged if not each.plant.shows]
    alarms = [convention.name for convention, result in correct if result.verdict != "right"]
    alarms += [each.plant.name for each in invisible if each.result.verdict != "right"]
    seconds = sorted(each.result.seconds for each in judged)
    return Figures(
        rows=[
            row(number, [each for each in visible if each.plant.number == number])
            for number in sorted({each.plant.number for each in visible})
        ],
        invisible=len(invisible),
        alarms=alarms,
        correct=len(correct),
        pairs=len(judged_pairs),
        pairs_right=sum(each.detected for each in judged_pairs),
        pairs_wrongly_named=sum(each.wrong_name for each in judged_pairs),
        slowest=seconds[-1] if seconds else 0.0,
        median=seconds[len(seconds) // 2] if seconds else 0.0,
    )


def row(number: int, judged: Sequence[Judged]) -> Row:
    return Row(
        number,
        len(judged),
        sum(each.detected for each in judged),
        {name: sum(each.called == name for each in judged) for name in CALLED},
        tuple(sorted({each.plant.style for each in judged})),
    )
