"""A network that only trains, on lists of pairs."""

import numpy as np


class Network:
    def __init__(self, sizes):
        self.sizes = sizes
        self.b = [np.random.randn(y, 1) for y in sizes[1:]]
        self.w = [np.random.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]

    def sigmoid(self, z):
        return 1.0 / (1.0 + np.exp(-z))

    def forward(self, x):
        for w, b in zip(self.w, self.b):
            x = self.sigmoid(w @ x + b)
        return x

    def train_batch(self, batch, eta):
        dw = [np.zeros_like(w) for w in self.w]
        db = [np.zeros_like(b) for b in self.b]
        for x, y in batch:
            acts = [x]
            for w, b in zip(self.w, self.b):
                acts.append(self.sigmoid(w @ acts[-1] + b))
            delta = (acts[-1] - y) * acts[-1] * (1 - acts[-1])
            for l in range(len(self.w) - 1, -1, -1):
                dw[l] = delta @ acts[l].T
                db[l] += delta
                delta = self.w[l].T @ delta * acts[l] * (1 - acts[l])
        for l in range(len(self.w)):
            self.w[l] -= eta / len(batch) * dw[l]
            self.b[l] -= eta / len(batch) * db[l]
