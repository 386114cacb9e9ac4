# two hidden layers, the second one adds the first (a residual block)
import numpy as np

np.random.seed(2)
X = np.random.randn(50, 3)
T = np.sin(X.sum(axis=1, keepdims=True))

A = np.random.randn(3, 6) * 0.5
a = np.zeros(6)
B = np.random.randn(6, 6) * 0.4
b = np.zeros(6)
C = np.random.randn(6, 1) * 0.5
c = np.zeros(1)
rate = 0.05

for i in range(2000):
    h1 = np.tanh(X @ A + a)
    t2 = np.tanh(h1 @ B + b)
    h2 = h1 + t2
    out = h2 @ C + c
    g = 2 * (out - T) / len(X)
    gh2 = g @ C.T
    gt2 = gh2 * (1 - t2 ** 2)
    gh1 = gh2 + gt2 @ B.T
    gz1 = gh1 * (1 - h1 ** 2)
    C -= rate * h2.T @ g
    c -= rate * g.sum(0)
    B -= rate * h1.T @ gt2
    b -= rate * gt2.sum(0)
    A -= rate * X.T @ gz1
    a -= rate * gz1.sum(0)
    if i % 200 == 0:
        print(i, np.mean((out - T) ** 2))
