import numpy as np

rng = np.random.default_rng(3)
inputs = rng.random((40, 6))
labels = np.eye(4)[rng.integers(0, 4, 40)]
weight_first, bias_first = rng.normal(size=(6, 4)), np.full(4, 0.1)
weight_last, bias_last = rng.normal(size=(4, 4)), np.full(4, 0.1)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def slope(x):
    return sigmoid(x) * (1 - sigmoid(x))


def step():
    global weight_first, weight_last, bias_first, bias_last
    first = inputs @ weight_first + bias_first
    hidden = sigmoid(first)
    last = hidden @ weight_last + bias_last
    outputs = sigmoid(last)
    loss = np.square(outputs - labels).sum()
    error = 2 * (outputs - labels) * slope(last)
    error_hidden = error @ weight_last.T * slope(first)
    weight_last = weight_last - hidden.T @ error * 0.004
    weight_first = weight_first - inputs.T @ error_hidden * 0.004
    bias_last = bias_last - error.sum(axis=0) * 0.001
    bias_first = bias_first - error_hidden.sum(axis=0) * 0.001
    return loss


for i in range(300):
    print(step())
