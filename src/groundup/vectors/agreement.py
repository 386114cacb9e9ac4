"""How far a rung is from the known answers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from groundup.rungs import Rung
from groundup.vectors import Case, cases, convolutions

TEACHING_ACTIVATIONS = {"sigmoid", "tanh", "relu", "linear"}


def disagreement(expected: Any, actual: Any) -> float:
    """The largest |expected - actual|, relative to the largest |expected|; infinite where the
    shapes differ or a number is missing. Both are numbers, nested lists or arrays."""
    wanted, got = list(_numbers(expected)), list(_numbers(actual))
    if _shape(expected) != _shape(actual) or not all(map(math.isfinite, got)):
        return math.inf
    scale = max(map(abs, wanted), default=0.0) or 1.0
    return max((abs(e - a) for e, a in zip(wanted, got, strict=True)), default=0.0) / scale


def _numbers(nested: Any) -> Iterator[float]:
    if hasattr(nested, "__len__"):
        for part in nested:
            yield from _numbers(part)
    else:
        yield float(nested)


def _shape(nested: Any) -> Any:
    return [_shape(part) for part in nested] if hasattr(nested, "__len__") else None


def applies(case: Case) -> bool:
    """Whether the teaching rungs can compute it: quadratic cost, no softmax, no L2."""
    return (
        case["cost"] == "quadratic"
        and set(case["activations"]) <= TEACHING_ACTIVATIONS
        and not case.get("steps", {}).get("l2")
    )


def answers(rung: Rung, case: Case) -> Iterator[tuple[str, Any, Any]]:
    """`(quantity, known, the rung's)`, an array at a time, for all answers that `case` has."""

    def build() -> Any:
        return rung.build(case["w"], case["b"], case["activations"])

    xs, ys = case["xs"], case["ys"]
    for x, output in zip(xs, case.get("outputs", []), strict=False):
        yield "outputs", output, rung.feedforward(build(), x)
    for x, y, known in zip(xs, ys, case.get("sample_gradients", []), strict=False):
        yield from _pairs("of a sample", known, rung.backprop(build(), x, y))
    if "gradients" in case:
        yield from _pairs("mean", case["gradients"], rung.gradients(build(), xs, ys))
    if steps := case.get("steps"):
        network = build()
        for _ in range(steps["count"]):
            network = rung.train_batch(network, xs, ys, steps["eta"])
        w, b = rung.parameters(network)
        for l in range(len(w)):
            yield f"w[{l}] after {steps['count']} steps", steps["w"][l], w[l]
            yield f"b[{l}] after {steps['count']} steps", steps["b"][l], b[l]
        if "outputs_of_first" in steps:
            yield "outputs then", steps["outputs_of_first"], rung.feedforward(network, xs[0])


def _pairs(which: str, known: Case, gradients: tuple[Any, Any]) -> Iterator[tuple[str, Any, Any]]:
    dw, db = gradients
    for l in range(len(dw)):
        yield f"dw[{l}] {which}", known["dw"][l], dw[l]
        yield f"db[{l}] {which}", known["db"][l], db[l]


def worst_error(rung: Rung, convolves: bool = False) -> float:
    """The largest disagreement over every known answer that applies to the rung: those of dense
    networks, or of those that convolve."""
    asked = convolutions()["cases"] if convolves else cases()
    return max(
        disagreement(known, actual)
        for case in asked
        if applies(case)
        for _, known, actual in answers(rung, case)
    )
