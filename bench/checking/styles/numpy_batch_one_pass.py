import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


class NeuralNetwork:
    def __init__(self, sizes, seed=0):
        rng = np.random.default_rng(seed)
        self.L = len(sizes) - 1
        self.W = [rng.normal(0, 1 / np.sqrt(m), (m, n)) for m, n in zip(sizes[:-1], sizes[1:])]
        self.b = [np.zeros(n) for n in sizes[1:]]

    def forward(self, X):
        self.Z = []
        self.A = [X]
        for W, b in zip(self.W, self.b):
            self.Z.append(self.A[-1] @ W + b)
            self.A.append(sigmoid(self.Z[-1]))
        return self.A[-1]

    def train_step(self, X, Y, learning_rate):
        out = self.forward(X)
        delta = (out - Y) * sigmoid_prime(self.Z[-1]) / len(X)
        for l in range(self.L - 1, -1, -1):
            dW = self.A[l].T @ delta
            db = delta.sum(axis=0)
            error = delta @ self.W[l].T
            self.W[l] -= learning_rate * dW
            self.b[l] -= learning_rate * db
            if l > 0:
                delta = error * sigmoid_prime(self.Z[l - 1])
