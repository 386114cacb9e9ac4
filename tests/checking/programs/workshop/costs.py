import numpy as np


def softmax_loss(X, y):
    m = len(y)
    p = np.exp(X - X.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.log(p[range(m), y]).mean()
    dx = p.copy()
    dx[range(m), y] -= 1
    return loss, dx / m
