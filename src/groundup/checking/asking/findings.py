"""What is not a number in what code answers: each thing once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from groundup.checking.model.answers import (
    Answers,
    Array,
    Batch,
    Finding,
    Observation,
    Observed,
    Probe,
)

LOOKED_FOR = ("outputs", "cost", "delta", "dw", "db", "step")


class Noticing:
    """An observation in the making."""

    def __init__(self) -> None:
        self.observed = Observed()
        self.seen: set[tuple[str, str]] = set()

    def find(self, kind: str, message: str, detail: str = "", key: str = "") -> None:
        """Once for each kind and key."""
        if (kind, key) in self.seen:
            return
        self.seen.add((kind, key))
        self.observed.findings.append(Finding(kind, message, detail))

    def check_numbers(self, answers: Answers, probe: Probe, batch: Batch, where: str) -> None:
        for name, layer, array, shape in expected(answers, probe, batch):
            key = name
            if array.shape != shape:
                shapes = f"should have shape {shape} but came as {array.shape}"
                self.find("wrong shape", f"{words(name, layer)} {shapes}, {where}", key=key)
            elif not np.all(np.isfinite(array)) and probe.name != "steep":
                have = "have" if name == "outputs" else "has"
                message = f"{words(name, layer)} {have} {not_finite(array)}, {where}"
                self.find("not finite", message, key=key)
        if answers.cost is not None and np.isnan(answers.cost) and probe.name != "steep":
            self.find("not finite", f"The cost is nan, {where}", key="cost")

    def check_repeatable(self, observation: Observation, where: str) -> None:
        if len(observation.calls) < 3 or any(call.raised for call in observation.calls):
            return
        first, _, third = observation.calls
        for name in ("outputs", "dw", "db", "cost"):
            if not alike(getattr(first, name), getattr(third, name)):
                message = f"{words(name)} differed between two calls on the same samples, {where}"
                self.find("not repeatable", message, key="")

    def tell_missing(self) -> None:
        given = set()
        for seen in self.observed.observations:
            for call in seen.calls:
                given |= {name for name in LOOKED_FOR[:-1] if getattr(call, name) is not None}
            if seen.stepped_w is not None:
                given.add("step")
        self.observed.missing = [name for name in LOOKED_FOR if name not in given]


def expected(
    answers: Answers, probe: Probe, batch: Batch
) -> Iterator[tuple[str, int | None, Array, tuple[int, ...]]]:
    """Every array of the answers beside the shape it should have."""
    if answers.outputs is not None:
        yield "outputs", None, answers.outputs, batch.y.shape
    for name, arrays, like in (("dw", answers.dw, probe.w), ("db", answers.db, probe.b)):
        for l, (array, right) in enumerate(zip(arrays or [], like, strict=False)):
            yield name, l, array, right.shape


def words(name: str, layer: int | None = None) -> str:
    what = {
        "outputs": "The outputs",
        "dw": "The weight gradient",
        "db": "The bias gradient",
        "cost": "The cost",
    }[name]
    return what if layer is None else f"{what} of layer {layer}"


def not_finite(array: Array) -> str:
    count = int(np.sum(~np.isfinite(array)))
    return f"{count} of {array.size} numbers that are nan or infinite"


def describe(probe: Probe, batch: Batch | None = None) -> str:
    """ "on the network 3-5-4-2 with 7 samples" """
    sizes = "-".join(map(str, probe.sizes))
    m = len((batch or probe.batches[0]).x)
    steep = "large weights and " if probe.name == "steep" else ""
    return f"on the network {sizes} with {steep}{m} samples"


def alike(first: Any, third: Any) -> bool:
    if first is None or third is None:
        return True
    if isinstance(first, list):
        return all(map(alike, first, third))
    return np.shape(first) == np.shape(third) and np.allclose(
        first, third, rtol=1e-10, atol=0.0, equal_nan=True
    )
