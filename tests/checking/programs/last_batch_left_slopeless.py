"""A class whose last mini-batch is left out."""

import numpy as np


class Net:
    def __init__(self, n_in, n_hidden, n_out):
        self.w1, self.b1 = np.random.randn(n_hidden, n_in), np.zeros((n_hidden, 1))
        self.w2, self.b2 = np.random.randn(n_out, n_hidden), np.zeros((n_out, 1))

    def predict(self, X):
        a = np.maximum(0, self.w1 @ X.T + self.b1)
        e = np.exp(self.w2 @ a + self.b2)
        return a, e / e.sum(axis=0)

    def fit(self, X, Y, batch_size=100, epochs=10, lr=0.1):
        for _ in range(epochs):
            for i in range(0, X.shape[0] - batch_size, batch_size):
                x, y = X[i : i + batch_size], Y[i : i + batch_size]
                a, p = self.predict(x)
                d2 = p - y.T
                d1 = self.w2.T @ d2
                m = x.shape[0]
                self.w2 = self.w2 - lr * d2 @ a.T / m
                self.b2 = self.b2 - lr * d2.sum(axis=1).reshape(-1, 1) / m
                self.w1 = self.w1 - lr * d1 @ x / m
                self.b1 = self.b1 - lr * d1.sum(axis=1).reshape(-1, 1) / m
