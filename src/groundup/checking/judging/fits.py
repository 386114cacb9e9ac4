"""Steps held against the gradient of a cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundup.checking.judging.agreement import FEW, NOISE, ROUNDING, Multiple, multiple, near
from groundup.checking.judging.chains import Chain, Move
from groundup.checking.judging.parameters import Parameter, Parameters
from groundup.checking.tracing.differentiation import Numbers
from groundup.checking.tracing.tape import Operation

MOST = 8  # steps that are looked at


class Fit(NamedTuple):
    """Of one step of one parameter: its change as a multiple of the gradient, which is negative
    where it goes down."""

    parameter: Parameter
    step: int
    old: Numbers
    change: Numbers
    gradient: Numbers
    multiple: Multiple
    own: NDArray[np.bool_]  # which of the parameter's numbers these are

    def without_step(self) -> Fit:
        none = Multiple(0.0, 0.0)
        return self._replace(change=0 * self.change, gradient=0 * self.gradient, multiple=none)

    @property
    def moved(self) -> list[Move]:
        """What moved it, in this step."""
        return [one.moves[self.step] for one in self.parameter.moved(self.step)]

    @property
    def operations(self) -> list[Operation]:
        return [one.operation for one in self.moved]

    @property
    def rounded(self) -> float:
        """How far a small change is rounded, relative to itself."""
        size = np.abs(self.change).max(initial=0.0)
        return float(ROUNDING * np.abs(self.old).max(initial=0.0) / size) if size else 0.0

    @property
    def moves(self) -> bool:
        return bool(self.change.any() or self.gradient.any())


class Step(NamedTuple):
    """All parameters in one step. `factor` is that of most of their numbers."""

    rows: list[Fit]
    factor: float

    def right(self, row: Fit) -> bool:
        """Whether a parameter goes the same way as most."""
        if not row.multiple.holds or not row.moves:
            return row.multiple.holds
        apart = abs(row.multiple.factor - self.factor)
        return near(row.multiple.factor, self.factor) or apart <= row.rounded * abs(self.factor)

    @property
    def wrong(self) -> list[Fit]:
        return [row for row in self.rows if not self.right(row)]

    @property
    def operations(self) -> list[Operation]:
        return [made for row in self.rows for made in row.operations]

    @property
    def hides(self) -> bool:
        """Whether parameters are still 0, so that much gives the same."""
        return any(largest(row.old) < NOISE for row in self.rows)


def steps(
    found: Parameters, values: Numbers, gradients: Numbers, until: int, most: int = MOST
) -> list[Step]:
    """All whole steps whose cost is known: in which every parameter is moved that has a gradient,
    and some has one. `until` is the operation from which on nothing is known."""
    made: list[list[Fit]] = []
    for k in range(found.steps() + 1):
        fits = [fit(each, k, values, gradients, until) for each in found.each]
        rows = without_noise([row for row in fits if row])
        known = any(row.gradient.any() for row in rows)
        if known and not any(is_left(each, k, gradients) for each in found.each):
            made.append(rows)
        if len(made) == most:
            break
    every = [votes(rows) for rows in made]
    return [Step(rows, common_factor(own, every)) for rows, own in zip(made, every, strict=True)]


def fit(each: Parameter, step: int, values: Numbers, gradients: Numbers, until: int) -> Fit | None:
    """None for what does not move in this step, or not within what is known."""
    step -= each.late
    if step < 0:
        return None
    old, new = each.versions(step)
    if any(one.moves[step].operation.index >= until for one in each.moved(step)):
        return None
    own = each.own(step)
    old, new = old[own], new[own]
    change, gradient = values[new] - values[old], gradients[old]
    if not old.size or not (np.isfinite(change).all() and np.isfinite(gradient).all()):
        return None
    return Fit(each, step, values[old], change, gradient, multiple(change, gradient), own)


def without_noise(rows: list[Fit]) -> list[Fit]:
    """What is rounding alone, beside all others, is 0: as the slope of a bias before batch norm,
    which takes it away again."""
    slope = max((largest(row.gradient) for row in rows), default=0.0)
    change = max((largest(row.change) for row in rows), default=0.0)
    return [
        row.without_step()
        if largest(row.gradient) < NOISE * slope and largest(row.change) < NOISE * change
        else row
        for row in rows
    ]


def largest(numbers: Numbers) -> float:
    return float(np.abs(numbers).max(initial=0.0))


def is_left(each: Parameter, step: int, gradients: Numbers) -> bool:
    """Whether something that does not move in a step ought to."""
    still = (chain for chain in each.chains if len(chain.moves) <= step - each.late)
    return any(gradients[chain.version(len(chain.moves))].any() for chain in still)


def common_factor(own: Counter[float], every: Iterable[Counter[float]]) -> float:
    """The factor of a step that most steps have; of several, that of most numbers that move; where
    it is a draw, of the last parameters that were moved."""

    def often(factor: float) -> int:
        return sum(any(near(factor, x) for x in found) for found in every)

    return max((x for x, _ in own.most_common()), key=often, default=0.0)


def votes(rows: list[Fit]) -> Counter[float]:
    """How many numbers move by each factor."""
    found: Counter[float] = Counter()
    for row in rows:
        if row.multiple.holds and row.gradient.any() and row.change.any():
            known = next((x for x in found if near(x, row.multiple.factor)), row.multiple.factor)
            found[known] += row.change.size
    return found


def is_sure(rows: list[Fit]) -> bool:
    """Whether there is more than single numbers, which move by any factor: several together."""
    alike = max(votes(rows).values(), default=0)
    return alike >= FEW or any(row.change.size >= FEW for row in rows)


def first_off(made: list[Step]) -> Step:
    """The first step that is wrong, in more than single numbers if there is one; the first of all
    where none is."""
    off = [step for step in made if step.wrong]
    return next((step for step in off if is_sure(step.wrong)), (off or made)[0])


def differ(made: Step, own: Step) -> bool:
    """Whether the factors of parameters are not all as many times larger."""
    return not all(near(change, 1.0) for change in changes(made, own))


def changes(made: Step, own: Step) -> list[float]:
    """How many times larger the factors of parameters are in a step than in another, beside the
    first one's; 0 where a factor is. (Gradients of zeros have any.)"""
    now, then = (
        {id(row.parameter): row.multiple.factor for row in one.rows if row.gradient.any()}
        for one in (made, own)
    )
    both = [(now[key], then[key]) for key in then if key in now and (now[key] or then[key])]
    first, before = both[0] if both else (1.0, 1.0)
    return [x * before / (y * first) if y * first else 0.0 for x, y in both]


