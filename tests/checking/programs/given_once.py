import numpy as np


class Shallow:
    def __init__(self, X, Y, hidden_units, learning_rate):
        self.X, self.Y, self.lr = X, Y, learning_rate
        self.m = X.shape[1]
        self.W1 = np.random.randn(hidden_units, X.shape[0]) * 0.1
        self.b1 = np.zeros((hidden_units, 1))
        self.W2 = np.random.randn(Y.shape[0], hidden_units) * 0.1
        self.b2 = np.zeros((Y.shape[0], 1))

    def fit(self, num_iterations):
        for _ in range(num_iterations):
            A1 = np.tanh(self.W1 @ self.X + self.b1)
            A2 = 1 / (1 + np.exp(-(self.W2 @ A1 + self.b2)))
            dZ2 = A2 - self.Y
            dZ1 = self.W2.T @ dZ2 * (1 - A1**2)
            self.W2 -= self.lr * dZ2 @ A1.T / self.m
            self.b2 -= self.lr * np.sum(dZ2, axis=1, keepdims=True) / self.m
            self.W1 -= self.lr * dZ1 @ self.X.T / self.m
            self.b1 -= self.lr * np.sum(dZ1, axis=1, keepdims=True) / self.m
