"""Deltas in a list, from the last layer to the first."""

import numpy as np


class Net:
    def __init__(self, layers):
        self.layers = layers
        self.weights = [np.random.randn(layers[i], layers[i + 1]) for i in range(len(layers) - 1)]
        self.biases = [np.zeros((1, layers[i + 1])) for i in range(len(layers) - 1)]

    def _sigmoid(self, x):
        return 1 / (1 + np.exp(-x))

    def _sigmoid_deriv(self, a):
        return a * (1 - a)

    def forward(self, X):
        activations = [X]
        for W, b in zip(self.weights, self.biases):
            activations.append(self._sigmoid(activations[-1] @ W + b))
        return activations

    def backward(self, activations, y, learning_rate):
        deltas = [(y - activations[-1]) * self._sigmoid_deriv(activations[-1])]
        for i in range(len(self.weights) - 1, 0, -1):
            deltas.append(deltas[-1] @ self.weights[i].T * self._sigmoid_deriv(activations[i]))
        for i in range(len(self.weights)):
            self.weights[i] += learning_rate * activations[i].T @ deltas[i]
            self.biases[i] += learning_rate * np.sum(deltas[i], axis=0, keepdims=True)

    def fit(self, X, y, epochs=1000, learning_rate=0.1):
        for e in range(epochs):
            acts = self.forward(X)
            self.backward(acts, y, learning_rate)
