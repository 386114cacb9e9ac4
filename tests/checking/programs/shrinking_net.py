"""A regression whose weights shrink a little at every step: half the penalty times their squares is
in the cost."""

import numpy as np


class ShrinkingNet:
    def __init__(self, widths):
        self.weights = [np.random.randn(m + 1, n) / np.sqrt(m) for m, n in zip(widths, widths[1:])]

    def with_one(self, x):
        return np.hstack([x, np.ones((len(x), 1))])

    def predict(self, x):
        self.seen = [x]
        for w in self.weights[:-1]:
            x = np.tanh(self.with_one(x) @ w)
            self.seen.append(x)
        return self.with_one(x) @ self.weights[-1]

    def loss(self, x, y, penalty):
        difference = self.predict(x) - y
        error = 0.5 * np.sum(difference**2) / len(x)
        if penalty:
            for w in self.weights:
                error += 0.5 * penalty * np.sum(w * w)
        return error, difference / len(x)

    def step(self, x, y, rate=0.01, penalty=1e-4):
        error, sent = self.loss(x, y, penalty)
        fresh = []
        for w, below in zip(self.weights[::-1], self.seen[::-1]):
            slope = self.with_one(below).T @ sent
            fresh.append(w * (1 - rate * penalty) - rate * slope)
            sent = (sent @ w[:-1].T) * (1 - below**2)
        self.weights = fresh[::-1]
        return error


if __name__ == "__main__":
    np.random.seed(1)
    x = np.random.rand(60, 3)
    y = np.stack([x.sum(axis=1), x.prod(axis=1)], axis=1)
    net = ShrinkingNet([3, 7, 2])
    for turn in range(200):
        print(net.step(x, y))
