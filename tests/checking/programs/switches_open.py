"""Two switches and a lamp: two hidden layers of ReLU, some of whose units are silent."""

import numpy as np

rng = np.random.default_rng(42)
switches = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
lamp = np.array([[0], [1], [1], [0]])

w1, b1 = rng.normal(size=(2, 4)), np.zeros((1, 4))
w2, b2 = rng.normal(size=(4, 4)), np.zeros((1, 4))
w3, b3 = rng.normal(size=(4, 1)), np.zeros((1, 1))
rate = 0.05

for lap in range(3000):
    z1 = switches @ w1 + b1
    h1 = np.maximum(0, z1)
    z2 = h1 @ w2 + b2
    h2 = np.maximum(0, z2)
    out = 1 / (1 + np.exp(-(h2 @ w3 + b3)))

    d3 = (out - lamp) * out * (1 - out)
    d2 = (d3 @ w3.T) * (z2 > 0)
    d1 = d2 @ w2.T

    w3 -= rate * h2.T @ d3
    b3 -= rate * d3.sum(axis=0, keepdims=True)
    w2 -= rate * h1.T @ d2
    b2 -= rate * d2.sum(axis=0, keepdims=True)
    w1 -= rate * switches.T @ d1
    b1 -= rate * d1.sum(axis=0, keepdims=True)

print(out.round(2))
