"""A small feedforward network in NumPy, to be imported: layers, an activation, a loss."""

import numpy as np


class FeedForward:
    def __init__(self, layers, activation="relu", output_activation=None, loss="mse"):
        self.layers = layers
        self.activation, self.output_activation = activation, output_activation
        self.loss = loss
        self.weights, self.bias = [], []
        for i in range(len(layers) - 1):
            scale = np.sqrt(1.0 / layers[i])
            self.weights.append(np.random.randn(layers[i], layers[i + 1]) * scale)
            self.bias.append(np.zeros((1, layers[i + 1])))

    def _activate(self, z, last=False):
        if last and self.output_activation == "softmax":
            e = np.exp(z - np.max(z, axis=1, keepdims=True))
            return e / np.sum(e, axis=1, keepdims=True)
        if self.activation == "sigmoid":
            return 1 / (1 + np.exp(-z))
        return np.maximum(0, z)

    def _slope(self, a):
        return a * (1 - a) if self.activation == "sigmoid" else (a > 0).astype(float)

    def _loss(self, y, prediction):
        if self.loss == "mse":
            return np.mean((y - prediction) ** 2)
        return -np.mean(np.sum(y * np.log(prediction), axis=1))

    def forward(self, X):
        self.outputs = [X]
        for i in range(len(self.weights)):
            z = self.outputs[-1] @ self.weights[i] + self.bias[i]
            self.outputs.append(self._activate(z, i == len(self.weights) - 1))
        return self.outputs[-1]

    def backward(self, y, rate):
        m = y.shape[0]
        if self.output_activation == "softmax":
            error = (self.outputs[-1] - y) / m
        else:
            error = 2 * (self.outputs[-1] - y.reshape(-1, 1)) * self._slope(self.outputs[-1]) / m
        steps = []
        for i in reversed(range(len(self.weights))):
            steps.append((self.outputs[i].T @ error, np.sum(error, axis=0, keepdims=True)))
            if i > 0:
                error = error @ self.weights[i].T * self._slope(self.outputs[i])
        for i, (dw, db) in enumerate(reversed(steps)):
            self.weights[i] -= rate * dw
            self.bias[i] -= rate * db

    def train(self, X, y, epochs=500, rate=0.05):
        for epoch in range(epochs):
            prediction = self.forward(X)
            loss = self._loss(y, prediction)
            self.backward(y, rate)
            if epoch % 100 == 0:
                print(f"epoch {epoch}: {loss}")

    def predict(self, X):
        return self.forward(X)
