"""Kinds of glass from nine measurements, a sample in each column."""

import numpy as np


def init_params():
    w1 = np.random.rand(10, 9) - 0.5
    b1 = np.random.rand(10, 1) - 0.5
    w2 = np.random.rand(7, 10) - 0.5
    b2 = np.random.rand(7, 1) - 0.5
    return w1, b1, w2, b2


def forward(w1, b1, w2, b2, x):
    z1 = w1.dot(x) + b1
    a1 = np.maximum(0, z1)
    z2 = w2.dot(a1) + b2
    a2 = np.exp(z2) / sum(np.exp(z2))
    return z1, a1, z2, a2


def in_columns(y):
    rows = np.zeros((y.size, 7))
    rows[np.arange(y.size), y] = 1
    return rows.T


def backward(z1, a1, z2, a2, w2, x, y):
    m = y.size
    dz2 = a2 - in_columns(y)
    dw2 = 1 / m * dz2.dot(a1.T)
    db2 = 1 / m * np.sum(dz2)
    dz1 = w2.T.dot(dz2) * (z1 > 0)
    dw1 = 1 / m * dz1.dot(x.T)
    db1 = 1 / m * np.sum(dz1)
    return dw1, db1, dw2, db2


def step(w1, b1, w2, b2, dw1, db1, dw2, db2, eta):
    return w1 - eta * dw1, b1 - eta * db1, w2 - eta * dw2, b2 - eta * db2


def descend(x, y, eta, times):
    w1, b1, w2, b2 = init_params()
    for i in range(times):
        z1, a1, z2, a2 = forward(w1, b1, w2, b2, x)
        dw1, db1, dw2, db2 = backward(z1, a1, z2, a2, w2, x, y)
        w1, b1, w2, b2 = step(w1, b1, w2, b2, dw1, db1, dw2, db2, eta)
        if i % 50 == 0:
            print("right:", np.mean(np.argmax(a2, 0) == y))
    return w1, b1, w2, b2


if __name__ == "__main__":
    rng = np.random.default_rng(1)
    glass = rng.random((9, 60))
    descend(glass, rng.integers(0, 7, 60), 0.1, 200)
