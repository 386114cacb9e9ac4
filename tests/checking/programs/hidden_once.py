import numpy as np


def squash(z):
    return 1.0 / (1.0 + np.exp(-z))


rng = np.random.RandomState(3)
X = rng.rand(12, 3)
T = rng.rand(12, 2)
W1, b1 = rng.randn(3, 5), np.zeros(5)
W2, b2 = rng.randn(5, 2), np.zeros(2)
hid = squash(X @ W1 + b1)
for lap in range(60):
    out = squash(hid @ W2 + b2)
    d2 = (out - T) * out * (1 - out)
    d1 = d2 @ W2.T * hid * (1 - hid)
    W2 -= 0.2 * hid.T @ d2
    W1 -= 0.2 * X.T @ d1
    b2 -= 0.2 * d2.sum(axis=0)
    b1 -= 0.2 * d1.sum(axis=0)
