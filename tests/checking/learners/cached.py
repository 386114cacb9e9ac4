import numpy as np


class Network:
    def __init__(self, sizes):
        self.sizes = sizes
        self.weights = [np.random.randn(n, m) for m, n in zip(sizes[:-1], sizes[1:])]
        self.biases = [np.random.randn(n, 1) for n in sizes[1:]]
        self.activations = []

    def sigmoid(self, z):
        return 1 / (1 + np.exp(-z))

    def feedforward(self, x):
        for w, b in zip(self.weights, self.biases):
            x = self.sigmoid(w @ x + b)
        return x

    def backprop(self, x, y):
        self.activations.append(x)
        for w, b in zip(self.weights, self.biases):
            self.activations.append(self.sigmoid(w @ self.activations[-1] + b))
        n = len(self.weights)
        nabla_w, nabla_b = [None] * n, [None] * n
        out = self.activations[n]
        delta = (out - y) * out * (1 - out)
        for l in range(n - 1, -1, -1):
            a = self.activations[l]
            nabla_w[l] = delta @ a.T
            nabla_b[l] = delta
            delta = (self.weights[l].T @ delta) * a * (1 - a)
        return nabla_w, nabla_b
