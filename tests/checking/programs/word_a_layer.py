"""A classifier of any depth that others import: the widths and the activations of its hidden layers
are lists, and the optimiser is a word that fit is told."""

from typing import List

import numpy as np


class DeepClassifier:
    def __init__(self, n_features: int, n_classes: int, hidden_dims: List[int], activations):
        dims = [n_features] + hidden_dims + [n_classes]
        self.activations = activations + ["softmax"]
        assert len(self.activations) == len(dims) - 1
        for name in activations:
            assert name in ["relu", "tanh"], name
        self.depth = len(dims) - 1
        self.params = {}
        for k in range(1, self.depth + 1):
            self.params[f"W{k}"] = np.random.randn(dims[k], dims[k - 1]) * 0.1
            self.params[f"b{k}"] = np.zeros((dims[k], 1))

    def activate(self, Z, name):
        if name == "relu":
            return np.maximum(Z, 0)
        if name == "tanh":
            return np.tanh(Z)
        shifted = np.exp(Z - Z.max(axis=0))
        return shifted / shifted.sum(axis=0)

    def slope(self, Z, name):
        return (Z > 0) * 1.0 if name == "relu" else 1 - np.tanh(Z) ** 2

    def forward(self, X):
        A, caches = X, []
        for k in range(1, self.depth + 1):
            Z = self.params[f"W{k}"] @ A + self.params[f"b{k}"]
            caches.append((A, Z))
            A = self.activate(Z, self.activations[k - 1])
        return A, caches

    def backward(self, AL, Y, caches):
        m, grads = Y.shape[1], {}
        dZ = AL - Y
        for k in range(self.depth, 0, -1):
            A, _ = caches[k - 1]
            grads[f"W{k}"] = dZ @ A.T / m
            grads[f"b{k}"] = dZ.sum(axis=1, keepdims=True) / m
            if k > 1:
                dA = self.params[f"W{k}"].T @ dZ
                dZ = dA * self.slope(caches[k - 2][1], self.activations[k - 2])
        return grads

    def fit(self, X, Y, optimizer, learning_rate, n_iters):
        """X is (n_features, m), Y one-hot (n_classes, m)."""
        costs = []
        velocity = {name: np.zeros_like(array) for name, array in self.params.items()}
        for _ in range(n_iters):
            AL, caches = self.forward(X)
            cost = -np.sum(Y * np.log(AL + 1e-9)) / Y.shape[1]
            grads = self.backward(AL, Y, caches)
            for name, grad in grads.items():
                if optimizer == "momentum":
                    velocity[name] = 0.9 * velocity[name] + 0.1 * grad
                    self.params[name] -= learning_rate * velocity[name]
                elif optimizer == "gd":
                    self.params[name] -= learning_rate * grad
            costs.append(cost)
        return costs
