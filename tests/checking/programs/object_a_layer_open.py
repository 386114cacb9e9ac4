"""A network that is told its activations and its cost as objects of classes of the same module."""

import numpy as np


class Sigmoid:
    def value(self, x):
        return 1 / (1 + np.exp(-x))

    def derivative(self, x):
        return self.value(x) * (1 - self.value(x))


class Tanh:
    def value(self, x):
        return np.tanh(x)

    def derivative(self, x):
        return 1 - np.tanh(x) ** 2


class SquaredError:
    def value(self, y, a):
        return 0.5 * np.mean(np.sum((y - a) ** 2, axis=0))

    def derivative(self, y, a):
        return a - y


class Network:
    """The first column of each matrix are the biases."""

    def __init__(self, neurons_per_layer, activation_functions, cost_function):
        self.weights = [
            np.random.randn(n, m + 1) for m, n in zip(neurons_per_layer, neurons_per_layer[1:])
        ]
        self.activation_functions = activation_functions
        self.cost_function = cost_function
        self.history = []

    def feedforward(self, x):
        for w, f in zip(self.weights, self.activation_functions):
            x = f.value(w @ np.insert(x, 0, 1, axis=0))
        return x

    def gradient(self, x, y):
        zs, activations = [], [x]
        for w, f in zip(self.weights, self.activation_functions):
            zs.append(w @ np.insert(activations[-1], 0, 1, axis=0))
            activations.append(f.value(zs[-1]))
        error = self.cost_function.derivative(y, activations[-1])
        error = error * self.activation_functions[-1].derivative(zs[-1])
        gradient = []
        for l in reversed(range(len(self.weights))):
            db = np.sum(error, axis=1, keepdims=True)
            gradient.insert(0, np.hstack((db, error @ activations[l].T)) / x.shape[1])
            if l > 0:
                below = self.weights[l][:, 1:].T @ error
                error = below
        return gradient

    def train(self, samples, labels, learning_rate=0.1, batch_size=10, epochs=10):
        for _ in range(epochs):
            order = np.random.permutation(len(samples))
            for i in range(0, len(samples), batch_size):
                chosen = order[i : i + batch_size]
                gradient = self.gradient(samples[chosen].T, labels[chosen].T)
                self.weights = [w - learning_rate * g for w, g in zip(self.weights, gradient)]
            cost = self.cost_function.value(labels.T, self.feedforward(samples.T))
            self.history.append(cost)
