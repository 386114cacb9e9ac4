"""Networks whose layers are told their activations as functions with a flag for the derivative."""

import numpy as np


def sigmoid(z, derivative=False):
    s = 1 / (1 + np.exp(-z))
    return s * (1 - s) if derivative else s


def tanh(z, derivative=False):
    return 1 - np.tanh(z) ** 2 if derivative else np.tanh(z)


class Network:
    def __init__(self, layers, activation_functions):
        self.weights = [np.random.randn(a, b) * 0.1 for a, b in zip(layers[:-1], layers[1:])]
        self.biases = [np.zeros((1, b)) for b in layers[1:]]
        self.functions = activation_functions

    def forward(self, X):
        self.zs, self.outs = [], [X]
        for w, b, function in zip(self.weights, self.biases, self.functions):
            self.zs.append(self.outs[-1] @ w + b)
            self.outs.append(function(self.zs[-1]))
        return self.outs[-1]

    def backward(self, y, lr):
        delta = (self.outs[-1] - y) * self.functions[-1](self.zs[-1], derivative=True)
        for l in reversed(range(len(self.weights))):
            dw = self.outs[l].T @ delta / len(y)
            db = delta.mean(axis=0, keepdims=True)
            if l > 0:
                delta = delta @ self.weights[l].T
                delta *= self.functions[l - 1](self.zs[l - 1])
            self.weights[l] -= lr * dw
            self.biases[l] -= lr * db

    def fit(self, X, y, lr=0.1, epochs=100):
        for _ in range(epochs):
            mse = 0.5 * np.mean(np.sum((self.forward(X) - y) ** 2, axis=1))
            self.backward(y, lr)
        return mse
