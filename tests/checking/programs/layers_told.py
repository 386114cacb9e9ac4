"""A class whose train is told the layers: dictionaries with widths and a name."""

import numpy as np


class Network:
    def prepared(self, plan):
        kept = {}
        for number, layer in enumerate(plan, 1):
            kept[f"W{number}"] = 0.1 * np.random.randn(layer["output_dim"], layer["input_dim"])
            kept[f"b{number}"] = 0.1 * np.random.randn(layer["output_dim"], 1)
        return kept

    def activate(self, z, name):
        if name == "relu":
            return np.maximum(0, z)
        if name == "sigmoid":
            return 1 / (1 + np.exp(-z))
        raise ValueError(name)

    def slope(self, z, name):
        if name == "relu":
            return (z > 0) * 1.0
        a = self.activate(z, name)
        return a * (1 - a)

    def forwards(self, a, kept, plan):
        memory = {"A0": a}
        for number, layer in enumerate(plan, 1):
            z = kept[f"W{number}"] @ a + kept[f"b{number}"]
            a = self.activate(z, layer["activation"])
            memory[f"Z{number}"], memory[f"A{number}"] = z, a
        return a, memory

    def backwards(self, Y_hat, Y, memory, kept, plan):
        grads, m = {}, Y.shape[1]
        back = (1 - Y) / (1 - Y_hat) - Y / Y_hat
        for index, layer in reversed(list(enumerate(plan))):
            dz = back * self.slope(memory[f"Z{index + 1}"], layer["activation"])
            grads[f"W{index + 1}"] = dz @ memory[f"A{index}"].T / m
            grads[f"b{index + 1}"] = dz.sum(axis=1, keepdims=True) / m
            back = kept[f"W{index + 1}"].T @ dz
        return grads

    def train(self, X, Y, plan, epochs, learning_rate):
        kept = self.prepared(plan)
        for _ in range(epochs):
            Y_hat, memory = self.forwards(X, kept, plan)
            grads = self.backwards(Y_hat, Y, memory, kept, plan)
            for name in kept:
                kept[name] -= learning_rate * grads[name]
        return kept
