import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


class Classifier:
    """One hidden layer, trained on mini batches of 32."""

    BATCH = 32

    def __init__(self, inputs, hidden, outputs):
        self.w1 = np.random.randn(hidden, inputs)
        self.b1 = np.random.randn(hidden)
        self.w2 = np.random.randn(outputs, hidden)
        self.b2 = np.random.randn(outputs)

    def predict(self, X):
        self.h = sigmoid(X @ self.w1.T + self.b1)
        self.o = sigmoid(self.h @ self.w2.T + self.b2)
        return self.o

    def loss(self, X, Y):
        return np.mean(np.sum((self.predict(X) - Y) ** 2, axis=1)) / 2

    def backprop(self, X, Y):
        self.predict(X)
        d2 = (self.o - Y) * self.o * (1 - self.o)
        d1 = d2 @ self.w2 * self.h * (1 - self.h)
        self.dw2 = d2.T @ self.h / self.BATCH
        self.db2 = d2.sum(0) / self.BATCH
        self.dw1 = d1.T @ X / self.BATCH
        self.db1 = d1.sum(0) / self.BATCH

    def train(self, X, Y, lr):
        self.backprop(X, Y)
        self.w2 -= lr * self.dw2
        self.b2 -= lr * self.db2
        self.w1 -= lr * self.dw1
        self.b1 -= lr * self.db1
