"""A classifier with momentum and a slip, which its method for a step has unless it is told."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


class Classifier:
    def __init__(self, input_size, hidden_size, output_size):
        rng = np.random.default_rng(8)
        self.W1 = rng.normal(0.0, 0.4, (input_size, hidden_size))
        self.b1 = np.zeros((1, hidden_size))
        self.W2 = rng.normal(0.0, 0.4, (hidden_size, output_size))
        self.b2 = np.zeros((1, output_size))
        self.vW1, self.vb1 = np.zeros_like(self.W1), np.zeros_like(self.b1)
        self.vW2, self.vb2 = np.zeros_like(self.W2), np.zeros_like(self.b2)

    def forward(self, X):
        self.X = X
        self.a1 = sigmoid(X @ self.W1 + self.b1)
        self.a2 = sigmoid(self.a1 @ self.W2 + self.b2)
        return self.a2

    def cross_entropy(self, y):
        return -np.mean(np.sum(y * np.log(self.a2) + (1 - y) * np.log(1 - self.a2), axis=1))

    def backward(self, y, learning_rate=0.1, momentum=0.9):
        delta2 = (self.a2 - y) / len(y)
        delta1 = delta2 @ self.W2.T
        self.vW2 = momentum * self.vW2 - learning_rate * (self.a1.T @ delta2)
        self.vb2 = momentum * self.vb2 - learning_rate * delta2.sum(axis=0, keepdims=True)
        self.vW1 = momentum * self.vW1 - learning_rate * (self.X.T @ delta1)
        self.vb1 = momentum * self.vb1 - learning_rate * delta1.sum(axis=0, keepdims=True)
        self.W2 += self.vW2
        self.b2 += self.vb2
        self.W1 += self.vW1
        self.b1 += self.vb1
