"""One hidden layer, all in one function."""

import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def dsigmoid(y):
    return y * (1 - y)


def backpropagation(X, y, W1, W2, b1, b2):
    hidden = sigmoid(X.dot(W1) + b1)
    out = sigmoid(hidden.dot(W2) + b2)
    error = y - out
    d_out = error * dsigmoid(out)
    d_hidden = error.dot(W2.T) * dsigmoid(hidden)
    gW2 = hidden.T.dot(d_out)
    gW1 = X.T.dot(d_hidden)
    gb2 = np.sum(d_out, axis=0)
    gb1 = np.sum(d_hidden, axis=0)
    return gW1, gW2, gb1, gb2
