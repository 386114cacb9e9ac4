"""A function for every gradient; tanh everywhere."""
import numpy as np


def forward(x, w1, b1, w2, b2):
    z1 = x @ w1 + b1
    a1 = np.tanh(z1)
    z2 = a1 @ w2 + b2
    return z1, a1, z2, np.tanh(z2)


def loss(a2, t):
    return np.sum((a2 - t) ** 2)


def output_error(a2, t):
    return 2 * (a2 - t) * (1 - a2 ** 2)


def hidden_error(e2, w2, a1):
    return (e2 @ w2.T) * (1 - a1 ** 2)


def grad_w2(a1, e2):
    return a1.T @ e2


def grad_b2(e2):
    return e2.sum(axis=0)


def grad_w1(x, e1):
    return x.T @ e1


def grad_b1(e1):
    return e1.sum(axis=0)


if __name__ == "__main__":
    rng = np.random.default_rng(5)
    x = rng.uniform(-1, 1, (40, 3))
    t = np.tanh(x @ np.array([[1.0], [-2.0], [0.5]]))
    w1, b1 = rng.normal(0, 0.5, (3, 6)), np.zeros(6)
    w2, b2 = rng.normal(0, 0.5, (6, 1)), np.zeros(1)
    for i in range(1000):
        z1, a1, z2, a2 = forward(x, w1, b1, w2, b2)
        e2 = output_error(a2, t)
        e1 = hidden_error(e2, w2, a1)
        w2 -= 0.01 * grad_w2(a1, e2)
        b2 -= 0.01 * grad_b2(e2)
        w1 -= 0.01 * grad_w1(x, e1)
        b1 -= 0.01 * grad_b1(e1)
    print(loss(a2, t))
