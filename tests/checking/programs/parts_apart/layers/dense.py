import numpy as np


class Dense:
    def __init__(self, n_in, n_out, optimizer="adam"):
        self.w = np.random.randn(n_in, n_out) * np.sqrt(2 / n_in)
        self.b = np.zeros((1, n_out))
        self.optimizer = optimizer
        self.m = np.zeros_like(self.w)

    def forward(self, x):
        self.x = x
        return x @ self.w + self.b

    def backward(self, grad):
        self.dw = self.x.T @ grad
        self.db = grad.sum(axis=0, keepdims=True)
        return grad @ self.w.T

    def update(self, lr):
        if self.optimizer == "adam":
            self.m = 0.9 * self.m + 0.1 * self.dw
            self.w -= lr * self.m
        else:
            self.w -= lr * self.dw
        self.b -= lr * self.db
