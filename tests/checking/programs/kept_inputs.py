"""A network that keeps its samples, whole numbers, and whose biases stay at 0."""

import numpy as np


class Gate:
    def __init__(self, samples, wanted, width=4, pace=1.2):
        self.samples, self.wanted, self.pace = samples, wanted, pace
        self.first = np.random.randn(2, width)
        self.second = np.random.randn(width, 1)
        self.first_shift = np.zeros((1, width))
        self.second_shift = np.zeros((1, 1))

    def __call__(self):
        self.forwards()
        self.backwards()

    def forwards(self):
        self.middle = self.squash(np.dot(self.samples, self.first) + self.first_shift)
        self.result = self.squash(np.dot(self.middle, self.second) + self.second_shift)

    def backwards(self):
        last = (self.wanted - self.result) * self.slope(self.result)
        hidden = np.dot(last, self.second.T) * self.slope(self.middle)
        self.second += self.pace * np.dot(self.middle.T, last)
        self.first += self.pace * np.dot(self.samples.T, hidden)

    def squash(self, z):
        return 1 / (1 + np.exp(-z))

    def slope(self, s):
        return s * (1 - s)


truth_table = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
exclusive = np.array([[0], [1], [1], [0]])
gate = Gate(truth_table, exclusive)
for length in (100, 200, 300):
    for _ in range(length):
        gate()
    print(length, np.mean(np.abs(gate.result - exclusive)))
