"""A class that is given the samples and a list of widths, and is stepped from outside."""

import numpy as np


class Weaver:
    def __init__(self, x, y, hidden_layers, learning_rate):
        self.x, self.y = x, y
        self.lr = learning_rate
        sizes = [x.shape[1], *hidden_layers, y.shape[1]]
        self.w = [np.random.randn(a, b) for a, b in zip(sizes[:-1], sizes[1:])]
        self.b = [np.zeros((1, b)) for b in sizes[1:]]

    def forward(self):
        self.a = [self.x]
        for w, b in zip(self.w, self.b):
            self.a.append(1 / (1 + np.exp(-(self.a[-1] @ w + b))))

    def backward(self):
        d = (self.a[-1] - self.y) * self.a[-1] * (1 - self.a[-1])
        for l in reversed(range(len(self.w))):
            dw, db = self.a[l].T @ d, d.sum(axis=0, keepdims=True)
            d = d @ self.w[l].T
            self.w[l] = self.w[l] - self.lr * dw
            self.b[l] = self.b[l] - self.lr * db
