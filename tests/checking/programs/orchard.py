"""A network that is told all it needs in one dictionary. A module: nothing here trains it."""

import numpy as np


class Orchard:
    def __init__(self, plan, ridge=0.0):
        depth = plan["number_of_hidden_layers"]
        widths = [plan["input_layer_size"], *[plan["hidden_layer_size"]] * depth]
        widths.append(plan["output_layer_size"])
        self.ridge = ridge
        self.trees = {}
        self.soil = {}
        for k, (below, above) in enumerate(zip(widths, widths[1:])):
            self.trees[k] = np.random.randn(below, above) * 0.5
            self.soil[k] = np.zeros((1, above))

    def grow(self, X):
        self.levels = [X]
        for k in self.trees:
            z = self.levels[-1] @ self.trees[k] + self.soil[k]
            self.levels.append(1 / (1 + np.exp(-z)))
        return self.levels[-1]

    def train_once(self, X, y, learning_rate=0.5):
        m = len(X)
        out = self.grow(X)
        delta = (out - y) * out * (1 - out)
        for k in sorted(self.trees, reverse=True):
            level = self.levels[k]
            back = (delta @ self.trees[k].T) * level * (1 - level)
            self.trees[k] -= learning_rate * level.T @ delta / m
            self.soil[k] -= learning_rate * delta.sum(axis=0, keepdims=True) / m
            delta = back

    def cost(self, X, y):
        return 0.5 * np.sum((self.grow(X) - y) ** 2) / len(X)
