"""Moré and Thuente's line search (ACM Transactions on Mathematical Software 20, 1994), with the
tolerances of L-BFGS-B: what step to try next, and which is good enough.

In their names: phi(step) is the loss along a direction, dphi its slope. A step is good where phi
has fallen by FALL of what the first slope promises, and the slope is SLOPE of the first or less.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

FALL, SLOPE, WIDTH = 1e-3, 0.9, 0.1
LONGEST = 1e10


class Point(NamedTuple):
    """A step, the loss there and its slope."""

    step: float
    phi: float
    dphi: float


@dataclass
class LineSearch:
    """Says which step to try, `next`, and whether one that was tried will do."""

    first: Point  # at 0, with a slope below 0
    next: float

    def __post_init__(self) -> None:
        self.best = self.other = self.first  # the ends of the interval that has a good step …
        self.bracketed = False  # … once it has two
        self.early = True  # no step has yet had a loss low enough and a slope above 0
        self.least, self.most = 0.0, 5 * self.next
        self.width, self.before = LONGEST, 2 * LONGEST

    def is_good(self, tried: Point) -> bool:
        """Whether this will do, or there is none better; else `next` is another."""
        promised = FALL * self.first.dphi
        target = self.first.phi + tried.step * promised
        if self.early and tried.phi <= target and tried.dphi >= 0:
            self.early = False
        if tried.phi <= target and abs(tried.dphi) <= SLOPE * -self.first.dphi:
            return True
        step = tried.step
        stuck = self.bracketed and not self.least < step < self.most
        narrow = self.bracketed and self.most - self.least <= WIDTH * self.most
        far = step == LONGEST and tried.phi <= target and tried.dphi <= promised
        if stuck or narrow or far or (step == 0 and (tried.phi > target or tried.dphi >= promised)):
            return True
        if self.early and target < tried.phi <= self.best.phi:  # of a tilted loss, at first
            self._narrow(tried, promised)
        else:
            self._narrow(tried, 0.0)
        self._choose_bounds()
        return False

    def _narrow(self, tried: Point, tilt: float) -> None:
        """The interval, and the next step, by what was tried; phi counts less `tilt` a step."""
        best, other, now = (
            Point(p.step, p.phi - p.step * tilt, p.dphi - tilt)
            for p in (self.best, self.other, tried)
        )
        step, bracketed = next_step(best, other, now, self.bracketed, self.least, self.most)
        if now.phi > best.phi:
            self.other = tried
        else:
            if now.dphi * best.dphi < 0:
                self.other = self.best
            self.best = tried
        self.bracketed, self.next = bracketed, step

    def _choose_bounds(self) -> None:
        ends = self.best.step, self.other.step
        if self.bracketed:
            if abs(ends[1] - ends[0]) >= 0.66 * self.before:
                self.next = ends[0] + 0.5 * (ends[1] - ends[0])
            self.before, self.width = self.width, abs(ends[1] - ends[0])
            self.least, self.most = min(ends), max(ends)
        else:
            self.least = self.next + 1.1 * (self.next - ends[0])
            self.most = self.next + 4 * (self.next - ends[0])
        self.next = min(max(self.next, 0.0), LONGEST)
        inside = self.least < self.next < self.most
        narrow = self.most - self.least <= WIDTH * self.most
        if self.bracketed and (not inside or narrow):
            self.next = self.best.step


def next_step(
    best: Point, other: Point, now: Point, bracketed: bool, least: float, most: float
) -> tuple[float, bool]:
    """Where a cubic or a parabola through these has its minimum, kept safe, and whether both ends
    of the interval are known then."""
    if now.phi > best.phi:  # 1: too far
        cubic = minimum(best, now)
        fall = (best.phi - now.phi) / (now.step - best.step) + best.dphi
        parabola = best.step + best.dphi / fall / 2 * (now.step - best.step)
        nearer = abs(cubic - best.step) < abs(parabola - best.step)
        return (cubic if nearer else cubic + (parabola - cubic) / 2), True
    if now.dphi * best.dphi < 0 or abs(now.dphi) < abs(best.dphi):
        secant = now.step + now.dphi / (now.dphi - best.dphi) * (best.step - now.step)
    else:
        secant = now.step
    if now.dphi * best.dphi < 0:  # 2: lower, behind the minimum
        cubic = minimum(now, best)
        return (cubic if abs(cubic - now.step) > abs(secant - now.step) else secant), True
    if abs(now.dphi) < abs(best.dphi):  # 3: lower, and flatter
        cubic = flatter(best, now, least, most)
        if bracketed:
            step = cubic if abs(cubic - now.step) < abs(secant - now.step) else secant
            limit = now.step + 0.66 * (other.step - now.step)
            return (min(limit, step) if now.step > best.step else max(limit, step)), True
        step = cubic if abs(cubic - now.step) > abs(secant - now.step) else secant
        return max(least, min(most, step)), False
    if bracketed:  # 4: lower, and steeper
        return minimum(now, other), True
    return (most if now.step > best.step else least), False


def minimum(a: Point, b: Point) -> float:
    """Of the cubic that has both losses and slopes; seen from a."""
    theta = 3 * (a.phi - b.phi) / (b.step - a.step) + a.dphi + b.dphi
    size = max(abs(theta), abs(a.dphi), abs(b.dphi))
    gamma = size * sqrt(max(0.0, (theta / size) ** 2 - a.dphi / size * (b.dphi / size)))
    gamma = -gamma if b.step < a.step else gamma
    return a.step + (gamma - a.dphi + theta) / (gamma - a.dphi + gamma + b.dphi) * (b.step - a.step)


def flatter(best: Point, now: Point, least: float, most: float) -> float:
    """The same where the cubic may have no minimum beyond `now`: a bound then."""
    theta = 3 * (best.phi - now.phi) / (now.step - best.step) + best.dphi + now.dphi
    size = max(abs(theta), abs(best.dphi), abs(now.dphi))
    gamma = size * sqrt(max(0.0, (theta / size) ** 2 - best.dphi / size * (now.dphi / size)))
    gamma = -gamma if now.step > best.step else gamma
    ratio = (gamma - now.dphi + theta) / (gamma + (best.dphi - now.dphi) + gamma)
    if ratio < 0 and gamma != 0:
        return now.step + ratio * (best.step - now.step)
    return most if now.step > best.step else least
