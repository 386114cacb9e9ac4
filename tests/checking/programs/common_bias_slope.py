# Two layers; all units of a layer have one bias, a plain number.
import numpy as np

gen = np.random.default_rng(21)
X = gen.uniform(-1, 1, (24, 3))
Y = np.column_stack([X[:, 0] > X[:, 1], X[:, 2] > 0]).astype(float)

W1 = gen.normal(0, 0.7, (3, 5))
W2 = gen.normal(0, 0.7, (5, 2))
b1 = 0.1
b2 = -0.2
lr = 0.05


def sig(s):
    return 1 / (1 + np.exp(-s))


for it in range(4000):
    A = sig(X @ W1 + b1)
    O = sig(A @ W2 + b2)
    D2 = O - Y
    D1 = D2 @ W2.T
    W2 -= lr * A.T @ D2
    W1 -= lr * X.T @ D1
    b2 -= lr * D2.sum()
    b1 -= lr * D1.sum()

print("mean error:", np.abs(O - Y).mean())
