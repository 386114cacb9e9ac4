"""Word vectors: the middle of a window predicts what is around it; cost: cross-entropy."""
import numpy as np

rng = np.random.default_rng(8)
corpus = [0, 3, 1, 4, 2, 0, 1, 3, 2, 4, 0]
pairs = [(corpus[i], corpus[j]) for i in range(11) for j in (i - 1, i + 1) if 0 <= j < 11]
E = rng.normal(size=(5, 3)) * 0.5
U = rng.normal(size=(3, 5)) * 0.5
rate = 0.2

for turn in range(100):
    middle, around = pairs[turn % len(pairs)]
    v = E[middle]
    s = v @ U
    p = np.exp(s) / np.exp(s).sum()
    cost = -np.log(p[around])
    # backward
    d = p - np.eye(5)[around]
    dU = np.outer(v, d)
    dv = U @ d
    # step
    U -= rate * dU
    E[middle] -= rate * dv
# parameters: E U
