"""What L2 or L1 adds to a step, seen by taking it with the code's own coefficient put to 0.

The same multiple of the weights in all layers, or of their signs, is regularisation, whatever its
coefficient; what is left of the step is then judged alone. Where layers have multiples of their
own, the step is judged without them, and they are said to be left out. All else stays as it is.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from groundup.checking.model.answers import Observation
from groundup.checking.model.convention import OF_COSTS, Factor
from groundup.checking.names.roles import role, snake
from groundup.checking.reading.score import factor
from groundup.checking.reading.watching.recording.recorder import Recorder
from groundup.checking.reading.watching.recording.state import Array, Place, spelled
from groundup.checking.reference.backprop import Pass

CALLED = re.compile(r"(^|_)(l1|l2|lambda|lmbda|weight_?decay)(_|$)|regular")
OF_EITHER = re.compile(r"(^|\.)decay$")  # of the weights, or of the rate
NEAR = 1e-6  # of the largest number of a difference between two steps
ROUNDING = 1e-12
NEXT_TO_NOTHING, TELLING = 1e-300, 1e-8
LEFT_OUT = (
    "Its layers are regularised by multiples of w of their own, which the check does not judge: "
    "what is judged is the step without them"
)

NOT_OF_ITS_COST = (
    "Its L2 is not that of its own cost: against the rest of the gradient, a step takes off "
    "something else than the derivative of what the cost adds"
)
OF_NO_FORM = (
    "Its cost has a term for the weights that was not recognised, as where it is of one layer, or "
    "of other samples: whether the gradients are its own was not checked"
)
BESIDE = "{size}·w beside the mean's gradient in a step, as it shows with its coefficient put to 0"
SEEN = "{size} in a step, as it shows with its coefficient put to 0"
OFF = "What it takes off the weights was not looked at, since here {names}"
OFF_PERHAPS = "Here {names}: if that is of the weights, and not of the rate, it was not looked at"
CLOSE = 1e-4  # relative; a logarithm of p + 1e-8 is right, too


class Share(NamedTuple):
    """What a layer's step has too much: so many times w, and sign(w)."""

    of_w: float = 0.0
    of_signs: float = 0.0


def coefficients(run: Recorder) -> dict[Place, Array]:
    """Single numbers that are called as those of L2 or L1 are, next to nothing: with a 0, code
    that asks whether there is one would go another way."""
    return {
        place: np.array(NEXT_TO_NOTHING)
        for place, leaf in run.ready.items()
        if leaf.array.ndim == 0 and leaf.array and is_coefficient(place[-1])
    }


def not_looked_at(run: Recorder) -> str:
    """What to say of coefficients that are 0; "" where there are none."""
    names = [
        spelled(place)
        for place, leaf in run.ready.items()
        if leaf.array.ndim == 0 and not leaf.array and is_coefficient(place[-1])
    ]
    distinct = list(dict.fromkeys(names))
    is_zero = f"{' and '.join(distinct)} {'is' if len(distinct) == 1 else 'are'} 0"
    sure = not all(OF_EITHER.search(name) for name in distinct)
    return (OFF if sure else OFF_PERHAPS).format(names=is_zero) if names else ""


def is_coefficient(step: tuple[str, object]) -> bool:
    kind, name = step
    if kind == "every" or not isinstance(name, str):
        return False
    meant = role(name)
    return CALLED.search(snake(name)) is not None or (meant is not None and meant.name == "l2")


def shares(on: Observation, off: Observation) -> tuple[list[Share], list[Share]] | None:
    """What the coefficients add to the step of each layer's weights, and of its biases; None where
    that is something else."""
    found: list[list[Share | None]] = []
    for name, numbers in (("dw", on.probe.w), ("db", on.probe.b)):
        with_it, without = (getattr(one.calls[0], name) or [] for one in (on, off))
        found.append([share(*of) for of in zip(with_it, without, numbers, strict=False)])
    sure = [[one for one in half if one is not None] for half in found]
    return (sure[0], sure[1]) if sure == found else None


