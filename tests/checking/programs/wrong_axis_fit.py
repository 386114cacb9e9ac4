"""A class for regression on batches, whose last line sums over the wrong axis."""

import numpy as np


class Fit:
    def __init__(self, n_in, n_hidden, n_out):
        self.W1 = np.random.randn(n_in, n_hidden) * 0.4
        self.b1 = np.zeros(n_hidden)
        self.W2 = np.random.randn(n_hidden, n_out) * 0.4
        self.b2 = np.zeros(n_out)

    def predict(self, X):
        self.H = np.tanh(X @ self.W1 + self.b1)
        return self.H @ self.W2 + self.b2

    def fit(self, X, y, epochs=200, lr=0.05):
        n = len(X)
        for i in range(epochs):
            E = (self.predict(X) - y) / n
            back = (E @ self.W2.T) * (1 - self.H**2)
            self.W2 -= lr * self.H.T @ E
            self.b2 -= lr * E.sum(axis=0)
            self.W1 -= lr * X.T @ back
            self.b1 -= lr * back.sum(axis=1)
