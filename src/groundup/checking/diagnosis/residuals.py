"""What is certain about wrong numbers when no mistake of the catalogue explains them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from groundup.checking.diagnosis.case import Case
from groundup.checking.diagnosis.comparison import Key, arrays
from groundup.checking.diagnosis.factors import scale
from groundup.checking.model.answers import Answers, Array

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
RIGHT = "1"  # times as far as it should go
WRONG, OTHER = "Wrong", "Another than expected"  # as the verdict is wrong, or leaves that open


class Sample(NamedTuple):
    """One call's numbers for the quantity."""

    right: Array
    came: Array
    w: Array | None  # where it is the gradient of weights
    m: int  # samples


def label(key: Key) -> str:
    name, layer = key
    return LABELS[name] if layer is None else f"{LABELS[name]}[{layer}]"


def subject(key: Key) -> str:
    """The same at the beginning of a sentence."""
    name = label(key)
    return "T" + name[1:] if name.startswith("the ") else name


def certain(case: Case) -> list[str]:
    """Sentences about the first wrong quantity, and about which are right."""
    wrong = [key for key in case.keys if case.is_wrong(key)]
    right = [key for key in case.keys if key in case.errors and key not in wrong]
    sentences = []
    pairs = list(samples_of(case, wrong[0])) if wrong else []
    if pairs:
        sentences += list(resemblance(case, wrong[0], pairs))
    if wrong and wrong[0][0] == "step":
        sentences += list(of_steps(case, wrong[0][1] or 0))
    if right and wrong:
        sentences.append(f"Right: {listed(right)}. {WRONG}: {listed(wrong)}.")
    return sentences


def of_steps(case: Case, l: int) -> Iterator[str]:
    """By how much the changes of a layer's weights and of its biases in a step are wrong."""
    w, b = (how_far(case, l, part) for part in (0, 1))
    if w == b or b is None:
        yield from [f"The step goes {w} times as far as it should."] if w and w != RIGHT else []
    elif RIGHT in (w, b):
        other, far = ("biases", b) if w == RIGHT else ("weights", w)
        right = "weights" if w == RIGHT else "biases"
        goes = f"goes {far} times as far as it should" if far else "is not"
        yield f"The step of the {right} is right, that of the {other} {goes}."
    elif w and b:
        yield f"The step of the weights goes {w} times as far as it should, that of the biases {b}."


def how_far(case: Case, l: int, part: int) -> str | None:
    """How many times the right change of weights, or of biases, a step makes; "" where it is no
    multiple of it, None where there are none, or where nothing is to change."""
    found = list[tuple[float, int]]()
    for seen in case.observed.observations:
        right = case.evidence.right(seen).step()
        if seen.stepped_w is None or right is None or seen.probe.name == "steep":
            continue
        before = (seen.probe.w, seen.probe.b)[part]
        after = (seen.stepped_w, seen.stepped_b)[part] or []
        if len(after) < len(before):
            return None
        wanted = scale(seen.probe, case.convention.step, 0) * (right[part][l] - before[l])
        if after[l].shape != before[l].shape:
            return ""
        if not (factor := fit(wanted, after[l] - before[l], 1e-6)):
            if wanted.any() or (after[l] != before[l]).any():
                return ""
            continue
        found.append((factor, len(seen.probe.batches[0].x)))
    words = times(found) if found else None
    return "" if words and " or " in words else words


def listed(keys: list[Key]) -> str:
    return ", ".join(map(label, keys))


def samples_of(case: Case, key: Key) -> Iterator[Sample]:
    """Every call that has the quantity, in the learner's convention."""
    for seen in case.observed.observations:
        right = case.evidence.right(seen)
        if seen.probe.name == "steep":
            continue
        for call in range(len(seen.calls)):
            came, expected = arrays(seen.calls[call]).get(key), arrays(right.call(call)).get(key)
            if came is None or expected is None:
                continue
            gradient = key[0] in ("dw", "db")
            factor = scale(seen.probe, case.convention.gradient, call) if gradient else 1.0
            if key[0] == "delta":
                factor = of_deltas(seen.calls[call], right.call(call), case.tolerance)
            w = seen.probe.w[key[1] or 0] if key[0] == "dw" else None
            yield Sample(factor * expected, came, w, len(seen.probe.batches[call].x))


