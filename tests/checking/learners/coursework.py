import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def dsigmoid(z):
    return sigmoid(z) * (1 - sigmoid(z))


def forward(W, b, X):
    A, Z = [X], []
    for Wi, bi in zip(W, b):
        Z.append(A[-1] @ Wi + bi)
        A.append(sigmoid(Z[-1]))
    return A, Z


def backprop(W, b, X, Y):
    A, Z = forward(W, b, X)
    m = len(X)
    L = len(W)
    dW, db = [None] * L, [None] * L
    delta = (A[-1] - Y) * dsigmoid(Z[-1])
    for i in range(L - 1, -1, -1):
        dW[i] = A[i].T @ delta / m
        db[i] = delta.sum(axis=0)
        if i > 0:
            delta = (delta @ W[i].T) * dsigmoid(Z[i - 1])
    return dW, db
