"""Layers hear of their inputs when the network is compiled."""

import numpy as np


class Dense:
    def __init__(self, units, activation="sigmoid"):
        self.units = units
        self.activation = activation

    def build(self, n_in):
        self.W = np.random.randn(n_in, self.units) * 0.1
        self.b = np.zeros((1, self.units))

    def act(self, z):
        return 1 / (1 + np.exp(-z)) if self.activation == "sigmoid" else z

    def act_prime(self, a):
        return a * (1 - a) if self.activation == "sigmoid" else np.ones_like(a)

    def forward(self, X):
        self.X = X
        self.A = self.act(X @ self.W + self.b)
        return self.A

    def backward(self, dA, lr):
        dZ = dA * self.act_prime(self.A)
        self.W -= lr * self.X.T @ dZ / len(dZ)
        self.b -= lr * dZ.mean(axis=0, keepdims=True)
        return dZ @ self.W.T


class Sequential:
    def __init__(self):
        self.layers = []

    def add(self, layer):
        self.layers.append(layer)

    def compile(self, input_dim, lr=0.1):
        self.lr = lr
        n = input_dim
        for layer in self.layers:
            layer.build(n)
            n = layer.units

    def predict(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def fit(self, X, y, epochs=100):
        for _ in range(epochs):
            out = self.predict(X)
            grad = out - y
            for layer in reversed(self.layers):
                grad = layer.backward(grad, self.lr)
