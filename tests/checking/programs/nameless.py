"""What the numbers of a network are called says nothing."""

import numpy as np


class Machine:
    def __init__(self, p, q, r):
        self.first = np.random.randn(p, q) * 0.4
        self.second = np.random.randn(q, r) * 0.4

    def predict(self, X):
        self.mid = np.tanh(X @ self.first)
        return 1 / (1 + np.exp(-(self.mid @ self.second)))

    def fit(self, X, y, epochs=100, lr=0.1):
        for _ in range(epochs):
            error = self.predict(X) - y
            below = (error @ self.second.T) * (1 - self.mid**2)
            self.second -= lr * self.mid.T @ error / len(X)
            self.first -= lr * X.T @ below / len(X)
            print("loss %.3f" % np.abs(error).mean(axis=0))
