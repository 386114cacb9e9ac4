"""A function that is given the arrays of two layers, and changes them in place."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def train_in_place(X, y, wh, bh, w_out, b_out, lr, epochs):
    for i in range(epochs):
        hidden = sigmoid(np.dot(X, wh) + bh)
        output = sigmoid(np.dot(hidden, w_out) + b_out)
        short = y - output
        d_output = short * output * (1 - output)
        d_hidden = d_output.dot(w_out.T) * hidden * (1 - hidden)
        w_out += hidden.T.dot(d_output) * lr
        b_out += np.sum(d_output, axis=0, keepdims=True) * lr
        wh += X.T.dot(d_hidden) * lr
        bh += np.sum(d_hidden, axis=0, keepdims=True) * lr
