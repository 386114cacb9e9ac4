"""A script that reads its data before it defines anything."""

import numpy as np

data = np.loadtxt("mnist_train.csv", delimiter=",")


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def backprop(w, b, x, y):
    a = [x]
    for W, B in zip(w, b):
        a.append(sigmoid(W @ a[-1] + B))
    d = (a[-1] - y) * a[-1] * (1 - a[-1])
    dw = []
    db = []
    for l in reversed(range(len(w))):
        dw.append(np.outer(d, a[l]))
        db.append(d)
        d = (w[l].T @ d) * a[l] * (1 - a[l])
    return dw[::-1], db[::-1]
