"""Backprop by hand on tensors, in one function that is given the samples; tanh has another slope."""

import torch


def fit(x, y, hidden=6, rate=0.2, epochs=100):
    w1 = torch.randn(x.shape[1], hidden) / x.shape[1] ** 0.5
    b1 = torch.zeros(1, hidden)
    w2 = torch.randn(hidden, y.shape[1]) / hidden**0.5
    b2 = torch.zeros(1, y.shape[1])
    for _ in range(epochs):
        a1 = torch.tanh(x @ w1 + b1)
        a2 = torch.sigmoid(a1 @ w2 + b2)
        d2 = (a2 - y) * a2 * (1 - a2)
        d1 = (d2 @ w2.T) * (1 - a1)
        w2 = w2 - rate * a1.T @ d2 / len(x)
        b2 = b2 - rate * d2.mean(0, keepdim=True)
        w1 = w1 - rate * x.T @ d1 / len(x)
        b1 = b1 - rate * d1.mean(0, keepdim=True)
    return w1, b1, w2, b2