def of_deltas(came: Answers, right: Answers, tolerance: float) -> float:
    """The factor that all deltas have in them, seen in the last layer's; 1 where it shows none."""
    if not came.delta or not right.delta or came.delta[-1] is None or right.delta[-1] is None:
        return 1.0
    last, expected = came.delta[-1], right.delta[-1]
    return (fit(expected, last, tolerance) or 1.0) if last.shape == expected.shape else 1.0


def decays(case: Case, key: Key) -> bool:
    """Whether all that a gradient of weights has too much is some number of times the weights."""
    found = [
        fit(one.w, one.came - one.right, case.tolerance * 100)
        for one in samples_of(case, key)
        if one.w is not None and one.came.shape == one.right.shape
    ]
    return bool(found) and all(it is not None and it > 0.0 for it in found)


def resemblance(case: Case, key: Key, pairs: list[Sample]) -> Iterator[str]:
    """How the wrong numbers are related to the right ones, if at all."""
    tolerance, name = case.tolerance, subject(key)
    several = key[0] == "outputs"
    be, it_is, have = ("are", "they are", "have") if several else ("is", "it is", "has")
    for right, came, *_ in pairs:
        if right.shape != came.shape:
            yield f"{name} {have} shape {came.shape} where {right.shape} was expected."
            return
    if all(not came.any() for _, came, *_ in pairs):
        yield f"{name} {be} 0 everywhere."
        return
    factors = [fit(right, came, tolerance) for right, came, *_ in pairs]
    found = [(factor, pair.m) for factor, pair in zip(factors, pairs, strict=True) if factor]
    if len(found) == len(pairs) and times(found) != "1":  # as deltas of another form are
        yield f"{name} {be} right up to a factor: {it_is} {times(found)} times what is right."
        return
    decays = [
        fit(w, came - right, tolerance * 100) if w is not None else None
        for right, came, w, _ in pairs
    ]
    if all(decay is not None for decay in decays):
        yield f"What {label(key)} has too much is proportional to w: {decays[0]:.6g}·w."
        return
    if all(np.allclose(np.abs(right), np.abs(came), rtol=1e-8) for right, came, *_ in pairs):
        yield f"{name} {be} right up to signs: some of them are flipped."
        return
    if key[0] == "dw" and all(rank(came) == 1 < rank(right) for right, came, *_ in pairs):
        yield f"{name} has rank 1, as if it were made from one sample, or from means."


def times(factors: list[tuple[float, int]]) -> str:
    """One number; or what it is to the number of samples; or the first few of several."""
    for power, unit in ((0, ""), (1, "·N"), (-1, "/N")):
        found = {float(f"{factor / m**power:.6g}") for factor, m in factors}
        if len(found) == 1:
            number = found.pop()
            return "N" if (number, power) == (1.0, 1) else f"{number:g}{unit}"
    return " or ".join(f"{factor:g}" for factor in sorted({factor for factor, _ in factors})[:3])


def fit(right: Array, came: Array, tolerance: float) -> float | None:
    """The one number that `right` has to be multiplied by; None where there is none."""
    square = float((right * right).sum())
    if came.shape != right.shape or not square or not np.isfinite(came).all():
        return None
    factor = float((right * came).sum()) / square
    error = float(np.abs(factor * right - came).max())
    near = error <= tolerance * max(float(np.abs(came).max()), 1e-300)
    return factor if near and factor else None


def rank(matrix: Array) -> int:
    """0 where there is none: of what is no matrix, or not finite."""
    whole = matrix.ndim == 2 and matrix.size and np.isfinite(matrix).all()
    return int(np.linalg.matrix_rank(matrix)) if whole else 0
