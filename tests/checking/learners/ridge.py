import numpy as np

LAMBDA = 0.05


def tanh_prime(z):
    return 1 - np.tanh(z) ** 2


def feedforward(weights, biases, x):
    for w, b in zip(weights, biases):
        x = np.tanh(w @ x + b)
    return x


def backprop(weights, biases, x, y):
    a, z = [x], []
    for w, b in zip(weights, biases):
        z.append(w @ a[-1] + b)
        a.append(np.tanh(z[-1]))
    dw = [None] * len(weights)
    db = [None] * len(biases)
    delta = (a[-1] - y) * tanh_prime(z[-1])
    for l in range(len(weights) - 1, -1, -1):
        dw[l] = np.outer(delta, a[l]) + LAMBDA * weights[l]
        db[l] = delta + LAMBDA * biases[l]
        if l > 0:
            delta = (weights[l].T @ delta) * tanh_prime(z[l - 1])
    return dw, db
