import numpy as np

rng = np.random.default_rng(7)
x = rng.normal(size=(30, 2))
kinds = (x[:, 0] > 0).astype(int) + (x[:, 1] > 0.5).astype(int)
w1, b1 = rng.normal(size=(2, 4)), np.zeros((1, 4))
w2, b2 = rng.normal(size=(4, 3)), np.zeros((1, 3))

for step in range(2000):
    h = np.tanh(x @ w1 + b1)
    p = np.exp(h @ w2 + b2)
    p = p / p.sum(axis=1, keepdims=True)
    for i in range(len(p)):
        if kinds[i] == 0:
            p[i, 0] = p[i, 0] - 1
        elif kinds[i] == 1:
            p[i, 1] = p[i, 1] - 1
        else:
            p[i, 2] = p[i, 2] - 1
    below = (1 - h**2) * (p @ w2.T)
    w1, b1 = w1 - 0.02 * x.T @ below, b1 - 0.02 * below.sum(axis=0)
    w2, b2 = w2 - 0.02 * h.T @ p, b2 - 0.02 * p.sum(axis=0)