def share(on: Array, off: Array, numbers: Array) -> Share | None:
    more = (on - off).ravel()
    largest = float(np.abs(more).max(initial=0.0))
    if largest <= ROUNDING * float(np.abs(numbers).max(initial=0.0)):
        return Share()
    columns = [numbers.ravel(), np.sign(numbers).ravel()]
    for chosen in ([0], [1], [0, 1]):
        matrix = np.stack([columns[one] for one in chosen], axis=1)
        fit = np.linalg.lstsq(matrix, more, rcond=None)[0]
        if float(np.abs(matrix @ fit - more).max()) <= NEAR * largest:
            parts = dict(zip(chosen, map(float, fit), strict=True))
            return Share(parts.get(0, 0.0), parts.get(1, 0.0))
    return None


def judged(ons: Sequence[Observation], offs: Sequence[Observation]) -> str | None:
    """ "plain" where all that the coefficients do is known; "own" where layers have coefficients of
    their own; None where it is to be judged with all the rest."""
    found = list(zip(*filter(None, map(shares, ons, offs)), strict=True))
    if not found or len(found[0]) < len(ons):
        return None
    of_weights = [one for each in found[0] for one in each]
    of_biases = [one for each in found[1] for one in each]
    if any(min(one) < 0.0 for one in (*of_weights, *of_biases)) or not any(map(any, of_weights)):
        return None
    if any(map(any, of_biases)):
        return None if alike([*of_weights, *of_biases]) else "own"
    return "plain" if alike(of_weights) else "own"


def alike(found: Sequence[Share]) -> bool:
    """Whether the multiples are the same everywhere."""
    return all(is_alike(column) for column in zip(*found, strict=True))


def is_alike(numbers: Sequence[float]) -> bool:
    return float(np.ptp(numbers)) <= NEAR * max(map(abs, numbers))


def costs_with_it(
    ons: Sequence[Sequence[float]], offs: Sequence[Sequence[float]]
) -> list[float] | None:
    """The values of the cost to which the coefficients add something, one an observation: the last,
    since a sum grows layer by layer. None where no number that is called a cost shows it. Of each
    observation all such numbers are given, in their order."""
    if len({len(one) for one in (*ons, *offs)}) != 1:
        return None
    found = None
    for on, off in zip(zip(*ons, strict=True), zip(*offs, strict=True), strict=True):
        if all(one > other for one, other in zip(on, off, strict=True)):
            found = list(on)
    return found


def out_of_proportion(
    ons: Sequence[Observation],
    offs: Sequence[Observation],
    costs: Sequence[Sequence[float]],
    without: Sequence[Sequence[float]],
) -> list[float] | None:
    """The values of a cost, one an observation, to which L2 adds another share than to a step; None
    where they go together, or where that is not known."""
    if not ons or len({len(one) for one in (*costs, *without)}) != 1 or len(ons) != len(costs):
        return None
    steps = [of_step(on, off) for on, off in zip(ons, offs, strict=True)]
    wanted = steps[0]
    if wanted is None or not all(one and near(one, wanted) for one in steps):
        return None
    biases = decays_biases(ons[0], offs[0])
    for values, others in zip(zip(*costs, strict=True), zip(*without, strict=True), strict=True):
        found = [of_cost(*each, biases) for each in zip(offs, values, others, strict=True)]
        scales = [scale for scale, _ in found]
        decays = [decay for _, decay in found]
        if min(scales) > 0.0 and min(decays) > 0.0 and constant(scales) and constant(decays):
            return None if near(decays[0] / scales[0], wanted) else list(values)
    return None


def is_of_no_form(
    offs: Sequence[Observation],
    costs: Sequence[Sequence[float]],
    without: Sequence[Sequence[float]],
) -> bool:
    """Whether coefficients add something to a known cost, and to none a multiple of Σw²."""
    if not len(offs) == len(costs) == len(without) or len({*map(len, (*costs, *without))}) != 1:
        return False
    known: list[bool] = []
    for values, others in zip(zip(*costs, strict=True), zip(*without, strict=True), strict=True):
        every = [list(map(of_cost, offs, values, others, [it] * len(offs))) for it in (False, True)]
        scales, added = zip(*every[0], strict=True)
        if min(scales) > TELLING and min(added) > 0.0 and constant(scales):
            known.append(any(constant([one for _, one in each]) for each in every))
    return bool(known) and not any(known)


