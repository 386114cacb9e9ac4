"""Whether the steps of any program go down its own cost, by central differences, without the tape.

In a right program, its cost is found: a single number that it computes in each turn, down which all
goes that a turn moves from where the turn before left it, and on which the number depends. So a
parameter is made a little larger where it was just moved, and the next cost is read.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from bench.checking.recording import WHOLE, Change, Record, run
from bench.checking.turns import Turn, costs, kept, places, turn, windows

WIDTH = 1e-5  # of a difference
DRIFT = 0.01  # that parameters are driven in a turn
RIGHT, WRONG = 1e-4, 1e-3  # relative; what is between may be either
NOISE = 1e-9  # of a slope, where the cost is 1
MOST, FEW = 40, 8  # numbers that are varied, and those that show on what a cost depends
TURNS = (0, 2)
SEEN = 20  # turns in which a variant may do something else
SPARE = 1.2  # times the records that a right program needs
SAME = 1e-9  # relative, of moves

Number = tuple[int, int]  # which of a turn's moves, and which of its numbers


class Cost(NamedTuple):
    """Where a right program's cost is seen. `late` is whether it is seen behind the step down it;
    `sites` are those of a turn's moves, `numbers` those which are varied, `until` is how many
    records are looked at, and `forwards` are the costs on other ways of the parameters."""

    site: str
    late: bool
    sites: tuple[str, ...]
    numbers: tuple[Number, ...]
    until: int
    forwards: tuple[float, ...] = ()

    @property
    def parts(self) -> list[int]:
        """The parameters, as numbers of a turn's moves."""
        return sorted({part for part, _ in self.numbers})

    @property
    def moved(self) -> set[str]:
        return {self.sites[part].removesuffix(WHOLE) for part in self.parts}


class Step(NamedTuple):
    """Of some numbers in one turn or in several: their changes, and the cost's slopes."""

    parts: Any
    changes: Any
    slopes: Any
    noise: Any  # of the slopes

    @property
    def each(self) -> list[int]:
        return sorted(set(self.parts.tolist()))

    def of(self, part: int) -> Step:
        return Step(*(column[self.parts == part] for column in self))


def cost_of(text: str) -> Cost | None:
    """The cost of a right program; None where it is not seen in each turn."""
    records = run(text)
    for turns, sites in windows(records).items():
        for found in dependent(text, records, turns, sites):
            cost = without_sums(text, found)
            if cost and goes_down(text, cost, TURNS) and is_whole(text, cost):
                return cost._replace(forwards=forwards(text, cost))
    return None


def forwards(text: str, cost: Cost, held: Iterable[str] = ()) -> tuple[float, ...]:
    """The costs where all parameters go their own ways: a change of the way back leaves them."""
    driven = dict.fromkeys(held, 0.0) | dict.fromkeys(cost.moved, DRIFT)
    return tuple(costs(run(text, cost.until, driven=driven), cost.site)[:SEEN])


def is_whole(text: str, cost: Cost) -> bool:
    """Whether all that moves and changes later costs is known: beside the parameters, no part of an
    array is moved that is another one each turn."""
    parts = [site for site in cost.sites if site.partition(" #")[0].endswith("]")]
    return forwards(text, cost, parts) == forwards(text, cost)


def dependent(
    text: str, records: Sequence[Record], turns: tuple[Turn, Turn], sites: list[str]
) -> Iterator[Cost]:
    """The sites that depend on what is moved. Each number that is varied shows all of them."""
    seen, numbers = places(records), drawn(records, *turns)
    until = max(seen[site][:5][-1] for site in sites) + 1
    depends: set[tuple[str, bool]] = set()
    for part, number in random.Random(1).sample(numbers, min(FEW, len(numbers))):
        up, down = varied(text, until, turns[0][part], number)
        for site in sites:
            ups, downs = costs(up, site), costs(down, site)
            for late in (False, True):
                if ups[1 + late : 2 + late] != downs[1 + late : 2 + late]:
                    depends.add((site, late))
    names = tuple(records[m].site for m in turns[1])
    for site in sites:
        late = (site, False) not in depends
        if (site, late) in depends:
            until = seen[site][: SEEN + 1][-1] + 1
            yield Cost(site, late, names, tuple(numbers), until)


def drawn(records: Sequence[Record], first: Turn, second: Turn) -> list[Number]:
    """Of all that is moved on, the number that changes most, and others by chance."""
    heads, rest = [], []
    for part in kept(records, first, second):
        change = np.abs(records[second[part]].new - records[second[part]].old)
        most, *others = np.argsort(-change).tolist()
        heads.append((part, most))
        rest += [(part, number) for number in others]
    chance = random.Random(len(rest))
    heads = chance.sample(heads, min(MOST, len(heads)))
    return sorted(heads + chance.sample(rest, min(MOST - len(heads), len(rest))))


