"""A classifier with weight decay of its own."""

import numpy as np


class MLP:
    """2 hidden layers, tanh, softmax CE, l2"""

    def __init__(self, layer_sizes, reg=0.01, seed=1):
        rng = np.random.default_rng(seed)
        self.reg = reg
        self.Ws = [
            rng.normal(0, 1 / np.sqrt(i), (i, o)) for i, o in zip(layer_sizes, layer_sizes[1:])
        ]
        self.bs = [np.zeros((1, o)) for o in layer_sizes[1:]]

    def forward(self, X):
        self.hs = [X]
        h = X
        for i, (W, b) in enumerate(zip(self.Ws, self.bs)):
            s = h @ W + b
            if i < len(self.Ws) - 1:
                h = np.tanh(s)
                self.hs.append(h)
        s -= s.max(1, keepdims=True)
        p = np.exp(s)
        p /= p.sum(1, keepdims=True)
        self.p = p
        return p

    def loss(self, X, Y):
        p = self.forward(X)
        return -np.mean(np.sum(Y * np.log(p + 1e-12), 1)) + 0.5 * self.reg * sum(
            (W**2).sum() for W in self.Ws
        )

    def grads(self, X, Y):
        p = self.forward(X)
        n = X.shape[0]
        d = (p - Y) / n
        gW, gb = [], []
        for i in reversed(range(len(self.Ws))):
            gW.append(self.hs[i].T @ d + self.reg * self.Ws[i])
            gb.append(d.sum(0, keepdims=True))
            d = (d @ self.Ws[i].T) * (1 - self.hs[i] ** 2)
        return gW[::-1], gb[::-1]

    def fit_step(self, X, Y, lr=0.1):
        gW, gb = self.grads(X, Y)
        for i in range(len(self.Ws)):
            self.Ws[i] -= lr * gW[i]
            self.bs[i] -= lr * gb[i]
