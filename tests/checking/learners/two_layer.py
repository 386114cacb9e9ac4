import numpy as np


class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, std=0.1):
        self.W1 = std * np.random.randn(input_size, hidden_size)
        self.b1 = np.zeros(hidden_size)
        self.W2 = std * np.random.randn(hidden_size, output_size)
        self.b2 = np.zeros(output_size)

    def _sigmoid(self, x):
        return 1 / (1 + np.exp(-x))

    def forward(self, X):
        self.z1 = X @ self.W1 + self.b1
        self.a1 = self._sigmoid(self.z1)
        self.z2 = self.a1 @ self.W2 + self.b2
        self.a2 = self._sigmoid(self.z2)
        return self.a2

    def train(self, X, y, lr=0.1):
        output = self.forward(X)
        error = y - output
        d_output = error * output * (1 - output)
        d_hidden = (d_output @ self.W2.T) * self.a1 * (1 - self.a1)
        n = X.shape[0]
        self.W2 += lr * (self.a1.T @ d_output) / n
        self.b2 += lr * d_output.sum(axis=0) / n
        self.W1 += lr * (X.T @ d_hidden) / n
        self.b1 += lr * d_hidden.sum(axis=0) / n
