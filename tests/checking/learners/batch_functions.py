import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def feedforward(weights, biases, x):
    a = x
    for w, b in zip(weights, biases):
        a = sigmoid(a @ w.T + b)
    return a


def backprop(weights, biases, x, y):
    a = [x]
    for w, b in zip(weights, biases):
        a.append(sigmoid(a[-1] @ w.T + b))
    n = len(x)
    error = y
    error -= a[-1]
    delta = -error * a[-1] * (1 - a[-1])
    dw, db = [], []
    for l in range(len(weights) - 1, -1, -1):
        dw.insert(0, delta.T @ a[l] / n)
        db.insert(0, delta.mean(axis=0))
        if l > 0:
            delta = delta @ weights[l] * a[l] * (1 - a[l])
    return dw, db
