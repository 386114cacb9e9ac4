"""What is certain about wrong numbers when no mistake of the catalogue explains them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from groundup.checking.diagnosis.case import Case
from groundup.checking.diagnosis.comparison import Key, arrays, multiple
from groundup.checking.diagnosis.evidence import of_deltas
from groundup.checking.diagnosis.factors import scale
from groundup.checking.model.answers import Array, Observation

LABELS = {
    "outputs": "the outputs",
    "cost": "the cost",
    "delta": "delta",
    "dw": "dw",
    "db": "db",
    "step": "the step",
}
NEAR_STEP = 1e-6  # of a difference of parameters
WRONG, OTHER = "Wrong", "Not as expected"  # as the verdict is wrong, or leaves that open


class Sample(NamedTuple):
    """One call's numbers for a quantity."""

    right: Array
    came: Array
    w: Array | None  # where it is the gradient of weights
    m: int  # samples


def label(key: Key) -> str:
    name, layer = key
    return LABELS[name] if layer is None else f"{LABELS[name]}[{layer}]"


def certain(case: Case) -> list[str]:
    """Sentences about the first wrong quantity, and about which are right."""
    wrong = [key for key in case.keys if case.is_wrong(key)]
    right = [key for key in case.keys if key in case.errors and key not in wrong]
    sentences = []
    if wrong and wrong[0][0] == "step":
        parts = [("the step of the weights", 0), ("the step of the biases", 1)]
        for name, part in parts:
            steps = list(steps_of(case, wrong[0][1] or 0, part))
            sentences += resemblance(name, steps, NEAR_STEP) if steps else []
    elif wrong and (samples := list(samples_of(case, wrong[0]))):
        sentences += resemblance(label(wrong[0]), samples, case.tolerance)
    if right and wrong:
        sentences.append(f"Right: {listed(right)}. {WRONG}: {listed(wrong)}.")
    return sentences


def listed(keys: list[Key]) -> str:
    return ", ".join(map(label, keys))


def observations(case: Case) -> Iterator[Observation]:
    yield from (one for one in case.observed.observations if one.probe.name != "steep")


def samples_of(case: Case, key: Key) -> Iterator[Sample]:
    """Every call that has the quantity, in the learner's convention."""
    for seen in observations(case):
        right = case.evidence.right(seen)
        for call, answers in enumerate(seen.calls):
            came, expected = arrays(answers).get(key), arrays(right.call(call)).get(key)
            if came is None or expected is None:
                continue
            gradient = key[0] in ("dw", "db")
            factor = scale(seen.probe, case.convention.gradient, call) if gradient else 1.0
            if key[0] == "delta":
                factor = of_deltas(answers, right.call(call), case.tolerance)
            w = seen.probe.w[key[1] or 0] if key[0] == "dw" else None
            yield Sample(factor * expected, came, w, len(seen.probe.batches[call].x))


def steps_of(case: Case, l: int, part: int) -> Iterator[Sample]:
    """What every step changes of a layer's weights (part 0), or of its biases (1)."""
    for seen in observations(case):
        right, after = case.evidence.right(seen).step(), (seen.stepped_w, seen.stepped_b)[part]
        before = (seen.probe.w, seen.probe.b)[part]
        if right is None or not after or after[l].shape != before[l].shape:
            continue
        wanted = scale(seen.probe, case.convention.step, 0) * (right[part][l] - before[l])
        if wanted.any() or (after[l] != before[l]).any():
            yield Sample(wanted, after[l] - before[l], None, len(seen.probe.batches[0].x))


def resemblance(name: str, samples: list[Sample], tolerance: float) -> Iterator[str]:
    """How the wrong numbers are related to the right ones, if at all."""
    several = name == LABELS["outputs"]
    be, it_is, have = ("are", "they are", "have") if several else ("is", "it is", "has")
    subject = f"T{name[1:]}" if name.startswith("the ") else name
    for right, came, *_ in samples:
        if right.shape != came.shape:
            yield f"{subject} {have} shape {came.shape} where {right.shape} was expected."
            return
    if all(not one.came.any() for one in samples):
        yield f"{subject} {be} 0 everywhere."
    elif all(factors := [fit(one.right, one.came, tolerance) for one in samples]):
        pairs = [(factor, one.m) for factor, one in zip(factors, samples, strict=True) if factor]
        if (number := times(pairs)) != "1":  # as deltas of another form are
            yield f"{subject} {be} right up to a factor: {it_is} {number} times what is right."
    elif (decay := decays(samples, tolerance)) is not None:
        yield f"The error of {name} is proportional to w: it is too large by {decay:.6g}·w."


def decays(samples: list[Sample], tolerance: float) -> float | None:
    """How many times the weights are what a gradient of weights has too much; None where that is
    no multiple of them."""
    found = [
        fit(one.w, one.came - one.right, tolerance * 100)
        for one in samples
        if one.w is not None and one.came.shape == one.right.shape
    ]
    return found[0] if found and all(found) else None


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
    factor, error = multiple(right, came)
    return factor if factor and error <= tolerance else None
