"""Layers that hold weights and gradients; the network does the rest."""

import numpy as np


class Layer:
    def __init__(self, n_in, n_out):
        self.weights = np.random.randn(n_out, n_in)
        self.bias = np.zeros((n_out, 1))


class Network:
    def __init__(self, sizes):
        self.layers = [Layer(a, b) for a, b in zip(sizes[:-1], sizes[1:])]

    def sigmoid(self, z):
        return 1 / (1 + np.exp(-z))

    def forward(self, x):
        for layer in self.layers:
            layer.input = x
            layer.output = self.sigmoid(layer.weights @ x + layer.bias)
            x = layer.output
        return x

    def backward(self, x, y):
        out = self.forward(x)
        error = out - y
        for layer in reversed(self.layers):
            layer.delta = error * layer.output * (1 - layer.output)
            layer.dW = layer.delta @ layer.input.T
            layer.db = layer.delta
            error = layer.weights.T @ layer.delta

    def update(self, lr):
        for layer in self.layers:
            layer.weights -= lr * layer.dW
            layer.bias -= lr * layer.db

    def train(self, x, y, lr=0.5):
        self.backward(x, y)
        self.update(lr)
