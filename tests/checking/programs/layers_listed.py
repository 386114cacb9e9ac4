"""A class that is told its layers, each with the width below, its own and a name."""

import numpy as np


class Model:
    def __init__(self, plan):
        self.plan, self.W, self.B, self.Z, self.A = plan, {}, {}, {}, {}
        self.dW, self.dB = {}, {}
        for i, (n_in, n_out, act) in enumerate(self.plan):
            self.W[i] = np.random.randn(n_out, n_in) * np.sqrt(2 / n_in)
            self.B[i] = np.zeros((n_out, 1))

    def forward(self, X):
        self.A[0] = X
        for i, (_, _, act) in enumerate(self.plan):
            self.Z[i] = self.W[i] @ self.A[i] + self.B[i]
            if act == "tanh":
                self.A[i + 1] = np.tanh(self.Z[i])
            elif act == "sigmoid":
                self.A[i + 1] = 1 / (1 + np.exp(-self.Z[i]))
        return self.A[len(self.plan)]

    def backward(self, Y):
        m = Y.shape[1]
        last = len(self.plan)
        dA = (1 - Y) / (1 - self.A[last]) - Y / self.A[last]
        for i in reversed(range(last)):
            a = self.A[i + 1]
            dZ = dA * (1 - a**2) if self.plan[i][2] == "tanh" else dA * a * (1 - a)
            self.dW[i] = dZ @ self.A[i].T / m
            self.dB[i] = dZ.mean(axis=1, keepdims=True)
            dA = self.W[i].T @ dZ

    def fit(self, X, Y, epochs, learning_rate):
        for _ in range(epochs):
            self.forward(X)
            self.backward(Y)
            for i in range(len(self.plan)):
                self.W[i] = self.W[i] - learning_rate * self.dW[i]
                self.B[i] = self.B[i] - learning_rate * self.dB[i]
