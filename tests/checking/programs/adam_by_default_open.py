"""A classifier that takes Adam's steps unless it is told to take plain ones."""

import numpy as np


class MLP:
    def __init__(self, layer_sizes, activation="relu", optimizer="adam", lr=0.01):
        self.optimizer, self.lr = optimizer, lr
        self.activation = activation
        pairs = list(zip(layer_sizes, layer_sizes[1:]))
        self.W = [np.random.randn(a, b) * np.sqrt(2 / a) for a, b in pairs]
        self.b = [np.zeros((1, b)) for b in layer_sizes[1:]]
        self.mW = [np.zeros_like(w) for w in self.W]
        self.vW = [np.zeros_like(w) for w in self.W]
        self.mb = [np.zeros_like(b) for b in self.b]
        self.vb = [np.zeros_like(b) for b in self.b]
        self.t = 0

    def forward(self, X):
        self.A = [X]
        for i, (w, b) in enumerate(zip(self.W, self.b)):
            z = self.A[-1] @ w + b
            if i < len(self.W) - 1:
                self.A.append(np.maximum(z, 0) if self.activation == "relu" else np.tanh(z))
            else:
                e = np.exp(z - z.max(axis=1, keepdims=True))
                self.A.append(e / e.sum(axis=1, keepdims=True))
        return self.A[-1]

    def backward(self, y):
        delta = (self.A[-1] - y) / len(y)
        dW, db = [], []
        for i in reversed(range(len(self.W))):
            dW.insert(0, self.A[i].T @ delta)
            db.insert(0, delta.sum(axis=0, keepdims=True))
            if i:
                delta = delta @ self.W[i].T
        return dW, db

    def step(self, dW, db):
        self.t += 1
        for i in range(len(self.W)):
            if self.optimizer == "sgd":
                self.W[i] -= self.lr * dW[i]
                self.b[i] -= self.lr * db[i]
            elif self.optimizer == "adam":
                for p, g, m, v in ((self.W, dW, self.mW, self.vW), (self.b, db, self.mb, self.vb)):
                    m[i] = 0.9 * m[i] + 0.1 * g[i]
                    v[i] = 0.999 * v[i] + 0.001 * g[i] ** 2
                    mh, vh = m[i] / (1 - 0.9**self.t), v[i] / (1 - 0.999**self.t)
                    p[i] -= self.lr * mh / (np.sqrt(vh) + 1e-8)

    def train(self, X, y, epochs=10, batch_size=32):
        for _ in range(epochs):
            for i in range(0, len(X), batch_size):
                p = self.forward(X[i : i + batch_size])
                loss = -np.mean(np.sum(y[i : i + batch_size] * np.log(p + 1e-9), axis=1))
                self.step(*self.backward(y[i : i + batch_size]))
        return loss