def varied(text: str, until: int, at: int, number: int) -> tuple[list[Record], list[Record]]:
    up, down = (run(text, until, Change(at, number, sign * WIDTH)) for sign in (1, -1))
    return up, down


def without_sums(text: str, cost: Cost) -> Cost | None:
    """Without what is moved on and changes no cost, as sums of costs are."""
    steps = [step for k in TURNS if (step := at_turn(text, cost, k))]
    sloped = {part for step in steps for part in step.parts[step.slopes != 0].tolist()}
    left = tuple(one for one in cost.numbers if one[0] in sloped)
    return cost._replace(numbers=left) if left else None


def goes_down(text: str, cost: Cost, turns: Sequence[int]) -> bool | None:
    """Whether steps of a program are the slopes by one negative factor; None where that cannot be
    told, or where each parameter has a factor of its own, which may be meant."""
    steps = [step for k in turns if (step := at_turn(text, cost, k))]
    if not steps:
        return None
    together = Step(*(np.concatenate(column) for column in zip(*steps, strict=True)))
    with np.errstate(all="ignore"):
        factor = factor_of(together)
        off = max(far(together.of(part), factor) for part in together.each)
        own = [together.of(part) for part in together.each]
        rates = all(far(one, factor_of(one)) < RIGHT and factor_of(one) < 0 for one in own)
    if not np.isfinite(off):
        return None
    if off < RIGHT:
        return bool(factor < 0)
    return False if off > WRONG and not rates else None


def factor_of(step: Step) -> float:
    return float(step.changes @ step.slopes / (step.slopes @ step.slopes))


def far(step: Step, factor: float) -> float:
    """How far a parameter is from the slopes by this factor, relative to the larger of them."""
    changes, expected, noise = step.changes, factor * step.slopes, abs(factor) * step.noise
    size = max(np.abs(changes).max(), np.abs(expected).max(), noise.max())
    return float((np.abs(changes - expected) - noise).max() / size)


def at_turn(text: str, cost: Cost, k: int) -> Step | None:
    """None where a turn does not move what it ought to."""
    records = run(text, int(cost.until * SPARE))
    seen = places(records).get(cost.site, [])
    if len(seen) < k + 3 + cost.late:
        return None
    first, second = turn(records, seen, k), turn(records, seen, k + 1)
    if len(second) != len(cost.sites) or not {*cost.parts} <= {*kept(records, first, second)}:
        return None
    last, slopes = k + 1 + cost.late, []
    until = seen[: last + 2][-1] + 1
    for part, number in cost.numbers:
        up, down = (
            costs(one, cost.site)[last:] for one in varied(text, until, first[part], number)
        )
        slopes.append((up[0] - down[0]) / (2 * WIDTH) if up and down else np.nan)
    changes = [
        records[second[part]].new[number] - records[second[part]].old[number]
        for part, number in cost.numbers
    ]
    noise = np.full(len(slopes), NOISE * max(1.0, abs(costs(records, cost.site)[last])))
    return Step(
        np.array([part for part, _ in cost.numbers]), np.array(changes), np.array(slopes), noise
    )


def variant(text: str, cost: Cost, other: str) -> bool | None:
    """Whether another program of the same way forwards is right, too; None where it has another, or
    that cannot be told. It is varied where it first does something else, and what it moves so."""
    if forwards(other, cost) != cost.forwards:
        return None
    there = moves(text, cost), moves(other, cost)
    if len(there[0]) > len(there[1]):
        return None
    k, numbers = first_other(cost, *there)
    if k is None:
        return True
    kept = [one for one in cost.numbers if one not in numbers][: MOST - len(numbers)]
    k = max(k - 1, 0)
    return goes_down(other, cost._replace(numbers=(*numbers, *kept)), (k, k + 1, k + 3))


def moves(text: str, cost: Cost) -> list[list[Any]]:
    """What each turn adds to the parameters."""
    records, found = run(text, int(cost.until * SPARE)), []
    seen = places(records).get(cost.site, [])[:SEEN]
    for k in range(len(seen) - 1):
        made = turn(records, seen, k)
        if len(made) != len(cost.sites):
            break
        found.append([records[made[part]].new - records[made[part]].old for part in cost.parts])
    return found


def first_other(
    cost: Cost, right: list[list[Any]], other: list[list[Any]]
) -> tuple[int | None, list[Number]]:
    """The first turn that differs, and the number of each parameter that differs most."""
    for k, (ones, others) in enumerate(zip(right, other, strict=False)):
        worst = [
            (part, int(np.argmax(np.abs(one - another))))
            for part, one, another in zip(cost.parts, ones, others, strict=True)
            if np.abs(one - another).max() > SAME * np.abs(one).max()
        ]
        if worst:
            return k, worst[: MOST // 2]
    return None, []
