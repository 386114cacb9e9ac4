import numpy as np


class Stages:
    def __init__(self, d_in, d_hidden, d_out):
        self.w1, self.b1 = np.random.randn(d_in, d_hidden), np.zeros(d_hidden)
        self.w2, self.b2 = np.random.randn(d_hidden, d_out), np.zeros(d_out)

    def forward(self, x):
        self.x = x
        self.z = x @ self.w1 + self.b1
        self.h = np.maximum(self.z, 0)
        self.out = self.h @ self.w2 + self.b2
        return self.out

    def loss(self, y):
        self.target = y
        return 0.5 * np.mean(np.sum((self.out - y) ** 2, axis=1))

    def backward(self):
        d = (self.out - self.target) / len(self.x)
        self.dw2, self.db2 = self.h.T @ d, d.sum(axis=0)
        d = d @ self.w2.T * (self.z > 0)
        self.dw1, self.db1 = self.x.T @ d, d.sum(axis=0)

    def step(self, lr):
        self.w1 -= lr * self.dw1
        self.b1 -= lr * self.db1
        self.w2 -= lr * self.dw2
        self.b2 -= lr * self.db2
