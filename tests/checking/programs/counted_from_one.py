"""A network whose epochs are counted from 1, and whose step goes up minus the gradient."""

import numpy as np


def logistic(v):
    return 1.0 / (1.0 + np.exp(-v))


def logistic_slope(v):
    return logistic(v) * (1.0 - logistic(v))


class Net:
    def __init__(self, layers):
        self.weights = [np.random.randn(o, i) for i, o in zip(layers, layers[1:])]
        self.biases = [np.random.randn(o, 1) for o in layers[1:]]

    def forward(self, inputs):
        zs, activations = [], [inputs]
        for w, b in zip(self.weights, self.biases):
            zs.append(w @ activations[-1] + b)
            activations.append(logistic(zs[-1]))
        return zs, activations

    def backpropagation(self, target, zs, activations):
        deltas = [None] * len(zs)
        deltas[-1] = (target - activations[-1]) * logistic_slope(zs[-1])
        for l in reversed(range(len(zs) - 1)):
            deltas[l] = (self.weights[l + 1].T @ deltas[l + 1]) * logistic_slope(zs[l])
        m = target.shape[1]
        dw = [delta @ a.T / m for delta, a in zip(deltas, activations)]
        db = [delta.mean(axis=1, keepdims=True) for delta in deltas]
        return dw, db

    def train(self, x, y, epochs=100, lr=0.1):
        for epoch in range(1, epochs):
            zs, activations = self.forward(x)
            dw, db = self.backpropagation(y, zs, activations)
            self.weights = [w + lr * change for w, change in zip(self.weights, dw)]
            self.biases = [b + lr * change for b, change in zip(self.biases, db)]
            if epoch % 50 == 0:
                print("off by", np.abs(activations[-1] - y).mean())
