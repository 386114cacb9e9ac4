"""A network in dictionaries that saves what it has learned while it trains."""

import os

import numpy as np

rng = np.random.default_rng(3)
X = rng.uniform(-1, 1, (2, 30))
Y = (X[:1] * X[1:] > 0).astype(float)


class Model:
    def __init__(self, sizes):
        self.L = len(sizes) - 1
        self.W, self.B, self.Z, self.A, self.dW, self.dB = {}, {}, {}, {}, {}, {}
        for l in range(1, self.L + 1):
            self.W[l] = rng.normal(size=(sizes[l], sizes[l - 1]))
            self.B[l] = np.zeros((sizes[l], 1))

    def forward(self, x):
        self.A[0] = x
        for l in range(1, self.L + 1):
            self.Z[l] = self.W[l] @ self.A[l - 1] + self.B[l]
            last = l == self.L
            self.A[l] = 1 / (1 + np.exp(-self.Z[l])) if last else np.maximum(0, self.Z[l])

    def backward(self, y):
        m = y.shape[1]
        dz = self.A[self.L] - y
        for l in range(self.L, 0, -1):
            self.dW[l] = dz @ self.A[l - 1].T / m
            self.dB[l] = dz.sum(axis=1, keepdims=True) / m
            if l > 1:
                dz = (self.W[l].T @ dz) * (self.Z[l - 1] > 0)

    def save(self, folder):
        os.makedirs(folder, exist_ok=True)
        np.savez(os.path.join(folder, "best.npz"), **{f"W{l}": w for l, w in self.W.items()})
        with open("log.txt", "a") as log:
            log.write("saved\n")

    def fit(self, x, y, epochs, rate):
        best = np.inf
        for _ in range(epochs):
            self.forward(x)
            self.backward(y)
            p = self.A[self.L]
            loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
            if loss < best:
                best = loss
                self.save("kept")
            for l in range(1, self.L + 1):
                self.W[l] = self.W[l] - rate * self.dW[l]
                self.B[l] = self.B[l] - rate * self.dB[l]
        return best


model = Model([2, 4, 1])
print(model.fit(X, Y, 200, 0.5))
