"""How close a reading's answers come to the right ones."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from groundup.checking.model.answers import OF_SOFTMAX, Answers, Array, Probe, Settings
from groundup.checking.reading.settings import TOLERANCE, costs_of, near
from groundup.checking.reference.backprop import Pass
from groundup.checking.reference.decayed import parts


class Score(NamedTuple):
    """Better ones are greater."""

    shapes: bool = False  # all gradients have the right ones
    outputs: bool = False  # some combination of activations reproduces them
    share: float = 0.0  # of the gradients that are right up to a factor
    alike: bool = False  # the same factor for all

    @property
    def perfect(self) -> bool:
        return self.shapes and self.share == 1.0 and self.alike


def supposed(
    answers: Answers, probe: Probe, settings: Settings, known: str
) -> tuple[Settings, str]:
    """The settings with a cost that goes with the output activation, and where it is known from:
    of those that may be assumed the one that fits better, and of two that fit alike the usual."""
    possible = costs_of(settings.activations[-1])
    possible = (*possible, OF_SOFTMAX) if known == "its values" else possible
    if known == "declared" or (known != "assumed" and settings.cost in possible):
        return settings, known
    fits = {cost: against(answers, probe, settings._replace(cost=cost)) for cost in possible}
    return settings._replace(cost=max(possible, key=fits.__getitem__)), "assumed"


def against(answers: Answers, probe: Probe, settings: Settings) -> Score:
    right = Pass(settings, probe.w, probe.b, probe.batches[0])
    pairs: list[tuple[Array, Array]] = []
    for came, wanted, expected in (
        (answers.dw, right.dw, probe.w),
        (answers.db, right.db, probe.b if answers.db is not None else []),
    ):
        if came is None or len(came) != len(expected):
            if expected:
                return Score()
            continue
        pairs += [(array, wanted[l]) for l, array in enumerate(came)]
    if not pairs:
        return Score()
    factors = [factor(array, wanted) for array, wanted in pairs]
    if not settings.l2 and None in factors:
        factors = apart_from_l2(factors, pairs, [*probe.w, *probe.b])
    good = [one for one in factors if one is not None]
    return Score(
        shapes=all(array.shape == wanted.shape for array, wanted in pairs),
        share=len(good) / len(pairs),
        alike=bool(good) and max(good) - min(good) <= TOLERANCE * max(map(abs, good)),
    )


def apart_from_l2(
    factors: list[float | None], pairs: list[tuple[Array, Array]], parameters: list[Array]
) -> list[float | None]:
    """The same for gradients with the code's own L2 in them; biases, of which there are few, are
    looked at together."""
    triples = [(wanted, it, came) for (came, wanted), it in zip(pairs, parameters, strict=False)]
    biases = [triple for triple in triples if triple[1].ndim == 1]
    if any(len({np.shape(part) for part in triple}) > 1 for triple in triples):
        return factors
    of_biases = None
    if biases:
        wanted, b, came = (np.concatenate(part) for part in zip(*biases, strict=True))
        of_biases = parts(wanted, b, came, TOLERANCE)
    found = [of_biases if it[1].ndim == 1 else parts(*it, TOLERANCE) for it in triples]
    return [old or (new and new[0]) for old, new in zip(factors, found, strict=True)]


def factor(array: Array, wanted: Array) -> float | None:
    """By how much `array` is `wanted`; None where it is not."""
    if array.shape != wanted.shape or not np.all(np.isfinite(array)):
        return None
    size = float(np.sum(wanted * wanted))
    if size == 0.0:
        return None
    found = float(np.sum(array * wanted)) / size
    return found if found != 0.0 and near(array, found * wanted) else None
