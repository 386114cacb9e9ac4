"""A network that is told the widths of its layers in pairs."""

from typing import List, Tuple

import numpy as np


class MLP:
    def __init__(self, layer_sizes: List[Tuple[int, int]], activations: List[str]):
        self.weights, self.biases = [], []
        self.activations = activations
        for i, (n_in, n_out) in enumerate(layer_sizes):
            if i and layer_sizes[i - 1][1] != n_in:
                raise ValueError("sizes do not fit")
            self.weights.append(np.random.randn(n_in, n_out) * 0.5)
            self.biases.append(np.zeros(n_out))

    def forward(self, X):
        self.outs = [X]
        for w, b, name in zip(self.weights, self.biases, self.activations):
            z = self.outs[-1] @ w + b
            self.outs.append(np.maximum(z, 0) if name == "relu" else 1 / (1 + np.exp(-z)))
        return self.outs[-1]

    def train(self, X, y, lr=0.1, epochs=100):
        for _ in range(epochs):
            out = self.forward(X)
            loss = 0.5 * np.mean(np.sum((out - y) ** 2, axis=1))
            grad = (out - y) / len(X)
            for i in reversed(range(len(self.weights))):
                a = self.outs[i + 1]
                delta = grad * (a > 0 if self.activations[i] == "relu" else a * (1 - a))
                grad = delta @ self.weights[i].T
                self.weights[i] -= lr * self.outs[i].T @ delta
                self.biases[i] -= lr * delta.mean(axis=0)
        return loss
