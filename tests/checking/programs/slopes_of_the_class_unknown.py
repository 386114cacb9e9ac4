"""Activations as static methods, which the class calls by its own name."""
import numpy as np


class Net:
    def __init__(self, n_features, hidden):
        self.sizes = [n_features] + hidden + [1]
        self.w = [np.random.randn(b, a) * 0.5 for a, b in zip(self.sizes, self.sizes[1:])]
        self.b = [np.zeros((b, 1)) for b in self.sizes[1:]]
        self.acts = [Net._tanh] * len(hidden) + [Net._sigmoid]
        self.slopes = [Net._tanh_slope] * len(hidden) + [Net._sigmoid_slope]

    @staticmethod
    def _sigmoid(z):
        return 1.0 / (1.0 + np.exp(-z))

    @staticmethod
    def _sigmoid_slope(z):
        return Net._logistic_of(z) * (1 - Net._logistic_of(z))

    @staticmethod
    def _tanh(z):
        return np.tanh(z)

    @staticmethod
    def _tanh_slope(z):
        return 1 - Net._tanh(z) ** 2

    def _forward(self, X):
        self.a, self.z = [X], []
        for w, b, act in zip(self.w, self.b, self.acts):
            self.z.append(w @ self.a[-1] + b)
            self.a.append(act(self.z[-1]))
        return self.a[-1]

    def _backward(self, y):
        m = y.shape[1]
        back = -(y / self.a[-1] - (1 - y) / (1 - self.a[-1]))
        dw, db = [], []
        for l in range(len(self.w))[::-1]:
            dz = back * self.slopes[l](self.z[l])
            dw.insert(0, dz @ self.a[l].T / m)
            db.insert(0, dz.sum(axis=1, keepdims=True) / m)
            back = self.w[l].T @ dz
        return dw, db

    def fit(self, X, y, learning_rate, iterations):
        for i in range(iterations):
            out = self._forward(X)
            cost = -np.mean(y * np.log(out) + (1 - y) * np.log(1 - out))
            dw, db = self._backward(y)
            for l in range(len(self.w)):
                self.w[l] -= learning_rate * dw[l]
                self.b[l] -= learning_rate * db[l]
            if i % 10 == 0:
                print(i, cost)
