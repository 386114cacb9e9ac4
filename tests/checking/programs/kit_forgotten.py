"""Layers with their parameters in boxes, dropout between two of them; an optimiser is elsewhere."""

import numpy as np


class Box:
    def __init__(self, value):
        self.value = value
        self.grad = np.zeros_like(value)


class Full:
    def __init__(self, n_in, n_out, bends=True):
        self.w = Box(np.random.randn(n_in, n_out) * np.sqrt(2 / n_in))
        self.b = Box(np.zeros((1, n_out)))
        self.bends = bends

    def forward(self, x):
        self.x = x
        self.z = x @ self.w.value + self.b.value
        return np.maximum(self.z, 0) if self.bends else self.z

    def backward(self, d):
        if self.bends:
            d = d * (self.z > 0)
        self.w.grad = self.x.T @ d / len(d)
        self.b.grad = d.sum(axis=0, keepdims=True) / len(d)
        return d @ self.w.value.T


class Drop:
    def __init__(self, share):
        self.share, self.learns = share, True

    def forward(self, x):
        if not self.learns:
            return x
        self.kept = (np.random.rand(*x.shape) > self.share) / (1 - self.share)
        return x * self.kept

    def backward(self, d):
        return d


class Kit:
    def __init__(self, n_features, n_classes):
        self.layers = [
            Full(n_features, 24),
            Drop(0.25),
            Full(24, 12),
            Full(12, n_classes, bends=False),
        ]

    def train(self):
        for layer in self.layers:
            layer.learns = True

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        e = np.exp(x - x.max(axis=1, keepdims=True))
        self.p = e / e.sum(axis=1, keepdims=True)
        return self.p

    def backward(self, labels):
        d = self.p - np.eye(self.p.shape[1])[labels.reshape(-1)]
        for layer in reversed(self.layers):
            d = layer.backward(d)
