import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


class Classifier:
    """Yes or no: two hidden layers of four and a single output."""

    def __init__(self, n_inputs=3):
        self.W1 = np.random.randn(n_inputs, 4)
        self.b1 = np.zeros(4)
        self.W2 = np.random.randn(4, 4)
        self.b2 = np.zeros(4)
        self.W3 = np.random.randn(4, 1)
        self.b3 = np.zeros(1)

    def forward(self, X):
        self.z1 = X @ self.W1 + self.b1
        self.a1 = sigmoid(self.z1)
        self.z2 = self.a1 @ self.W2 + self.b2
        self.a2 = sigmoid(self.z2)
        self.z3 = self.a2 @ self.W3 + self.b3
        self.out = sigmoid(self.z3)
        return self.out

    def loss(self, X, y):
        return 0.5 * np.mean((self.forward(X) - y) ** 2)

    def backward(self, X, y):
        self.forward(X)
        m = len(X)
        error = self.out - y
        d3 = np.sum(error, axis=1, keepdims=True) * sigmoid_prime(self.z3)
        d2 = d3 @ self.W3.T * sigmoid_prime(self.z2)
        d1 = d2 @ self.W2.T * sigmoid_prime(self.z1)
        self.dW3 = self.a2.T @ d3 / m
        self.db3 = d3.sum(axis=0) / m
        self.dW2 = self.a1.T @ d2 / m
        self.db2 = d2.sum(axis=0) / m
        self.dW1 = X.T @ d1 / m
        self.db1 = d1.sum(axis=0) / m

    def train(self, X, y, lr=0.1):
        self.backward(X, y)
        self.W3 -= lr * self.dW3
        self.b3 -= lr * self.db3
        self.W2 -= lr * self.dW2
        self.b2 -= lr * self.db2
        self.W1 -= lr * self.dW1
        self.b1 -= lr * self.db1
