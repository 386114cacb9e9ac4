"""Loops over layer objects are run to their end, however many there are."""

from __future__ import annotations

import groundup
from tests.checking.conftest import Write

TOWER = """
import os
import numpy as np

class Floor:
    def __init__(self, n, m):
        self.w = np.random.randn(n, m) / np.sqrt(n)
    def up(self, x):
        assert x is not None
        self.x = x
        return x @ self.w
    def down(self, g):
        assert self.x is not None
        self.dw = self.x.T @ g
        return g @ self.w.T

class Bend:
    def up(self, x):
        self.a = np.tanh(x)
        return self.a
    def down(self, g):
        return g * (1 - self.a ** 2)

x, y = np.random.randn(12, 3), np.random.randn(12, 2)
tower = [Floor(3, 6), Bend(), Floor(6, 5), Bend(), Floor(5, 4), Bend(), Floor(4, 2)]
for lap in range(30):
    print("-" * os.get_terminal_size()[0])
    a = x
    for part in tower:
        a = part.up(a)
    g = (a - y) / len(x)
    for part in reversed(tower):
        g = part.down(g)
    for part in tower[::2]:
        part.w -= 0.1 * part.dw
"""


def test_seven_parts_are_not_cut_short(write: Write) -> None:
    report = groundup.check(write(TOWER))
    assert report.verdict == "right", report
    assert {one.name for one in report.quantities if one.ok} == {"outputs", "dw"}
