"""From seconds to medians, ratios and verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from bench.cases import EPOCH, PRODUCT_OPERATIONS, Bar, Case, operations
from bench.processes import Measured

ALIKE = (
    "kernel",
    "avx2",
    "baseline",
    "chromium",
    "firefox",
    "numpy",
    "jax",
    "pytorch",
)  # do the same training, step by step
TOLERANCE = 0.02  # by how much the costs they come to may differ, relative


class Spread(NamedTuple):
    median: float
    low: float
    high: float


class Verdict(NamedTuple):
    """What came of a floor and a goal."""

    floor: float
    passed: bool
    goal: float | None
    share: float | None  # of the goal that was reached; 1 or more is all of it
    at_most: bool = False  # whether less is better


class Line(NamedTuple):
    """A peer in a case."""

    peer: str
    seconds: Spread  # of an epoch, or of a digit
    ratio: Spread | None  # how many times as fast groundup is; None for itself
    verdict: Verdict | None  # where there is a floor
    peak_mb: float | None
    cost: float | None


def spread(values: Sequence[float]) -> Spread:
    return Spread(median(values), min(values), max(values))


def ratios(theirs: Sequence[float], ours: Sequence[float]) -> Spread:
    """Of times in the same rounds: so slow or quick moments of the machine cancel out."""
    return spread([other / own for other, own in zip(theirs, ours, strict=True)])


def judge(ratio: float, bar: Bar) -> Verdict:
    def reached(asked: float) -> float:
        return asked / ratio if bar.at_most else ratio / asked

    share = None if bar.goal is None else reached(bar.goal)
    return Verdict(bar.floor, reached(bar.floor) >= 1, bar.goal, share, bar.at_most)


def lines(case: Case, measured: Measured) -> list[Line]:
    """groundup, its peers in the case's order, and the arithmetic limit if it was measured."""
    ours = measured.seconds["kernel"]
    found = []
    for peer, seconds in measured.seconds.items():
        if peer == "limit":
            continue
        ratio = None if peer == "kernel" else ratios(seconds, ours)
        bar = case.bars.get(peer)
        verdict = judge(ratio.median, bar) if ratio and bar else None
        peak, cost = measured.peak_mb.get(peer), measured.cost.get(peer)
        found.append(Line(peer, spread(seconds), ratio, verdict, peak, cost))
    if "limit" in measured.seconds:
        found.append(limit(case, measured))
    return found


def limit(case: Case, measured: Measured) -> Line:
    """What dense training would take, were all of it done at the speed of the best product of
    matrices that was measured between the peers' turns."""
    peak = PRODUCT_OPERATIONS / min(measured.seconds["limit"])
    seconds = EPOCH * operations(case.sizes, case.sides) / peak
    ratio = spread([seconds / own for own in measured.seconds["kernel"]])
    return Line("limit", Spread(seconds, seconds, seconds), ratio, None, None, None)


def odd_ones(found: Sequence[Line]) -> list[str]:
    """The peers that came to another cost than groundup, though they do the same training."""
    cost = {line.peer: line.cost for line in found if line.cost is not None}
    ours = cost.get("kernel")
    if ours is None:
        return []
    return [p for p in ALIKE if p in cost and not abs(cost[p] - ours) <= TOLERANCE * ours]
