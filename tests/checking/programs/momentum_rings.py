'''
Binary classification of two rings.
Gradient descent with momentum, everything at the top level.
'''
import numpy as np

np.random.seed(1234)
n = 80
r = np.r_[np.random.normal(1, 0.1, n), np.random.normal(2, 0.1, n)]
phi = np.random.uniform(0, 2 * np.pi, 2 * n)
X = np.stack([r * np.cos(phi), r * np.sin(phi)], axis=1)
y = np.r_[np.zeros(n), np.ones(n)][:, None]

lr = 0.1
gamma = 0.9
w = [np.random.randn(2, 10) * 0.4, np.random.randn(10, 1) * 0.4]
b = [np.zeros((1, 10)), np.zeros((1, 1))]
vw = [np.zeros_like(p) for p in w]
vb = [np.zeros_like(p) for p in b]

for epoch in range(600):
    hid = 1 / (1 + np.exp(-(X @ w[0] + b[0])))
    out = 1 / (1 + np.exp(-(hid @ w[1] + b[1])))
    bce = -np.mean(y * np.log(out + 1e-12) + (1 - y) * np.log(1 - out + 1e-12))

    d_out = (out - y) / len(X)
    d_hid = d_out @ w[1].T * hid * (1 - hid)
    gw = [X.T @ d_hid, hid.T @ d_out]
    gb = [d_hid.sum(0, keepdims=True), d_out.sum(0, keepdims=True)]

    for k in range(2):
        vw[k] = gamma * vw[k] - lr * gw[k]
        vb[k] = gamma * vb[k] - lr * gb[k]
        w[k] += vw[k]
        b[k] += vb[k]
    if epoch % 100 == 0:
        print(f'{epoch}: {bce:.4f}')
