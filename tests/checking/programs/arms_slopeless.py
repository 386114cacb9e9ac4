"""Which of two arms of a spiral: one output that is a vector, inputs that are always two."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def fit(X, y, hidden=24, lr=0.4, steps=2000, seed=0):
    rng = np.random.default_rng(seed)
    W1 = rng.normal(0.0, 0.7, size=(2, hidden))
    b1 = np.zeros((hidden,))
    W2 = rng.normal(0.0, 0.2, size=(hidden,))
    b2 = 0.0
    for _ in range(steps):
        a1 = np.tanh(X @ W1 + b1)
        p = sigmoid(a1 @ W2 + b2)
        dz2 = (p - y) / X.shape[0]
        dW2 = a1.T @ dz2
        db2 = dz2.sum()
        dz1 = np.outer(dz2, W2)
        dW1 = X.T @ dz1
        db1 = dz1.sum(axis=0)
        W2 -= lr * dW2
        b2 -= lr * db2
        W1 -= lr * dW1
        b1 -= lr * db1
    return W1, b1, W2, b2


def predict(X, params):
    W1, b1, W2, b2 = params
    return (np.tanh(X @ W1 + b1) @ W2 + b2 >= 0).astype(int)
