"""A regressor that wants to be told how many layers it has beside their widths, and its optimiser;
moments of Adam lie beside the weights."""

from typing import Sequence

import numpy as np


class NeuralNetwork:
    def __init__(self, input_size: int, hidden_sizes: Sequence[int], output_size: int,
                 num_layers: int, opt: str):  # fmt: skip
        assert num_layers == len(hidden_sizes) + 1
        self.num_layers, self.opt = num_layers, opt
        sizes = [input_size] + hidden_sizes + [output_size]
        self.params, self.m, self.v, self.t = {}, {}, {}, 0
        for i in range(1, num_layers + 1):
            self.params["W" + str(i)] = np.random.randn(sizes[i - 1], sizes[i]) / np.sqrt(sizes[i])
            self.params["b" + str(i)] = np.zeros(sizes[i])
            for moments in (self.m, self.v):
                moments["W" + str(i)] = np.zeros((sizes[i - 1], sizes[i]))
                moments["b" + str(i)] = np.zeros(sizes[i])

    def forward(self, X):
        self.outputs = {"h0": X}
        for i in range(1, self.num_layers + 1):
            z = self.outputs["h" + str(i - 1)] @ self.params["W" + str(i)]
            z = z + self.params["b" + str(i)]
            last = i == self.num_layers
            self.outputs["h" + str(i)] = 1 / (1 + np.exp(-z)) if last else np.maximum(z, 0)
        return self.outputs["h" + str(self.num_layers)]

    def backward(self, y):
        N, C = y.shape
        p = self.outputs["h" + str(self.num_layers)]
        self.gradients = {}
        delta = 2 / C * (p - y) * p * (1 - p)
        for i in range(self.num_layers, 0, -1):
            below = self.outputs["h" + str(i - 1)]
            self.gradients["W" + str(i)] = below.T @ delta / N
            self.gradients["b" + str(i)] = delta.sum(axis=0) / N
            delta = delta @ self.params["W" + str(i)].T * (below > 0)
        mse = np.mean((y - p) ** 2)
        return mse

    def update(self, lr=0.001, b1=0.9, b2=0.999):
        self.t += 1
        for name, gradient in self.gradients.items():
            if self.opt == "SGD":
                self.params[name] -= lr * gradient
            elif self.opt == "Adam":
                self.m[name] = b1 * self.m[name] + (1 - b1) * gradient
                self.v[name] = b2 * self.v[name] + (1 - b2) * gradient**2
                m = self.m[name] / (1 - b1**self.t)
                self.params[name] -= lr * m / (np.sqrt(self.v[name] / (1 - b2**self.t)) + 1e-8)
