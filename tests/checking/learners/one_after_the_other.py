"""A network that learns from one sample after the other, shuffled."""

import numpy as np, random


class Network:
    def __init__(self, sizes):
        self.b = [np.random.randn(y, 1) for y in sizes[1:]]
        self.w = [np.random.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]

    def sigmoid(self, z):
        return 1.0 / (1.0 + np.exp(-z))

    def forward(self, x):
        for w, b in zip(self.w, self.b):
            x = self.sigmoid(w @ x + b)
        return x

    def train(self, training_data, eta):
        random.shuffle(training_data)
        for x, y in training_data:
            acts = [x]
            for w, b in zip(self.w, self.b):
                acts.append(self.sigmoid(w @ acts[-1] + b))
            delta = (acts[-1] - y) * acts[-1] * (1 - acts[-1])
            for l in range(len(self.w) - 1, -1, -1):
                dw = delta @ acts[l].T
                db = delta
                delta = self.w[l].T @ delta * acts[l] * (1 - acts[l])
                self.w[l] = self.w[l] - eta * dw
                self.b[l] = self.b[l] - eta * db
