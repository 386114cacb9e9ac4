"""XOR with the weights in global variables."""

import numpy as np

np.random.seed(1)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([[0], [1], [1], [0]])
W1 = np.random.randn(2, 3)
b1 = np.zeros((1, 3))
W2 = np.random.randn(3, 1)
b2 = np.zeros((1, 1))


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def forward(X):
    global z1, a1, z2, a2
    z1 = X @ W1 + b1
    a1 = sigmoid(z1)
    z2 = a1 @ W2 + b2
    a2 = sigmoid(z2)
    return a2


def backward(X, y):
    m = len(X)
    dz2 = (a2 - y) * a2 * (1 - a2)
    dW2 = a1.T @ dz2 / m
    db2 = dz2.mean(axis=0, keepdims=True)
    dz1 = dz2 @ W2.T * a1
    dW1 = X.T @ dz1 / m
    db1 = dz1.mean(axis=0, keepdims=True)
    return dW1, db1, dW2, db2


def train(lr=0.5, epochs=10):
    global W1, b1, W2, b2
    for _ in range(epochs):
        forward(X)
        dW1, db1, dW2, db2 = backward(X, y)
        W1 -= lr * dW1
        b1 -= lr * db1
        W2 -= lr * dW2
        b2 -= lr * db2


if __name__ == "__main__":
    train()
