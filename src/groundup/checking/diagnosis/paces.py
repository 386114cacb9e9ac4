"""Steps beside gradients that are not by the rate that the check gives, or by no one rate at all.

What such a step has to be shows in the gradients that the code itself gives, right or not.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from groundup.checking.diagnosis.comparison import EXACT, difference, tolerance
from groundup.checking.model.answers import Array, Finding, Observation, Observed
from groundup.checking.model.convention import Factor

NOT_JUDGED = (
    "What changes the weights is not one step of these gradients at one rate, as it is not where "
    "Adam goes down or where it trains for long, and was not checked."
)


def own_steps(observed: Observed, gradient: Factor) -> tuple[Factor, ...]:
    """What a step at the code's own rate may be against the right one, where the gradients have
    this factor: a number of times those that came, or their sum or mean."""
    seen = next((one for one in observed.observations if one.stepped_w is not None), None)
    if not observed.own_pace or seen is None:
        return ()
    m, found = len(seen.probe.batches[0].x), []
    for rate in paces(seen):
        times = gradient.number * rate / seen.probe.settings.eta
        for samples in dict.fromkeys((gradient.samples, 0, 1)):
            number = times * float(m) ** (gradient.samples - samples)
            found.append(gradient._replace(number=number, samples=samples))
    return tuple(found)


def paces(seen: Observation) -> list[float]:
    """By what each array's gradient is multiplied where the step takes it off, each once: right or
    not, what is taken off is the code's own."""
    return [*dict.fromkeys(rate for _, *pair in moves(seen) if (rate := pace(*pair)))]


def pace(moved: Array, gradient: Array) -> float | None:
    """None where it is no multiple; a single number always is one, and says nothing. The sign is
    the step's affair."""
    size = float((gradient**2).sum())
    rate = float((moved * gradient).sum()) / size if size else 0.0
    near = moved.size > 1 and rate and difference(rate * gradient, moved) < EXACT
    return float(f"{abs(rate):.12g}") if near else None


def moves(seen: Observation) -> Iterator[tuple[Array, Array, Array]]:
    """Each array, by how much a step lowers it, and the gradient that came of it."""
    came, w, b = seen.calls[0], seen.stepped_w or [], seen.stepped_b or []
    for before, after, gradients in ((seen.probe.w, w, came.dw), (seen.probe.b, b, came.db)):
        for old, new, gradient in zip(before, after, gradients or [], strict=False):
            if gradient is not None and old.shape == new.shape == gradient.shape:
                yield old, old - new, gradient


def are_apart(observed: Observed) -> bool:
    """Whether steps are of something else than the gradients beside them: no layer's is a multiple
    of its own, with or without one of the weights. So are Adam's, and those of a whole training."""
    seen = [one for one in observed.observations if one.stepped_w and one.probe.name != "steep"]
    every, slack = [[*moves(one)] for one in seen], tolerance(observed)
    return bool(every) and all(
        len(found) >= (layers := len(one.probe.w))
        and not any(is_made_of(w, moved, gradient, slack) for w, moved, gradient in found[:layers])
        for one, found in zip(seen, every, strict=True)
    )


def is_made_of(w: Array, moved: Array, gradient: Array, slack: float) -> bool:
    """Whether a movement is a multiple of the gradient and one of the weights."""
    parts = np.stack([gradient.ravel(), w.ravel()], axis=1)
    multiples = np.linalg.lstsq(parts, moved.ravel(), rcond=None)[0]
    return difference((parts @ multiples).reshape(moved.shape), moved) < slack


def at_one_rate(observed: Observed) -> Iterator[Observed]:
    """The same as if biases went at the rate of the weights, or hidden layers at the output's, for
    each that may be theirs."""
    of = (("biases", "weights"), ("hidden layers", "output layer"))
    for (whose, others), ratio in itertools.product(of, observed.uneven):
        words = f"at {ratio:.4g} times the rate of the {others}"
        yield replace(
            observed,
            uneven=[],
            observations=[slowed(one, ratio, whose) for one in observed.observations],
            resized=[slowed(one, ratio, whose) for one in observed.resized],
            conventions=observed.conventions | {f"steps of {whose}": words},
        )


def slowed(seen: Observation, ratio: float, whose: str) -> Observation:
    half = [slice(None), slice(0)] if whose == "biases" else [slice(-1)] * 2  # of db, of dw
    calls = [
        replace(
            it, db=it.db and less(it.db, half[0], ratio), dw=it.dw and less(it.dw, half[1], ratio)
        )
        for it in seen.calls
    ]
    return replace(seen, calls=calls)


def less(arrays: list[Array], these: slice, ratio: float) -> list[Array]:
    chosen = range(len(arrays))[these]
    return [one / ratio if l in chosen else one for l, one in enumerate(arrays)]


def not_judged(observed: Observed) -> Observed:
    """The same where no step was seen, and that is said."""
    findings = [*observed.findings, Finding("note", NOT_JUDGED)]
    return replace(observed.without_steps(), findings=findings)
