"""A small digit reader that can put its weights on disk."""

import numpy as np


class Reader:
    def __init__(self, inputs, hidden, outputs):
        self.V = np.random.randn(hidden, inputs + 1) * 0.3
        self.U = np.random.randn(outputs, hidden + 1) * 0.3

    def squash(self, z):
        return 1 / (1 + np.exp(-z))

    def squash_slope(self, a):
        return a * (1 - a)

    def forward(self, X):
        self.first = np.insert(X, 0, 1, axis=1)
        self.second = np.insert(self.squash(self.first @ self.V.T), 0, 1, axis=1)
        return self.squash(self.second @ self.U.T)

    def cost(self, X, y):
        return 0.5 * np.sum((y - self.forward(X)) ** 2)

    def gradients(self, X, y):
        out = self.forward(X)
        error = out - y
        dU = error.T @ self.second / len(X)
        back = (error @ self.U)[:, 1:] * self.squash_slope(self.second[:, 1:])
        dV = back.T @ self.first / len(X)
        return dV, dU

    def train(self, X, y, epochs, rate, size):
        for _ in range(epochs):
            for start in range(0, len(X), size):
                dV, dU = self.gradients(X[start : start + size], y[start : start + size])
                self.V -= rate * dV
                self.U -= rate * dU
            print(self.cost(X, y))

    def keep(self):
        np.save("first.npy", reader.V)
        np.save("second.npy", reader.U)
