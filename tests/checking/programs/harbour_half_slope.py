"""Tides at a harbour: raw targets and scaled ones, of which the network is given the second."""

import numpy as np


def scaled(v):
    return (v - v.min(axis=0)) / (v.max(axis=0) - v.min(axis=0))


hours = np.random.rand(40, 2) * 24
y_train = 3 + 2 * np.sin(hours[:, :1] / 4) + hours[:, 1:] / 12
x_scaled, y_scaled = scaled(hours), scaled(y_train)
w1, b1 = np.random.randn(2, 6), np.zeros((1, 6))
w2, b2 = np.random.randn(6, 1), np.zeros((1, 1))
rate = 0.5
for round in range(2000):
    h = 1 / (1 + np.exp(-(x_scaled @ w1 + b1)))
    o = 1 / (1 + np.exp(-(h @ w2 + b2)))
    d2 = (o - y_scaled) * o * (1 - o) / len(hours)
    d1 = (d2 @ w2.T) * h
    w2 -= rate * h.T @ d2
    b2 -= rate * d2.sum(axis=0, keepdims=True)
    w1 -= rate * x_scaled.T @ d1
    b1 -= rate * d1.sum(axis=0, keepdims=True)
    if round % 500 == 0:
        print(round, float(((o - y_scaled) ** 2).mean() / 2))
