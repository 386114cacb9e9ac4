"""A network that is told its inputs in one number,
and the widths and activations of its layers in lists."""

import numpy as np


class MLP:
    def __init__(self, n_inputs, layer_sizes, activations):
        self.layers = []
        for n, name in zip(layer_sizes, activations):
            w = np.random.randn(n_inputs, n) * 0.5
            self.layers.append({"w": w, "b": np.zeros(n), "f": name})
            n_inputs = n

    def forward(self, X):
        for layer in self.layers:
            layer["x"] = X
            z = X @ layer["w"] + layer["b"]
            X = np.maximum(z, 0) if layer["f"] == "relu" else 1 / (1 + np.exp(-z))
            layer["out"] = X
        return X

    def train(self, X, y, lr=0.1, epochs=100):
        for _ in range(epochs):
            out = self.forward(X)
            loss = 0.5 * np.mean(np.sum((out - y) ** 2, axis=1))
            grad = (out - y) / len(X)
            for layer in reversed(self.layers):
                a = layer["out"]
                delta = grad * (a if layer["f"] == "relu" else a * (1 - a))
                grad = delta @ layer["w"].T
                layer["w"] -= lr * layer["x"].T @ delta
                layer["b"] -= lr * delta.sum(axis=0)
        return loss
