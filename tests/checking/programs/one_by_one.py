"""A network that is told its layers by their numbers of neurons, inputs first."""

import numpy as np


class NeuralNetwork:
    def __init__(self, learning_rate=0.1):
        self.lr = learning_rate
        self.weights = []
        self.biases = []
        self.sizes = []

    def add_layer(self, n_neurons):
        if self.sizes:
            self.weights.append(np.random.randn(self.sizes[-1], n_neurons))
            self.biases.append(np.zeros((1, n_neurons)))
        self.sizes.append(n_neurons)

    def forward(self, X):
        self.a = [X]
        for w, b in zip(self.weights, self.biases):
            self.a.append(np.tanh(self.a[-1] @ w + b))
        return self.a[-1]

    def train(self, X, Y, epochs):
        for e in range(epochs):
            self.forward(X)
            d = (self.a[-1] - Y) * (1 - self.a[-1] ** 2)
            for i in reversed(range(len(self.weights))):
                w = self.weights[i]
                dw = self.a[i].T @ d
                db = d.sum(0, keepdims=True)
                d = d @ w.T * (1 - self.a[i] ** 2)
                self.weights[i] = w - self.lr * dw
                self.biases[i] = self.biases[i] - self.lr * db