def of_step(on: Observation, off: Observation) -> float | None:
    """How many times w there are to one gradient of the mean cost; None where a step without L2 is
    no multiple of it."""
    found, times = shares(on, off), gradients_in(off)
    if found is None or times is None:
        return None
    decay = found[0][0]
    return None if decay.of_signs else decay.of_w / times


def gradients_in(off: Observation) -> float | None:
    """How many gradients of the mean cost a step without L2 is; None where it is no multiple."""
    gradients = right(off).dw
    factors = [factor(dw, gradients[l]) for l, dw in enumerate(off.calls[0].dw or [])]
    sure = [one for one in factors if one]
    return sure[0] if sure and len(sure) == len(factors) and constant(sure) else None


def with_squares(
    seen: Sequence[Observation], costs: Sequence[Sequence[float]]
) -> list[float] | None:
    """The values of the code's own cost with its L2, one an observation: numbers that are a cost of
    the outputs, whether that was seen or not, and the same multiple of half of Σw² more."""
    if len({len(one) for one in costs}) != 1 or len(seen) < 2:
        return None
    columns = list(zip(*costs, strict=True))
    plain = [right(one).data_cost() for one in seen]
    bases = [one for one in columns if constant(np.divide(one, plain)) and min(one) > 0.0]
    bases += [costs_of(factor, seen, plain) for factor in OF_COSTS if len(seen) > 2]
    for values, base, biases in itertools.product(columns[::-1], bases, (False, True)):
        added = np.subtract(values, base)
        more = added / [squares(one, biases) for one in seen]
        if min(added / base) > TELLING and constant(more):
            return list(values)
    return None


def costs_of(
    factor: Factor, seen: Sequence[Observation], plain: Sequence[float]
) -> tuple[float, ...]:
    sizes = [one.probe.batches[0].y.shape for one in seen]
    return tuple(factor.of(*size) * cost for size, cost in zip(sizes, plain, strict=True))


def squares(seen: Observation, biases: bool) -> float:
    """Half of Σw², of the biases too where these are decayed."""
    numbers = [*seen.probe.w, *(seen.probe.b if biases else ())]
    return 0.5 * sum(float(np.sum(each * each)) for each in numbers)


def decays_biases(on: Observation, off: Observation) -> bool:
    found = shares(on, off)
    return found is not None and any(map(any, found[1]))


def of_cost(off: Observation, value: float, without: float, biases: bool) -> tuple[float, float]:
    """How many times the mean cost it is, and how many times half of Σw² is added to it."""
    added = (value - without) / squares(off, biases)
    return without / max(right(off).data_cost(), ROUNDING), added


def right(seen: Observation) -> Pass:
    return Pass(seen.probe.settings, seen.probe.w, seen.probe.b, seen.probe.batches[0])


def constant(numbers: Sequence[float] | Array) -> bool:
    return float(np.ptp(numbers)) <= CLOSE * max(map(abs, numbers))


def near(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-3 * abs(other)


def beside_mean(on: Observation, off: Observation, known: Sequence[float]) -> str:
    """How many times w a step takes off to one gradient of the mean, by a coefficient that is known
    if it is a multiple of one; "" where that is not known."""
    size, m = of_step(on, off), len(on.probe.batches[0].x)
    if not size:
        return ""
    for number, each, power in itertools.product((1.0, 2.0, 0.5), known, (0, -1)):
        if abs(number * each * m**power - size) <= NEAR * size:
            return BESIDE.format(size=f"{number * each:.6g}{'/N' if power else ''}")
    return BESIDE.format(size=f"{size:.6g}")


def in_words(on: Observation, off: Observation) -> dict[str, str]:
    """What is added to a step, by its name: L2, L1 or both."""
    found = shares(on, off)
    said: dict[str, str] = {}
    columns = zip(*(found[0] if found else ()), strict=True)
    for (name, of), sizes in zip((("l2", "{}"), ("l1", "sign({})")), columns, strict=False):
        if any(sizes) and is_alike(sizes):
            said[name] = SEEN.format(size=f"{sizes[0]:.6g}·{of.format('w')}")
        elif any(sizes):
            each = [f"{it:.6g}·{of.format(f'w[{l}]')}" for l, it in enumerate(sizes) if it]
            said[name] = SEEN.format(size=" and ".join(each))
    return said
