"""A plain script with L2 in its cost."""

import numpy as np

draw = np.random.default_rng(7)
X = draw.normal(size=(30, 4))
Y = np.cos(X[:, :2]) + X[:, 2:]
V, c = 0.4 * draw.normal(size=(4, 7)), np.zeros(7)
U, d = 0.4 * draw.normal(size=(7, 2)), np.zeros(2)
lam, rate = 0.02, 0.03
for lap in range(150):
    H = np.tanh(X @ V + c)
    out = H @ U + d
    loss = ((out - Y) ** 2).sum() / 2 / len(X) + lam / 2 * ((V**2).sum() + (U**2).sum())
    d2 = (out - Y) / len(X)
    d1 = d2 @ U.T * (1 - H**2)
    dU, dV = H.T @ d2 + lam * U, X.T @ d1 + lam * V
    U -= rate * dU
    d -= rate * d2.sum(axis=0)
    V -= rate * dV
    c -= rate * d1.sum(axis=0)
    if lap % 50 == 0:
        print(lap, loss)
