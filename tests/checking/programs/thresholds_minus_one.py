"""Thresholds are weights of a unit that always says -1; what comes of rows of one table is learned."""

import numpy as np


class Relay:
    def __init__(self, widths, pace):
        self.pace = pace
        self.momentum_share = 0.3
        self.signals = [np.append([-1.0], np.zeros(n)) for n in widths[:-1]]
        self.signals.append(np.zeros(widths[-1]))
        self.wires = [np.random.randn(a + 1, b) * 0.5 for a, b in zip(widths, widths[1:])]
        self.before = [np.zeros_like(wire) for wire in self.wires]

    def send(self, row):
        self.signals[0][1:] = row
        last = len(self.wires)
        for i, wire in enumerate(self.wires):
            out = 1 / (1 + np.exp(-(self.signals[i] @ wire)))
            self.signals[i + 1][0 if i + 1 == last else 1 :] = out

    def correct(self, wanted):
        said = self.signals[-1]
        error = (wanted - said) * said * (1 - said)
        for i in reversed(range(len(self.wires))):
            below = self.signals[i][1:]
            passed = (self.wires[i][1:] @ error) * below * (1 - below)
            change = self.pace * np.outer(self.signals[i], error)
            change += self.momentum_share * self.before[i]
            self.before[i] = change
            self.wires[i] = self.wires[i] + change
            error = passed


np.random.seed(2)
table = np.random.uniform(-1, 1, (20, 6))
table[:, 0] = np.arange(20) % 2
relay = Relay([5, 7, 4, 1], 0.2)
while True:
    missed = 0.0
    for i in np.random.permutation(20):
        relay.send(table[i, 1:])
        relay.correct(table[i, :1])
        missed += abs(table[i, 0] - relay.signals[-1][0])
    if missed / 20 < 0.05:
        break
