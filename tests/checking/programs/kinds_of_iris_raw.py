"""Three kinds of flowers: a function that trains, and says itself how many classes there are."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def training(X, y, epochs=1000):
    m, n_x = X.shape
    n_y = 3
    n_h = 6
    alpha = 0.5
    X, y = X.T, y.T
    W1, b1 = np.random.randn(n_h, n_x), np.zeros((n_h, 1))
    W2, b2 = np.random.randn(n_y, n_h), np.zeros((n_y, 1))
    for _ in range(epochs):
        A1 = sigmoid(W1 @ X + b1)
        A2 = sigmoid(W2 @ A1 + b2)
        dZ2 = (A2 - y) * A2 * (1 - A2)
        dW2, db2 = dZ2 @ A1.T / m, dZ2.sum(axis=1, keepdims=True) / m
        dZ1 = W2.T @ (A2 - y) * A1 * (1 - A1)
        dW1, db1 = dZ1 @ X.T / m, dZ1.sum(axis=1, keepdims=True) / m
        W1, b1 = W1 - alpha * dW1, b1 - alpha * db1
        W2, b2 = W2 - alpha * dW2, b2 - alpha * db2
    return W1, b1, W2, b2
