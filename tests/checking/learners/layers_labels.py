"""Layers in float32; the loss takes the numbers of the classes."""

import numpy as np


class Dense:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out).astype(np.float32) * 0.1
        self.b = np.zeros(n_out, dtype=np.float32)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad):
        self.dW = self.x.T @ grad
        self.db = grad.sum(axis=0)
        return grad @ self.W.T

    def step(self, lr):
        self.W -= lr * self.dW
        self.b -= lr * self.db


class ReLU:
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, grad):
        return grad * self.mask


class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        z = logits - logits.max(axis=1, keepdims=True)
        e = np.exp(z)
        self.p = e / e.sum(axis=1, keepdims=True)
        self.y = labels
        return -np.log(self.p[np.arange(len(labels)), labels]).mean()

    def backward(self):
        g = self.p.copy()
        g[np.arange(len(self.y)), self.y] -= 1
        return g / len(self.y)


class Net:
    def __init__(self, sizes):
        self.layers = []
        for i in range(len(sizes) - 1):
            self.layers.append(Dense(sizes[i], sizes[i + 1]))
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
        self.loss = SoftmaxCrossEntropy()

    def forward(self, x):
        for l in self.layers:
            x = l.forward(x)
        return x

    def backward(self):
        g = self.loss.backward()
        for l in reversed(self.layers):
            g = l.backward(g)

    def train_step(self, x, y, lr):
        out = self.forward(x)
        loss = self.loss.forward(out, y)
        self.backward()
        for l in self.layers:
            if isinstance(l, Dense):
                l.step(lr)
        return loss
