"""A network whose layers are told by their widths, one after the other."""

import numpy as np


class Ladder:
    def __init__(self, rate=0.1):
        self.rate, self.weights, self.shifts = rate, [], []

    def add_layer(self, n_inputs, n_neurons):
        self.weights.append(np.random.randn(n_inputs, n_neurons))
        self.shifts.append(np.zeros(n_neurons))

    def feed_forward(self, x):
        self.rungs = [x]
        for w, b in zip(self.weights, self.shifts):
            self.rungs.append(1 / (1 + np.exp(-(self.rungs[-1] @ w + b))))
        return self.rungs[-1]

    def learn(self, x, targets):
        out = self.feed_forward(x)
        delta = (out - targets) * out * (1 - out)
        for l in reversed(range(len(self.weights))):
            dw, db = self.rungs[l].T @ delta, delta.sum(axis=0)
            delta = delta @ self.weights[l].T * self.rungs[l] * (1 - self.rungs[l])
            self.weights[l] -= self.rate * dw
            self.shifts[l] -= self.rate * db
