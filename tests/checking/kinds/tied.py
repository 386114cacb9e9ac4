"""An encoder whose decoder has the same weights, and decay in the cost; cost: squares."""
import numpy as np

rng = np.random.default_rng(5)
X = rng.normal(size=(10, 4))
W = rng.normal(size=(4, 3)) * 0.5
b = rng.normal(size=3) * 0.1
c = rng.normal(size=4) * 0.1
rate, decay = 0.2, 0.01

for epoch in range(60):
    h = np.tanh(X @ W + b)
    out = h @ W.T + c
    cost = np.sum((out - X) ** 2) / len(X) + decay * np.sum(W**2)
    # backward
    d = 2 * (out - X) / len(X)
    dz = (d @ W) * (1 - h * h)
    dW = X.T @ dz + d.T @ h + 2 * decay * W
    # step
    W -= rate * dW
    b -= rate * dz.sum(axis=0)
    c -= rate * d.sum(axis=0)
# parameters: W b c
