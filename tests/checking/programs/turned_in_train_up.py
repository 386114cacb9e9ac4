"""A class that computes with a sample in each column, and is trained with one in each row."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


class Network:
    def __init__(self, layer_sizes):
        self.L = len(layer_sizes) - 1
        self.n = layer_sizes
        self.W, self.b = {}, {}
        for l in range(1, self.L + 1):
            self.W[l] = np.random.randn(self.n[l], self.n[l - 1])
            self.b[l] = np.random.randn(self.n[l], 1)

    def feed_forward(self, A0):
        A = {0: A0}
        for l in range(1, self.L + 1):
            A[l] = sigmoid(self.W[l] @ A[l - 1] + self.b[l])
        return A[self.L], A

    def cost(self, y_hat, Y):
        losses = -(Y * np.log(y_hat) + (1 - Y) * np.log(1 - y_hat))
        return np.sum(losses) / Y.shape[1]

    def backprop(self, y_hat, Y, A):
        m = Y.shape[1]
        dW, db = {}, {}
        dZ = (y_hat - Y) / m
        for l in range(self.L, 0, -1):
            dW[l] = dZ @ A[l - 1].T
            db[l] = np.sum(dZ, axis=1, keepdims=True)
            dZ = (self.W[l].T @ dZ) * A[l - 1] * (1 - A[l - 1])
        return dW, db

    def train(self, X, Y, epochs=10000, alpha=0.1):
        A0 = X.T
        m = X.shape[0]
        Y = Y.reshape(self.n[-1], m)
        for e in range(epochs):
            y_hat, A = self.feed_forward(A0)
            dW, db = self.backprop(y_hat, Y, A)
            for l in range(1, self.L + 1):
                self.W[l] -= alpha * dW[l]
                self.b[l] += alpha * db[l]
            if e % 1000 == 0:
                print(f"epoch {e}: cost {self.cost(y_hat, Y):.4f}")
