"""Backprop by hand on tensors of float32, as PyTorch makes them."""

import torch


def sigmoid(z):
    return 1 / (1 + torch.exp(-z))


class Net:
    def __init__(self, sizes):
        self.weights = [torch.randn(o, i) for i, o in zip(sizes, sizes[1:])]
        self.biases = [torch.zeros(o) for o in sizes[1:]]

    def forward(self, x):
        for w, b in zip(self.weights, self.biases):
            x = sigmoid(x @ w.T + b)
        return x

    def grads(self, x, y):
        a = [x]
        for w, b in zip(self.weights, self.biases):
            a.append(sigmoid(a[-1] @ w.T + b))
        d = (a[-1] - y) * a[-1] * (1 - a[-1])
        dw = []
        db = []
        for l in range(len(self.weights) - 1, -1, -1):
            dw.insert(0, d.T @ a[l] / len(x))
            db.insert(0, d.mean(0))
            d = (d @ self.weights[l]) * (1 - a[l])
        return dw, db
