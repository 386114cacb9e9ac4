"""L2 regularisation as the code itself has it, where nobody declared how much, or in which form.

l2/2·Σw², l2·Σw², and both divided by the number of samples, are all in use: which one is meant
shows in the code's own cost, and its gradient has to be of that one. Where the cost says nothing of
weights, the gradient shows it: what it has too much is then the same number times w in all layers.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from groundup.checking.diagnosis.comparison import EXACT, difference
from groundup.checking.diagnosis.factors import (
    OwnCost,
    costs_of,
    gradient_factors,
    of_cost,
)
from groundup.checking.model.answers import OF_SOFTMAX, Array, Observed, Settings
from groundup.checking.model.convention import OF_COSTS, Factor
from groundup.checking.reference.backprop import Pass, squares_of
from groundup.checking.reference.decayed import parts

NEAR = 1e-5  # in costs, a logarithm of p + 1e-8 too
SAME = 1e-3  # what a cost tells of a number that the gradient gives exactly
GUESSES = ("assumed", "names")
Came = tuple[Pass, list[Array], list[Array]]  # what is right without L2; dw and db that came
POWERS = (0, -1)  # of the number of samples, in a term of L2


class Look(NamedTuple):
    """The same answers, with the L2 in their settings that the code seems to have."""

    observed: Observed
    cost: OwnCost | None = None
    gradient: Factor | None = None  # that of the gradients, where the term of L2 depends on it
    source: str = ""  # "cost", "gradient" or "step": where it was found


class Slope(NamedTuple):
    """One array of a gradient: `factor` times what is right, and `decay` times its parameter."""

    factor: float
    decay: float
    m: int
    classes: int

    def replaces(self, eta: float) -> bool:
        """Whether w was lost in a step, or its sign, which is no decay."""
        lost = any(abs(rate * self.decay - 1.0) < 1e-9 for rate in (1.0, eta))
        return lost or self.factor < 0.0 < self.decay


def looks(observed: Observed, strict: bool) -> list[Look]:
    """As which network the answers are to be judged; the likeliest first."""
    cost = of_cost(observed, strict)
    plain = Look(observed, cost)
    if strict or observed.settings is None:
        return [plain]
    if observed.settings.l2:
        return list(in_form(plain)) or [plain]
    for seen in of_either_cost(observed):
        came = list(passes_of(seen))
        slopes = list(slopes_of(came))
        if cost is None and (found := by_cost(seen, slopes)):
            own, settings = found
            return list(in_form(Look(with_settings(seen, settings), own, source="cost")))
        for source, numbers in (("gradient", came), ("step", list(steps_of(seen)))):
            if look := by_slopes(seen, numbers, cost, source):
                return [look]
    return [plain]


def of_either_cost(observed: Observed) -> Iterator[Observed]:
    """As it is; and with the other cost, where the one is a guess."""
    yield observed
    settings = observed.settings
    if settings is None or observed.known_from.get("cost") not in GUESSES:
        return
    if settings.activations[-1] in ("sigmoid", "softmax") and settings.cost != OF_SOFTMAX:
        other = {"quadratic": "cross-entropy", "cross-entropy": "quadratic"}[settings.cost]
        known = observed.known_from | {"cost": "its L2"}
        yield replace(with_settings(observed, settings._replace(cost=other)), known_from=known)


def in_form(look: Look) -> Iterator[Look]:
    """With the term of L2 in the gradient that is the derivative of the cost's, one look for each
    factor that the gradient may have: with another than the cost's, L2 has it too."""
    settings, cost = look.observed.settings, look.cost
    if settings is None or cost is None or cost.decay is None:
        return
    for factor in gradient_factors(look.observed, cost, strict=False):
        alike = factor._replace(outputs=cost.factor.outputs) == cost.factor
        decay = over(cost.decay, factor if alike or look.observed.one_by_one else cost.factor)
        observed = with_settings(look.observed, settings._replace(decay=decay))
        yield look._replace(observed=observed, gradient=factor)


def over(raw: Factor, factor: Factor) -> Factor:
    return Factor(
        raw.number / factor.number, raw.samples - factor.samples, raw.outputs - factor.outputs
    )


def with_settings(observed: Observed, settings: Settings) -> Observed:
    observations = [
        replace(seen, probe=replace(seen.probe, settings=settings))
        for seen in observed.observations
    ]
    return replace(observed, settings=settings, observations=observations)


# In the cost.


def by_cost(observed: Observed, slopes: Sequence[Slope]) -> tuple[OwnCost, Settings] | None:
    """The cost with the one term of L2 that explains it, and the settings that go with that."""
    assert observed.settings is not None
    costs = costs_of(observed)
    forms = itertools.product(OF_COSTS, (False, True), POWERS, (0, 1))
    for factor, biases, samples, masked in forms if costs else ():
        settings = observed.settings._replace(decays_biases=biases)
        ones = [passes[min(masked, len(passes) - 1)] for _, passes in costs]
        data = np.array([factor.of(one.m, one.classes) * one.data_cost() for one in ones])
        squares = np.array([0.5 * squares_of(settings, one.w, one.b) for one in ones])
        squares *= [float(one.m) ** samples for one in ones]
        came = np.array([cost for cost, _ in costs])
        l2 = float(squares @ (came - data) / (squares @ squares))
        if l2 > 0.0 and len(set(came)) > 2 and difference(data + l2 * squares, came) < NEAR:
            own = OwnCost(factor, Factor(samples=samples))
            return own, settings._replace(l2=exactly(l2, slopes))
    return None


