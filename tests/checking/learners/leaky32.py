"""A classifier in float32 with a leaky ReLU."""

import numpy as np

rng = np.random.default_rng(0)


class MLP:
    def __init__(self, n_in, n_hidden, n_out):
        self.W1 = rng.normal(0, 0.1, (n_in, n_hidden)).astype(np.float32)
        self.b1 = np.zeros(n_hidden, np.float32)
        self.W2 = rng.normal(0, 0.1, (n_hidden, n_out)).astype(np.float32)
        self.b2 = np.zeros(n_out, np.float32)

    def forward(self, X):
        self.X = X.astype(np.float32)
        self.Z1 = self.X @ self.W1 + self.b1
        self.A1 = np.where(self.Z1 > 0, self.Z1, 0.01 * self.Z1)
        self.Z2 = self.A1 @ self.W2 + self.b2
        E = np.exp(self.Z2 - self.Z2.max(axis=1, keepdims=True))
        self.P = E / E.sum(axis=1, keepdims=True)
        return self.P

    def backward(self, Y):
        n = len(Y)
        dZ2 = (self.P - Y) / n
        self.dW2 = self.A1.T @ dZ2
        self.db2 = dZ2.sum(0)
        dZ1 = (dZ2 @ self.W2.T) * (self.Z1 > 0)
        self.dW1 = self.X.T @ dZ1
        self.db1 = dZ1.sum(0)

    def update(self, lr):
        for p in ("W1", "b1", "W2", "b2"):
            setattr(self, p, getattr(self, p) - lr * getattr(self, "d" + p))
