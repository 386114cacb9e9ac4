"""What is certain about wrong numbers when no mistake of the catalogue explains them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from groundup.checking.answers import Array
from groundup.checking.comparing import Key, arrays
from groundup.checking.factors import scale

if TYPE_CHECKING:
    from groundup.checking.diagnosis import Diagnosis

LABELS = {
    "sigma": "σ",
    "sigma_prime": "σ′",
    "outputs": "the outputs",
    "cost": "the cost",
    "delta": "delta",
    "dw": "dw",
    "db": "db",
    "step": "the step",
}


def label(key: Key) -> str:
    name, layer = key
    return LABELS[name] if layer is None else f"{LABELS[name]}[{layer}]"


def certain(diagnosis: Diagnosis) -> list[str]:
    """Sentences about the first wrong quantity, and about which are right."""
    wrong = [key for key in diagnosis.keys if is_wrong(diagnosis, key)]
    right = [key for key in diagnosis.keys if key in diagnosis.errors and key not in wrong]
    sentences = []
    pairs = list(samples_of(diagnosis, wrong[0])) if wrong else []
    if pairs:
        sentences += list(resemblance(diagnosis, wrong[0], pairs))
    if right and wrong:
        sentences.append(f"Right: {listed(right)}. Wrong: {listed(wrong)}.")
    return sentences


def is_wrong(diagnosis: Diagnosis, key: Key) -> bool:
    return diagnosis.errors.get(key, 0.0) >= diagnosis.tolerance


def listed(keys: list[Key]) -> str:
    return ", ".join(map(label, keys))


def samples_of(diagnosis: Diagnosis, key: Key) -> Iterator[tuple[Array, Array, Array | None]]:
    """`(right, came, w)` of every call that has the quantity, in the learner's convention."""
    for seen in diagnosis.observed.observations:
        right = diagnosis.evidence.right(seen)
        if seen.probe.name == "steep":
            continue
        for call in range(len(seen.calls)):
            came, expected = arrays(seen.calls[call]).get(key), arrays(right.call(call)).get(key)
            if came is None or expected is None:
                continue
            gradient = key[0] in ("dw", "db")
            factor = scale(seen.probe, diagnosis.convention.gradient, call) if gradient else 1.0
            yield factor * expected, came, seen.probe.w[key[1] or 0] if key[0] == "dw" else None


def resemblance(
    diagnosis: Diagnosis, key: Key, pairs: list[tuple[Array, Array, Array | None]]
) -> Iterator[str]:
    """How the wrong numbers are related to the right ones, if at all."""
    tolerance, name = diagnosis.tolerance, label(key)
    shaped = [(right, came, w) for right, came, w in pairs if right.shape == came.shape]
    if len(shaped) < len(pairs):
        right, came, _ = next(pair for pair in pairs if pair[0].shape != pair[1].shape)
        yield f"{name} has shape {came.shape} where {right.shape} was expected."
        return
    if all(not came.any() for _, came, _ in shaped):
        yield f"{name} is 0 everywhere."
        return
    factors = [fit(right, came, tolerance) for right, came, _ in shaped]
    if all(factor is not None for factor in factors):
        found = sorted({float(f"{factor:.6g}") for factor in factors if factor is not None})
        times = " or ".join(f"{factor:g}" for factor in found[:3])
        yield f"{name} is right up to a factor: it is {times} times what it should be."
        return
    decays = [
        fit(w, came - right, tolerance * 100) if w is not None else None
        for right, came, w in shaped
    ]
    if all(decay is not None for decay in decays):
        yield f"What {name} has too much is proportional to w: {decays[0]:.6g}·w."
        return
    if all(np.allclose(np.abs(right), np.abs(came), rtol=1e-8) for right, came, _ in shaped):
        yield f"{name} is right up to signs: some of them are flipped."
        return
    if key[0] == "dw" and all(rank(came) == 1 < rank(right) for right, came, _ in shaped):
        yield f"{name} has rank 1, as if it were made from one sample, or from means."


def fit(right: Array, came: Array, tolerance: float) -> float | None:
    """The one number that `right` has to be multiplied by, or None."""
    square = float((right * right).sum())
    if not square or not np.isfinite(came).all():
        return None
    factor = float((right * came).sum()) / square
    error = float(np.abs(factor * right - came).max())
    near = error <= tolerance * max(float(np.abs(came).max()), 1e-300)
    return factor if near and factor else None


def rank(matrix: Array) -> int:
    return int(np.linalg.matrix_rank(matrix)) if matrix.ndim == 2 and matrix.size else 0
