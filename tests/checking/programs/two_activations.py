"""Is the sum of three numbers large? Two activations: that of all hidden layers, and the last."""

import numpy as np


def act(z, name):
    if name == "relu":
        return np.maximum(0, z)
    if name == "tanh":
        return np.tanh(z)
    return 1 / (1 + np.exp(-z))


def slope(z, name):
    if name == "relu":
        return (z > 0) * 1.0
    if name == "tanh":
        return 1 - np.tanh(z) ** 2
    return act(z, "sigmoid") * (1 - act(z, "sigmoid"))


class Net:
    def __init__(self, widths, activations, iterations=500, rate=0.1):
        self.widths = widths
        self.activations = activations
        self.iterations = iterations
        self.rate = rate

    def fit(self, X, Y):
        sizes = [X.shape[0], *self.widths]
        W = [np.random.randn(n, m) / np.sqrt(m) for m, n in zip(sizes, sizes[1:])]
        b = [np.zeros((n, 1)) for n in sizes[1:]]
        m = X.shape[1]
        for _ in range(self.iterations):
            A, Z = [X], []
            for l in range(len(W)):
                Z.append(W[l] @ A[-1] + b[l])
                A.append(act(Z[-1], self.activations[1 if l == len(W) - 1 else 0]))
            dZ = A[-1] - Y
            for l in reversed(range(len(W))):
                dW, db = dZ @ A[l].T / m, dZ.sum(axis=1, keepdims=True) / m
                if l:
                    dZ = W[l].T @ dZ * slope(Z[l - 1], self.activations[0])
                W[l] = W[l] - self.rate * dW
                b[l] = b[l] - self.rate * db
        self.W, self.b = W, b


X = np.random.rand(3, 30)
Y = (X.sum(axis=0, keepdims=True) > 1.5) * 1.0
net = Net([6, 1], ["tanh", "sigmoid"])
net.fit(X, Y)