def exactly(l2: float, slopes: Sequence[Slope]) -> float:
    """With all its digits, as the gradient has them; else as somebody would write it down."""
    found = [
        part * abs(slope.decay) / over
        for slope in slopes
        for part in (1.0, 2.0, 0.5)
        for over in (1.0, 1.0 / slope.m)
    ]
    nearest = min(found, key=lambda number: abs(number - l2), default=0.0)
    if abs(nearest - l2) < SAME * l2:
        return nearest
    written = float(f"{l2:.3g}")
    return written if abs(written - l2) < SAME * l2 else l2


# In the gradient.


def slopes_of(numbers: Sequence[Came]) -> Iterator[Slope]:
    """What each layer's dw is made of, where it is what is right and w."""
    for right, dw, _ in numbers:
        for l, came in enumerate(dw):
            found = parts(right.dw[l], right.w[l], came, EXACT)
            if found is not None:
                yield Slope(*found, right.m, right.classes)


def passes_of(observed: Observed) -> Iterator[Came]:
    """Right gradients without L2, and those that came."""
    assert observed.settings is not None
    settings = observed.settings._replace(l2=0.0)
    for seen in observed.observations:
        if seen.probe.name == "steep":
            continue
        for came, batch in zip(seen.calls, seen.probe.batches, strict=False):
            if came.dw is not None:
                yield Pass(settings, seen.probe.w, seen.probe.b, batch), came.dw, came.db or []


def steps_of(observed: Observed) -> Iterator[Came]:
    """The same of steps: what each takes off, at the rate that it was given."""
    assert observed.settings is not None
    settings = observed.settings._replace(l2=0.0)
    for seen in observed.observations:
        if seen.probe.name == "steep" or seen.stepped_w is None or seen.stepped_b is None:
            continue
        w, b = seen.probe.w, seen.probe.b
        moves = (
            [(old - new) / settings.eta for old, new in zip(*each, strict=False)]
            for each in ((w, seen.stepped_w), (b, seen.stepped_b))
            if all(old.shape == new.shape for old, new in zip(*each, strict=False))
        )
        found = list(moves)
        if len(found) == 2:
            yield Pass(settings, w, b, seen.probe.batches[0]), found[0], found[1]


def by_slopes(
    observed: Observed, numbers: Sequence[Came], cost: OwnCost | None, source: str
) -> Look | None:
    """The one number times w that all weights' gradients have too much, if there is one."""
    assert observed.settings is not None
    slopes = list(slopes_of(numbers))
    enough = len(slopes) >= max(1, len(numbers))  # one by chance says nothing
    for samples, outputs in itertools.product(POWERS, (0, 1)):
        unit = Factor(samples=samples, outputs=outputs)
        found = [one.decay / one.factor / unit.of(one.m, one.classes) for one in slopes]
        size = abs(found[0]) if found else 0.0
        if enough and all(abs(abs(it) - size) < 1e-6 * size for it in found):  # a sign may be wrong
            if size < 1e-7 or any(one.replaces(observed.settings.eta) for one in slopes):
                return None
            settings = observed.settings._replace(l2=size, decay=unit)
            settings = settings._replace(decays_biases=on_biases(numbers, settings))
            return Look(with_settings(observed, settings), cost, source=source)
    return None


def on_biases(numbers: Sequence[Came], settings: Settings) -> bool:
    """Whether every db has the same number times b too much, relative to the same factor."""
    told = False
    for right, dw, db in numbers:
        found = [parts(right.dw[l], right.w[l], came, EXACT) for l, came in enumerate(dw)]
        decay = settings.l2 * settings.decay.of(right.m, right.classes)
        for l, came in enumerate(db if any(b.any() for b in right.b) else ()):
            if one := found[l]:  # a layer without mistakes in its weights
                wanted = one[0] * (right.db[l] + decay * right.b[l])
                if difference(wanted, came) > 1e-8:
                    return False
                told = True
    return told


# In words.


def in_words(look: Look, in_step: bool, factor: Factor) -> str:
    """How much, where it is, and how that is known; `factor` is that of all the gradient, or step,
    that it is in."""
    assert look.observed.settings is not None
    settings = look.observed.settings
    where, of_biases = ("the step", "of b") if in_step else ("dw", "in db")
    where += f", and as much {of_biases}" if settings.decays_biases else ""
    given = f", given {settings.lent:g}" if settings.lent else ""
    return f"{of_w(settings, factor)} in {where} (from its {look.source}{given})"


def of_w(settings: Settings, factor: Factor) -> str:
    """What is in a gradient that has this factor against that of the mean."""
    decay = settings.decay
    size = settings.l2 * decay.number * factor.number
    over = {-1: "/N", 1: "·N"}.get(decay.samples + factor.samples, "")
    outputs = {-1: "/K", 1: "·K"}.get(decay.outputs + factor.outputs, "")
    return f"{size:.6g}{over}{outputs}·w"
