"""Is a message spam? It says rounds, which an epoch is as well."""

import numpy as np


class SpamFilter:
    def __init__(self, n_in, n_hidden, n_out):
        self.W1 = np.random.randn(n_in, n_hidden) * 0.4
        self.b1 = np.zeros((1, n_hidden))
        self.W2 = np.random.randn(n_hidden, n_out) * 0.4
        self.b2 = np.zeros((1, n_out))

    def forward(self, X):
        self.H = np.tanh(X @ self.W1 + self.b1)
        return 1 / (1 + np.exp(-(self.H @ self.W2 + self.b2)))

    def train(self, X, y, rounds=500, lr=0.3):
        history = []
        n = X.shape[0]
        for i in range(rounds):
            P = self.forward(X)
            terms = y * np.log(P) + (1 - y) * np.log(1 - P)
            loss = -np.sum(terms) / n
            history.append(loss)
            E = (P - y) / n
            back = (E @ self.W2.T) * (1 - self.H**2)
            self.W2 -= lr * self.H.T @ E
            self.b2 -= lr * np.sum(E, axis=0, keepdims=True)
            self.W1 -= lr * X.T @ back
            self.b1 -= lr * np.sum(back, axis=0, keepdims=True)
        return history
