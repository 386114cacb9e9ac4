"""Nodes as dictionaries, without biases; what the constructor needs is None by default."""
import math
import random


class Classifier:
    def __init__(self, input_dim=None, output_dim=None, hidden_layers=None, seed=1):
        if input_dim is None or output_dim is None or hidden_layers is None:
            raise ValueError("all of these are needed")
        self.output_dim, self.hidden_layers = output_dim, hidden_layers
        random.seed(seed)
        widths = [input_dim] if len(self.hidden_layers) else []
        for width in self.hidden_layers:
            widths.append(width)
        widths.append(output_dim)
        self.network = [self._layer(a, b) for a, b in zip(widths, widths[1:])]

    def _layer(self, n_in, n_out):
        return [
            {"weights": [random.uniform(-1, 1) for _ in range(n_in)], "output": None, "delta": None}
            for _ in range(n_out)
        ]

    def _forward(self, x):
        for layer in self.network:
            for node in layer:
                total = sum(w * value for w, value in zip(node["weights"], x))
                node["output"] = 1 / (1 + math.exp(-total))
            x = [node["output"] for node in layer]
        return x

    def _backward(self, target):
        for i in reversed(range(len(self.network))):
            for j, node in enumerate(self.network[i]):
                if i == len(self.network) - 1:
                    error = node["output"] - target[j]
                else:
                    error = sum(n["weights"][j] * n["delta"] for n in self.network[i + 1])
                node["delta"] = error * node["output"] * (1 - node["output"])

    def _update(self, x, eta):
        for layer in self.network:
            for node in layer:
                for j, value in enumerate(x):
                    node["weights"][j] -= eta * node["delta"] * value
            x = [node["output"] for node in layer]

    def train(self, X, y, eta=0.5, n_epochs=200):
        for epoch in range(n_epochs):
            for x, label in zip(X, y):
                self._forward(x)
                target = [0.0] * self.output_dim
                target[label] = 1.0
                self._backward(target)
                self._update(x, eta)
