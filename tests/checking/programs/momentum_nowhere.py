"""Two layers for the moons, trained in place; the momentum was called otherwise once."""

import numpy as np

beta = 0.9


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


class Moons:
    def __init__(self, n_in=2, n_hidden=4, n_out=1):
        self.w = [np.random.randn(n_in, n_hidden), np.random.randn(n_hidden, n_out)]
        self.b = [np.zeros(n_hidden), np.zeros(n_out)]
        self.v = [np.zeros_like(w) for w in self.w]

    def fit(self, X, y, epochs=100, lr=0.1):
        for _ in range(epochs):
            h = sigmoid(X @ self.w[0] + self.b[0])
            p = sigmoid(h @ self.w[1] + self.b[1])
            d2 = (p - y) * p * (1 - p)
            d1 = (d2 @ self.w[1].T) * h * (1 - h)
            for i, (a, d) in enumerate(((X, d1), (h, d2))):
                self.v[i] = mu * self.v[i] - lr * (a.T @ d)
                self.w[i] += self.v[i]
                self.b[i] -= lr * d.sum(axis=0)