def apart(made: list[Step]) -> list[Parameter]:
    """The parameters, with single numbers of one statement apart that move by several factors, as
    those of layers that have rates of their own; none where a factor is one of few numbers."""
    found: list[Parameter] = []
    sizes: Counter[float] = Counter()
    for each in {id(row.parameter): row.parameter for step in made for row in step.rows}.values():
        factors = first_factors(each, made)
        together: dict[float, list[Chain]] = {}
        for chain in each.chains:  # what never has a slope goes with the first
            factor = factors.get(id(chain), next(iter(together), 0.0))
            known = next((x for x in (*together, *sizes) if near(x, factor)), factor)
            together.setdefault(known, []).append(chain)
            sizes[known] += np.size(chain.root)
        found += [Parameter(chains, each.shared) for chains in together.values()]
    return found if min(sizes.values()) >= FEW else []


def first_factors(each: Parameter, made: list[Step]) -> dict[int, float]:
    """By what factor of its slope each single number moves, as soon as it has one."""
    found: dict[int, float] = {}
    for row in (row for step in made for row in step.rows if row.parameter is each):
        moved = each.moved(row.step)
        if len(moved) == row.change.size:
            for chain, change, slope in zip(moved, row.change, row.gradient, strict=True):
                if slope:
                    found.setdefault(id(chain), change / slope)
    return found


def go_down(made: list[Step]) -> bool:
    """Whether all steps are right."""
    return bool(made) and all(not step.wrong and step.factor < 0 for step in made)


def go_up(made: list[Step]) -> bool:
    """Whether all are, but for their sign."""
    return bool(made) and all(not step.wrong and step.factor > 0 for step in made)


def pile_up(made: list[Step]) -> bool:
    """Whether the second step is that of both gradients, the first of which was never set to 0, of
    all that are off."""
    if len(made) < 2 or [step.rows[0].step for step in made[:2]] != [0, 1] or made[0].wrong:
        return False
    first = {id(row.parameter): row.gradient for row in made[0].rows}
    none = np.zeros(0)
    off = made[1].wrong
    rows = [x for x in off if first.get(id(x.parameter), none).size == x.change.size]
    sums = [multiple(row.change, row.gradient + first[id(row.parameter)]) for row in rows]
    every = all(one.holds and near(one.factor, made[0].factor) for one in sums)
    return bool(rows) and len(rows) == len(off) and every
